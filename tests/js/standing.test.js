import assert from "node:assert/strict";
import { test } from "node:test";

import { fillToken, standingOf } from "../../annotations/static/annotations/js/workbench/standing.js";

const CLAIM = { assessment: { effective: "single_source" }, supporting: { min: 1, max: 2, exact: true } };

test("a claim's standing is its state and its interval; a bound says so", () => {
  assert.deepEqual(standingOf(CLAIM), { state: "single_source", interval: "[1, 2]" });
  assert.equal(standingOf({ ...CLAIM, supporting: { min: 3, max: 90, exact: false } }).interval, "[≥ 3, 90]");
  assert.equal(standingOf(undefined), null);
  assert.equal(standingOf({ statement: "just made" }), null);
});

test("a token tells it in words, and hides where nothing is known", () => {
  const token = { children: [{ textContent: "" }, { textContent: "" }], hidden: null };
  token.toggleAttribute = (_name, on) => { token.hidden = on; };
  fillToken(token, standingOf(CLAIM), { single_source: "single source" });
  assert.deepEqual(token.children.map((one) => one.textContent), ["single source", "[1, 2]"]);
  assert.equal(token.className, "pill pill-single_source claim-token");
  assert.equal(token.hidden, false);
  fillToken(token, null, {});
  assert.equal(token.hidden, true);
});
