import assert from "node:assert/strict";
import { test } from "node:test";

import { uuid7 } from "../../annotations/static/annotations/js/workbench/ids.js";
import { Store } from "../../annotations/static/annotations/js/workbench/store.js";
import { memory } from "./page.js";

const FRAME = {
  layer: "L", source: null, cue: null, contents: [], addressee: null, channel: null, parent: null, speakers: [],
};
const data = () => ({
  spans: [{ id: "s1", segments: [[0, 4]], revision: 1 }],
  attributions: [{ ...FRAME, id: "f1", source: "s1", revision: 1 }, { ...FRAME, id: "f2", parent: "f1", revision: 1 }],
  mentions: [{ id: "m1", claim: "c1", attribution: "f1", span: null, polarity: "asserts", revision: 1 }],
  sources: [], claims: [{ id: "c1", statement: "P", revision: 1 }],
});

test("a new frame shows at once, its spans with it", () => {
  const store = new Store(data(), memory());
  const id = uuid7();
  store.create("attributions", { ...FRAME, id, cue: { id: "s2", segments: [[5, 8]] }, contents: [{ id: "s3", segments: [[9, 20]] }] });
  assert.deepEqual([store.get("attributions", id).cue, store.get("attributions", id).contents], ["s2", ["s3"]]);
  assert.deepEqual(store.get("spans", "s3").segments, [[9, 20]]);
  assert.equal(store.all("attributions").length, 3);
});

test("ids made one after another sort by time and never repeat", () => {
  const ids = Array.from({ length: 500 }, (_, k) => uuid7(1_700_000_000_000 + k));
  for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.deepEqual([...ids].sort(), ids);
  assert.equal(new Set(ids).size, 500);
});

test("removing a frame takes its mentions with it and frees its children", () => {
  const store = new Store(data(), memory());
  store.remove("attributions", "f1");
  assert.equal(store.get("attributions", "f1"), undefined);
  assert.deepEqual(store.all("mentions"), []);
  assert.equal(store.get("attributions", "f2").parent, null);
});

test("giving up a refused change brings back what was there", () => {
  const store = new Store(data(), memory());
  store.remove("attributions", "f1");
  store.discard(store.queue[0]);
  assert.equal(store.get("attributions", "f1").source, "s1");
  assert.equal(store.all("mentions").length, 1);
  assert.equal(store.get("attributions", "f2").parent, "f1");
});

test("giving up a creation gives up what was to be done to it, and nothing else", () => {
  const store = new Store(data(), memory());
  const id = uuid7();
  store.create("claims", { id, statement: "Q" });
  store.change("claims", id, { statement: "R" });
  store.change("claims", "c1", { statement: "S" });
  store.discard(store.queue[0]);
  assert.equal(store.get("claims", id), undefined);
  assert.equal(store.get("claims", "c1").statement, "S");
  assert.equal(store.queue.length, 1);
});

test("the queue outlives the page, and what was being sent is sent again", () => {
  const kept = memory();
  const first = new Store(data(), kept);
  const id = uuid7();
  first.create("claims", { id, statement: "Q" });
  first.note(first.queue[0], "sending");
  const second = new Store(data(), kept);
  assert.equal(second.get("claims", id).statement, "Q");
  assert.equal(second.queue[0].state, "waiting");
});

test("a later change stays on top while an earlier one is taken by the server", () => {
  const store = new Store(data(), memory());
  store.change("claims", "c1", { statement: "first" });
  store.change("claims", "c1", { statement: "second" });
  store.settle(store.queue[0], { id: "c1", statement: "first", revision: 2 });
  assert.equal(store.get("claims", "c1").statement, "second");
  store.settle(store.queue[0], { id: "c1", statement: "second", revision: 3 });
  assert.deepEqual(store.get("claims", "c1"), { id: "c1", statement: "second", revision: 3 });
  assert.equal(store.queue.length, 0);
});

test("the spans of a frame that the server has taken stay, and those that nothing uses any more go", () => {
  const store = new Store(data(), memory());
  store.change("attributions", "f1", { source: { id: "s2", segments: [[1, 2]] } });
  assert.deepEqual([store.get("spans", "s1"), store.get("spans", "s2").segments], [undefined, [[1, 2]]]);
  store.settle(store.queue[0], { ...FRAME, id: "f1", source: "s2", revision: 2 });
  assert.deepEqual([store.get("spans", "s1"), store.get("spans", "s2").segments], [undefined, [[1, 2]]]);
  assert.equal(store.get("attributions", "f1").revision, 2);
});

