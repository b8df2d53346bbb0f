import assert from "node:assert/strict";
import { test } from "node:test";

import { LEFT } from "../../annotations/static/annotations/js/doors.js";
import { Leaving } from "../../annotations/static/annotations/js/leaving.js";
import { forget, leftUnsent, unsentOf } from "../../annotations/static/annotations/js/traces.js";
import { storage } from "./page.js";

/** A menu whose person has `unsent` changes, before a server that gives `answer`. */
function menu(unsent, answer) {
  const happened = [];
  const number = {};
  const form = Object.assign(new EventTarget(), {
    action: "/sign-out/", dataset: { signOut: "/sign-in/" }, submit: () => happened.push("sent as a form"),
  });
  const dialog = Object.assign(new EventTarget(), {
    dataset: {}, open: false, returnValue: "", querySelector: () => number,
    showModal: () => { dialog.open = true; happened.push(dialog.dataset.state); },
    close: (value) => { if (!dialog.open) return; Object.assign(dialog, { open: false, returnValue: value }); dialog.dispatchEvent(new Event("close")); },
  });
  const page = new EventTarget();
  page.addEventListener(LEFT, () => happened.push("left"));
  const state = { unsent };
  const leaving = new Leaving(form, dialog, "huda", {
    page, count: () => state.unsent, fieldsOf: () => "token", tell: () => happened.push("told"), clear: async () => happened.push("cleared"),
    target: { location: { assign: (address) => happened.push(address) } },
    send: async (address, { redirect }) => { happened.push([address, redirect]); if (!answer) throw new TypeError(); return answer; },
  });
  return { leaving, dialog, form, happened, number, state };
}

const GONE = [["/sign-out/", "manual"], "left", "told", "cleared", "/sign-in/"];
const REDIRECT = { type: "opaqueredirect", ok: false };
const later = () => new Promise((done) => setTimeout(done, 10));

test("who has nothing unsent is signed out at once, and nothing of theirs stays", async () => {
  const { form, happened } = menu(0, REDIRECT);
  const event = new Event("submit", { cancelable: true });
  form.dispatchEvent(event);
  await later();
  assert.ok(event.defaultPrevented);
  assert.deepEqual(happened, GONE);
});

test("unsent changes are counted and asked about: stay, throw away, or wait until they have arrived", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  const settle = async () => { for (let k = 0; k < 9; k += 1) await null; };
  const turn = async (times) => { for (let k = 0; k < times; k += 1) { context.mock.timers.tick(100); await settle(); } };
  const asked = async () => {
    const one = menu(3, REDIRECT);
    one.leaving.leave();
    await turn(8);
    assert.deepEqual([one.happened, one.number.textContent], [["unsent"], "3"]);
    return one;
  };
  const staying = await asked();
  staying.dialog.close("stay");
  staying.state.unsent = 0;
  await turn(3);
  assert.deepEqual(staying.happened, ["unsent"]);
  const throwing = await asked();
  throwing.dialog.close("leave");
  await turn(3);
  assert.deepEqual(throwing.happened, ["unsent", ...GONE]);
  const waiting = await asked();
  waiting.state.unsent = 1;
  await turn(1);
  assert.equal(waiting.number.textContent, "1");
  waiting.state.unsent = 0;
  await turn(3);
  assert.deepEqual(waiting.happened, ["unsent", ...GONE]);
});

test("where the server cannot be reached nothing is thrown away; what else it says is shown as it is", async () => {
  const alone = menu(0, null);
  await alone.leaving.leave();
  assert.deepEqual(alone.happened, [["/sign-out/", "manual"], "unreachable"]);
  const refused = menu(0, { ok: false, type: "basic" });
  await refused.leaving.leave();
  assert.deepEqual(refused.happened, [["/sign-out/", "manual"], "sent as a form"]);
});

test("what is counted and forgotten is the person's own", async () => {
  const [local, session, deleted] = [storage(), storage(), []];
  const queue = (...ids) => JSON.stringify({ at: 1, queue: ids });
  local.setItem("isnad/huda/V/queue/1", queue("a", "b"));
  local.setItem("isnad/huda/W/queue/2", queue("c"));
  local.setItem("isnad/huda/W/queue/3", "{");
  local.setItem("isnad/huda2/V/queue/4", queue("d"));
  local.setItem("isnad/aid", "letter");
  for (const key of ["draft/huda/V/L", "comment/huda/F", "typed/huda/V", "draft/omar/V/L"]) session.setItem(`isnad/${key}`, "…");
  assert.deepEqual([unsentOf("huda", local), unsentOf("huda2", local), unsentOf("omar", local)], [3, 1, 0]);
  const reserve = { keys: async () => ["isnad/reserve/huda/x", "other"], delete: async (name) => deleted.push(name) };
  await forget("huda", { local, session, reserve });
  assert.deepEqual(Object.keys(local), ["isnad/huda2/V/queue/4", "isnad/aid"]);
  assert.deepEqual(Object.keys(session), ["isnad/draft/omar/V/L"]);
  assert.deepEqual(deleted, ["isnad/reserve/huda/x"]);
});

test("what closed windows left unsent is found by article; what an open one holds, and another person's, is not", async () => {
  const kept = storage();
  const put = (key, of, ...queue) => kept.setItem(key, JSON.stringify({ at: 1, of, queue }));
  const [first, second] = [{ address: "/w/desk/articles/1/", title: "First" }, { address: "/w/desk/articles/2/", title: "A second" }];
  put("isnad/huda/v1/queue/gone", first, "a", "b");
  put("isnad/huda/v1/queue/gone-too", first, "c");
  put("isnad/huda/v2/queue/gone", second, "d");
  put("isnad/huda/v2/queue/open", second, "e");
  put("isnad/huda/v3/queue/nameless", undefined, "f");
  put("isnad/omar/v1/queue/gone", first, "g");
  kept.setItem("isnad/huda/v4/queue/cut", "{");
  const locks = { query: async () => ({ held: [{ name: "isnad/tab/open" }] }) };
  assert.deepEqual(await leftUnsent("huda", { storage: kept, locks }), [{ ...second, number: 1 }, { ...first, number: 3 }]);
  assert.equal((await leftUnsent("huda", { storage: kept, locks: null }))[0].number, 2);
  assert.equal((await leftUnsent("huda", { storage: storage(), locks })).length, 0);
});
