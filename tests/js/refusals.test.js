import assert from "node:assert/strict";
import { test } from "node:test";

import { timeTold } from "../../annotations/static/annotations/js/workbench/moments.js";
import { reasonOf } from "../../annotations/static/annotations/js/workbench/refusals.js";

const WORDS = { rules: { "span.empty": "لا نص في القطعة." }, rule_endings: [["missing", "ما تشير إليه ليس هنا."]] };

test("a refusal speaks the reader's language, each sentence once; a rule without one keeps the server's words", () => {
  const errors = [
    { rule: "span.empty", detail: "empty" }, { rule: "span.empty", detail: "empty" }, { rule: "claim.missing", detail: "no claim" },
    { rule: "new.rule", detail: "as the server says" },
  ];
  assert.equal(reasonOf(WORDS, { errors }), "لا نص في القطعة. ما تشير إليه ليس هنا. as the server says");
  assert.equal(reasonOf(WORDS, { rule: "span.empty", detail: "x" }), "لا نص في القطعة.");
  assert.deepEqual([reasonOf({}, { detail: "closed" }), reasonOf(WORDS, null)], ["closed", ""]);
});

test("times are told in the language of the interface, with digits 0 to 9, in UTC", () => {
  const moment = "2026-09-04T21:05:09Z";
  assert.deepEqual([timeTold(moment, "en"), timeTold(moment, "ar")], ["4 Sep 2026 21:05", "4 سبتمبر 2026 21:05"]);
});
