import assert from "node:assert/strict";
import { test } from "node:test";

import { ArticleText } from "../../annotations/static/annotations/js/workbench/offsets.js";
import { edgeFrom, spokenAt } from "../../annotations/static/annotations/js/workbench/units.js";
import { article } from "./page.js";

const text = (...lines) => new ArticleText(article(...lines));

/** Every stop on the way through a text. */
function stops(of, unit, step = 1) {
  const last = of.paragraphs.at(-1).end;
  const found = [];
  for (let at = step > 0 ? 0 : last; ;) {
    const next = edgeFrom(of, at, unit, step);
    if (next === at) return found;
    found.push(next);
    at = next;
  }
}

test("clitics: before and behind every word, behind what is glued on, before what is glued to", () => {
  const of = text("وقالت له AFP");
  assert.deepEqual(stops(of, "clitic"), [1, 5, 6, 7, 8, 9, 12]);
  assert.deepEqual(stops(of, "clitic", -1), [9, 8, 7, 6, 5, 1, 0]);
});

test("letters outside the first plane and marks do not shift the stops", () => {
  const of = text("👩🏽‍👧🏽 وقَالَ 𝒜 x");
  const whole = of.textOf([0, of.paragraphs[0].end]);
  const cuts = stops(of, "clitic").map((stop) => [...whole].slice(0, stop).join(""));
  assert.ok(cuts.includes("👩🏽‍👧🏽 و"), cuts.join("|"));
  assert.ok(cuts.includes("👩🏽‍👧🏽 وقَالَ"));
});

test("sentences, paragraphs, the whole text", () => {
  const of = text("One told. Two said?", "ثلاثة. أربعة؟ خمسة");
  assert.deepEqual(stops(of, "sentence"), [10, 19, 20, 27, 34, 38]);
  assert.deepEqual(stops(of, "paragraph"), [20, 38]);
  assert.deepEqual(stops(of, "paragraph", -1), [20, 0]);
  assert.deepEqual([edgeFrom(of, 12, "text", 1), edgeFrom(of, 12, "text", -1)], [38, 0]);
});

test("what is read out after a move", () => {
  const of = text("وقالت المصادر. ثم سكتت");
  assert.equal(spokenAt(of, 0, "letter"), "و");
  assert.equal(spokenAt(of, 1, "clitic"), "قالت");
  assert.equal(spokenAt(of, 0, "word"), "وقالت");
  assert.equal(spokenAt(of, 15, "line"), "ثم سكتت");
  assert.equal(spokenAt(of, of.paragraphs[0].end, "letter"), "");
});
