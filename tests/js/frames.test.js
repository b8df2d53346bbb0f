import assert from "node:assert/strict";
import { test } from "node:test";

import { beginning, covers, depthOf, heightOf, lawfulParents } from "../../annotations/static/annotations/js/workbench/frames.js";
import { Intervals } from "../../annotations/static/annotations/js/workbench/intervals.js";
import { storeOf } from "./page.js";

const OUTER = ["outer", null, { source: [[0, 5]], cue: [[6, 9]], contents: [[[10, 100]], [[120, 140]]] }];
const INNER = ["inner", "outer", { source: [[12, 15]], contents: [[[20, 60]]] }];

test("a parent is lawful only if one of its contents holds every part", () => {
  const store = storeOf(OUTER, INNER);
  const offered = (...extents) => lawfulParents(store, { layer: "L" }, extents).map((frame) => frame.id);
  assert.deepEqual(offered([[22, 30]], [[40, 50]]), ["inner", "outer"]);
  assert.deepEqual(offered([[12, 30]]), ["outer"]);
  assert.deepEqual(offered([[50, 60]], [[120, 130]]), []);
  assert.deepEqual(offered([[2, 4]]), []);
  assert.deepEqual(offered(), []);
  assert.deepEqual(lawfulParents(store, { layer: "other" }, [[[22, 30]]]), []);
});

test("a frame is never offered itself nor what lies under it", () => {
  const store = storeOf(["a", null, { contents: [[[0, 50]]] }], ["b", "a", { contents: [[[0, 50]]] }], ["c", null, { contents: [[[0, 60]]] }]);
  const ids = lawfulParents(store, { id: "a", layer: "L" }, [[[0, 50]]]).map((frame) => frame.id);
  assert.deepEqual(ids, ["c"]);
});

test("five frames deep and no deeper, the frame's own children counted", () => {
  const chain = ["1", "2", "3", "4"].map((id, k) => [id, k ? String(k) : null, { contents: [[[0, 90]]] }]);
  const store = storeOf(...chain, ["x", null, { contents: [[[1, 5]]] }], ["y", "x", { contents: [[[2, 3]]] }]);
  assert.equal(depthOf(store, store.get("attributions", "4")), 4);
  assert.equal(heightOf(store, "x"), 2);
  const ids = (child) => lawfulParents(store, child, [[[1, 5]]]).map((frame) => frame.id);
  assert.deepEqual(ids({ layer: "L" }).sort(), ["1", "2", "3", "4", "x"]);
  assert.deepEqual(ids({ id: "x", layer: "L" }).sort(), ["1", "2", "3"]);
});

test("a discontinuous part is covered segment by segment", () => {
  assert.equal(covers([[0, 5], [8, 12]], [[1, 2], [9, 12]]), true);
  assert.equal(covers([[0, 5], [8, 12]], [[4, 9]]), false);
});

test("a frame begins with the first of its parts", () => {
  const store = storeOf(OUTER, ["empty", null, {}]);
  assert.equal(beginning(store, store.get("attributions", "outer")), 0);
  assert.equal(beginning(store, store.get("attributions", "empty")), Infinity);
});

test("what lies at an offset, innermost first, against a search through everything", () => {
  const marks = Array.from({ length: 300 }, (_, k) => {
    const start = (k * 37) % 500;
    return { key: String(k), name: "cue", role: "cue", segments: [[start, start + 1 + ((k * 53) % 90)]] };
  });
  const intervals = new Intervals(marks);
  for (let offset = 0; offset < 600; offset += 1) {
    const expected = marks.filter(({ segments: [[start, end]] }) => start <= offset && offset < end).map((mark) => mark.key);
    assert.deepEqual(intervals.at(offset).map((mark) => mark.key).sort(), expected.sort(), String(offset));
  }
  const lengths = intervals.at(250).map(({ segments: [[start, end]] }) => end - start);
  assert.deepEqual(lengths, [...lengths].sort((a, b) => a - b));
});

test("a caret between two spans finds both, the shorter first", () => {
  const at = (key, start, end) => ({ key, name: "cue", role: "cue", segments: [[start, end]] });
  const intervals = new Intervals([at("long", 0, 50), at("left", 5, 10), at("right", 10, 18)]);
  assert.deepEqual(intervals.beside(10).map((mark) => mark.key), ["left", "right", "long"]);
  assert.deepEqual(intervals.beside(0).map((mark) => mark.key), ["long"]);
});
