import assert from "node:assert/strict";
import { test } from "node:test";

import { LEFT, tellLeft, watchDoor } from "../../annotations/static/annotations/js/doors.js";
import { storage } from "./page.js";

/** A page in a browser whose pages share `kept`; `back()` brings it back as it was, `hear()` tells it of another window. */
function page(kept, user, now, type = "navigate") {
  const documentElement = { hidden: false };
  const document = Object.assign(new EventTarget(), { documentElement });
  const hears = {};
  const told = { reloads: 0, left: 0, cleared: [] };
  document.addEventListener(LEFT, () => (told.left += 1));
  const target = {
    addEventListener: (name, hear) => (hears[name] = hear),
    location: { reload: () => (told.reloads += 1) },
    performance: { getEntriesByType: () => [{ type }] },
  };
  watchDoor({ user }, { storage: kept, target, page: document, now: () => now, clear: async (whose) => told.cleared.push(whose) });
  const state = () => [documentElement.hidden, told.reloads];
  return {
    told, state,
    back: (persisted = true) => (hears.pageshow({ persisted }), state()),
    hear: (key, newValue) => (hears.storage({ key, newValue }), state()),
  };
}

test("a page that is brought back is hidden and read anew where somebody signed out meanwhile", () => {
  const kept = storage();
  const article = page(kept, "huda", 1);
  assert.deepEqual(article.back(), [false, 0]);
  page(kept, "", 2);
  assert.deepEqual(article.back(false), [false, 0]);
  assert.deepEqual(article.back(), [true, 1]);
  assert.deepEqual(page(kept, "huda", 3).back(), [false, 0]);

  const forbidden = { getItem: () => { throw new Error(); }, setItem: () => { throw new Error(); } };
  assert.deepEqual(page(forbidden, "", 1).back(), [false, 0]);
});

test("a page out of the browser's own store is read anew unless the person whose page it is is signed in", () => {
  const kept = storage();
  page(kept, "huda", 1);
  assert.deepEqual(page(kept, "huda", 2, "back_forward").state(), [false, 0]);
  tellLeft(kept);
  assert.deepEqual(page(kept, "huda", 3, "back_forward").state(), [true, 1]);
  page(kept, "omar", 4);
  assert.deepEqual(page(kept, "huda", 5, "back_forward").state(), [true, 1]);
  assert.deepEqual(page(kept, "omar", 6, "back_forward").state(), [false, 0]);
});

test("other windows hide their pages when the person signed out or another signed in, and clear only after signing out", () => {
  const kept = storage();
  const [first, second, door] = [page(kept, "huda", 1), page(kept, "huda", 1), page(kept, "", 1)];
  assert.deepEqual(first.hear("isnad/who", "huda"), [false, 0]);
  assert.deepEqual(first.hear("isnad/aid", "letter"), [false, 0]);
  assert.deepEqual(first.hear("isnad/who", null), [true, 1]);
  assert.deepEqual([first.told.left, first.told.cleared], [1, ["huda"]]);
  assert.deepEqual(second.hear("isnad/who", "omar"), [true, 1]);
  assert.deepEqual([second.told.left, second.told.cleared], [1, []]); // unsent work stays under its writer's name
  assert.deepEqual(door.hear("isnad/who", "omar"), [false, 0]);
});
