/**
 * What one operation does to what is shown: a layer of changed objects over what the server last said.
 *
 * The rules of the server's own actions are repeated here, so that the picture after a change is the one that the server
 * will confirm: a removed frame takes its mentions along and lifts its children, and a span that nothing uses any more goes.
 *
 * @typedef {import("./types.js").Kind} Kind
 * @typedef {import("./types.js").Operation} Operation
 */

/** @type {Kind[]} */
export const KINDS = ["spans", "attributions", "mentions", "sources", "claims"];
export const PLACES = ["source", "cue", "addressee", "channel"];

/** Ids of the spans that a frame uses. */
export function spansOf(frame) {
  return [...PLACES.map((place) => frame[place]), ...frame.contents].filter(Boolean);
}

/** The fields that a change is about, as they are before it; of a removal all of them, of a creation none. */
export function fieldsBefore(op, before) {
  if (!before || op.verb === "create") return undefined;
  if (op.verb === "remove") return { ...before };
  return Object.fromEntries(Object.keys(op.body).filter((name) => name in before).map((name) => [name, before[name]]));
}

/** Objects by kind and id, some of them changed or gone (null) in the layer on top. */
export class Layered {
  /** @param {Record<Kind, Map<string, any>>} base */
  constructor(base) {
    this.base = base;
    /** Last revisions of what is gone, so that late news of it does not bring it back. @type {Map<string, number>} */
    this.gone = new Map();
    this.clear();
  }

  /** Forget every change. */
  clear() {
    /** @type {Record<Kind, Map<string, any>>} */
    this.over = Object.fromEntries(KINDS.map((kind) => [kind, new Map()]));
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

  /** Show what `op` does. @param {Operation} op */
  apply(op) {
    const before = this.get(op.kind, op.id);
    if (op.verb === "remove") this.remove(op, before);
    else if (before || op.verb === "create") {
      const fields = op.kind === "attributions" ? this.withSpans(op.body) : op.body;
      this.over[op.kind].set(op.id, { ...before, ...fields, id: op.id });
    }
    if (before && op.kind === "attributions") this.dropUnused(spansOf(before));
  }

  remove(op, frame) {
    this.over[op.kind].set(op.id, null);
    if (op.kind !== "attributions" || !frame) return;
    for (const one of this.all("mentions")) if (one.attribution === op.id) this.over.mentions.set(one.id, null);
    for (const one of this.all("attributions")) {
      if (one.parent === op.id) this.over.attributions.set(one.id, { ...one, parent: frame.parent });
    }
  }

  /** The body with every `{id, segments}` replaced by its id, the span itself being added. */
  withSpans(body) {
    const adopt = (place) => {
      if (!place?.segments) return place;
      this.over.spans.set(place.id, { revision: 1, ...place });
      return place.id;
    };
    const fields = { ...body };
    for (const place of PLACES) if (place in body) fields[place] = adopt(body[place]);
    if (body.contents) fields.contents = body.contents.map(adopt);
    return fields;
  }

  dropUnused(ids) {
    const used = new Set(this.all("attributions").flatMap(spansOf));
    for (const mention of this.all("mentions")) used.add(mention.span);
    for (const id of ids) if (!used.has(id)) this.over.spans.set(id, null);
  }

  /** The server has taken `op`: what is shown becomes what is known. `answer` is the object as the server has it. */
  settle(op, answer) {
    this.clear();
    this.apply(op);
    for (const kind of KINDS) {
      for (const [id, one] of this.over[kind]) {
        if (one) this.base[kind].set(id, one);
        else this.bury(kind, id);
      }
    }
    if (op.verb !== "remove" && answer) this.base[op.kind].set(op.id, answer);
    this.clear();
  }

  bury(kind, id) {
    const revision = this.base[kind].get(id)?.revision;
    if (revision) this.gone.set(id, revision);
    this.base[kind].delete(id);
  }
}
