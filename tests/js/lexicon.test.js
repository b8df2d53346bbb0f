import assert from "node:assert/strict";
import { test } from "node:test";

import { guessCue } from "../../annotations/static/annotations/js/workbench/lexicon.js";

const kinds = (...cues) => cues.map((cue) => guessCue(cue)?.kind ?? null);

test("verbs of saying, in Arabic and English, inflected and with what is glued on", () => {
  const verbs = ["قال", "قالت", "وقالوا", "يقول", "صرّح", "أعلنت", "أكد", "أضاف", "ذكرت", "أشارت", "نفى", "نفت", "حذرت", "هددت", "رأى", "ترى", "صوّت", "رفضت", "قد طالب"];
  assert.deepEqual(kinds(...verbs), verbs.map(() => "verb"));
  const english = ["said", "told", "had warned", "declined", "threatens", "could not confirm; says"];
  assert.deepEqual(kinds(...english), english.map(() => "verb"));
});

test("nouns, adjectives, prepositions, impersonal verbs and bare punctuation", () => {
  assert.deepEqual(kinds("إنذارا شديد اللهجة", "وعود", "ترحيب", "القول", "threat", "plans"), Array(6).fill("noun"));
  assert.deepEqual(kinds("منزعجة جدا", "غاضبة", "غير راضية", "annoyed"), Array(4).fill("adjective"));
  assert.deepEqual(kinds("بحسب", "وبحسب ما صرح", "وفقا", "according to"), Array(4).fill("preposition"));
  assert.deepEqual(kinds("يُنظر إليه", "يُعتقد", "is believed", "reportedly"), Array(4).fill("impersonal_verb"));
  assert.deepEqual(kinds(":", "“", "—"), Array(3).fill("punctuation"));
});

test("what the list does not know is left to the person", () => {
  assert.deepEqual(kinds("", "بغداد", "yesterday", "👩🏽‍👧🏽"), [null, null, null, "punctuation"]);
});

test("the attitude goes with the word", () => {
  const attitudes = ["هددت", "يعتقد", "قرر", "منزعجة", "said", "believes", "declined"].map((cue) => guessCue(cue).attitude);
  assert.deepEqual(attitudes, ["intention", "belief", "decision", "emotion", "assertion", "belief", "decision"]);
});
