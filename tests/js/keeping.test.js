import assert from "node:assert/strict";
import { test } from "node:test";

import { Keeping } from "../../annotations/static/annotations/js/workbench/keeping.js";
import { storage } from "./page.js";

/** Web Locks among the windows that share them. */
function locks() {
  const held = new Set();
  return {
    held,
    async request(name, _options, work) {
      if (held.has(name)) return work(null);
      held.add(name);
      const whole = Promise.resolve(work({ name })).finally(() => held.delete(name));
      return Promise.race([whole, new Promise((done) => setTimeout(done, 5))]);
    },
  };
}

const op = (id) => ({ kind: "claims", verb: "create", id, body: { id }, state: "waiting" });

/** What a window takes over, in the order in which it will be sent. */
async function taken(keep) {
  const all = [];
  await keep.inherit((queue) => all.unshift(...queue));
  return all;
}

test("a queue survives a reload of its window, and leaves nothing when it is empty", () => {
  const [shared, session] = [storage(), storage()];
  new Keeping(shared, session, "isnad/a/v").save([op("1")]);
  const again = new Keeping(shared, session, "isnad/a/v");
  assert.deepEqual(again.load(), [op("1")]);
  again.save([]);
  assert.deepEqual(Object.keys(shared), []);
});

test("two windows keep their queues apart, and neither takes the other's while both live", async () => {
  const [shared, lock] = [storage(), locks()];
  const [one, two] = [0, 1].map(() => new Keeping(shared, storage(), "isnad/a/v", { locks: lock }));
  assert.deepEqual([await one.claim(), await two.claim()], [true, true]);
  one.save([op("1")]);
  two.save([op("2")]);
  assert.deepEqual([await taken(one), await taken(two)], [[], []]);
  assert.deepEqual([one.load(), two.load()], [[op("1")], [op("2")]]);
});

test("what a closed window left behind is taken over once", async () => {
  const [shared, lock] = [storage(), locks()];
  const closed = new Keeping(shared, storage(), "isnad/a/v", { locks: lock });
  closed.save([op("1")]); // it held no lock any more when it was closed
  new Keeping(shared, storage(), "isnad/a/other", { locks: lock }).save([op("elsewhere")]);
  const [one, two] = [0, 1].map(() => new Keeping(shared, storage(), "isnad/a/v", { locks: lock }));
  assert.deepEqual(await taken(one), [op("1")]);
  assert.deepEqual(await taken(two), []);
});

test("what is taken over lies in its old place until it lies in the new one", async () => {
  const [shared, lock] = [storage(200), locks()];
  for (const id of ["1", "2"]) {
    const session = Object.assign(storage(), { "isnad/tab": `window-${id}` });
    new Keeping(shared, session, "isnad/a/v", { locks: lock }).save([op(id)]);
  }
  const next = new Keeping(shared, storage(), "isnad/a/v", { locks: lock });
  const seen = [];
  await next.inherit((queue) => {
    seen.push([queue, Object.keys(shared).length]);
    next.save(seen.length === 2 ? [op("2"), op("x".repeat(300))] : queue);
  });
  assert.deepEqual(seen, [[[op("2")], 2], [[op("1")], 2]]);
  assert.deepEqual([next.isFull, Object.keys(shared).length], [true, 2]); // for the other there was no room: it stays
});

test("a page that was left is brought back with its queue, unless a window took that over meanwhile", async () => {
  const [kept, shared] = [storage(), locks()];
  const page = new Keeping(kept, storage(), "isnad/a/v", { locks: shared });
  await page.claim();
  page.save([op("a")]);
  const leave = () => (page.rest(), new Promise((done) => setTimeout(done)));
  await leave();
  assert.equal(await page.wake(), true);
  const other = new Keeping(kept, storage(), "isnad/a/v", { locks: shared });
  await other.claim();
  assert.deepEqual(await taken(other), []);
  await leave();
  assert.deepEqual(await taken(other), [op("a")]);
  assert.equal(await page.wake(), false);
});

test("a duplicated window gets a name of its own, and what it loaded is the other's", async () => {
  const [shared, lock, session] = [storage(), locks(), storage()];
  const one = new Keeping(shared, session, "isnad/a/v", { locks: lock });
  await one.claim();
  const copy = Object.assign(storage(), session);
  const two = new Keeping(shared, copy, "isnad/a/v", { locks: lock });
  assert.equal(two.tab, one.tab);
  assert.equal(await two.claim(), false);
  assert.notEqual(two.tab, one.tab);
});

test("without locks only what nobody touched for long is taken over", async () => {
  const shared = storage();
  let now = 1_000_000;
  const make = () => new Keeping(shared, storage(), "isnad/a/v", { locks: null, now: () => now });
  make().save([op("1")]);
  now += 30_000;
  assert.deepEqual(await taken(make()), []);
  now += 31_000;
  assert.deepEqual(await taken(make()), [op("1")]);
});

test("where there is no room the queue is kept in the page, and that is known", () => {
  const keep = new Keeping(storage(200), storage(), "isnad/a/v");
  keep.save([op("1".repeat(300))]);
  assert.equal(keep.isFull, true);
  keep.save([op("1")]);
  assert.equal(keep.isFull, false);
});

test("what is not a queue is left out", () => {
  const [shared, session] = [storage(), storage()];
  const keep = new Keeping(shared, session, "isnad/a/v");
  shared[keep.key] = "{broken";
  assert.deepEqual(keep.load(), []);
});
