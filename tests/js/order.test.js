import assert from "node:assert/strict";
import { test } from "node:test";

import { Buckets } from "../../annotations/static/annotations/js/workbench/buckets.js";
import { Intervals } from "../../annotations/static/annotations/js/workbench/intervals.js";
import { Links, spansOf } from "../../annotations/static/annotations/js/workbench/links.js";
import { Order, compare } from "../../annotations/static/annotations/js/workbench/order.js";

const STRETCH = 2048;

/** Numbers that are the same in every run, below `most`. */
function numbers(seed) {
  let state = seed;
  return (most) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * most);
  };
}

/** Rows of which many touch the edge between two stretches, some over several of them. */
function rowsOf(next, count) {
  return Array.from({ length: count }, (_, place) => {
    const start = Math.max(0, STRETCH * next(4) + next(9) - 4);
    return { start, end: start + 1 + next(next(2) ? 5 : 3 * STRETCH), depth: next(3), place };
  });
}

const names = (rows) => rows.map((row) => row.place).sort((a, b) => a - b);

test("what lies between two code points is found as by looking at everything, also after some went", () => {
  const next = numbers(7);
  for (let round = 0; round < 40; round += 1) {
    const rows = rowsOf(next, 12);
    const buckets = new Buckets();
    for (const row of rows) buckets.add(row);
    for (const row of rows.splice(0, 4)) buckets.drop(row);
    for (const at of [0, STRETCH - 1, STRETCH, STRETCH + 1, 3 * STRETCH, next(6 * STRETCH)]) {
      for (const length of [1, STRETCH, 5 * STRETCH]) {
        const expected = rows.filter((row) => row.start < at + length && row.end > at);
        assert.deepEqual(names(buckets.within(at, at + length)), names(expected), `${at}+${length}`);
      }
    }
  }
});

test("a thing without a place is nowhere, and one without length begins where it stands", () => {
  const buckets = new Buckets();
  buckets.add({ start: Infinity, end: Infinity, place: 0 });
  assert.deepEqual(buckets.within(0, 9 * STRETCH), []);
  buckets.add({ start: STRETCH, end: STRETCH, place: 1 });
  assert.deepEqual([...buckets.stretches.keys()], [1]);
});

test("stretches are looked at in turn from where one is, until one has the answer", () => {
  const buckets = new Buckets();
  for (const place of [0, 3]) buckets.add({ start: place * STRETCH, end: place * STRETCH + 1, place });
  const asked = (offset, step, wanted) => {
    const seen = [];
    const answer = buckets.find(offset, step, (rows, from, to) => {
      assert.equal(to - from, STRETCH);
      seen.push(from / STRETCH);
      return rows.find((row) => row.place === wanted)?.place ?? null;
    });
    return [answer, seen];
  };
  assert.deepEqual(asked(STRETCH, 1, 3), [3, [1, 2, 3]]);
  assert.deepEqual(asked(2 * STRETCH + 5, -1, 3), [null, [2, 1, 0]]);
  assert.deepEqual(asked(99 * STRETCH, -1, 3), [3, [3]]);
  assert.deepEqual(asked(-5, 1, 7), [null, [0, 1, 2, 3]]);
  assert.equal(new Buckets().find(5, 1, () => null), null);
});

test("things keep their order as they come and go", () => {
  const next = numbers(11);
  for (let round = 0; round < 30; round += 1) {
    const all = rowsOf(next, 14);
    const order = new Order(all.slice(0, 7));
    const here = all.slice(0, 7);
    for (const row of all.slice(7)) {
      order.add(row);
      here.push(row);
      const gone = here.splice(next(here.length), 1)[0];
      order.drop(gone);
      assert.deepEqual(order.things, [...here].sort(compare));
      assert.deepEqual(order.within([0, STRETCH]), here.filter((one) => one.start < STRETCH).sort(compare));
    }
    const [first, second, third] = order.things;
    assert.deepEqual(order.beside(second, -1, 5), [first]);
    assert.deepEqual(order.beside(second, 1, 1), [third]);
    assert.deepEqual(order.beside(third, -1, 5, (one) => one !== second), [first]);
    const absent = { ...second, place: second.place + 0.5 };
    assert.equal(order.beside(absent, 1, 1)[0], third);
    assert.equal(order.beside(absent, -1, 1)[0], second);
  }
});

