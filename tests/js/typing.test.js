import assert from "node:assert/strict";
import { test } from "node:test";

import { Typing } from "../../annotations/static/annotations/js/workbench/typing.js";

/** A field, the keys pressed in it, and what `Typing` says of it. */
function field(value = "", isText = true) {
  const page = new EventTarget();
  const typing = new Typing(page);
  const one = { value, matches: () => isText };
  const send = (type, inputType) => page.dispatchEvent(Object.defineProperty(Object.assign(new Event(type), { inputType }), "target", { value: one }));
  const type = (text, inputType = "insertText") => {
    send("beforeinput", inputType);
    one.value = text;
    send("input", inputType);
  };
  return { one, type, has: (way) => typing.has(one, way) };
}

test("a field into which nothing was typed has nothing to take back", () => {
  const { has } = field("as it came");
  assert.deepEqual([has("undo"), has("redo")], [false, false]);
});

test("what was typed is the field's to undo, also where it was deleted again", () => {
  const { type, has } = field();
  type("قال");
  assert.deepEqual([has("undo"), has("redo")], [true, false]);
  type("", "deleteContentBackward");
  assert.equal(has("undo"), true);
});

test("when all typing was undone, undoing is the workbench's again and doing again the field's", () => {
  const { type, has } = field();
  type("a");
  type("ab");
  type("a", "historyUndo");
  assert.deepEqual([has("undo"), has("redo")], [true, true]);
  type("", "historyUndo");
  assert.deepEqual([has("undo"), has("redo")], [false, true]);
});

test("a field that a script emptied has forgotten; one that cannot be typed into never knew", () => {
  const picked = field();
  picked.type("abc");
  picked.one.value = "";
  assert.equal(picked.has("undo"), false);
  picked.type("d");
  assert.equal(picked.has("undo"), true);
  const select = field("", false);
  select.type("verb");
  assert.equal(select.has("undo"), false);
});
