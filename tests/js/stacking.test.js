import assert from "node:assert/strict";
import { test } from "node:test";

import { briefFrom, stack } from "../../annotations/static/annotations/js/workbench/stacking.js";

const overlaps = (tops, heights) => tops.slice(1).filter((top, k) => top < tops[k] + heights[k] - 1e-6).length;

test("cards stand at their lines, and slide down where the one before needs the room", () => {
  assert.deepEqual(stack([0, 100, 110, 400], [50, 50, 50, 50], -1), [0, 100, 150, 400]);
});

test("the chosen card stands exactly at its line; those before it slide up, those after it down", () => {
  const tops = stack([100, 105, 110, 115], [50, 50, 50, 50], 2);
  assert.deepEqual(tops, [10, 60, 110, 160]);
});

test("without room above the chosen card it stands below the others, and none overlaps", () => {
  const heights = [50, 50, 50, 200, 50];
  assert.deepEqual(stack([0, 5, 10, 60, 70], heights, 3), [0, 50, 100, 150, 350]);
});

test("the nearest above the chosen card are brief, as many as have to be", () => {
  const wished = [0, 5, 10, 100, 110];
  const heights = [50, 50, 50, 200, 50];
  assert.equal(briefFrom(wished, heights, 3, 20), 1);
  assert.equal(briefFrom([0, 5, 10, 150, 160], heights, 3, 20), 3);
  assert.equal(briefFrom([0, 5, 10, 30, 160], heights, 3, 20), 0);
  assert.equal(briefFrom(wished, heights, -1, 20), 0);
  assert.deepEqual(stack(wished, [50, 20, 20, 200, 50], 3), [0, 50, 70, 100, 300]);
});

test("no two cards overlap whatever the chosen one and the wishes", () => {
  for (let round = 0; round < 100; round += 1) {
    const wished = Array.from({ length: 12 }, () => Math.random() * 2000).sort((a, b) => a - b);
    const heights = wished.map(() => 20 + Math.random() * 80);
    assert.equal(overlaps(stack(wished, heights, round % 13 - 1), heights), 0);
  }
});
