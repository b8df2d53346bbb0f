import assert from "node:assert/strict";
import { test } from "node:test";

import { placesIn } from "../../annotations/static/annotations/js/workbench/find.js";
import { folded, foldedWithMap, likeness } from "../../annotations/static/annotations/js/workbench/fold.js";

test("spellings that are one word fold to one form", () => {
  assert.equal(folded("إِنَّ الأُمَّةَ"), folded("ان الامه"));
  assert.equal(folded("مـسـؤول"), folded("مسوول"));
  assert.equal(folded("Café ٢٠٢٠"), "cafe 2020");
});

test("what is found leads back to the letters it came from, marks and emoji counted", () => {
  const text = "👩🏽‍👧🏽 قَالَ  المتحدّثُ. قال";
  const places = placesIn(foldedWithMap(text), 100, folded("قال المتحدث"));
  assert.deepEqual(places.map(([start, end]) => [...text].slice(start - 100, end - 100).join("")), ["قَالَ  المتحدّثُ"]);
  assert.equal(placesIn(foldedWithMap(text), 0, "قال").length, 2);
  assert.deepEqual(placesIn(foldedWithMap(text), 0, "لا"), []);
});

test("wording alike is nearer than wording unlike", () => {
  const near = likeness("واشنطن هددت بإغلاق سفارتها", "هددت واشنطن باغلاق السفارة");
  assert.ok(near > likeness("واشنطن هددت بإغلاق سفارتها", "ارتفع سعر الخبز"));
  assert.equal(likeness("talks failed", "Talks failed"), 1);
  assert.equal(likeness("", "x"), 0);
});
