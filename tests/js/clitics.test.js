import assert from "node:assert/strict";
import { test } from "node:test";

import { encliticCuts, procliticCuts } from "../../annotations/static/annotations/js/workbench/clitics.js";

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });

test("cuts behind proclitics, and none that leaves less than a stem", () => {
  const cuts = {
    "وقالت": [1], "وواشنطن": [1], "العراق": [2], "والعراق": [1, 3], "بالعراق": [1, 3], "وبالعراق": [1, 2, 4],
    "للرئيس": [1, 2], "وللعراق": [1, 2, 3], "فسيكتبون": [1, 2], "أوبالعراق": [1, 2, 3, 5], "لوكالة": [1],
    "وٱلعراق": [1, 3], "مسؤولون": [], "سفارتها": [], "من": [], "ون": [], "و": [], "": [], "officials": [], "日本": [],
  };
  for (const [word, at] of Object.entries(cuts)) assert.deepEqual(procliticCuts(word), at, word);
});

test("marks and tatweel stay with their letter, at both ends", () => {
  assert.deepEqual(procliticCuts("وَقَالَتْ"), [2]);
  assert.deepEqual(procliticCuts("بِـالعراق"), [3, 5]);
  assert.deepEqual(procliticCuts("و\u200dقالت"), [2]);
  assert.deepEqual(encliticCuts("لَهُ"), [2]);
  assert.deepEqual(encliticCuts("سَفَارَتُهُمَا"), [9]);
});

test("a pronoun glued to the end of a word is cut off, and nothing of a Latin word", () => {
  const cuts = { "له": [1], "ولكنها": [4], "سفارتهما": [5], "ها": [], "قال": [], "talk": [], "": [], "𝒜ه": [1] };
  for (const [word, at] of Object.entries(cuts)) assert.deepEqual(encliticCuts(word), at, word);
});

test("whatever letters and marks stand together, cuts lie inside the word, in order, between grapheme clusters", () => {
  const letters = [..."وفبكلسأاٱينهعر\u064e\u0651\u0640\u200dx𝒜"];
  let seed = 1;
  const next = (below) => (seed = (seed * 48271) % 2147483647) % below;
  for (let time = 0; time < 2000; time += 1) {
    const word = Array.from({ length: next(9) }, () => letters[next(letters.length)]).join("");
    const points = [...word];
    for (const cuts of [procliticCuts(word), encliticCuts(word)]) {
      assert.deepEqual(cuts, [...new Set(cuts)].sort((a, b) => a - b), word);
      for (const cut of cuts) {
        assert.ok(cut > 0 && cut < points.length, word);
        const index = points.slice(0, cut).join("").length;
        assert.equal(graphemes.segment(word).containing(index).index, index, `${word} at ${cut}`);
      }
    }
  }
});
