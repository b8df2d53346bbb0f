import assert from "node:assert/strict";
import { test } from "node:test";

import { Saver } from "../../annotations/static/annotations/js/workbench/saves.js";
import { Store } from "../../annotations/static/annotations/js/workbench/store.js";
import { Undo } from "../../annotations/static/annotations/js/workbench/undo.js";
import { memory } from "./page.js";

const WORDS = { undone: "undone", redone: "redone", verbs: {}, kinds: {} };

/** A plain span tied to two claims, the undo over it, and what is sent; nothing goes out before `open` is called. */
function desk() {
  const mentions = ["m1", "m2"].map((id) => ({ id, span: "s1", attribution: null, claim: "c1", revision: 1 }));
  const store = new Store({ spans: [{ id: "s1", segments: [[0, 3]], revision: 1 }], mentions }, memory());
  const sent = [];
  const send = async (url, { method, headers }) => {
    sent.push([method, url, headers["X-Step"]]);
    return new Response(null, { status: 204 });
  };
  const saver = new Saver(store, { api: "/", csrf: "", texts: {}, send });
  let open;
  saver.ready = new Promise((done) => (open = done));
  const undo = new Undo({ store, words: WORDS }, { saver, live: {}, post: async () => null, ask: async () => null, say: () => {} });
  const takeAway = () => store.gesture(() => {
    for (const { id } of mentions) store.remove("mentions", id);
    store.remove("spans", "s1");
  });
  const here = () => [store.all("mentions").length, store.all("spans").length];
  return { store, saver, sent, open, undo, takeAway, here };
}

test("what one gesture did is taken back at once, and done again at once", async () => {
  const { undo, takeAway, here } = desk();
  takeAway();
  assert.deepEqual(here(), [0, 0]);
  await undo.undo();
  assert.deepEqual(here(), [2, 1]);
  await undo.redo();
  assert.deepEqual(here(), [0, 0]);
  await undo.undo();
  assert.deepEqual(here(), [2, 1]);
});

test("the requests of a gesture carry its name, others none", async () => {
  const { store, saver, sent, open, takeAway } = desk();
  takeAway();
  store.create("spans", { id: "s2", segments: [[4, 5]] });
  open();
  await saver.settled();
  const steps = sent.map(([, , step]) => step);
  assert.equal(sent.length, 4);
  assert.match(steps[0], /^[0-9a-f-]{36}$/);
  assert.deepEqual(steps, [steps[0], steps[0], steps[0], undefined]);
});

test("of a gesture that is partly sent nothing is taken back here: the server knows all of it", async () => {
  const { store, undo, takeAway } = desk();
  takeAway();
  store.settle(store.queue[0], null);
  assert.equal(undo.unsent(), null);
});

test("without a network what waits is taken back and done again here; what was on its way when it went is not", async () => {
  const store = new Store({}, memory());
  let isOnline = true;
  const send = async () => { throw new TypeError(); };
  const saver = new Saver(store, { api: "/", csrf: "", texts: {}, send, isOnline: () => isOnline });
  saver.later = () => {};
  const undo = new Undo({ store, words: WORDS }, { saver, live: {}, post: async () => null, ask: async () => null, say: () => {} });
  const make = async (id) => { store.create("spans", { id, segments: [[0, 3]] }); await saver.settled(); };
  const ids = () => store.all("spans").map(({ id }) => id);
  isOnline = false;
  await make("s1");
  assert.deepEqual([store.queue[0].state, ids()], ["failed", ["s1"]]);
  await undo.undo();
  assert.deepEqual([store.queue, ids()], [[], []]);
  await undo.redo();
  assert.deepEqual(ids(), ["s1"]);
  isOnline = true;
  await saver.settled();
  isOnline = false;
  assert.equal(undo.unsent(), null); // it may be there
  await make("s2");
  await undo.undo();
  assert.deepEqual(ids(), ["s1"]);
});

/** A frame that this window made and gave an attitude, and a server that undoes when it is told to. */
async function made() {
  const store = new Store({}, memory());
  const send = async (url, { method, body }) => Response.json({ ...(method === "PATCH" ? store.get("attributions", "f1") : {}), ...JSON.parse(body), source: "s1", contents: [] });
  const saver = new Saver(store, { api: "/", csrf: "", texts: {}, send });
  saver.later = () => {};
  const asked = [];
  const post = (path, body) => (body ? new Promise((answer) => asked.push((status, told = {}) => answer(Response.json(told, { status })))) : null);
  const said = [];
  const bench = { store, words: { ...WORDS, nothing_undo: "nothing", undo_waits: "waits" }, thing: () => null };
  const live = { pull: async () => {} };
  const undo = new Undo(bench, { saver, live, post, ask: async () => null, say: (text) => said.push(text) });
  store.create("attributions", { id: "f1", source: { id: "s1", segments: [[0, 3]] }, contents: [], attitude: "" });
  await saver.settled();
  store.change("attributions", "f1", { attitude: "belief" });
  await saver.settled();
  const asks = async (count) => {
    while (asked.length < count) await new Promise((later) => setTimeout(later));
  };
  const shown = () => [store.get("attributions", "f1")?.attitude, store.get("spans", "s1")?.segments];
  return { store, saver, undo, asked, asks, said, shown };
}

