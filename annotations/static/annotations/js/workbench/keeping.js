/**
 * Where the queue outlives the page: in the browser's storage, a place for each window, so that two windows of one person
 * neither overwrite nor double each other's changes. What a window left behind when it was closed, the next one takes over.
 *
 * A window holds a lock as long as it lives (Web Locks). Where the browser has none, a queue counts as left behind when
 * nothing was written to it for a while; should its window live after all, sending a change twice changes nothing.
 *
 * @typedef {import("./types.js").Operation} Operation
 */
import { uuid7 } from "./ids.js";

const STALE = 60_000; // milliseconds
const LEFT = "isnad:left"; // told by doors.js

/**
 * A place for the queue in the browser's storage.
 *
 * @param {Storage} storage @param {string} place  Person and version.
 * @param {{address: string, title: string}} of  The article, for pages that tell of what waits (unsent.js).
 */
export function keepIn(storage, place, of, session = globalThis.sessionStorage) {
  return new Keeping(storage, session, place, { of });
}

/** The queue of one person in one version, in this window. */
export class Keeping {
  /** @param {Storage} storage @param {Storage} session  Its content belongs to this window alone. @param {string} place */
  constructor(storage, session, place, { locks = globalThis.navigator?.locks, now = Date.now, of = undefined } = {}) {
    Object.assign(this, { storage, session, locks, now, of, prefix: `${place}/queue/`, isFull: false, isOver: false });
    globalThis.document?.addEventListener(LEFT, () => (this.isOver = true)); // nothing is kept of who is gone
    this.tab = session.getItem("isnad/tab") ?? this.newTab();
  }

  newTab() {
    const tab = uuid7();
    this.session.setItem("isnad/tab", tab);
    return tab;
  }

  get key() {
    return this.prefix + this.tab;
  }

  /** @returns {Operation[]} */
  load() {
    return this.read(this.key);
  }

  read(key) {
    try {
      return JSON.parse(this.storage.getItem(key) ?? "{}").queue ?? [];
    } catch {
      return []; // not ours, or cut off
    }
  }

  /** Keep the queue. When there is no room for it, it lives in this page alone, and `isFull` says so. */
  save(queue) {
    if (this.isOver) return;
    try {
      if (queue.length) this.storage.setItem(this.key, JSON.stringify({ at: this.now(), of: this.of, queue }));
      else this.storage.removeItem(this.key);
      this.isFull = false;
    } catch {
      this.isFull = true;
    }
  }

  /** Before anything is sent: this window's own queue, and those that closed windows left behind. */
  async open(store) {
    if (!(await this.claim())) store.letGo();
    await this.inherit((queue) => store.adopt(queue));
  }

  /**
   * Make sure that this window's place is its own: a duplicated tab comes with the other's name.
   *
   * @returns {Promise<boolean>} false where it was another's, and what was loaded is the other's to send.
   */
  async claim() {
    if (!this.locks || (await this.hold(this.tab))) return true;
    this.tab = this.newTab();
    await this.hold(this.tab);
    return false;
  }

  /** The page goes where the browser may bring it back from. Till then its queue is whoever's comes first, as if it were closed. */
  rest() {
    this.left = this.storage.getItem(this.key);
    this.release?.();
  }

  /** The page was brought back. @returns {Promise<boolean>} false where another window took the queue over meanwhile */
  async wake() {
    const isFree = !this.locks || (await this.hold(this.tab));
    this.isOver = !isFree || this.storage.getItem(this.key) !== this.left; // what this page has still in mind is not its own
    return !this.isOver;
  }

  /** Hold the lock of a window for as long as this page lives. @returns {Promise<boolean>} whether it was free */
  hold(tab) {
    return new Promise((answer) => {
      this.locks.request(`isnad/tab/${tab}`, { ifAvailable: true }, (lock) => {
        answer(Boolean(lock));
        return lock ? new Promise((release) => (this.release = release)) : undefined;
      });
    });
  }

  /**
   * Take over the queues of windows that are gone, what was made first at the head.
   *
   * @param {(queue: Operation[]) => void} adopt  Puts one before this window's own, and keeps it: it is never nowhere.
   */
  async inherit(adopt) {
    const keys = Object.keys(this.storage).filter((key) => key.startsWith(this.prefix) && key !== this.key).sort();
    for (const key of keys.reverse()) await this.takeOver(key, adopt);
  }

  async takeOver(key, adopt) {
    const take = () => {
      if (this.isOver) return; // whoever it was is gone: theirs stays where it is
      adopt(this.read(key));
      if (!this.isFull) this.storage.removeItem(key);
    };
    if (this.locks) {
      const name = `isnad/tab/${key.slice(this.prefix.length)}`;
      return this.locks.request(name, { ifAvailable: true }, (lock) => lock && take());
    }
    const { at = 0 } = JSON.parse(this.storage.getItem(key) ?? "{}");
    if (this.now() - at > STALE) take();
    return undefined;
  }
}