test("a span that a claim is tied to stays when its frame goes", () => {
  const mention = { id: "m2", claim: "c1", attribution: null, span: "s1", polarity: "asserts" };
  const store = new Store({ ...data(), mentions: [mention] }, memory());
  store.remove("attributions", "f1");
  assert.deepEqual(store.get("spans", "s1").segments, [[0, 4]]);
});

test("children of a removed frame are lifted to its parent", () => {
  const three = [{ ...FRAME, id: "top" }, { ...FRAME, id: "mid", parent: "top" }, { ...FRAME, id: "low", parent: "mid" }];
  const store = new Store({ attributions: three }, memory());
  store.remove("attributions", "mid");
  assert.equal(store.get("attributions", "low").parent, "top");
  store.settle(store.queue[0], null);
  assert.equal(store.get("attributions", "low").parent, "top");
  assert.equal(store.get("attributions", "mid"), undefined);
});

test("news of others is learnt, older news is not, and what is gone does not come back late", () => {
  const store = new Store(data(), memory());
  const none = { gone: [] };
  assert.deepEqual(store.merge({ ...none, spans: [{ id: "s1", segments: [[0, 9]], revision: 2 }] }), ["s1"]);
  assert.deepEqual(store.merge({ ...none, spans: [{ id: "s1", segments: [[0, 4]], revision: 1 }] }), []);
  assert.deepEqual(store.get("spans", "s1").segments, [[0, 9]]);
  assert.deepEqual(store.merge({ gone: [{ kind: "spans", id: "s1", revision: 1 }] }), []);
  assert.deepEqual(store.merge({ gone: [{ kind: "spans", id: "s1", revision: 2 }] }), ["s1"]);
  assert.deepEqual(store.merge({ ...none, spans: [{ id: "s1", segments: [[0, 9]], revision: 2 }] }), []);
  assert.equal(store.get("spans", "s1"), undefined);
  store.merge({ ...none, spans: [{ id: "s1", segments: [[0, 9]], revision: 3 }] });
  assert.equal(store.get("spans", "s1").revision, 3);
});

test("how a claim stands is news, though the claim itself is the same", () => {
  const claim = { id: "c9", statement: "P", revision: 2, assessment: { effective: "single_source", number: 3 } };
  const store = new Store({ ...data(), claims: [claim] }, memory());
  const moved = { ...claim, assessment: { effective: "disputed", number: 4 } };
  assert.deepEqual(store.merge({ gone: [], claims: [claim] }), []);
  assert.deepEqual(store.merge({ gone: [], claims: [moved] }), ["c9"]);
  assert.equal(store.get("claims", "c9").assessment.effective, "disputed");
  assert.deepEqual(store.merge({ gone: [], claims: [claim] }), []);
  assert.deepEqual(store.merge({ gone: [], claims: [{ ...moved, revision: 1 }] }), []);
});

test("one's own removal is not undone by news that were under way", () => {
  const store = new Store(data(), memory());
  store.remove("attributions", "f1");
  store.settle(store.queue[0], null);
  store.merge({ gone: [], attributions: [{ ...FRAME, id: "f1", source: "s1", revision: 1 }], mentions: [{ ...data().mentions[0] }] });
  assert.deepEqual([store.get("attributions", "f1"), store.all("mentions").length], [undefined, 0]);
});

test("one's own waiting change stays over what others changed", () => {
  const store = new Store(data(), memory());
  store.change("attributions", "f1", { attitude: "belief" });
  store.merge({ gone: [], attributions: [{ ...FRAME, id: "f1", source: "s1", cue_kind: "verb", revision: 2 }] });
  assert.deepEqual([store.get("attributions", "f1").attitude, store.get("attributions", "f1").cue_kind], ["belief", "verb"]);
});

test("a decision for theirs holds for later changes of the same field too", () => {
  const store = new Store(data(), memory());
  store.change("claims", "c1", { statement: "a", kind: "threat" });
  store.change("claims", "c1", { statement: "b" });
  store.note(store.queue[0], "clash", "clash", ["statement"]);
  store.decide(store.queue[0], []);
  assert.deepEqual(store.queue.map((op) => op.body), [{ kind: "threat" }]);
});

test("what another window left behind comes before one's own", () => {
  const store = new Store(data(), memory());
  store.change("claims", "c1", { statement: "later" });
  store.adopt([{ kind: "claims", verb: "change", id: "c1", body: { statement: "earlier" }, state: "sending" }]);
  assert.deepEqual(store.queue.map((op) => [op.body.statement, op.state]), [["earlier", "waiting"], ["later", "waiting"]]);
  assert.equal(store.get("claims", "c1").statement, "later");
});
