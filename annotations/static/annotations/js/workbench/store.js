/**
 * What the workbench knows: what the server last said, and over it the changes that are still on their way.
 *
 * A change shows at once, and so does what taking it back is going to come to. It stays in the queue until the server has taken it; what the server refuses, and what clashes
 * with another's change, stays there too, until a person decides. The queue is kept outside the page's memory,
 * so that a reload loses nothing.
 *
 * @typedef {import("./types.js").Kind} Kind
 * @typedef {import("./types.js").Operation} Operation
 */
import { KINDS, Layered, fieldsBefore } from "./changes.js";
import { uuid7 } from "./ids.js";
import { decided } from "./merging.js";

/**
 * Emits `change` when what it holds changed, `queue` when only the queue did, `enqueue` when there is work to send, and `settled`
 * with an operation and what it did (`images`) when the server has taken it, before that is shown.
 */
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
    /** What is shown though the server has not said so yet. @type {{kind: string, id: string, value: any}[]} */
    this.assumed = [];
    this.keep = keep;
    /** @type {Operation[]} */
    this.queue = keep.load().map(fromKeeping);
    this.replay();
  }

  /** One object as it is shown, or undefined. @param {Kind|"progress"} kind @param {string|null|undefined} id */
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

  /** Say something of a place in the text: `body` is posted to `path` as it is, `shows` is what is seen of it here. */
  post(kind, id, path, body, shows) {
    this.push({ kind, verb: "change", id, path, body, shows });
  }

  /** What `change` does takes several requests and is one step, undone at once. It goes on with the last one, if that is named. */
  gesture(change, step = uuid7()) {
    if (this.step) return change(this.step.step); // part of a larger one
    this.step = this.isOpen(step) ? this.last : { step, at: 0 };
    try {
      return change(step);
    } finally {
      this.step = null;
    }
  }

  /** Whether nothing was done since that step. */
  isOpen(step) {
    return this.last?.step === step;
  }

  push(op) {
    const part = this.step ? { step: this.step.step, part: this.step.at } : {};
    if (this.step) this.step.at += 1;
    this.last = this.step;
    const whole = { ...part, ...op, state: "waiting", before: fieldsBefore(op, this.get(op.kind, op.id)) };
    this.queue.push(whole);
    this.shown.apply(whole);
    this.tell("change", "queue", "enqueue");
  }

  /** Take over what another window left behind: it was made before anything here. @param {Operation[]} queue */
  adopt(queue) {
    if (queue.length === 0) return;
    this.queue = [...queue.map(fromKeeping), ...this.queue];
    this.renew("queue", "enqueue");
  }

  /** What was loaded belongs to another window, which sends it. */
  letGo() {
    this.queue = [];
    this.renew("queue");
  }

  /** Learn what the server has (found by searching, read again): no change of one's own, nothing to save. */
  learn(kind, objects) {
    for (const one of objects) this.shown.know(kind, one.id, one);
    this.renew();
  }

  /**
   * Learn what changed on the server, through whomever. What is older than what is known is left alone.
   *
   * @param {Record<Kind, any[]> & {gone: {kind: Kind, id: string, revision: number}[]}} changes
   * @returns {string[]} ids of what is different now
   */
  merge(changes) {
    const known = this.shown.merge(changes);
    if (known.length) this.renew();
    return known;
  }

  /** The object is not on the server any more. */
  forget(kind, id) {
    this.shown.know(kind, id, null);
    this.renew();
  }

  /** The server has taken `op` and answers with the object as it is now (nothing after a removal). */
  settle(op, answer) {
    this.queue = this.queue.filter((one) => one !== op);
    const images = this.shown.settle(op, answer);
    this.dispatchEvent(new CustomEvent("settled", { detail: { op, images } }));
    this.renew("queue");
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
    this.renew("queue");
  }

  /** A person decided a clash: of the fields named in `mine` one's own way, of the others theirs. */
  decide(op, mine) {
    const now = this.base[op.kind].get(op.id);
    this.queue = decided(this.queue, op, mine);
    if (now) op.before = fieldsBefore(op, now);
    Object.assign(op, { state: "waiting", problem: "", clash: [] });
    this.renew("queue", "enqueue");
  }

  /** Show what the server is going to say; of what is on its way all but what is hidden. */
  assume(values) {
    this.assumed = values;
    this.renew("queue");
  }

  replay() {
    this.shown.clear();
    for (const { kind, id, value } of this.assumed) this.shown.lay(kind, id, value);
    for (const op of this.queue) if (!op.isHidden) this.shown.apply(op);
  }

  renew(...types) {
    this.replay();
    this.tell("change", ...types);
  }

  tell(...types) {
    this.keep.save(this.queue);
    for (const type of types) this.dispatchEvent(new Event(type));
  }
}

/** An operation out of a queue that was kept: what was on its way then is sent again. */
function fromKeeping(op) {
  return { ...op, isHidden: false, state: op.state === "sending" ? "waiting" : op.state };
}
