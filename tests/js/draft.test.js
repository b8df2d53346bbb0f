import assert from "node:assert/strict";
import { test } from "node:test";

import { Draft, brokenRule } from "../../annotations/static/annotations/js/workbench/draft.js";

test("a frame is built from its parts, each with an id of its own", () => {
  const draft = new Draft();
  assert.equal(draft.isEmpty, true);
  assert.equal(draft.put("addressee", [[30, 35]]), "");
  assert.equal(draft.isFrame, false);
  draft.put("source", [[0, 5]]);
  draft.put("cue", [[6, 9]]);
  draft.put("content", [[10, 20]]);
  draft.put("content", [[22, 28]]);
  const body = draft.body("V", "L", "P");
  assert.deepEqual([body.source.segments, body.cue.segments, body.contents.map((one) => one.segments)], [[[0, 5]], [[6, 9]], [[[10, 20]], [[22, 28]]]]);
  assert.deepEqual([body.version, body.layer, body.parent, body.channel, body.resolution], ["V", "L", "P", null, "explicit"]);
  const ids = [body.id, body.source.id, body.cue.id, body.addressee.id, ...body.contents.map((one) => one.id)];
  assert.equal(new Set(ids).size, 6);
});

test("a source can be given anew, contents add up, and each can be dropped", () => {
  const draft = new Draft();
  draft.put("source", [[0, 5]]);
  draft.put("source", [[1, 5]]);
  draft.put("content", [[10, 20]]);
  draft.put("content", [[22, 28]]);
  assert.deepEqual([draft.of("source"), draft.of("content").length], [[[[1, 5]]], 2]);
  draft.drop("content");
  draft.drop("source");
  assert.deepEqual(draft.extents(), [[[10, 20]]]);
});

test("parts that break a rule are not taken, and the rule is named", () => {
  const draft = new Draft();
  draft.put("source", [[0, 5]]);
  assert.equal(draft.put("cue", [[4, 8]]), "overlap");
  assert.deepEqual(draft.of("cue"), []);
  assert.equal(draft.put("content", [[3, 20]]), "overlap");
  draft.put("content", [[10, 20]]);
  assert.equal(draft.put("content", [[15, 25]]), "crossing");
  assert.equal(draft.put("content", [[12, 15]]), "");
  assert.equal(draft.put("cue", [[6, 7], [8, 9]]), "cue_in_pieces");
});

test("touching parts do not overlap; an addressee may lie anywhere", () => {
  assert.equal(brokenRule({ source: [[0, 5]], cue: [[5, 9]], contents: [[[9, 12]]] }), "");
  const draft = new Draft();
  draft.put("content", [[0, 50]]);
  assert.equal(draft.put("addressee", [[10, 12]]), "");
});

test("what is painted of a draft", () => {
  const draft = new Draft();
  draft.put("cue", [[6, 9]]);
  draft.put("content", [[10, 20]]);
  assert.deepEqual(draft.marks().map((mark) => [mark.key, mark.name]), [["draft/cue/0", "draft-cue"], ["draft/content/0", "draft-content"]]);
});

/** A storage of one window. */
function storage() {
  const held = new Map();
  return {
    held,
    getItem: (place) => held.get(place) ?? null,
    setItem: (place, text) => held.set(place, text),
    removeItem: (place) => held.delete(place),
  };
}

test("what is being built is found again after a reload, and gone once it is made", () => {
  const own = storage();
  const draft = new Draft(own, "u/v/l");
  draft.put("source", [[0, 5]]);
  draft.put("content", [[10, 20]]);
  draft.parent = null;
  draft.keep();
  const again = new Draft(own, "u/v/l").resume();
  assert.deepEqual([again.of("source"), again.of("content"), again.of("cue"), again.parent], [[[[0, 5]]], [[[10, 20]]], [], null]);
  assert.equal(new Draft(own, "u/other/l").resume().isEmpty, true);
  again.clear();
  again.keep();
  assert.equal(own.held.size, 0);
});

test("what cannot be read, breaks a rule or cannot be stored does no harm", () => {
  const own = storage();
  own.setItem("broken", "{");
  own.setItem("unlawful", JSON.stringify({ parts: { source: [[0, 5]], cue: [[3, 9]], contents: [] } }));
  for (const place of ["broken", "unlawful"]) assert.equal(new Draft(own, place).resume().isEmpty, true);
  const full = { ...own, setItem: () => { throw new Error("full"); } };
  const draft = new Draft(full, "p");
  draft.put("cue", [[6, 9]]);
  draft.keep();
  assert.deepEqual(draft.of("cue"), [[[6, 9]]]);
});
