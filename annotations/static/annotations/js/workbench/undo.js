/**
 * Undo and redo: of what was not sent yet, here; of everything else, on the server, which knows every change.
 */
import { uuid7 } from "./ids.js";

/** Emits `change` when what can be undone or done again changed. */
export class Undo extends EventTarget {
  /**
   * @param {import("./types.js").Bench} bench
   * @param {{saver: any, live: any, post: (path: string, body?: object) => Promise<Response>, ask: (names: string[]) => Promise<string|null>, say: (text: string) => void}} means
   *   `ask` lets the person choose whose change to keep: "theirs", "mine", or null for neither.
   */
  constructor(bench, means) {
    super();
    const { say, ...rest } = means;
    Object.assign(this, { bench, ...rest, tell: say, state: { undo: null, redo: null } });
    /** Changes that were given up before they were sent, newest last. */
    this.taken = [];
    this.saver.addEventListener("sent", ({ detail }) => this.sent(detail));
    bench.store.addEventListener("enqueue", () => this.isReturning || this.take(0));
  }

  /** Learn what can be undone; where the server cannot be asked, trying tells. */
  async look() {
    const answer = await this.post("undo/").catch(() => null);
    if (answer?.ok) this.become(await answer.json());
  }

  become({ undo, redo }) {
    this.state = { undo, redo };
    this.dispatchEvent(new Event("change"));
  }

  take(length) {
    this.taken.length = length;
    this.become({ undo: this.state.undo ?? {}, redo: null });
  }

  sent(op) {
    const isOfArticle = ["spans", "attributions", "mentions"].includes(op.kind);
    if (isOfArticle) this.become({ undo: { kind: op.kind, verb: op.verb }, redo: this.taken.length ? {} : null });
  }

  get can() {
    return { undo: Boolean(this.state.undo || this.unsent()), redo: Boolean(this.state.redo || this.taken.length) };
  }

  /** The newest change, with all that is one step with it, where no try to send any of it was made yet. */
  unsent() {
    const { queue } = this.bench.store;
    const last = queue.at(-1);
    const step = last?.step ? queue.filter((op) => op.step === last.step) : [last];
    const isWhole = last && !(step[0].part > 0);
    return isWhole && step.every((op) => op.state === "waiting" && !op.tried) ? step : null;
  }

  async undo() {
    const step = this.isBusy ? null : this.unsent();
    if (!step) return this.onServer("undo");
    this.taken.push(step);
    for (const op of [...step].reverse()) this.bench.store.discard(op);
    this.become({ ...this.state, redo: {} });
    return this.say("undone", mainOf(step));
  }

  async redo() {
    const ops = this.taken.pop();
    if (!ops) return this.onServer("redo");
    this.isReturning = true;
    for (const { kind, verb, id, body, step, part } of ops) {
      this.bench.store.push({ kind, verb, id, body, ...(step ? { step, part } : {}) });
    }
    this.isReturning = false;
    this.become({ ...this.state, redo: this.taken.length ? {} : null });
    return this.say("redone", mainOf(ops));
  }

  /** Everything has to be saved before: a step is taken back on the server, after all that came before it. */
  async onServer(way, keep) {
    const { words, store } = this.bench;
    if (this.isBusy) return;
    this.isBusy = true;
    try {
      await this.saver.settled();
      if (store.queue.some((op) => op.state !== "refused" && op.state !== "clash")) return this.tell(words.undo_waits);
      await this.request(way, keep);
    } catch {
      this.tell(words.unreachable);
    } finally {
      this.isBusy = false;
    }
  }

  async request(way, keep) {
    // The same id until an answer came: it may have arrived, and must not be done twice.
    this.pending = this.pending?.way === way && this.pending.keep === keep ? this.pending : { id: uuid7(), way, keep };
    const { id } = this.pending;
    const answer = await this.post("undo/", { id, way, layer: this.bench.layer, ...(keep ? { keep } : {}) });
    const content = await answer.json().catch(() => ({}));
    if (answer.status >= 500) throw new Error(String(answer.status));
    this.pending = null;
    if (answer.ok) return this.done(way, content);
    if (content.rule !== "undo.changed_since") {
      if (content.rule === "undo.nothing") this.become({ ...this.state, [way]: null });
      return this.tell(content.rule === "undo.nothing" ? this.bench.words[`nothing_${way}`] : content.detail);
    }
    const chosen = await this.ask(content.errors.map((error) => error.detail.split(" changed this since")[0]));
    return chosen ? this.request(way, chosen) : undefined;
  }

  async done(way, content) {
    this.become(content);
    await this.live.pull().catch(() => null);
    if (content.done?.id && this.bench.thing(content.done.id)) this.bench.select(content.done.id);
    this.say(way === "undo" ? "undone" : "redone", content.done);
  }

  say(word, step) {
    const { words } = this.bench;
    this.tell(step?.kind ? `${words[word]} ${words.verbs[step.verb]}: ${words.kinds[step.kind]}` : words[word]);
  }
}

/** By which of its changes a person knows a step: the frame's, else the first. */
function mainOf(step) {
  return step.find((op) => op.kind === "attributions") ?? step[0];
}

/** Which way a key press means: "undo", "redo", or "" for none. The letter counts, or its place where no letter is Latin. */
export function wayOfKey(event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.isComposing) return "";
  const letter = /^[a-z]$/iu.test(event.key) ? event.key.toLowerCase() : event.code.replace("Key", "").toLowerCase();
  if (letter === "z") return event.shiftKey ? "redo" : "undo";
  return letter === "y" && !event.shiftKey ? "redo" : "";
}