test("outer comes before inner, and of those alike the one that was known first", () => {
  const thing = (start, depth, place) => ({ start, end: start + 1, depth, place });
  const sorted = [thing(1, 2, 9), thing(2, 0, 8), thing(2, 1, 1), thing(2, 1, 2), thing(Infinity, 0, 0), thing(Infinity, 0, 3)];
  assert.deepEqual([...sorted].reverse().sort(compare), sorted);
});

test("what covers an offset is found as by looking at everything, the shortest first", () => {
  const next = numbers(3);
  for (let round = 0; round < 40; round += 1) {
    const marks = Array.from({ length: next(9) }, (_, id) => {
      const start = next(30);
      const end = start + 1 + next(12);
      return { id, segments: next(3) ? [[start, end]] : [[start, end], [end + 1 + next(4), end + 9]] };
    });
    const found = new Intervals(marks);
    for (let offset = 0; offset < 60; offset += 1) {
      const covers = (mark) => mark.segments.filter(([start, end]) => start <= offset && offset < end);
      const expected = marks.filter((mark) => covers(mark).length);
      const at = found.at(offset);
      assert.deepEqual(at.map((mark) => mark.id).sort(), expected.map((mark) => mark.id).sort());
      const lengths = at.map((mark) => covers(mark)[0][1] - covers(mark)[0][0]);
      assert.deepEqual(lengths, [...lengths].sort((a, b) => a - b));
    }
  }
});

test("a caret between two letters points at what covers either, each once", () => {
  const [long, left, right] = [[[0, 9]], [[2, 4]], [[4, 7]]].map((segments) => ({ segments }));
  const found = new Intervals([long, left, right]);
  assert.deepEqual(found.beside(4), [left, right, long]);
  assert.deepEqual(found.beside(2), [left, long]);
  assert.deepEqual(found.beside(0), [long]);
  assert.deepEqual(found.beside(9), [long]);
  assert.deepEqual(found.beside(10), []);
});

test("who names whom is kept from change to change as if it were looked up anew", () => {
  const frame = { id: "f", source: "s1", cue: null, addressee: undefined, channel: "s2", contents: ["s3", "s1"], speakers: ["p"] };
  const child = { id: "g", contents: [], cue: "s1", parent: "f" };
  const mention = { id: "m", attribution: "f", span: null, claim: "c" };
  const all = { attributions: [frame, child], mentions: [mention], spans: [] };
  const links = new Links((kind) => all[kind]);
  assert.deepEqual(spansOf(frame), ["s1", "s2", "s3", "s1"]);
  assert.deepEqual([...links.naming("span", "s1")], ["f", "g"]);
  assert.deepEqual([...links.naming("parent", "f")], ["g"]);
  assert.deepEqual([links.count("target", "f"), links.count("claim", "c"), links.count("claim", "d")], [1, 1, 0]);

  const moved = { ...child, cue: "s4", parent: null };
  links.note("attributions", "g", child, moved);
  links.note("mentions", "m", mention, { ...mention, claim: "d" });
  links.note("claims", "c", {}, undefined);
  all.attributions = [frame, moved];
  all.mentions = [{ ...mention, claim: "d" }];
  const anew = new Links((kind) => all[kind]);
  for (const place of ["span", "parent", "speaker", "target", "claim"]) {
    assert.deepEqual(links.named(place).sort(), anew.named(place).sort(), place);
    for (const id of anew.named(place)) assert.deepEqual([...links.naming(place, id)], [...anew.naming(place, id)]);
  }
  assert.deepEqual([...links.takeChanged()], ["g"]);
  assert.deepEqual([...links.takeChanged()], []);
  links.note("attributions", "g", moved, undefined);
  assert.deepEqual([...links.naming("span", "s4")], []);
  assert.deepEqual([...links.takeChanged()], ["g"]);
});

test("who changes without naming otherwise keeps their place in the list", () => {
  const [one, other] = ["f", "g"].map((id) => ({ id, contents: ["s"], speakers: ["p"] }));
  const links = new Links((kind) => (kind === "attributions" ? [one, other] : []));
  assert.deepEqual([...links.naming("span", "s")], ["f", "g"]);
  links.note("attributions", "f", one, { ...one, attitude: "belief" });
  assert.deepEqual([...links.naming("span", "s")], ["f", "g"]);
  links.note("attributions", "f", { ...one, attitude: "belief" }, { ...one, contents: ["s", "t"] });
  assert.deepEqual([...links.naming("span", "s")], ["g", "f"]);
});
