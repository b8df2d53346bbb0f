/**
 * Following what others do: one stream of server-sent events, opened again whenever it ends, from where it was.
 *
 * Read through fetch, not EventSource, which says neither why it was refused nor when it fell silent. Where no stream
 * can be had (a proxy that holds answers back), the same news is asked for every few seconds.
 */

import { askedBy } from "./csrf.js";

const REOPENING = 2000; // milliseconds before the stream is opened again; the server may name another
const LONGEST_REST = 30_000;
const SILENCE = 40_000; // the server gives a sign of life every 15 seconds
const HIDDEN_FOR = 60_000; // a window that nobody sees lets its stream go: a browser has few connections for a server
const REFUSED = new Set([401, 403, 404]);

/** Cuts what comes into events. Calls `tell(name, id, data)` for each, `pause(milliseconds)` where the server names one. */
export class EventReader {
  constructor(tell, pause) {
    Object.assign(this, { tell, pause, rest: "", event: {} });
  }

  push(text) {
    const lines = (this.rest + text).split("\n");
    this.rest = lines.pop();
    for (const line of lines) this.line(line);
  }

  line(line) {
    if (line === "") {
      if (this.event.data !== undefined) this.tell(this.event.event ?? "message", this.event.id ?? "", this.event.data);
      this.event = {};
      return;
    }
    const [, name, value] = /^([^:]*):? ?(.*)$/u.exec(line);
    if (name === "retry") this.pause(Number(value));
    else if (name) this.event[name] = value;
  }
}

/** Emits `changes` and `here` with what the server tells as `detail`, `state` when `state` changed. */
export class Live extends EventTarget {
  /** @param {{address: string, cursor: string, viewer: string, layer: string, workspace: string, user?: string}} place  `address` of the version, ending in a slash. */
  constructor(place, { send = (...args) => fetch(...args), page = globalThis.document, now = Date.now } = {}) {
    super();
    Object.assign(this, place, { send, page, now, wished: REOPENING, pause: REOPENING, silent: 0 });
    /** @type {"starting"|"live"|"polling"|"away"|"refused"} */
    this.state = "starting";
    page?.addEventListener("visibilitychange", () => this.seen());
    globalThis.addEventListener?.("online", () => this.hurry());
  }

  /** Follow until the server refuses or `stop` is called. */
  async start() {
    this.isStopped = false;
    while (!this.isStopped && this.state !== "refused") {
      const isGood = await this.turn().catch(() => false);
      this.pause = isGood ? this.wished : Math.min(this.pause * 2, LONGEST_REST);
      if (!this.isStopped && this.state !== "refused") await this.rest();
    }
  }

  stop() {
    this.isStopped = true;
    this.abort?.abort();
    this.wake?.();
  }

  /** Do not wait any longer. */
  hurry() {
    this.pause = this.wished;
    this.wake?.();
  }

  seen() {
    clearTimeout(this.hiding);
    if (this.page.visibilityState !== "hidden") {
      if (this.isStopped && this.state === "away") this.start();
      return;
    }
    this.hiding = setTimeout(() => {
      this.stop();
      this.become("away");
    }, HIDDEN_FOR);
  }

  /** All windows that lost the server come back spread over a while. */
  rest() {
    return new Promise((done) => {
      this.wake = done;
      setTimeout(done, this.pause * (0.5 + Math.random()));
    });
  }

  become(state) {
    if (state === this.state) return;
    this.state = state;
    this.dispatchEvent(new Event("state"));
  }

  /** One stream from its beginning to its end, or one question. @returns {Promise<boolean>} whether anything came */
  async turn() {
    if (this.silent >= 2) {
      await this.pull();
      if (this.state !== "refused") this.become("polling");
      return true;
    }
    let came = false;
    this.abort = new AbortController();
    const watch = () => {
      clearTimeout(this.watchdog);
      this.watchdog = setTimeout(() => this.abort.abort(), SILENCE);
    };
    watch();
    try {
      const answer = await this.ask(`live/?viewer=${this.viewer}&layer=${this.layer}`, this.abort.signal);
      if (!answer) return false;
      const reader = new EventReader((...event) => { came = true; this.hear(...event); }, (pause) => (this.wished = pause));
      const decoder = new TextDecoder();
      for await (const piece of pieces(answer.body)) {
        watch();
        this.heardAt = this.now();
        reader.push(decoder.decode(piece, { stream: true }));
      }
    } catch (error) {
      if (!came && this.abort.signal.aborted && !this.isStopped) this.silent += 1;
      if (!came) throw error;
    } finally {
      clearTimeout(this.watchdog);
    }
    return came;
  }

  /** @returns {Promise<Response|null>} null where the server refused */
  async ask(path, signal) {
    const headers = { "Last-Event-ID": this.cursor, ...askedBy(this) };
    const answer = await this.send(this.address + path, { headers, signal, credentials: "same-origin", cache: "no-store" });
    if (REFUSED.has(answer.status)) this.become("refused");
    else if (!answer.ok) throw new Error(String(answer.status));
    if (!answer.ok) return null;
    this.heardAt = this.now(); // milliseconds: when what is known here was last known to be so
    return answer;
  }

  hear(name, id, data) {
    if (id) this.cursor = id;
    if (name !== "end") this.become("live");
    if (name === "changes" || name === "here" || name === "end") this.emit(name, JSON.parse(data));
  }

  /** Ask once what is new: after an action whose effects only the server knows, or where there is no stream. */
  async pull() {
    const answer = await this.ask(`changes/?after=${encodeURIComponent(this.cursor)}&layer=${this.layer}`);
    if (!answer) return;
    const changes = await answer.json();
    this.cursor = changes.cursor;
    this.emit("changes", changes);
  }

  emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/** The pieces of a body as they come; not every browser lets a stream be walked. */
async function* pieces(body) {
  const reader = body.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
}
