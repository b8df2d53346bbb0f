import { effort } from "./effort.js";

import assert from "node:assert/strict";
import { test } from "node:test";

import { withEdge, brokenByMove } from "../../annotations/static/annotations/js/workbench/moves.js";
import { lawfulParents } from "../../annotations/static/annotations/js/workbench/frames.js";
import { sourceFinder } from "../../annotations/static/annotations/js/workbench/registry.js";
import { Scene } from "../../annotations/static/annotations/js/workbench/scene.js";
import { antecedentOf } from "../../annotations/static/annotations/js/workbench/suggest.js";
import { Store } from "../../annotations/static/annotations/js/workbench/store.js";
import { memory } from "./page.js";

const EACH = 240; // code points from one frame to the next
const IN_SIGHT = [4800, 9600];

/** So many frames of a source and a content, each in a row of four within an outer one, with a claim and one of two speakers. */
function deskOf(frames) {
  const data = { spans: [], attributions: [], mentions: [], sources: [{ id: "us", name: "us", revision: 1 }, { id: "them", name: "them", revision: 1 }], claims: [] };
  for (let k = 0; k < frames; k += 1) {
    const at = k * EACH;
    const isOuter = k % 4 === 0;
    data.spans.push({ id: `s${k}`, segments: [[at, at + 8]], revision: 1 });
    data.spans.push({ id: `t${k}`, segments: [[at + 10, isOuter ? at + 4 * EACH - 10 : at + 90]], revision: 1 });
    data.attributions.push({
      id: `f${k}`, layer: "L", source: `s${k}`, cue: null, contents: [`t${k}`], addressee: null, channel: null,
      parent: isOuter ? null : `f${k - (k % 4)}`, speakers: [k % 3 ? "us" : "them"], antecedent: null, revision: 1,
    });
    data.mentions.push({ id: `m${k}`, attribution: `f${k}`, span: null, claim: `c${k % 9}`, polarity: "asserts", revision: 1 });
  }
  const store = new Store(data, memory());
  const scene = new Scene(store);
  const bench = { store, scene, words: { source_kinds: {} }, root: { dataset: {} } };
  return { store, scene, bench, show: () => (scene.update(), scene.marks(IN_SIGHT, "f28")) };
}

const FRESH = { id: "new", layer: "L", cue: null, addressee: null, channel: null, parent: null, speakers: [], antecedent: null };
const ACTIONS = {
  make: ({ store }) => store.create("attributions", { ...FRESH, source: { id: "sn", segments: [[6000, 6005]] }, contents: [{ id: "tn", segments: [[6006, 6020]] }] }),
  speaker: ({ store }) => store.change("attributions", "f28", { speakers: ["us", "them"] }),
  "find a speaker": ({ bench }) => sourceFinder(bench, "us", () => null).near(""),
  claim: ({ store }) => store.create("mentions", { id: "mn", attribution: "f28", span: null, claim: "c1", polarity: "denies" }),
  resize: ({ store }) => brokenByMove(store, "t29", withEdge([[6970, 7050]], 0, [6970, 7060])) || store.change("spans", "t29", { segments: [[6970, 7060]] }),
  "nest and unnest": ({ store }) => lawfulParents(store, store.get("attributions", "f29"), [[[6960, 6968]]], []) && store.change("attributions", "f29", { parent: null }),
  antecedent: ({ scene }) => antecedentOf(scene, scene.byId.get("f29"), (span) => span.id),
  remove: ({ store }) => store.remove("attributions", "f28"),
  "the server's answer": ({ store }) => store.settle(store.queue[0], store.queue[0].verb === "remove" ? null : { ...store.get("attributions", "new"), revision: 1 }),
  undo: ({ store }) => store.discard(store.queue.at(-1)),
  redo: ({ store }) => store.remove("spans", "t30"),
  "news of others": ({ store }) => store.merge({ gone: [], attributions: [{ ...store.get("attributions", "f31"), cue_kind: "verb", revision: 2 }] }),
  "next frame": ({ scene }) => scene.next("f31", 1),
  "next span": ({ scene }) => scene.markAfter(7000, 1) && scene.markAfter(7000, -1),
};

test("what an action costs depends on what it changes and what is in sight, not on how much is marked in all", () => {
  const [few, many] = [200, 5000].map((frames) => {
    const desk = deskOf(frames);
    desk.store.naming("attributions", "span", "s0"); // who names whom is found out once, when it is first asked for
    desk.show();
    return Object.fromEntries(Object.entries(ACTIONS).map(([name, act]) => [name, effort(() => { act(desk); desk.show(); })]));
  });
  assert.ok(few.make > 20, "the engine counts");
  const grown = Object.entries(many).filter(([name, count]) => count > 1.3 * few[name] + 50);
  assert.deepEqual(grown.map(([name, count]) => `${name}: ${few[name]} → ${count}`), []);
});

test("a scene kept from change to change is the one that would be made anew", () => {
  const desk = deskOf(60);
  const looks = (scene) => scene.things.map(({ id, depth, start, end, parts }) => [id, depth, start, end, parts.map(({ span }) => span)]);
  const sorted = (rows) => rows.map((row) => JSON.stringify(row)).sort();
  for (const [name, act] of Object.entries(ACTIONS)) {
    act(desk);
    desk.show();
    assert.deepEqual(sorted(looks(desk.scene)), sorted(looks(new Scene(desk.store))), name);
    const starts = desk.scene.things.map(({ start }) => start);
    assert.deepEqual(starts, [...starts].sort((a, b) => a - b), name);
    const near = desk.scene.things.filter(({ start, end }) => start < 9600 && end > 4800);
    assert.deepEqual(desk.scene.within(IN_SIGHT), near, name);
  }
});
