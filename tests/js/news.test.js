import assert from "node:assert/strict";
import { test } from "node:test";
import { News } from "../../annotations/static/annotations/js/workbench/news.js";

/** As much of an element as the news need. */
class Element {
  constructor(tag) {
    Object.assign(this, { tag, children: [], dataset: {}, attributes: {}, heard: {}, textContent: "" });
  }
  append(...more) {
    for (const one of more) {
      one.parent = this;
      this.children.push(one);
    }
  }
  remove() {
    this.parent.children = this.parent.children.filter((one) => one !== this);
  }
  setAttribute(name, value) {
    this.attributes[name] = value;
  }
  addEventListener(name, listener) {
    this.heard[name] = listener;
  }
  querySelector() {
    return this.children.find((one) => one.dataset.corrected !== undefined) ?? null;
  }
}
globalThis.document = { createElement: (tag) => new Element(tag) };

function beside() {
  const list = new Element("ul");
  const opened = [];
  const words = { corrected: "corrected the text.", show_version: "Show version {number}", commented: "commented:", show: "Show", dismiss: "Away" };
  const bench = { words, root: { dataset: { user: "ann", address: "/w/desk/articles/a/" }, querySelector: () => list }, thing: (id) => id === "f1" };
  return { news: new News(bench, (id) => opened.push(id)), list, opened };
}
const told = (list) => list.children.map((line) => line.children[0].textContent);
const comment = (more) => ({ id: "c", revision: 1, created_by: "sara", target: "f1", body: "Look", ...more });

test("a corrected text is told once, with the way to it, and stays until it is sent away", () => {
  const { news, list } = beside();
  news.learn({ versions: [{ id: "v2", number: 2, created_by: "sara" }], changed_by: { v2: "sara" } });
  news.learn({ versions: [{ id: "v2", number: 2, created_by: "sara" }], changed_by: { v2: "sara" } });
  for (let n = 0; n < 5; n += 1) news.learn({ comments: [comment({ body: String(n) })] });
  assert.deepEqual(told(list), ["sara corrected the text.", "sara commented: 2", "sara commented: 3", "sara commented: 4"]);
  assert.equal(list.children[0].children[1].href, "/w/desk/articles/a/versions/2/");
  news.learn({ versions: [{ id: "v3", number: 3, created_by: "bob" }] });
  assert.equal(told(list).filter((text) => text.includes("corrected")).join(), "bob corrected the text.");
  list.children.at(-1).children[2].heard.click();
  assert.equal(told(list).some((text) => text.includes("corrected")), false);
});

test("comments of others are told when they are made, and lead to their place where it is here", () => {
  const { news, list, opened } = beside();
  news.learn({ comments: [comment({ created_by: "ann" }), comment({ revision: 2 })] });
  assert.deepEqual(told(list), []);
  news.learn({ comments: [comment(), comment({ target: "elsewhere" })] });
  assert.deepEqual(list.children.map((line) => line.children[1].hidden), [false, true]);
  list.children[0].children[1].heard.click();
  assert.deepEqual(opened, ["f1"]);
  assert.equal(list.children.length, 1);
});
