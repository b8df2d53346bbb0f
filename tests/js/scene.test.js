import assert from "node:assert/strict";
import { test } from "node:test";

import { Scene } from "../../annotations/static/annotations/js/workbench/scene.js";
import { storeOf } from "./page.js";

const ALL = [0, Infinity];
const sceneOf = (store) => new Scene(store);
const idsOf = (scene) => scene.things.map(({ id }) => id);
const OUTER = ["outer", null, { source: [[0, 5]], cue: [[6, 9]], contents: [[[10, 100]], [[120, 140]]] }];
const INNER = ["inner", "outer", { source: [[12, 15]], contents: [[[20, 60]]] }];

test("marks: contents by depth, the selected frame and its kin set apart, lone spans plain", () => {
  const store = storeOf(OUTER, INNER);
  store.create("spans", { id: "lone", segments: [[150, 160]] });
  const names = (selected) => Object.fromEntries(sceneOf(store).marks(ALL, selected).map((mark) => [mark.span, mark.name]));
  assert.deepEqual(names(null), {
    "outer-source": "source", "outer-cue": "cue", "outer-content-0": "content-1", "outer-content-1": "content-1",
    "inner-source": "source", "inner-content-0": "content-2", lone: "plain",
  });
  assert.equal(names("inner")["inner-source"], "selected-source");
  assert.equal(names("inner")["outer-content-0"], "kin-content");
  assert.equal(names("lone").lone, "selected-plain");
});

test("a frame whose save failed is painted as unsaved besides", () => {
  const store = storeOf(OUTER);
  store.change("attributions", "outer", { attitude: "belief" });
  assert.equal(sceneOf(store).marks(ALL, null).some((mark) => mark.name === "unsaved"), false);
  store.note(store.queue[0], "refused", "why");
  assert.equal(sceneOf(store).marks(ALL, null).filter((mark) => mark.name === "unsaved").length, 4);
});

test("only what lies in sight becomes marks, and the order is that of the text", () => {
  const store = storeOf(["late", null, { cue: [[500, 510]] }], OUTER, INNER);
  const scene = sceneOf(store);
  assert.deepEqual(idsOf(scene), ["outer", "inner", "late"]);
  assert.deepEqual([...new Set(scene.marks([400, 600], null).map((mark) => mark.frame))], ["late"]);
  assert.deepEqual([...new Set(scene.marks([110, 130], null).map((mark) => mark.frame))], ["outer"]);
  assert.deepEqual(scene.marks([200, 300], "late"), []);
});

test("after a change only what changed is worked out anew", () => {
  const store = storeOf(OUTER, INNER, ["late", null, { cue: [[500, 510]] }]);
  const scene = sceneOf(store);
  const before = new Map(scene.byId);
  store.change("spans", "inner-source", { segments: [[11, 15]] });
  scene.update();
  assert.notEqual(scene.byId.get("inner"), before.get("inner"));
  assert.equal(scene.byId.get("inner").start, 11);
  assert.equal(scene.byId.get("outer"), before.get("outer"));
  store.remove("attributions", "outer");
  scene.update();
  assert.equal(scene.byId.get("inner").depth, 1);
  assert.deepEqual(idsOf(scene), ["inner", "late"]);
});

test("what is filtered out is neither painted nor walked to", () => {
  const scene = sceneOf(storeOf(OUTER, INNER));
  scene.filter = (thing) => thing.id !== "outer";
  assert.equal(scene.next(null, 1).id, "inner");
  assert.equal(scene.next("inner", 1).id, "inner");
  assert.deepEqual([...new Set(scene.marks(ALL, null).map((mark) => mark.frame))], ["inner"]);
  assert.equal(scene.markAfter(-1, 1).span, "inner-source");
});

test("from span to span, on and back", () => {
  const scene = sceneOf(storeOf(OUTER, INNER));
  assert.equal(scene.markAfter(0, 1).span, "outer-cue");
  assert.equal(scene.markAfter(12, 1).span, "inner-content-0");
  assert.equal(scene.markAfter(12, -1).span, "outer-content-0");
  assert.equal(scene.markAfter(0, -1), null);
});
