/**
 * Everything that is marked, in the order of the text, and how it is to be painted. Kept from change to change: only what
 * changed is worked out anew, and only what is asked for becomes marks, so that an action costs the same in a long text.
 *
 * @typedef {import("./types.js").Frame} Frame
 * @typedef {import("./types.js").Mark} Mark
 * @typedef {import("./types.js").Segment} Segment
 * @typedef {import("./types.js").Store} Store
 * @typedef {import("./types.js").Thing} Thing
 */
import { DEEPEST, partsOf } from "./frames.js";
import { Order, compare } from "./order.js";

const KIN = ["source", "cue", "content"];

/** The things of a store. */
export class Scene {
  /** @param {Store} store */
  constructor(store) {
    this.store = store;
    /** @type {(thing: Thing) => boolean} What a person wants to see. */
    this.filter = () => true;
    this.known = 0;
    /** @type {Map<string, Thing>} */
    this.byId = new Map();
    this.ordered = new Order(this.everything());
    store.links.takeChanged();
  }

  /** In the order of the text, outer before inner. @returns {Thing[]} */
  get things() {
    return this.ordered.things;
  }

  /** All things of the store, seen for the first time. */
  everything() {
    const used = new Set();
    for (const { id } of this.store.all("attributions")) for (const part of this.keep(id, this.partsOf(id)).parts) used.add(part.id);
    for (const { id } of this.store.all("spans")) if (!used.has(id)) this.keep(id, this.partsOf(id));
    for (const thing of this.byId.values()) thing.depth = depthIn(this.byId, thing);
    return [...this.byId.values()];
  }

  /** Work out anew what the store says has changed, and what that bears on. Objects are never changed in place. */
  update() {
    const touched = new Set();
    for (const id of this.store.links.takeChanged()) this.touch(id, touched);
    const fresh = [...touched].filter((id) => this.isOther(id));
    const deep = new Set(fresh.flatMap((id) => this.under(id)));
    for (const id of [...fresh, ...deep]) if (this.byId.has(id)) this.ordered.drop(this.byId.get(id));
    for (const id of fresh) this.keep(id);
    const again = [...new Set([...fresh, ...deep])].map((id) => this.byId.get(id)).filter(Boolean);
    for (const thing of again) {
      thing.depth = depthIn(this.byId, thing);
      this.ordered.add(thing);
    }
  }

  /** A change of `id` bears on itself, on the spans it has and had, and on the frames that use it. */
  touch(id, touched) {
    const { store } = this;
    const frame = store.get("attributions", id);
    const before = this.byId.get(id)?.parts ?? [];
    const users = store.naming("attributions", "span", id);
    const spans = [...before, ...(frame ? partsOf(frame).map(({ span }) => ({ id: span })) : [])];
    for (const one of [{ id }, ...spans, ...users]) touched.add(one.id);
  }

  /** The frames under one, whose depth may change with it. */
  under(id, steps = DEEPEST) {
    const children = steps ? this.store.naming("attributions", "parent", id) : [];
    return children.flatMap((child) => [child.id, ...this.under(child.id, steps - 1)]);
  }

  /** Whether a thing is not what it was: the frame is another, or one of its spans. */
  isOther(id) {
    const old = this.byId.get(id);
    const parts = this.partsNow(id);
    if (!old || !parts) return Boolean(old) !== Boolean(parts);
    const isSame = (part, k) => part.span === parts[k].span && part.role === parts[k].role;
    return old.frame !== (this.store.get("attributions", id) ?? null) || old.parts.length !== parts.length || !old.parts.every(isSame);
  }

  /** The parts of a frame, or of a span that no frame uses; null where `id` is neither. */
  partsNow(id) {
    const { store } = this;
    if (store.get("attributions", id)) return this.partsOf(id);
    return store.get("spans", id) && !store.naming("attributions", "span", id).length ? this.partsOf(id) : null;
  }

  /** The parts of a frame or plain span with their spans. */
  partsOf(id) {
    const frame = this.store.get("attributions", id);
    const parts = frame ? partsOf(frame) : [{ role: "plain", span: id }];
    return parts.map(({ role, span }) => ({ role, id: span, span: this.store.get("spans", span) }));
  }

  /** Know the thing that `id` is now, in the place that it had among those that begin with it; forget it where it is none. */
  keep(id, parts = this.partsNow(id)) {
    if (!parts) return this.byId.delete(id);
    const segments = parts.flatMap(({ span }) => span?.segments ?? []);
    const start = segments.reduce((least, segment) => Math.min(least, segment[0]), Infinity);
    const end = segments.reduce((most, segment) => Math.max(most, segment[1]), -Infinity);
    const place = this.byId.get(id)?.place ?? (this.known += 1);
    const thing = { id, frame: this.store.get("attributions", id) ?? null, parts, depth: 1, start, end, place };
    this.byId.set(id, thing);
    return thing;
  }

  /** Things of which something lies between two code points. @param {Segment} range */
  within(range) {
    return this.ordered.within(range).filter((thing) => this.filter(thing));
  }

  /** Frames that lie over some of the segments, whatever the filter. @param {Segment[][]} extents @returns {Frame[]} */
  framesAt(extents) {
    const [first] = extents.flat();
    return first ? this.ordered.within(first).filter((thing) => thing.frame).map((thing) => thing.frame) : [];
  }

  /** At most so many things before one (`step` -1) or after it (1), the nearest first, whatever the filter. @param {Thing} thing */
  beside(thing, step, most) {
    return this.ordered.beside(thing, step, most);
  }

  /** The thing before (`step` -1) or after (1) one, of what the filter lets through, round and round. @param {string|null} id */
  next(id, step) {
    const from = this.byId.get(id ?? "");
    const [near] = from ? this.ordered.beside(from, step, 1, this.filter) : [];
    if (near) return near;
    return step > 0 ? this.things.find(this.filter) : this.things.findLast(this.filter);
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
    const isBefore = (a, b) => step * (a.segments[0][0] - b.segments[0][0]) < 0;
    return this.ordered.buckets.find(offset, step, (rows, from, to) => {
      const isHere = ({ segments: [[start]] }) => start >= from && start < to && step * (start - offset) > 0;
      const marks = rows.filter((thing) => this.filter(thing)).sort(compare).flatMap((thing) => marksOfThing(thing, () => "")).filter(isHere);
      return marks.reduce((best, mark) => (best && !isBefore(mark, best) ? best : mark), null);
    });
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
