/**
 * What the workbench knows: what the server last said, and over it the changes that are still on their way.
 *
 * A change shows at once. It stays in the queue until the server has taken it; what the server refuses stays there too,
 * with the reason, until a person sends it again or gives it up. The queue is kept outside the page's memory,
 * so that a reload loses nothing.
 *
 * @typedef {import("./types.js").Kind} Kind
 * @typedef {import("./types.js").Operation} Operation
 */
import { uuid7 } from "./ids.js";

/** @type {Kind[]} */
export const KINDS = ["spans", "attributions", "mentions", "sources", "claims"];
const PLACES = ["source", "cue", "addressee", "channel"];

/** Emits `change` when what it holds changed, `queue` when only the queue did, `enqueue` when there is work to send. */
export class Store extends EventTarget {
  /**
   * @param {Record<Kind, object[]>} data  As the API answers for a version's annotations.
   * @param {{load(): Operation[], save(queue: Operation[]): void}} keep  Where the queue outlives the page.
   */
  constructor(data, keep) {
    super();
    /** @type {Record<Kind, Map<string, any>>} */
    this.base = Object.fromEntries(KINDS.map((kind) => [kind, new Map((data[kind] ?? []).map((one) => [one.id, one]))]));
    this.keep = keep;
    /** @type {Operation[]} */
    this.queue = keep.load().map((op) => ({ ...op, state: op.state === "sending" ? "waiting" : op.state }));
    this.replay();
  }

  /** One object as it is shown, or undefined. @param {Kind} kind @param {string|null|undefined} id */
  get(kind, id) {
    const over = this.over[kind];
    if (over.has(id)) return over.get(id) ?? undefined;
    return this.base[kind].get(id);
  }

  /** All objects of a kind as they are shown. @param {Kind} kind @returns {any[]} */
  all(kind) {
    const over = this.over[kind];
    if (over.size === 0) return [...this.base[kind].values()];
    const known = [...this.base[kind].keys()].filter((id) => !over.has(id)).map((id) => this.base[kind].get(id));
    return [...known, ...[...over.values()].filter(Boolean)];
  }

  /** Make an object; span places of a frame take an id or `{id, segments}`. @returns {string} its id */
  create(kind, body) {
    const id = body.id ?? uuid7();
    this.push({ kind, verb: "create", id, body: { ...body, id } });
    return id;
  }

  /** Change some fields of an object. */
  change(kind, id, body) {
    this.push({ kind, verb: "change", id, body });
  }

  /** Take an object away. */
  remove(kind, id) {
    this.push({ kind, verb: "remove", id, body: {} });
  }

  /** Learn of objects that the server already has (found by searching, sent by others), without a save. */
  learn(kind, objects) {
    for (const one of objects) this.base[kind].set(one.id, one);
    this.emit("change");
  }

  push(op) {
    const whole = { ...op, key: uuid7(), state: "waiting" };
    this.queue.push(whole);
    this.apply(whole);
    this.keep.save(this.queue);
    this.emit("change");
    this.emit("queue");
    this.emit("enqueue");
  }

  /** The server has taken `op` and answers with the object as it is now (nothing after a removal). */
  settle(op, answer) {
    this.queue = this.queue.filter((one) => one !== op);
    if (op.verb === "remove") this.base[op.kind].delete(op.id);
    else this.base[op.kind].set(op.id, answer);
    if (op.kind === "attributions" && op.verb !== "remove") this.adoptSpans(op, answer);
    this.keep.save(this.queue);
    this.replay();
    this.emit("change");
    this.emit("queue");
  }

  /** Spans that were made with the frame are known from now on, under the ids that the server gave them. */
  adoptSpans(op, answer) {
    const pairs = PLACES.map((place) => [op.body[place], answer[place]]);
    (op.body.contents ?? []).forEach((content, k) => pairs.push([content, answer.contents?.[k]]));
    for (const [sent, id] of pairs) {
      if (id && sent?.segments) this.base.spans.set(id, { id, segments: sent.segments });
    }
  }

  /** Note where an operation stands: being sent, failed (to be sent again by itself) or refused (a person decides). */
  note(op, state, problem = "", current = undefined) {
    Object.assign(op, { state, problem, current });
    this.keep.save(this.queue);
    this.emit("queue");
  }

  /** Take the server's newer state of an object, leaving the queue as it is. */
  refresh(kind, object) {
    this.base[kind].set(object.id, object);
    this.replay();
    this.emit("change");
  }

  /** Give up a change that was not taken; with a creation goes whatever else was to be done to the same object. */
  discard(op) {
    const goes = (one) => one === op || (op.verb === "create" && one.id === op.id);
    this.queue = this.queue.filter((one) => !goes(one));
    this.keep.save(this.queue);
    this.replay();
    this.emit("change");
    this.emit("queue");
  }

  /** Changes not taken by the server that touch one object. */
  pending(id) {
    return this.queue.filter((op) => op.id === id);
  }

  replay() {
    /** @type {Record<Kind, Map<string, any>>} */
    this.over = Object.fromEntries(KINDS.map((kind) => [kind, new Map()]));
    for (const op of this.queue) this.apply(op);
  }

  apply(op) {
    const over = this.over[op.kind];
    if (op.verb === "remove") {
      over.set(op.id, null);
      if (op.kind === "attributions") this.orphan(op.id);
      return;
    }
    const before = op.verb === "create" ? {} : this.get(op.kind, op.id);
    if (!before) return;
    const fields = op.kind === "attributions" ? this.withSpans(op.body) : op.body;
    over.set(op.id, { ...before, ...fields, id: op.id });
  }

  /** What hung on a removed frame: its mentions go, its child frames stand on their own. */
  orphan(id) {
    for (const one of this.all("mentions")) if (one.attribution === id) this.over.mentions.set(one.id, null);
    for (const one of this.all("attributions")) {
      if (one.parent === id) this.over.attributions.set(one.id, { ...one, parent: null });
    }
  }

  /** The body with every `{id, segments}` replaced by its id, the span itself being added. */
  withSpans(body) {
    const adopt = (place) => {
      if (!place?.segments) return place;
      this.over.spans.set(place.id, place);
      return place.id;
    };
    const fields = { ...body };
    for (const place of PLACES) if (place in body) fields[place] = adopt(body[place]);
    if (body.contents) fields.contents = body.contents.map(adopt);
    return fields;
  }

  emit(type) {
    this.dispatchEvent(new Event(type));
  }
}

/** A place for the queue in the browser's storage. @param {string} key @returns {{load(): Operation[], save(queue: Operation[]): void}} */
export function keepIn(storage, key) {
  return {
    load: () => JSON.parse(storage.getItem(key) ?? "[]"),
    save: (queue) => (queue.length ? storage.setItem(key, JSON.stringify(queue)) : storage.removeItem(key)),
  };
}
