import assert from "node:assert/strict";
import { test } from "node:test";

import { inOrder } from "../../annotations/static/annotations/js/workbench/pickers.js";
import { claimFinder, sourceFinder } from "../../annotations/static/annotations/js/workbench/registry.js";
import { storeOf } from "./page.js";

const SOURCES = [
  { id: "ministry", kind: "named_organisation", name: "وزارة الخارجية", descriptor: "" },
  { id: "officials", kind: "anonymous_group", name: "", descriptor: "مسؤولون عراقيون" },
  { id: "elsewhere", kind: "outlet", name: "وزارة النفط", descriptor: "" },
];
const CLAIMS = ["The embassy closed.", "Oil exports rose.", "Officials denied that the embassy closed."];

function desk() {
  const store = storeOf(["a", null, { cue: [[0, 1]] }], ["b", null, { cue: [[2, 3]] }], ["c", null, { cue: [[4, 5]] }]);
  store.learn("sources", SOURCES);
  store.learn("claims", CLAIMS.map((statement, k) => ({ id: `claim-${k}`, statement, kind: "past_fact" })));
  for (const [id, speaker] of [["a", "ministry"], ["b", "officials"], ["c", "officials"]]) store.change("attributions", id, { speakers: [speaker] });
  const words = { source_kinds: {}, claim_kinds: {}, new_source: "New source", new_claim: "New claim" };
  return { store, words, root: { dataset: { api: "/api/", workspace: "desk" } } };
}

const labels = (choices) => choices.map(({ label }) => label);

test("sources of this article: who speaks most, who is called like the frame's words, and in spite of typing errors", () => {
  assert.deepEqual(labels(sourceFinder(desk(), "", () => null).near("")), ["مسؤولون عراقيون", "وزارة الخارجية"]);
  assert.deepEqual(labels(sourceFinder(desk(), "الخارجية", () => null).near("")), ["وزارة الخارجية", "مسؤولون عراقيون"]);
  const near = (typed) => sourceFinder(desk(), "", () => null).near(typed).map(({ label, isMerelyLike }) => [label, isMerelyLike]);
  assert.deepEqual(near("وزراة الخارجيه"), [["وزارة الخارجية", true]]);
  assert.deepEqual(near("مسولون"), [["مسؤولون عراقيون", true]]);
  assert.deepEqual(near("الخارجيه"), [["وزارة الخارجية", false]]);
  assert.deepEqual(near("Reuters"), []);
});

test("claims of like wording come first, before anything is typed and after a typing error", () => {
  const finder = claimFinder(desk(), "denying the embassy had closed", () => null);
  assert.deepEqual(labels(finder.near("")).slice(0, 2), [CLAIMS[0], CLAIMS[2]]);
  assert.deepEqual(labels(finder.near("exprots")), [CLAIMS[1]]);
  assert.equal(finder.hint, "denying the embassy had closed");
});

test("the server is asked for what is like the words, and keeps its order", async (t) => {
  const asked = [];
  t.mock.method(globalThis, "fetch", async (address) => {
    asked.push(new URL(address, "http://desk").searchParams);
    return { ok: true, json: async () => ({ results: [{ id: "x", statement: "Zebras closed" }, { id: "y", statement: "An embassy" }] }) };
  });
  const found = await claimFinder(desk(), "", () => null).far(`embasy ${"a".repeat(600)}`);
  assert.deepEqual(labels(found), ["Zebras closed", "An embassy"]);
  assert.equal(asked[0].get("like").length, 300);
  assert.equal(asked[0].has("q"), false);
});

test("what is merely like the words stands after the offer to make a new one", () => {
  const one = (label, isMerelyLike = false) => ({ id: label, label, isMerelyLike });
  const fresh = { id: "", isNew: true, label: "New" };
  assert.deepEqual(labels(inOrder([one("Irak", true), one("Iraq Today"), one("Iraq")], fresh, "iraq")), ["Iraq", "Iraq Today", "Irak", "New"]);
  assert.deepEqual(labels(inOrder([one("Iraq", true)], fresh, "Irqa")), ["Iraq", "New"]);
  assert.deepEqual(labels(inOrder([one("Iraq", true)], fresh, "")), ["Iraq", "New"]);
});
