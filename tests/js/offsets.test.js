import assert from "node:assert/strict";
import { test } from "node:test";

import { ArticleText, CodePoints } from "../../annotations/static/annotations/js/workbench/offsets.js";
import { ElementNode, article, paragraph } from "./page.js";

const FAMILY = "👩🏽‍👩🏽‍👧🏽"; // one grapheme cluster of 8 code points

test("code points and UTF-16 indices agree with a count by hand", () => {
  const points = new CodePoints("a😀ب👍🏽c");
  assert.equal(points.length, 6);
  assert.deepEqual([0, 1, 2, 3, 4, 5, 6].map((point) => points.toUtf16(point)), [0, 1, 3, 4, 6, 8, 9]);
  assert.deepEqual([0, 1, 3, 4, 6, 8, 9].map((index) => points.fromUtf16(index)), [0, 1, 2, 3, 4, 5, 6]);
});

test("an index inside a surrogate pair counts as the pair's start", () => {
  const points = new CodePoints("😀😀");
  assert.deepEqual([points.fromUtf16(1), points.fromUtf16(3)], [0, 1]);
});

test("conversion goes there and back over random text", () => {
  const letters = ["a", "ق", "\u0651", "😀", "👍🏽", "漢", "\u202e", "\n", "א"];
  for (let round = 0; round < 200; round += 1) {
    const text = Array.from({ length: round % 23 }, () => letters[Math.floor(Math.random() * letters.length)]).join("");
    const points = new CodePoints(text);
    const whole = [...text];
    assert.equal(points.length, whole.length, text);
    for (let point = 0; point <= whole.length; point += 1) {
      assert.equal(points.toUtf16(point), whole.slice(0, point).join("").length, text);
      assert.equal(points.fromUtf16(points.toUtf16(point)), point, text);
    }
  }
});

test("a place in a paragraph after emoji is counted in code points of the article", () => {
  const root = article("عنوان", `${FAMILY} قال`);
  const text = new ArticleText(root);
  const node = root.childNodes[1].childNodes[0];
  const index = node.data.indexOf("قال");
  assert.equal(text.toOffset(node, index), 6 + [...FAMILY].length + 1);
  assert.deepEqual(text.toPosition(6 + [...FAMILY].length + 1), { node, index });
});

test("chips hold their own code point, and positions go in and out of them", () => {
  const root = new ElementNode([paragraph(10, "ab", ["\u202e"], "cd")]);
  const text = new ArticleText(root);
  const [before, chip, after] = root.childNodes[0].childNodes;
  assert.equal(text.toOffset(before, 2), 12);
  assert.equal(text.toOffset(chip.childNodes[0], 1), 13);
  assert.equal(text.toOffset(after, 1), 14);
  assert.deepEqual(text.toPosition(13), { node: after, index: 0 });
  assert.deepEqual(text.toPosition(13, true), { node: chip.childNodes[0], index: 1 });
  assert.equal(text.textOf([10, 15]), "ab\u202ecd");
});

test("a position given as an element and a child number", () => {
  const root = new ElementNode([paragraph(0, "ab", ["\u200f"], "cd")]);
  const text = new ArticleText(root);
  const element = root.childNodes[0];
  assert.deepEqual([0, 1, 2, 3].map((child) => text.toOffset(element, child)), [0, 2, 3, 5]);
  assert.equal(text.toOffset(element.childNodes[1], 1), 3);
});

test("text over paragraph ends has the line ends that lie between", () => {
  const text = new ArticleText(article("واحد", "", "😀 ثلاثة"));
  assert.equal(text.textOf([2, 8]), "حد\n\n😀 ");
  assert.equal(text.textOf([4, 5]), "\n");
});

test("blank lines without an element still count", () => {
  const root = new ElementNode([paragraph(0, "one"), paragraph(6, "two")]);
  assert.equal(new ArticleText(root).textOf([0, 9]), "one\n\n\ntwo");
});

test("an offset between paragraphs ends the first or starts the second", () => {
  const root = new ElementNode([paragraph(0, "one"), paragraph(6, "two")]);
  const text = new ArticleText(root);
  assert.deepEqual(text.toPosition(4, true), { node: root.childNodes[0].childNodes[0], index: 3 });
  assert.deepEqual(text.toPosition(4), { node: root.childNodes[1].childNodes[0], index: 0 });
});

test("grapheme clusters and words around an offset", () => {
  const text = new ArticleText(article(`${FAMILY} قَالَ x`));
  const family = [...FAMILY].length;
  assert.deepEqual(text.unitAt(3), { start: 0, end: family, word: false });
  assert.deepEqual(text.unitAt(family + 2), { start: family + 1, end: family + 3, word: false });
  const word = text.unitAt(family + 3, "word");
  assert.deepEqual([word.start, word.end, word.word], [family + 1, family + 6, true]);
  assert.equal(text.unitAt(text.paragraphs[0].end), null);
});
