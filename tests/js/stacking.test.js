import assert from "node:assert/strict";
import { test } from "node:test";

import { stack } from "../../annotations/static/annotations/js/workbench/stacking.js";

const overlaps = (tops, heights) => tops.slice(1).filter((top, k) => top < tops[k] + heights[k]).length;

test("cards stand at their lines, and slide down where the one before needs the room", () => {
  assert.deepEqual(stack([0, 100, 110, 400], [50, 50, 50, 50], -1), [0, 100, 150, 400]);
});

test("the chosen card stands exactly at its line; those before it slide up, those after it down", () => {
  const tops = stack([100, 105, 110, 115], [50, 50, 50, 50], 2);
  assert.deepEqual(tops, [10, 60, 110, 160]);
});

test("without room above the chosen card the others are fanned out, in order and not above the top", () => {
  const heights = [50, 50, 50, 200, 50];
  const tops = stack([0, 5, 10, 60, 70], heights, 3);
  assert.equal(tops[3], 60);
  assert.ok(tops.every((top, k) => k === 0 ? top === 0 : top > tops[k - 1]), String(tops));
  assert.equal(tops[4], 260);
});

test("no two cards overlap while there is room, whatever the wishes", () => {
  for (let round = 0; round < 100; round += 1) {
    const wished = Array.from({ length: 12 }, () => Math.random() * 2000).sort((a, b) => a - b);
    const heights = wished.map(() => 20 + Math.random() * 80);
    assert.equal(overlaps(stack(wished, heights, -1), heights), 0);
  }
});
