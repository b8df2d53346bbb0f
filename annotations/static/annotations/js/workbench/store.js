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
import { KINDS, Layered } from "./changes.js";

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
    this.shown = new Layered(this.base);
    this.keep = keep;
    /** @type {Operation[]} */
    this.queue = keep.load().map((op) => ({ ...op, state: op.state === "sending" ? "waiting" : op.state }));
    this.replay();
  }

  /** One object as it is shown, or undefined. @param {Kind} kind @param {string|null|undefined} id */
  get(kind, id) {
    return this.shown.get(kind, id);
  }

  /** All objects of a kind as they are shown. @param {Kind} kind @returns {any[]} */
  all(kind) {
    return this.shown.all(kind);
  }

  /** Make an object, whose id the caller made; span places of a frame take an id or `{id, segments}`. */
  create(kind, body) {
    this.push({ kind, verb: "create", id: body.id, body });
  }

  /** Change some fields of an object. */
  change(kind, id, body) {
    this.push({ kind, verb: "change", id, body });
  }

  /** Take an object away. */
  remove(kind, id) {
    this.push({ kind, verb: "remove", id, body: {} });
  }

  push(op) {
    const whole = { ...op, state: "waiting" };
    this.queue.push(whole);
    this.shown.apply(whole);
    this.tell("change", "queue", "enqueue");
  }

  /** Learn what the server has (found by searching, sent by others): no change of one's own, nothing to save. */
  learn(kind, objects) {
    for (const one of objects) this.base[kind].set(one.id, one);
    this.replay();
    this.tell("change");
  }

  /** The server has taken `op` and answers with the object as it is now (nothing after a removal). */
  settle(op, answer) {
    this.queue = this.queue.filter((one) => one !== op);
    this.shown.settle(op, answer);
    this.replay();
    this.tell("change", "queue");
  }

  /** Note where an operation stands: being sent, failed (to be sent again by itself) or refused (a person decides). */
  note(op, state, problem = "") {
    Object.assign(op, { state, problem });
    this.tell("queue");
  }

  /** Give up a change that was not taken; with a creation goes whatever else was to be done to the same object. */
  discard(op) {
    const goes = (one) => one === op || (op.verb === "create" && one.id === op.id);
    this.queue = this.queue.filter((one) => !goes(one));
    this.replay();
    this.tell("change", "queue");
  }

  replay() {
    this.shown.clear();
    for (const op of this.queue) this.shown.apply(op);
  }

  tell(...types) {
    this.keep.save(this.queue);
    for (const type of types) this.dispatchEvent(new Event(type));
  }
}

/** A place for the queue in the browser's storage. @param {string} key @returns {{load(): Operation[], save(queue: Operation[]): void}} */
export function keepIn(storage, key) {
  return {
    load: () => JSON.parse(storage.getItem(key) ?? "[]"),
    save: (queue) => (queue.length ? storage.setItem(key, JSON.stringify(queue)) : storage.removeItem(key)),
  };
}
