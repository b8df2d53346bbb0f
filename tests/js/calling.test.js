import assert from "node:assert/strict";
import { test } from "node:test";

import { callsIn, namesFor } from "../../annotations/static/annotations/js/workbench/calling.js";

const NAMES = ["editor", "second-editor", "annotator", "سلمى", "a.b"];
const called = (body) => callsIn(body, NAMES).filter(({ isCall }) => isCall).map(({ text }) => text);

test("members are called, nobody else is: unknown names and addresses of mail stay words", () => {
  assert.deepEqual(called("@editor, see @nobody and write to x@editor.org 👩🏽‍👧🏽 @second-editor."), ["@editor", "@second-editor"]);
  assert.deepEqual(called("ل@سلمى: @a.b. @editors"), ["@سلمى", "@a.b"]);
});

test("no letter of a comment is lost where names are set apart", () => {
  for (const body of ["", "@editor", "é @editor@annotator x", "@@editor\n@a.b..."]) {
    assert.equal(callsIn(body, NAMES).map(({ text }) => text).join(""), body);
  }
});

test("names are offered for what is begun at the caret, those that begin so first", () => {
  assert.deepEqual(namesFor("see @ed", 7, NAMES), { from: 4, names: ["editor", "second-editor"] });
  assert.deepEqual(namesFor("see @ED more", 7, NAMES).names, ["editor", "second-editor"]);
  assert.deepEqual(namesFor("@سل", 3, NAMES).names, ["سلمى"]);
  assert.equal(namesFor("@", 1, NAMES).names.length, NAMES.length);
  assert.equal(namesFor("x@ed", 4, NAMES), null);
  assert.equal(namesFor("@ed ", 4, NAMES), null);
});
