/**
 * What the workbench knows: what the server last said, and over it the changes that are still on their way.
 *
 * A change shows at once. It stays in the queue until the server has taken it; what the server refuses, and what clashes
 * with another's change, stays there too, until a person decides. The queue is kept outside the page's memory,
 * so that a reload loses nothing.
 *
 * @typedef {import("./types.js").Kind} Kind
 * @typedef {import("./types.js").Operation} Operation
 */
import { KINDS, Layered, fieldsBefore } from "./changes.js";
import { uuid7 } from "./ids.js";
import { Keeping } from "./keeping.js";

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
    this.queue = keep.load().map(fromKeeping);
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

  /**
   * Objects of a kind that name `id`: frames by their `span`, `parent` or `speaker`, mentions by their `target` (frame or plain
   * span) or `claim`. @param {Kind} kind @param {import("./links.js").Place} place @returns {any[]}
   */
  naming(kind, place, id) {
    return Array.from(this.shown.links.naming(place, id), (one) => this.get(kind, one));
  }

  /** Who names whom, and which frames and spans changed. */
  get links() {
    return this.shown.links;
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

  /** What `change` does takes several requests and is one step, undone at once. @param {() => unknown} change */
  gesture(change, step = uuid7()) {
    this.step = { step, at: 0 };
    try {
      return change(step);
    } finally {
      this.step = null;
    }
  }

  push(op) {
    const part = this.step ? { step: this.step.step, part: this.step.at } : {};
    if (this.step) this.step.at += 1;
    const whole = { ...part, ...op, state: "waiting", before: fieldsBefore(op, this.get(op.kind, op.id)) };
    this.queue.push(whole);
    this.shown.apply(whole);
    this.tell("change", "queue", "enqueue");
  }

  /** Take over what another window left behind: it was made before anything here. @param {Operation[]} queue */
  adopt(queue) {
    if (queue.length === 0) return;
    this.queue = [...queue.map(fromKeeping), ...this.queue];
    this.replay();
    this.tell("change", "queue", "enqueue");
  }

  /** What was loaded belongs to another window, which sends it. */
  letGo() {
    this.queue = [];
    this.replay();
    this.tell("change", "queue");
  }

  /** Learn what the server has (found by searching, read again): no change of one's own, nothing to save. */
  learn(kind, objects) {
    for (const one of objects) this.shown.know(kind, one.id, one);
    this.replay();
    this.tell("change");
  }

  /**
   * Learn what changed on the server, through whomever. What is older than what is known is left alone.
   *
   * @param {Record<Kind, any[]> & {gone: {kind: Kind, id: string, revision: number}[]}} changes
   * @returns {string[]} ids of what is different now
   */
  merge(changes) {
    const known = this.shown.merge(changes);
    if (known.length) {
      this.replay();
      this.tell("change");
    }
    return known;
  }

  /** The object is not on the server any more. */
  forget(kind, id) {
    this.shown.know(kind, id, null);
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

  /** Note where an operation stands: being sent, failed (to be sent again by itself), refused or clashing (a person decides). */
  note(op, state, problem = "", clash = []) {
    Object.assign(op, { state, problem, clash });
    this.tell("queue");
  }

  /** Give up a change that was not taken; with a creation goes whatever else was to be done to the same object. */
  discard(op) {
    const goes = (one) => one === op || (op.verb === "create" && one.id === op.id);
    this.queue = this.queue.filter((one) => !goes(one));
    this.replay();
    this.tell("change", "queue");
  }

  /**
   * A person decided a clash: of the fields named in `mine` one's own way, of the others theirs. An operation of which
   * nothing is left goes, and so does what was to be done later to a field that stays theirs.
   */
  decide(op, mine) {
    const theirs = op.clash.filter((name) => !mine.includes(name));
    const now = this.base[op.kind].get(op.id);
    for (const one of this.queue.filter((other) => other.id === op.id && other.verb === "change")) {
      for (const name of theirs) delete one.body[name];
    }
    if (now) op.before = fieldsBefore(op, now);
    const isOver = theirs.includes("*") || (op.verb === "change" && Object.keys(op.body).length === 0);
    this.queue = this.queue.filter((one) => !(isOver && one === op) && !(one.verb === "change" && Object.keys(one.body).length === 0));
    Object.assign(op, { state: "waiting", problem: "", clash: [] });
    this.replay();
    this.tell("change", "queue", "enqueue");
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

/** An operation out of a queue that was kept: what was on its way then is sent again. */
function fromKeeping(op) {
  return { ...op, state: op.state === "sending" ? "waiting" : op.state };
}

/** A place for the queue in the browser's storage. @param {Storage} storage @param {string} place  Person and version. */
export function keepIn(storage, place, session = globalThis.sessionStorage) {
  return new Keeping(storage, session, place);
}
