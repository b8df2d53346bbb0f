import assert from "node:assert/strict";
import { test } from "node:test";

import { brokenByMove, nextParent, roleOf, withEdge } from "../../annotations/static/annotations/js/workbench/moves.js";
import { storeOf } from "./page.js";

const OUTER = ["outer", null, { source: [[0, 5]], cue: [[6, 9]], contents: [[[10, 100]]] }];
const INNER = ["inner", "outer", { source: [[12, 15]], contents: [[[20, 60]]] }];

test("an edge may move as long as parts stay apart and frames stay in one another", () => {
  const store = storeOf(OUTER, INNER);
  assert.equal(brokenByMove(store, "outer-content-0", [[11, 90]]), "");
  assert.equal(brokenByMove(store, "outer-content-0", [[8, 90]]), "overlap");
  assert.equal(brokenByMove(store, "outer-content-0", [[14, 90]]), "outside");
  assert.equal(brokenByMove(store, "inner-content-0", [[20, 101]]), "outside");
  assert.equal(brokenByMove(store, "outer-cue", [[6, 7], [8, 9]]), "cue_in_pieces");
  assert.equal(brokenByMove(store, "outer-source", [[0, 3], [4, 5]]), "");
});

test("a span that no frame uses moves freely", () => {
  const store = storeOf(OUTER);
  store.create("spans", { id: "lone", segments: [[2, 4]] });
  assert.equal(brokenByMove(store, "lone", [[2, 50]]), "");
  assert.equal(roleOf(undefined, "lone"), "plain");
  assert.equal(roleOf(store.get("attributions", "outer"), "outer-cue"), "cue");
});

test("one piece of several gets another edge", () => {
  assert.deepEqual(withEdge([[0, 5], [8, 12]], 1, [7, 12]), [[0, 5], [7, 12]]);
});

test("nesting goes to the innermost lawful frame, and no further once there", () => {
  const store = storeOf(OUTER, INNER, ["deep", null, { cue: [[22, 30]] }]);
  const deep = () => store.get("attributions", "deep");
  assert.equal(nextParent(store, deep()).id, "inner");
  store.change("attributions", "deep", { parent: "outer" });
  assert.equal(nextParent(store, deep()).id, "inner");
  store.change("attributions", "deep", { parent: "inner" });
  assert.equal(nextParent(store, deep()), null);
  assert.equal(nextParent(store, store.get("attributions", "outer")), null);
});
