/**
 * Sending the queue: one operation at a time, in order, each as one request to the REST interface.
 *
 * A failed connection or a server error is tried again by itself, later and later; a refusal waits for a person, and
 * the operations behind it go on, but for those that need what was refused. Everything may be sent twice, because an answer
 * may be lost: ids are the client's, a change that is there already is done, and what is gone need not be removed.
 *
 * @typedef {import("./types.js").Operation} Operation
 * @typedef {import("./types.js").Store} Store
 */
import { askedBy } from "./csrf.js";
import { meet } from "./merging.js";
import { reasonOf } from "./refusals.js";

const FIRST_PAUSE = 1000; // milliseconds
const LONGEST_PAUSE = 30000;
const SIGNED_OUT = 401;
const RETRIED = new Set([SIGNED_OUT, 408, 425, 429, 500, 502, 503, 504]);
const MOST_TURNS = 5; // how often a change is merged with what others do at the same moment before it rests

/** Sends what the store queues. Emits `sent` after each operation that the server took, with it as `detail`. */
export class Saver extends EventTarget {
  /**
   * @param {Store} store
   * @param {{api: string, csrf: string|(() => string), workspace?: string, user?: string, texts: Record<string, string>, send?: typeof fetch, isOnline?: () => boolean}} options  `api` ends in a slash.
   */
  constructor(store, { api, csrf, workspace = "", user = "", texts, send = (...args) => fetch(...args), isOnline = () => globalThis.navigator?.onLine !== false }) {
    super();
    Object.assign(this, { store, api, csrf, workspace, user, texts, send, isOnline });
    this.pause = FIRST_PAUSE;
    /** @type {Promise<unknown>|null} */
    this.running = null;
    this.isOffline = false;
    /** Nothing is sent before this: the queue may turn out to be another window's. @type {Promise<unknown>} */
    this.ready = Promise.resolve();
    store.addEventListener("enqueue", () => this.run());
  }

  /** Send everything that waits; returns when nothing is left to send now. */
  run() {
    this.running ??= this.sendAll().finally(() => (this.running = null));
    return this.running;
  }

  async sendAll() {
    clearTimeout(this.timer);
    await this.ready;
    for (let op = this.next(); op; op = this.next()) {
      if (!(await this.attempt(op))) return this.later();
    }
    this.pause = FIRST_PAUSE;
    return undefined;
  }

  /** When everything that can be sent now has been. */
  async settled() {
    while (this.running) await this.running;
    await this.run();
  }

  /** Send again what failed or was refused, at once. @param {Operation} [only] */
  retry(only) {
    for (const op of only ? [only] : this.store.queue) {
      if (only || op.state === "failed") this.store.note(op, "waiting", op.problem);
    }
    this.pause = FIRST_PAUSE;
    return this.run();
  }

  /** The first operation that may go out: none that needs an object which waits for a person. */
  next() {
    const held = new Set();
    return this.store.queue.find((op) => {
      const body = JSON.stringify(op.body);
      const isHeld = held.has(op.id) || [...held].some((id) => body.includes(`"${id}"`));
      if (isHeld || op.state === "refused" || op.state === "clash") held.add(op.id);
      return !isHeld && (op.state === "waiting" || op.state === "failed");
    });
  }

  later() {
    this.timer = setTimeout(() => this.run(), this.pause);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
  }

  /** Bring one operation to its end. False when the server could not be reached and the queue has to wait. */
  async attempt(op) {
    for (let turn = 0; turn < MOST_TURNS; turn += 1) {
      const { clash, body, isDone } = meet(op, this.store.base[op.kind]?.get(op.id));
      if (clash.length) return this.rest(op, "clash", this.texts.clash, clash);
      if (isDone) return this.taken(op, this.store.base[op.kind].get(op.id) ?? null, true);
      const answer = await this.ask(op, ...this.request(op, body));
      if (!answer) return false;
      const { status, content } = answer;
      if (status < 300 || (op.verb === "remove" && status === 404)) return this.taken(op, content, false);
      const isStale = status === 412 || (status === 404 && op.verb === "change" && !op.path);
      if (!isStale) return this.refuse(op, status, content);
      if (!(await this.lookAgain(op))) return false;
    }
    return this.rest(op, "refused", this.texts.stale);
  }

