import assert from "node:assert/strict";
import { test } from "node:test";

import { Keys, actOnKey, combination } from "../../annotations/static/annotations/js/workbench/keys.js";

const MAP = { letter_left: ["ArrowLeft"], word_left: ["Ctrl+ArrowLeft"], source: ["KeyS"], make: ["Enter"], sheet: ["?"], clitic_left: ["BracketLeft"], let_go: ["Escape"] };
const key = (code, more = {}) => ({ code, key: "", ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });

/** An element inside what the selectors name. */
const target = (...inside) => ({
  closest: (selector) => inside.find((one) => selector.split(", ").includes(one)) ?? null,
  matches: (selector) => inside[0] === selector,
});

function pressed(event, { letters = true, inside = ["[data-text]", "#workbench"], isBuilding = false } = {}) {
  const done = [];
  const hands = { keys: new Keys(MAP, letters), isBuilding, act: (...what) => done.push(what) };
  let kept = false;
  actOnKey(hands, { ...event, target: target(...inside), preventDefault: () => (kept = true) });
  assert.equal(kept, done.length > 0);
  return done[0];
}

test("a key goes by its place, so that an Arabic layout serves too", () => {
  assert.equal(combination(key("KeyS", { key: "س" })), "KeyS");
  assert.equal(combination(key("ArrowLeft", { metaKey: true, shiftKey: true })), "Ctrl+Shift+ArrowLeft");
  assert.equal(combination(key("Slash", { key: "؟", shiftKey: true })), "?");
  assert.deepEqual(pressed(key("KeyS", { key: "س" })), ["mark", "source"]);
});

test("Shift extends what moves, and nothing else", () => {
  assert.deepEqual(pressed(key("ArrowLeft")), ["move", "letter", "left", false]);
  assert.deepEqual(pressed(key("ArrowLeft", { shiftKey: true })), ["move", "letter", "left", true]);
  assert.deepEqual(pressed(key("ArrowLeft", { shiftKey: true, ctrlKey: true })), ["move", "word", "left", true]);
  assert.equal(pressed(key("KeyS", { shiftKey: true })), undefined);
});

test("what belongs to the browser, to a field or to a button stays theirs", () => {
  assert.equal(pressed(key("KeyS", { ctrlKey: true })), undefined);
  assert.equal(pressed(key("ArrowLeft", { altKey: true })), undefined);
  assert.equal(pressed(key("KeyS", { isComposing: true })), undefined);
  assert.equal(pressed(key("KeyS"), { inside: ["input", "#frames", "#workbench"] }), undefined);
  assert.equal(pressed(key("Enter"), { inside: ["a", "#frames", "#workbench"] }), undefined);
});

test("single keys count in text and cards only; Escape everywhere in the workbench", () => {
  assert.equal(pressed(key("KeyS"), { inside: ["#workbench"] }), undefined);
  assert.deepEqual(pressed(key("KeyS"), { inside: ["#frames", "#workbench"] }), ["mark", "source"]);
  assert.equal(pressed(key("ArrowLeft"), { inside: ["#frames", "#workbench"] }), undefined);
  assert.deepEqual(pressed(key("Escape"), { inside: ["#workbench"] }), ["letGo"]);
});

test("while a frame is being built, Enter makes it at a card too, but not at a button", () => {
  const card = ["a", "[data-select]", "#frames", "#workbench"];
  assert.equal(pressed(key("Enter"), { inside: card }), undefined);
  assert.deepEqual(pressed(key("Enter"), { inside: card, isBuilding: true }), ["make"]);
  assert.equal(pressed(key("Enter"), { inside: ["button", "#frames", "#workbench"], isBuilding: true }), undefined);
});

test("with no focus anywhere the sheet of keys opens and Escape lets go; nothing else counts", () => {
  const nowhere = { inside: ["body"] };
  assert.deepEqual(pressed(key("Slash", { key: "؟", shiftKey: true }), nowhere), ["openSheet"]);
  assert.deepEqual(pressed(key("Escape"), nowhere), ["letGo"]);
  assert.equal(pressed(key("KeyS"), nowhere), undefined);
  assert.equal(pressed(key("Slash", { key: "?", shiftKey: true }), { inside: ["header"] }), undefined);
});

test("single keys can be switched off; arrows, Enter and Escape stay", () => {
  const off = { letters: false };
  assert.equal(pressed(key("KeyS"), off), undefined);
  assert.equal(pressed(key("BracketLeft"), off), undefined);
  assert.equal(pressed(key("BracketLeft", { shiftKey: true }), off), undefined);
  assert.equal(pressed(key("Slash", { key: "?", shiftKey: true }), off), undefined);
  assert.deepEqual(pressed(key("ArrowLeft"), off), ["move", "letter", "left", false]);
  assert.deepEqual(pressed(key("Enter"), off), ["make"]);
});
