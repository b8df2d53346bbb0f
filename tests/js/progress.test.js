import assert from "node:assert/strict";
import { test } from "node:test";

import { Progress } from "../../annotations/static/annotations/js/workbench/progress.js";
import { Saver } from "../../annotations/static/annotations/js/workbench/saves.js";
import { Store } from "../../annotations/static/annotations/js/workbench/store.js";
import { memory } from "./page.js";

/** Three paragraphs, the first of them done by Sara, and the answers of the server in order (`Error`: no connection). */
function text({ answers = [], keep = memory() } = {}) {
  const paragraphs = [0, 10, 20].map((start, n) => ({ start, element: { dataset: { n: String(n + 1), start: String(start) } } }));
  Object.assign(paragraphs[0].element.dataset, { progress: "done", progressBy: "sara", progressId: "p1", progressAt: "then" });
  const article = { paragraphs, root: { addEventListener() {} }, paragraphAt: (at) => paragraphs.findLast(({ start }) => start <= at) };
  const words = { paragraph_states: { open: "open", looked: "looked at", done: "done" } };
  const store = new Store({}, keep);
  const bench = { article, words, store, version: "v", layer: "l1", mayMark: true, root: { dataset: { user: "ann" } } };
  const sent = [];
  const send = async (url, { body }) => {
    const { starts, state } = JSON.parse(body);
    sent.push([url, starts[0], state]);
    const answer = answers.shift() ?? 200;
    if (answer instanceof Error) throw answer;
    return { status: answer, ok: answer === 200, json: async () => ({ detail: "not yours" }) };
  };
  const saver = new Saver(store, { api: "/", csrf: "", texts: { unreachable: "no server" }, send });
  saver.later = () => {}; // no timers: a test says when to try again
  const states = () => paragraphs.map((one) => progress.stateOf(one));
  const progress = new Progress(bench, { read: async () => null, say() {} });
  return { progress, paragraphs, saver, store, sent, states, keep };
}

test("goes round by clicks and toggles by keys, in order", async () => {
  const { progress, paragraphs, saver, sent } = text();
  const [first, second] = paragraphs;
  progress.turn(second);
  progress.turn(second);
  progress.toggle(second, "done");
  progress.toggle(first, "looked");
  await saver.settled();
  const at = "/versions/v/progress/";
  assert.deepEqual(sent, [[at, 10, "looked"], [at, 10, "done"], [at, 10, "open"], [at, 0, "looked"]]);
  assert.equal(progress.told(first), "looked at (ann)");
  assert.deepEqual(progress.counts, [0, 3]);
});

test("without a connection it waits, survives a reload, and goes out once", async () => {
  const before = text({ answers: [new Error("offline")] });
  before.progress.toggle(before.paragraphs[1], "done");
  await before.saver.run();
  assert.deepEqual([before.states(), before.store.queue.length], [["done", "done", "open"], 1]);
  const after = text({ keep: before.keep });
  assert.deepEqual(after.states(), ["done", "done", "open"]);
  await after.saver.settled();
  assert.deepEqual([after.sent.length, after.store.queue, after.states()], [1, [], ["done", "done", "open"]]);
});

test("what the server refuses stays in view until it is given up or another state is chosen", async () => {
  const { progress, paragraphs, saver, store, sent, states } = text({ answers: [403, 404, 200] });
  progress.toggle(paragraphs[0], "done");
  await saver.settled();
  assert.deepEqual([store.queue[0].state, store.queue[0].problem, states()[0]], ["refused", "not yours", "open"]);
  store.discard(store.queue[0]);
  assert.equal(progress.told(paragraphs[0]), "done (sara)");
  progress.turn(paragraphs[1]);
  await saver.settled();
  progress.turn(paragraphs[1]);
  await saver.settled();
  assert.deepEqual([sent.length, store.queue, states()], [3, [], ["done", "done", "open"]]);
});

test("learns what others set and opened, in this layer alone, under one's own waiting change", () => {
  const { progress, paragraphs, saver, states } = text();
  saver.ready = new Promise(() => {});
  progress.toggle(paragraphs[2], "looked");
  progress.learn({
    progress: [
      { id: "p2", layer: "l1", start: 10, state: "looked", by: "bob" }, { id: "p3", layer: "l2", start: 20, state: "done", by: "bob" },
      { id: "p4", layer: "l1", start: 20, state: "done", by: "bob" },
    ],
    gone: [{ kind: "progress", id: "p1" }, { kind: "spans", id: "s1" }],
  });
  assert.deepEqual(states(), ["open", "looked", "looked"]);
  progress.learn({ gone: [{ kind: "progress", id: "p2" }] });
  assert.deepEqual(states(), ["open", "open", "looked"]);
});