  /** One request; null where it did not arrive, which is noted. */
  async ask(op, url, options) {
    op.tried ||= this.isOnline(); // where there is no network at all nothing can have reached the server
    this.store.note(op, "sending", op.problem);
    let response;
    try {
      response = await this.send(url, options);
    } catch {
      return this.fail(op, true, this.texts.unreachable);
    }
    if (RETRIED.has(response.status)) {
      const isOut = response.status === SIGNED_OUT;
      return this.fail(op, false, isOut ? this.texts.signed_out : `${this.texts.failed} (${response.status})`);
    }
    this.isOffline = false;
    return { status: response.status, content: await response.json().catch(() => null) };
  }

  fail(op, isOffline, problem) {
    this.isOffline = isOffline;
    this.store.note(op, "failed", problem);
    return null;
  }

  rest(op, state, problem, clash = []) {
    this.isOffline = false; // what is decided here came from the server
    this.store.note(op, state, problem, clash);
    return true;
  }

  /** The server changed other frames too: children of a removed one, frames whose quotation a moved span changed. */
  async taken(op, answer, wasThere) {
    const frames = this.store.shown.touchedBy(op);
    if (wasThere && op.verb === "remove") this.store.discard(op);
    else this.store.settle(op, answer);
    for (const frame of frames) await this.read("attributions", frame.id).catch(() => null);
    this.dispatchEvent(new CustomEvent("sent", { detail: op }));
    return true;
  }

  /** Learn what the server has for an operation that it found stale. False where it cannot be asked. */
  async lookAgain(op) {
    try {
      const status = await this.read(op.kind, op.id);
      if (status === 404) this.store.forget(op.kind, op.id);
      return status < 500 || Boolean(this.fail(op, false, this.texts.failed));
    } catch {
      return Boolean(this.fail(op, true, this.texts.unreachable));
    }
  }

  /** Read one object anew. @returns {Promise<number>} the status of the answer */
  async read(kind, id) {
    const headers = { Accept: "application/json", ...askedBy(this) };
    const response = await this.send(`${this.api}${kind}/${id}/`, { headers, credentials: "same-origin" });
    this.isOffline = false;
    if (response.ok) this.store.learn(kind, [await response.json()]);
    return response.status;
  }

  request(op, body) {
    if (op.path) return this.posted(op);
    const revision = this.store.base[op.kind].get(op.id)?.revision;
    const path = op.verb === "create" ? `${op.kind}/` : `${op.kind}/${op.id}/`;
    const headers = { ...this.headers(), ...(op.step ? { "X-Step": op.step } : {}) };
    if (op.verb !== "create") headers["If-Match"] = revision ? `"${revision}"` : "*";
    const method = { create: "POST", change: "PATCH", remove: "DELETE" }[op.verb];
    if (op.verb === "remove") return [this.api + path, { method, headers, credentials: "same-origin" }];
    headers["Content-Type"] = "application/json";
    return [this.api + path, { method, headers, credentials: "same-origin", body: JSON.stringify(body) }];
  }

  /** What is said of a place in the text: there is no revision to compare, and saying it twice changes nothing. */
  posted({ path, body }) {
    const headers = { ...this.headers(), "Content-Type": "application/json" };
    return [this.api + path, { method: "POST", headers, credentials: "same-origin", body: JSON.stringify(body) }];
  }

  /** What every write carries. The token is read each time: signing in again changes it. */
  headers() {
    const csrf = typeof this.csrf === "function" ? this.csrf() : this.csrf;
    return { Accept: "application/json", "X-CSRFToken": csrf, ...askedBy(this) };
  }

  refuse(op, status, problem) {
    return this.rest(op, "refused", reasonOf(this.texts, problem) || `${this.texts.refused} (${status})`);
  }
}
