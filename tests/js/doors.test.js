import assert from "node:assert/strict";
import { test } from "node:test";

import { watchDoor } from "../../annotations/static/annotations/js/doors.js";

/** A page in a browser whose pages share `storage`; `back()` brings it back as it was. */
function page(storage, isOpen, now) {
  const root = { hidden: false };
  let show;
  let reloads = 0;
  const target = { addEventListener: (_, hear) => (show = hear), location: { reload: () => (reloads += 1) } };
  watchDoor({ isOpen }, { storage, target, root, now: () => now });
  return { back: (persisted = true) => (show({ persisted }), [root.hidden, reloads]) };
}

test("a page that is brought back is hidden and read anew where somebody signed out meanwhile", () => {
  const kept = new Map();
  const storage = { getItem: (name) => kept.get(name) ?? null, setItem: (name, value) => kept.set(name, value) };
  const article = page(storage, false, 1);
  assert.deepEqual(article.back(), [false, 0]);
  page(storage, true, 2);
  assert.deepEqual(article.back(false), [false, 0]);
  assert.deepEqual(article.back(), [true, 1]);
  assert.deepEqual(page(storage, false, 3).back(), [false, 0]);

  const forbidden = { getItem: () => { throw new Error(); }, setItem: () => { throw new Error(); } };
  assert.deepEqual(page(forbidden, true, 1).back(), [false, 0]);
});
