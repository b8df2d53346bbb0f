/**
 * Everything that is marked, in the order of the text, and how it is to be painted. Kept from change to change: only what
 * changed is worked out anew, and only what is asked for becomes marks, so that an action costs the same in a long text.
 *
 * @typedef {import("./types.js").Frame} Frame
 * @typedef {import("./types.js").Mark} Mark
 * @typedef {import("./types.js").Segment} Segment
 * @typedef {import("./types.js").Store} Store
 *
 * @typedef {object} Thing            A frame, or a plain span by which the outlet itself asserts something.
 * @property {string} id
 * @property {Frame|null} frame
 * @property {{role: string, span: any}[]} parts
 * @property {number} depth           1 without a parent.
 * @property {number} start           First code point; Infinity without spans.
 * @property {number} end
 */
import { DEEPEST, partsOf } from "./frames.js";

const KIN = ["source", "cue", "content"];

/** The things of a store. */
export class Scene {
  /** @param {Store} store */
  constructor(store) {
    this.store = store;
    /** @type {Map<string, Thing>} */
    this.byId = new Map();
    /** @type {Thing[]} In the order of the text, outer before inner. */
    this.things = [];
    /** @type {(thing: Thing) => boolean} What a person wants to see. */
    this.filter = () => true;
    this.update();
  }

  /** Look what changed in the store. Objects are never changed in place, so that comparing identities is enough. */
  update() {
    const { store } = this;
    const used = new Set();
    const next = new Map();
    for (const frame of store.all("attributions")) {
      const thing = this.thingOf(frame.id, frame, () => partsOf(frame));
      for (const { id } of thing.parts) used.add(id);
      next.set(frame.id, thing);
    }
    for (const span of store.all("spans")) {
      if (!used.has(span.id)) next.set(span.id, this.thingOf(span.id, null, () => [{ role: "plain", span: span.id }]));
    }
    for (const thing of next.values()) thing.depth = depthIn(next, thing);
    this.byId = next;
    this.things = [...next.values()].sort((a, b) => a.start - b.start || a.depth - b.depth);
  }

  /** The thing as it was, where nothing of it changed: the frame is the same, and each of its spans. */
  thingOf(id, frame, parts) {
    const old = this.byId.get(id);
    if (old && old.frame === frame && old.parts.every((part) => part.span === this.store.get("spans", part.id))) return old;
    const now = parts().map(({ role, span }) => ({ role, id: span, span: this.store.get("spans", span) }));
    const segments = now.flatMap(({ span }) => span?.segments ?? []);
    const start = segments.reduce((least, segment) => Math.min(least, segment[0]), Infinity);
    const end = segments.reduce((most, segment) => Math.max(most, segment[1]), -Infinity);
    return { id, frame, parts: now, depth: 1, start, end };
  }

  /** Things of which something lies between two code points. @param {Segment} range */
  within([from, to]) {
    return this.things.filter((thing) => thing.end > from && thing.start < to && this.filter(thing));
  }

  /** Frames that lie over some of the segments, whatever the filter. @param {Segment[][]} extents @returns {Frame[]} */
  framesAt(extents) {
    const [first] = extents.flat();
    if (!first) return [];
    const around = this.things.filter((thing) => thing.frame && thing.start < first[1] && thing.end > first[0]);
    return around.map((thing) => thing.frame);
  }

  /** Ids in the order of the text, of what the filter lets through. */
  order() {
    return this.things.filter((thing) => this.filter(thing)).map((thing) => thing.id);
  }

  /** Everything to be painted between two code points, besides a draft. @param {string|null} selected @returns {Mark[]} */
  marks(range, selected) {
    const chosen = this.byId.get(selected ?? "");
    const things = this.within(range);
    if (chosen && !things.includes(chosen) && chosen.end > range[0] && chosen.start < range[1]) things.push(chosen);
    const marks = things.flatMap((thing) => marksOfThing(thing, look(thing, chosen)));
    return [...marks, ...this.unsaved(marks)];
  }

  /** Marks of one thing, as if it were selected. */
  marksOf(id) {
    const thing = this.byId.get(id ?? "");
    return thing ? marksOfThing(thing, look(thing, thing)) : [];
  }

  /** The first mark that begins after `offset` (`step` 1), or the last before it (-1). */
  markAfter(offset, step) {
    const starting = this.things.filter((thing) => this.filter(thing))
      .flatMap((thing) => marksOfThing(thing, () => ""))
      .filter((mark) => (step > 0 ? mark.segments[0][0] > offset : mark.segments[0][0] < offset));
    const better = (a, b) => (step > 0 ? a.segments[0][0] < b.segments[0][0] : a.segments[0][0] > b.segments[0][0]);
    return starting.reduce((best, mark) => (best && !better(mark, best) ? best : mark), null);
  }

  /** What the server refused or could not be told is painted besides as unsaved. */
  unsaved(marks) {
    const troubled = new Set(this.store.queue.filter((op) => op.problem).map((op) => op.id));
    if (troubled.size === 0) return [];
    return marks.filter((mark) => troubled.has(mark.frame ?? mark.span) || troubled.has(mark.span))
      .map((mark) => ({ ...mark, key: `${mark.key}/unsaved`, name: "unsaved" }));
  }
}

/** Depth of a thing among others. A cycle, which the server forbids, ends the count. */
function depthIn(things, thing) {
  let depth = 1;
  for (let at = thing; at?.frame?.parent && depth < DEEPEST; depth += 1) at = things.get(at.frame.parent);
  return depth;
}

/** How the parts of a thing look: selected, next of kin to what is selected, or by themselves. */
function look(thing, chosen) {
  if (chosen?.id === thing.id) return (role) => `selected-${role}`;
  const isKin = chosen?.frame && (thing.id === chosen.frame.parent || thing.frame?.parent === chosen.id);
  return (role) => {
    if (isKin && KIN.includes(role)) return `kin-${role}`;
    return role === "content" ? `content-${thing.depth}` : role;
  };
}

/** @returns {Mark[]} */
function marksOfThing(thing, name) {
  return thing.parts.filter(({ span }) => span).map(({ role, span }) => ({
    key: thing.frame ? `${thing.id}/${role}/${span.id}` : thing.id,
    name: name(role), segments: span.segments, frame: thing.frame ? thing.id : undefined, span: span.id, role,
  }));
}