test("what undoing comes to is shown before the server has answered, press by press, and done again alike", async () => {
  const { store, undo, asked, asks, shown } = await made();
  const first = undo.undo();
  assert.deepEqual(shown(), ["", [[0, 3]]]);
  const second = undo.undo();
  assert.deepEqual(shown(), [undefined, undefined]);
  await asks(1);
  store.learn("attributions", [{ ...store.base.attributions.get("f1"), attitude: "" }]); // as the news have it
  asked[0](200);
  await first;
  await asks(2);
  store.forget("attributions", "f1");
  store.forget("spans", "s1");
  asked[1](200);
  await second;
  assert.deepEqual(shown(), [undefined, undefined]);
  undo.redo();
  assert.deepEqual(shown(), ["", [[0, 3]]]);
});

test("where the server refuses, everything is shown as it is, with the reason, and what was pressed after it is not meant", async () => {
  const { undo, asked, asks, said, shown } = await made();
  const presses = Promise.all([undo.undo(), undo.undo()]);
  assert.deepEqual(shown(), [undefined, undefined]);
  await asks(1);
  asked[0](409, { rule: "undo.missing", detail: "its claim is gone" });
  await presses;
  assert.deepEqual([shown(), said, asked.length], [["belief", [[0, 3]]], ["its claim is gone"], 1]);
});

test("what is under way is hidden at once; nothing that is done meanwhile is sent before the undoing is over", async () => {
  const { store, saver, undo, asked, asks, shown } = await made();
  store.change("attributions", "f1", { attitude: "decision" });
  await new Promise((later) => queueMicrotask(later)); // its request is out
  const undone = undo.undo();
  assert.deepEqual(shown(), ["belief", [[0, 3]]]);
  await asks(1);
  assert.deepEqual([store.base.attributions.get("f1").attitude, shown()[0]], ["decision", "belief"]);
  store.create("spans", { id: "s2", segments: [[5, 6]] });
  await new Promise((later) => setTimeout(later, 5));
  assert.deepEqual(store.queue.map((op) => [op.id, op.state]), [["s2", "waiting"]]);
  asked[0](200);
  await undone;
  await saver.settled();
  assert.deepEqual(store.queue, []);
});

test("where somebody changed the same since, nothing is foreseen", async () => {
  const { store, undo, shown } = await made();
  store.merge({ gone: [], attributions: [{ ...store.get("attributions", "f1"), attitude: "emotion", revision: 9 }] });
  undo.undo();
  assert.equal(shown()[0], "emotion");
});

test("what was done is known also where the news of it came before its answer; what another window did is not", async () => {
  const { store, undo, shown } = await made();
  undo.bench.root = { dataset: { user: "ann" } };
  const tell = (revision, attitude) => {
    const changes = { gone: [], attributions: [{ ...store.base.attributions.get("f1"), attitude, revision }], changed_by: { f1: "ann" } };
    undo.heard(changes, new Set(store.merge(changes)));
  };
  store.change("attributions", "f1", { attitude: "decision" });
  tell(3, "decision");
  store.settle(store.queue[0], { ...store.base.attributions.get("f1") });
  undo.undo();
  assert.equal(shown()[0], "belief");
  undo.giveUp();
  tell(4, "emotion");
  undo.undo();
  assert.equal(shown()[0], "emotion");
});

test("doing again that failed can be tried again, before what was given up earlier", async () => {
  const { undo, takeAway, here, open, saver } = desk();
  open();
  await saver.settled();
  takeAway();
  await undo.undo(); // not sent: given up here
  const server = [];
  const answers = [{ done: null, undo: null, redo: { kind: "spans" } }, null, { done: null, undo: {}, redo: null }];
  undo.live.pull = async () => {};
  undo.post = async (path, { way }) => {
    server.push(way);
    const answer = answers.shift();
    if (!answer) throw new TypeError("no connection");
    return Response.json(answer);
  };
  await undo.turn("undo");
  await undo.redo(); // the server cannot be reached
  assert.deepEqual([undo.can.redo, here()], [true, [2, 1]]);
  await undo.redo();
  assert.deepEqual([server, here()], [["undo", "redo", "redo"], [2, 1]]);
  await undo.redo();
  assert.deepEqual(here(), [0, 0]);
});
