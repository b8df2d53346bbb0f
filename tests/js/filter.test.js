import assert from "node:assert/strict";
import { test } from "node:test";

import { EVERYTHING, filterFor, isNarrow, isUncertain } from "../../annotations/static/annotations/js/workbench/filter.js";
import { Scene } from "../../annotations/static/annotations/js/workbench/scene.js";
import { storeOf } from "./page.js";

function sceneOf() {
  const store = storeOf(["a", null, { cue: [[0, 3]] }], ["b", null, { source: [[10, 13]] }]);
  store.create("spans", { id: "lone", segments: [[20, 25]] });
  store.change("attributions", "b", { speakers: ["us"] });
  store.create("mentions", { id: "m", claim: "c", attribution: "b", span: null });
  store.create("mentions", { id: "n", claim: "c", attribution: null, span: "lone" });
  return new Scene(store);
}

function seen(wish) {
  const scene = sceneOf();
  scene.filter = filterFor(scene.store, { ...EVERYTHING, ...wish });
  return scene.things.filter(scene.filter).map(({ id }) => id);
}

test("by kind, by speaker, by claim, by what still needs a look", () => {
  assert.deepEqual(seen({}), ["a", "b", "lone"]);
  assert.deepEqual(seen({ kind: "frame" }), ["a", "b"]);
  assert.deepEqual(seen({ kind: "plain" }), ["lone"]);
  assert.deepEqual(seen({ speaker: "us" }), ["b"]);
  assert.deepEqual(seen({ claim: "c" }), ["b", "lone"]);
  assert.deepEqual(seen({ uncertain: true }), ["a"]);
  assert.deepEqual(seen({ claim: "c", kind: "frame" }), ["b"]);
});

test("a frame is uncertain without a speaker, and with a cue of unknown kind", () => {
  const frame = { speakers: ["us"], cue: "x", cue_kind: "verb" };
  assert.equal(isUncertain({ frame }), false);
  assert.equal(isUncertain({ frame: { ...frame, cue_kind: "" } }), true);
  assert.equal(isUncertain({ frame: { ...frame, speakers: [] } }), true);
  assert.equal(isUncertain({ frame: null }), false);
});

test("a wish for everything leaves nothing out", () => {
  assert.equal(isNarrow(EVERYTHING), false);
  assert.equal(isNarrow({ ...EVERYTHING, uncertain: true }), true);
});
