import assert from "node:assert/strict";
import { test } from "node:test";

import { changedFields, meet, sameValue } from "../../annotations/static/annotations/js/workbench/merging.js";

const FRAME = { id: "f", source: "s", cue: null, contents: ["a", "b"], speakers: ["x"], attitude: "", revision: 1 };
const change = (body, before) => ({ kind: "attributions", verb: "change", id: "f", body, before });

test("fields that only one side changed go together", () => {
  const op = change({ attitude: "belief" }, { attitude: "" });
  assert.deepEqual(meet(op, { ...FRAME, source: "t", revision: 2 }), { clash: [], body: { attitude: "belief" }, isDone: false });
});

test("a field that both changed clashes, unless both want the same", () => {
  const op = change({ attitude: "belief", source: "t" }, { attitude: "", source: "s" });
  assert.deepEqual(meet(op, { ...FRAME, attitude: "decision" }).clash, ["attitude"]);
  assert.deepEqual(meet(op, { ...FRAME, attitude: "belief" }), { clash: [], body: { source: "t" }, isDone: false });
  assert.equal(meet(op, { ...FRAME, attitude: "belief", source: "t" }).isDone, true);
});

test("taking a part away against another part clashes; both taking it away does not", () => {
  const op = change({ source: null }, { source: "s" });
  assert.deepEqual(meet(op, { ...FRAME, source: "t" }).clash, ["source"]);
  assert.equal(meet(op, { ...FRAME, source: null }).isDone, true);
});

test("what is added to and taken from a list goes together with what others did to it", () => {
  const op = change({ contents: ["a", { id: "c", segments: [[0, 1]] }] }, { contents: ["a", "b"] });
  const { body, clash } = meet(op, { ...FRAME, contents: ["d", "a", "b"] });
  assert.deepEqual([clash, body.contents], [[], ["d", "a", { id: "c", segments: [[0, 1]] }]]);
  assert.equal(meet(op, { ...FRAME, contents: ["a", "c"] }).isDone, true);
});

test("one moved the start of a span, another its end", () => {
  const move = (mine, now) => meet({ kind: "spans", verb: "change", id: "s", body: { segments: mine }, before: { segments: [[10, 20]] } }, { segments: now });
  assert.deepEqual(move([[8, 20]], [[10, 25]]).body, { segments: [[8, 25]] });
  assert.deepEqual(move([[8, 20]], [[9, 20]]).clash, ["segments"]);
  assert.deepEqual(move([[19, 20]], [[10, 12]]).clash, ["segments"], "nothing would be left");
  assert.deepEqual(move([[10, 12], [14, 20]], [[10, 25]]).clash, ["segments"], "pieces are not guessed at");
});

test("removing asks only where something was changed that a person would miss", () => {
  const op = { kind: "attributions", verb: "remove", id: "f", body: {}, before: FRAME };
  assert.deepEqual(meet(op, { ...FRAME, revision: 7, quotation: "direct" }).clash, []);
  assert.deepEqual(meet(op, { ...FRAME, attitude: "belief" }).clash, ["*"]);
  assert.equal(meet(op, undefined).isDone, true);
});

test("a change of what is gone clashes; a creation never does", () => {
  assert.deepEqual(meet(change({ attitude: "belief" }, { attitude: "" }), undefined).clash, ["*"]);
  assert.deepEqual(meet({ kind: "spans", verb: "create", id: "n", body: { id: "n" } }, undefined).clash, []);
});

test("values are the same by what they mean", () => {
  assert.equal(sameValue({ id: "a", segments: [[0, 1]] }, "a"), true);
  assert.equal(sameValue(undefined, null), true);
  assert.equal(sameValue(["a"], ["b"]), false);
  assert.deepEqual(changedFields({ a: 1, b: [2], revision: 1 }, { a: 1, b: [3], revision: 2, c: 4 }), ["b"]);
});
