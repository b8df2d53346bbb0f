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
