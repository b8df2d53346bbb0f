/**
 * What one operation does to what is shown: a layer of changed objects over what the server last said.
 *
 * The rules of the server's own actions are repeated here, so that the picture after a change is the one that the server
 * will confirm: a removed frame takes its mentions along and lifts its children, and a span that nothing uses any more goes.
 *
 * @typedef {import("./types.js").Kind} Kind
 * @typedef {import("./types.js").Operation} Operation
 */
import { Links, PLACES, spansOf } from "./links.js";

/** @type {Kind[]} */
export const KINDS = ["spans", "attributions", "mentions", "sources", "claims"];
/** Besides those: what is said of a paragraph, by where it begins. It has no revision and is set as a whole. */
const EVERY = [...KINDS, "progress"];

/** The fields that a change is about, as they are before it; of a removal all of them, of a creation none. */
export function fieldsBefore(op, before) {
  if (!before || op.verb === "create") return undefined;
  if (op.verb === "remove") return { ...before };
  return Object.fromEntries(Object.keys(op.body).filter((name) => name in before).map((name) => [name, before[name]]));
}

/** What an object was before `op`, though the news of it may have come before its answer. */
function stateBefore(op, kind, id, now) {
  const isNew = (place) => place?.segments && place.id === id;
  if (kind === "spans" && [...PLACES.map((place) => op.body[place]), ...(op.body.contents ?? [])].some(isNew)) return null;
  if (kind !== op.kind || id !== op.id || op.path) return now;
  if (op.verb === "create") return null;
  return op.before ? { ...now, ...op.before } : now;
}

/** Objects by kind and id, some of them changed or gone (null) in the layer on top. */
export class Layered {
  /** @param {Record<Kind, Map<string, any>>} base */
  constructor(base) {
    this.base = base;
    base.progress ??= new Map();
    /** Last revisions of what is gone, so that late news of it does not bring it back. @type {Map<string, number>} */
    this.gone = new Map();
    this.links = new Links((kind) => this.all(kind));
    this.clear();
  }

  /** Forget every change. */
  clear() {
    for (const kind of this.over ? KINDS : []) {
      for (const [id, one] of this.over[kind]) this.links.note(kind, id, one ?? undefined, this.base[kind].get(id));
    }
    /** @type {Record<Kind, Map<string, any>>} */
    this.over = Object.fromEntries(EVERY.map((kind) => [kind, new Map()]));
  }

  get(kind, id) {
    const over = this.over[kind];
    return over.has(id) ? over.get(id) ?? undefined : this.base[kind].get(id);
  }

  all(kind) {
    const over = this.over[kind];
    if (over.size === 0) return [...this.base[kind].values()];
    const found = [];
    for (const [id, one] of this.base[kind]) if (!over.has(id)) found.push(one);
    for (const one of over.values()) if (one) found.push(one);
    return found;
  }

  /** Show `one` (null: it is gone) over what the server last said. */
  lay(kind, id, one) {
    const before = this.get(kind, id);
    this.over[kind].set(id, one);
    this.links.note(kind, id, before, one ?? undefined);
  }

  /** Know from the server that it has `one` (null: not any more). */
  know(kind, id, one) {
    const before = this.get(kind, id);
    if (one) this.base[kind].set(id, one);
    else this.base[kind].delete(id);
    this.links.note(kind, id, before, this.get(kind, id));
  }

  /** Show what `op` does. @param {Operation} op */
  apply(op) {
    const before = this.get(op.kind, op.id);
    if (op.verb === "remove") this.remove(op, before);
    else if (before || op.verb === "create" || op.path) {
      const fields = op.kind === "attributions" ? this.withSpans(op.body) : op.shows ?? op.body;
      this.lay(op.kind, op.id, { ...before, ...fields, id: op.id });
    }
    if (before && op.kind === "attributions") this.dropUnused(spansOf(before));
  }

  remove(op, frame) {
    this.lay(op.kind, op.id, null);
    if (op.kind !== "attributions" || !frame) return;
    for (const id of [...this.links.naming("target", op.id)]) this.lay("mentions", id, null);
    for (const id of [...this.links.naming("parent", op.id)]) {
      this.lay("attributions", id, { ...this.get("attributions", id), parent: frame.parent });
    }
  }

  /** The body with every `{id, segments}` replaced by its id, the span itself being added. */
  withSpans(body) {
    const adopt = (place) => {
      if (!place?.segments) return place;
      this.lay("spans", place.id, { revision: 1, ...place });
      return place.id;
    };
    const fields = { ...body };
    for (const place of PLACES) if (place in body) fields[place] = adopt(body[place]);
    if (body.contents) fields.contents = body.contents.map(adopt);
    return fields;
  }

  dropUnused(ids) {
    const isUsed = (id) => this.links.count("span", id) > 0 || this.links.count("target", id) > 0;
    for (const id of ids) if (!isUsed(id)) this.lay("spans", id, null);
  }

  /** Frames that the server changes too where it takes `op`: children of a removed one, those whose quotation a moved span changes. */
  touchedBy({ kind, verb, id }) {
    if (kind === "attributions" && verb === "remove") {
      return [...this.over.attributions.keys()].map((one) => this.base.attributions.get(one)).filter((frame) => frame?.parent === id);
    }
    if (kind !== "spans" || verb !== "change") return [];
    const frames = Array.from(this.links.naming("span", id), (one) => this.get("attributions", one));
    return frames.filter((frame) => [frame.cue, ...frame.contents].includes(id));
  }

  /**
   * The server has taken `op`: what is shown becomes what is known. `answer` is the object as the server has it.
   *
   * @returns {{kind: string, id: string, before: any, after: any}[]} what each object that it touched was, and is (null: not there)
   */
  settle(op, answer) {
    this.clear();
    this.apply(op);
    if (op.verb !== "remove" && answer && !op.path) this.lay(op.kind, op.id, answer);
    const images = [];
    for (const kind of EVERY) {
      for (const [id, one] of this.over[kind]) {
        images.push({ kind, id, before: stateBefore(op, kind, id, this.base[kind].get(id) ?? null), after: one });
        if (one) this.know(kind, id, one);
        else this.bury(kind, id);
      }
    }
    this.clear();
    return images;
  }

  bury(kind, id) {
    const revision = this.base[kind].get(id)?.revision;
    if (revision) this.gone.set(id, revision);
    this.know(kind, id, null);
  }

  /** Know what changed on the server. @returns {string[]} ids of what is different now; what is older than what is known is left alone */
  merge(changes) {
    const found = new Set();
    for (const { kind, id, revision } of changes.gone) {
      if (!KINDS.includes(kind)) continue; // of what stands around the text
      if ((this.base[kind].get(id)?.revision ?? 0) > revision) continue;
      if (this.base[kind].has(id)) found.add(id);
      this.know(kind, id, null);
      this.gone.set(id, Math.max(revision, this.gone.get(id) ?? 0));
    }
    for (const kind of KINDS) {
      for (const one of changes[kind] ?? []) {
        const here = this.base[kind].get(one.id);
        const known = Math.max(here?.revision ?? 0, this.gone.get(one.id) ?? 0);
        if (one.revision <= known && !standsOtherwise(one, here)) continue;
        this.know(kind, one.id, one);
        found.add(one.id);
      }
    }
    return [...found];
  }
}

/** Whether a claim of the revision that is known was assessed anew: its evidence moved, not itself. */
function standsOtherwise(one, here) {
  return one.revision === here?.revision && (one.assessment?.number ?? 0) > (here.assessment?.number ?? 0);
}
