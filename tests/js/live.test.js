import assert from "node:assert/strict";
import { test } from "node:test";

import { EventReader, Live } from "../../annotations/static/annotations/js/workbench/live.js";
import { initials, people } from "../../annotations/static/annotations/js/workbench/people.js";
import { wayOfKey } from "../../annotations/static/annotations/js/workbench/typing.js";

const PLACE = { address: "/api/v1/versions/V/", cursor: "c0", viewer: "w", layer: "L", workspace: "desk" };

test("events are cut as they come, wherever the pieces are cut", () => {
  const text = 'retry: 2000\nid: c1\nevent: changes\ndata: {"a":"ب\u0301👩🏽"}\n\n: beat\n\nevent: here\ndata: []\n\n';
  for (let cut = 0; cut < text.length; cut += 1) {
    const found = [];
    const reader = new EventReader((...event) => found.push(event), (pause) => found.push(pause));
    reader.push(text.slice(0, cut));
    reader.push(text.slice(cut));
    assert.deepEqual(found, [2000, ["changes", "c1", '{"a":"ب\u0301👩🏽"}'], ["here", "", "[]"]]);
  }
});

/** A server that answers in turn: text is a stream that ends, a number a status, an Error no connection. */
function server(...answers) {
  const asked = [];
  const send = async (url, { headers }) => {
    asked.push([url.replace(PLACE.address, "").split("?")[0], headers["Last-Event-ID"]]);
    const answer = answers.shift() ?? 404;
    if (answer instanceof Error) throw answer;
    if (typeof answer === "number") return new Response("", { status: answer });
    return new Response(answer);
  };
  return { asked, send };
}

async function follow(...answers) {
  const { asked, send } = server(...answers);
  const live = new Live(PLACE, { send, page: null });
  live.rest = async () => {}; // no waiting in a test
  const heard = [];
  for (const name of ["changes", "here", "end"]) live.addEventListener(name, ({ detail }) => heard.push([name, detail]));
  await live.start();
  return { live, asked, heard };
}

const CHANGES = (cursor) => `id: ${cursor}\nevent: changes\ndata: {"n":"${cursor}"}\n\n`;

test("a stream that ends is opened again from where it was, until the server refuses", async () => {
  const { live, asked, heard } = await follow(CHANGES("c1") + CHANGES("c2"), new Error("gone"), 503, CHANGES("c3"), 404);
  assert.deepEqual(asked.map(([, cursor]) => cursor), ["c0", "c2", "c2", "c2", "c3"]);
  assert.deepEqual(heard.map(([name, detail]) => [name, detail.n]), [["changes", "c1"], ["changes", "c2"], ["changes", "c3"]]);
  assert.equal(live.state, "refused");
});

test("the pause grows while nothing comes, and is the server's own when something does", async () => {
  const { send } = server(new Error("gone"), new Error("gone"), "retry: 700\n\nevent: here\ndata: []\n\n", 401);
  let now = 0;
  const live = new Live(PLACE, { send, page: null, now: () => now });
  const pauses = [];
  const heard = [];
  live.rest = async () => {
    pauses.push(live.pause);
    heard.push(live.heardAt);
    now += 1;
  };
  await live.start();
  assert.deepEqual(pauses, [4000, 8000, 700]);
  assert.deepEqual(heard, [undefined, undefined, 2]); // what failed tells nothing of how things stand
});

test("where no stream gets through, the same is asked for", async () => {
  const { live, asked, heard } = await (async () => {
    const found = server(JSON.stringify({ cursor: "c9", n: "c9" }), 404);
    const one = new Live(PLACE, { send: found.send, page: null });
    one.silent = 2;
    one.rest = async () => {};
    const told = [];
    one.addEventListener("changes", ({ detail }) => told.push(detail.n));
    await one.start();
    return { live: one, asked: found.asked, heard: told };
  })();
  assert.deepEqual([asked.map(([path]) => path), heard, live.cursor], [["changes/", "changes/"], ["c9"], "c9"]);
});

test("initials of names in any script, and no more than two", () => {
  assert.deepEqual(["Lina Haddad", "editor", "second-editor", "ليلى حداد", "👩🏽‍👧 e\u0301lan"].map(initials),
    ["L\u200cH", "E", "S\u200cE", "ل\u200cح", "👩🏽‍👧\u200cE\u0301"]);
});

test("a person is one, however many windows they have; oneself is nobody in any of one's own", () => {
  const here = (viewer, username, frame = null) => ({ viewer, username, name: username, frame });
  assert.deepEqual(people([here("w", "me"), here("a", "lina", "f"), here("b", "lina"), here("c", "lina", "g"), here("v", "me", "f")], "me"),
    [{ username: "lina", name: "lina", frames: ["f", "g"] }]);
});

test("keys that take back, on any layout", () => {
  const key = (name, code, more = {}) => wayOfKey({ key: name, code, ctrlKey: true, ...more });
  assert.equal(key("z", "KeyZ"), "undo");
  assert.equal(key("Z", "KeyZ", { shiftKey: true }), "redo");
  assert.equal(key("y", "KeyY"), "redo");
  assert.equal(key("ئ", "KeyZ"), "undo", "an Arabic layout");
  assert.equal(key("z", "KeyW"), "undo", "a French layout");
  assert.equal(key("w", "KeyZ"), "", "a French layout");
  assert.equal(key("z", "KeyZ", { altKey: true }), "");
  assert.equal(wayOfKey({ key: "z", code: "KeyZ", metaKey: true }), "undo");
  assert.equal(wayOfKey({ key: "z", code: "KeyZ" }), "");
});

/** A window that can be hidden and shown, with a stream that only counts how often it was begun. */
function watched(t) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const page = Object.assign(new EventTarget(), { visibilityState: "visible" });
  const live = new Live(PLACE, { send: null, page });
  const states = [];
  live.addEventListener("state", () => states.push(live.state));
  let begun = 0;
  live.start = async () => {
    begun += 1;
    live.isStopped = false;
    live.state = "live";
  };
  live.start();
  const show = (state) => {
    page.visibilityState = state;
    page.dispatchEvent(new Event("visibilitychange"));
  };
  return { live, show, states, begun: () => begun };
}

test("a window that nobody sees for a minute lets its stream go, and takes it up when it is seen", (t) => {
  const { live, show, states, begun } = watched(t);
  show("hidden");
  t.mock.timers.tick(59_000);
  assert.deepEqual([live.isStopped, states], [false, []]);
  t.mock.timers.tick(1_000);
  assert.deepEqual([live.isStopped, states], [true, ["away"]]);
  show("visible");
  assert.deepEqual([live.isStopped, begun()], [false, 2]);
});

test("one that is seen again before loses nothing, and one that was stopped otherwise stays so", (t) => {
  const { live, show, states, begun } = watched(t);
  show("hidden");
  t.mock.timers.tick(59_000);
  show("visible");
  t.mock.timers.tick(600_000);
  assert.deepEqual([live.isStopped, states, begun()], [false, [], 1]);
  live.stop();
  show("visible");
  assert.deepEqual([live.isStopped, begun()], [true, 1]);
});

test("stopping breaks the answer off and ends the rest, hurrying ends the rest alone", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] }); // no rest ends by itself
  const live = new Live(PLACE, { send: null, page: null });
  live.abort = new AbortController();
  live.pause = 30_000;
  let rested = live.rest();
  live.hurry();
  await rested;
  assert.deepEqual([live.pause, live.abort.signal.aborted], [2000, false]);
  rested = live.rest();
  live.stop();
  await rested;
  assert.ok(live.abort.signal.aborted);
});
