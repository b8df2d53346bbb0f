import assert from "node:assert/strict";
import { test } from "node:test";

import { ArticleText } from "../../annotations/static/annotations/js/workbench/offsets.js";
import { merged, readSelection, snapped, without } from "../../annotations/static/annotations/js/workbench/selection.js";
import { article } from "./page.js";

const text = (...lines) => new ArticleText(article(...lines));
const marked = (of, segment) => (segment ? of.textOf(segment) : null);

test("the second letter onwards of وقالت, by letter and with the word aid", () => {
  const of = text("وقالت المصادر");
  assert.equal(marked(of, snapped(of, [1, 5], "letter")), "قالت");
  assert.equal(marked(of, snapped(of, [1, 5], "word")), "قالت");
});

test("the word aid completes a word cut anywhere else", () => {
  const of = text("وقالت المصادر اليوم");
  assert.equal(marked(of, snapped(of, [2, 4], "word")), "وقالت");
  assert.equal(marked(of, snapped(of, [9, 12], "word")), "المصادر");
  assert.equal(marked(of, snapped(of, [2, 4], "letter")), "ال");
});

test("a boundary never splits a grapheme cluster", () => {
  const of = text("ab 👩🏽‍👧 قَال");
  assert.equal(marked(of, snapped(of, [4, 5], "letter")), "👩🏽‍👧");
  assert.equal(marked(of, snapped(of, [8, 9], "letter")), "قَ");
});

test("white space at the edges goes, over a line end too; nothing but space is nothing", () => {
  const of = text("one two ", "\u00a0three");
  assert.equal(marked(of, snapped(of, [3, 10], "letter")), "two");
  assert.equal(marked(of, snapped(of, [3, 12], "letter")), "two \n\u00a0th");
  assert.equal(snapped(of, [7, 10], "letter"), null);
  assert.equal(snapped(of, [5, 5], "letter"), null);
});

test("the word aid leaves punctuation and quotation marks alone", () => {
  const of = text("إنها “غير راضية” اليوم");
  assert.equal(marked(of, snapped(of, [5, 16], "word")), "“غير راضية”");
});

test("a selection is read in order, whichever way it was drawn", () => {
  const root = article("قال مسؤول عراقي");
  const node = root.childNodes[0].childNodes[0];
  const range = { startContainer: node, startOffset: 4, endContainer: node, endOffset: 9, intersectsNode: () => true };
  const selection = { rangeCount: 1, isCollapsed: false, getRangeAt: () => range };
  assert.deepEqual(readSelection(new ArticleText(root), selection, "letter"), [[4, 9]]);
  assert.deepEqual(readSelection(new ArticleText(root), { ...selection, isCollapsed: true }, "letter"), []);
});

test("segments are merged and taken away", () => {
  assert.deepEqual(merged([[8, 9], [0, 3], [2, 5]]), [[0, 5], [8, 9]]);
  assert.deepEqual(without([[0, 10]], [3, 5]), [[0, 3], [5, 10]]);
  assert.deepEqual(without([[3, 5], [7, 9]], [0, 8]), [[8, 9]]);
});
