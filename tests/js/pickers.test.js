import assert from "node:assert/strict";
import { test } from "node:test";

import { Element, event, press } from "./dom.js";
import { Calling } from "../../annotations/static/annotations/js/workbench/calling.js";
import { Members } from "../../annotations/static/annotations/js/workbench/members.js";
import { Picker } from "../../annotations/static/annotations/js/workbench/pickers.js";

const tick = () => new Promise((done) => setTimeout(done));
const choice = (label, isMerelyLike = false) => ({ id: label, label, isMerelyLike });

/** A picker over `near`, and what the server answers when `answer` is called. */
function picker(near = []) {
  const input = new Element("input");
  input.setAttribute("aria-expanded", "false");
  const list = new Element("ul");
  const element = new Element();
  element.parts = { input, "[role=listbox]": list };
  const taken = [];
  let answer;
  const far = () => new Promise((done) => (answer = done));
  new Picker(element, { near: () => near, far, fresh: (query) => ({ id: "", isNew: true, label: `New: ${query}` }), choose: (one) => taken.push(one.label) });
  const type = (text) => {
    input.focus();
    input.value = text;
    input.dispatchEvent(event("input"));
  };
  const asked = async () => {
    for (const end = Date.now() + 5000; !answer; await tick()) assert.ok(Date.now() < end, "the server is never asked");
    return (found) => (answer(found), tick());
  };
  const shown = () => list.children.map((line) => line.textContent);
  const pointed = () => list.children.findIndex((line) => line.getAttribute("aria-selected") === "true");
  return { input, list, type, asked, shown, pointed, taken };
}

test("to make a new one is offered last, and only once all that there is stands there", async () => {
  const { type, asked, shown, pointed } = picker([choice("Reuters Arabic")]);
  type("reuters");
  assert.deepEqual([shown(), pointed()], [["Reuters Arabic"], -1]);
  await (await asked())([choice("Reuters"), choice("Reuter", true)]);
  assert.deepEqual([shown(), pointed()], [["Reuters", "Reuters Arabic", "Reuter", "New: reuters"], 0]);
});

test("Enter before the answer takes what it brings, but never what is merely like the words", async () => {
  for (const [found, wanted] of [[[choice("Reuters")], "Reuters"], [[choice("Reuter", true)], "New: reutres"]]) {
    const { input, type, asked, taken } = picker();
    type(wanted === "Reuters" ? "reuters" : "reutres");
    assert.equal(press(input, "Enter"), true);
    assert.deepEqual(taken, []);
    await (await asked())(found);
    assert.deepEqual([taken, input.value], [[wanted], ""]);
  }
});

test("arrows go round, Escape shuts the list first and leaves the field then, a press on a line takes it", async () => {
  const { input, list, type, asked, pointed, taken } = picker([choice("ab"), choice("ac")]);
  type("ab");
  assert.equal(input.getAttribute("aria-expanded"), "true");
  press(input, "ArrowUp");
  await (await asked())([]);
  assert.equal(pointed(), 0);
  press(input, "ArrowUp");
  assert.equal(pointed(), 2); // the last: the new one
  assert.equal(input.getAttribute("aria-activedescendant"), list.children[2].id);
  assert.equal(press(input, "Escape"), true);
  assert.deepEqual([list.hidden, input.getAttribute("aria-activedescendant")], [true, null]);
  assert.equal(press(input, "Enter"), true);
  assert.equal(press(input, "Escape"), false);
  assert.deepEqual(taken, []);

  press(input, "ArrowDown"); // opens it again
  const line = new Element();
  line.dataset.at = "1";
  const target = { closest: () => line };
  list.dispatchEvent(event("pointerdown", { target }));
  assert.deepEqual([taken, list.hidden], [["ac"], true]);
});

test("names under a comment are chosen by the same keys, and only while they are seen", async () => {
  const field = new Element("textarea");
  const put = [];
  Object.assign(field, { value: "see @", selectionStart: 5, setRangeText: (...given) => put.push(given), after: (list) => (field.list = list) });
  field.focus();
  new Calling(field, { members: async () => ["annotator", "editor"], label: "Members" });
  assert.equal(press(field, "Tab"), false);
  field.dispatchEvent(event("input"));
  await tick();
  assert.deepEqual(field.list.children.map((line) => line.textContent), ["@annotator", "@editor"]);
  assert.equal(press(field, "Enter", { ctrlKey: true }), false); // sends
  assert.equal(press(field, "ArrowUp"), true);
  assert.equal(press(field, "Tab"), true);
  assert.deepEqual(put, [["@editor ", 4, 5, "end"]]);
  assert.equal(field.list.hidden, true);
});

test("members are asked for once, and again where they could not be had", async () => {
  const answers = [null, new Response("", { status: 403 }), Response.json({ members: [{ username: "editor" }] })];
  const asked = [];
  const members = new Members({ api: "/api/v1/", workspace: "desk" }, async (address, { headers }) => {
    asked.push([address, headers["X-Workspace"]]);
    const answer = answers.shift();
    if (!answer) throw new TypeError("no connection");
    return answer;
  });
  assert.deepEqual([await members.names(), await members.names(), await members.names(), await members.names()], [[], [], ["editor"], ["editor"]]);
  assert.deepEqual(asked, Array(3).fill(["/api/v1/workspace/", "desk"]));
});
