import assert from "node:assert/strict";
import { test } from "node:test";
import { Progress } from "../../annotations/static/annotations/js/workbench/progress.js";

/** Three paragraphs, the first of them done by Sara, and the answers of the server in order. */
function text(...answers) {
  const paragraphs = [0, 10, 20].map((start, n) => ({ start, element: { dataset: { n: String(n + 1), start: String(start) } } }));
  Object.assign(paragraphs[0].element.dataset, { progress: "done", progressBy: "sara", progressId: "p1", progressAt: "then" });
  const article = { paragraphs, root: { addEventListener() {} }, paragraphAt: (at) => paragraphs.findLast(({ start }) => start <= at) };
  const words = { paragraph_states: { open: "open", looked: "looked at", done: "done" }, unreachable: "no server" };
  const bench = { article, words, layer: "l1", mayMark: true, root: { dataset: { user: "ann" } } };
  const sent = [];
  const said = [];
  const post = async (_path, body) => {
    sent.push([body.starts[0], body.state]);
    const status = answers.shift() ?? 200;
    return { ok: status === 200, json: async () => ({ detail: "refused" }) };
  };
  return { progress: new Progress(bench, { post, say: (told) => said.push(told), saved() {} }), paragraphs, sent, said };
}

test("goes round by clicks and toggles by keys, in order", async () => {
  const { progress, paragraphs, sent } = text();
  const [first, second] = paragraphs;
  progress.turn(second);
  progress.turn(second);
  progress.toggle(second, "done");
  await progress.toggle(first, "looked");
  assert.deepEqual(sent, [[10, "looked"], [10, "done"], [10, "open"], [0, "looked"]]);
  assert.equal(progress.told(first), "looked at (ann)");
  assert.deepEqual(progress.counts, [0, 3]);
});

test("shows again what was, where the server does not take it", async () => {
  const { progress, paragraphs, said } = text(403);
  await progress.toggle(paragraphs[0], "done");
  assert.equal(progress.told(paragraphs[0]), "done (sara)");
  assert.equal(said.at(-1), "refused");
});

test("learns what others set and opened, in this layer alone", () => {
  const { progress, paragraphs } = text();
  progress.learn({
    progress: [{ id: "p2", layer: "l1", start: 10, state: "looked", by: "bob" }, { id: "p3", layer: "l2", start: 20, state: "done", by: "bob" }],
    gone: [{ kind: "progress", id: "p1" }, { kind: "spans", id: "s1" }],
  });
  assert.deepEqual(paragraphs.map((one) => progress.stateOf(one)), ["open", "looked", "open"]);
  progress.learn({ gone: [{ kind: "progress", id: "p2" }] });
  assert.equal(progress.stateOf(paragraphs[1]), "open");
});
