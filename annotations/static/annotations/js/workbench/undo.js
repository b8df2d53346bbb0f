/**
 * Undo and redo: of what was not sent yet, here; of everything else, on the server, which knows every change. What it comes to
 * is shown at once where this window knows it, and taken back where the server refuses.
 */
import { Foresight } from "./foresight.js";
import { uuid7 } from "./ids.js";
import { reasonOf } from "./refusals.js";

const OF_THE_ARTICLE = ["spans", "attributions", "mentions", "progress"];

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
    Object.assign(this, { bench, ...rest, state: { undo: null, redo: null } });
    /** Say why something was not done. */
    this.tell = (text) => void say(text);
    this.foresight = new Foresight(bench.store);
    /** Steps that can be done again, newest last: those given up before they were sent; null for one that the server has. */
    this.taken = [];
    /** One after another. @type {Promise<unknown>} */
    this.chain = Promise.resolve();
    this.round = 0;
    this.waiting = 0;
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
    if (OF_THE_ARTICLE.includes(op.kind)) this.become({ undo: { kind: op.kind, verb: op.verb }, redo: this.taken.length ? {} : null });
  }

  get can() {
    return { undo: Boolean(this.state.undo || this.unsent()), redo: Boolean(this.state.redo || this.taken.length) };
  }

  /** The newest change, with all that is one step with it, where nothing of it can have reached the server yet. */
  unsent() {
    const { queue } = this.bench.store;
    const last = queue.findLast((op) => !op.isHidden);
    const step = last?.step ? queue.filter((op) => op.step === last.step) : [last];
    const isWhole = last && !(step[0].part > 0);
    return isWhole && step.every((op) => ["waiting", "failed"].includes(op.state) && !op.tried) ? step : null;
  }

  async undo() {
    const step = this.unsent();
    if (!step) return this.turn("undo");
    this.taken.push(step);
    for (const op of [...step].reverse()) this.bench.store.discard(op);
    this.become({ ...this.state, redo: {} });
    return this.say("undone", mainOf(step));
  }

  async redo() {
    const isNoted = this.taken.length > 0;
    const ops = this.taken.pop();
    if (!ops) return this.turn("redo", isNoted);
    this.isReturning = true;
    for (const { kind, verb, id, body, step, part, path, shows } of ops) {
      this.bench.store.push({ kind, verb, id, body, ...(step ? { step, part } : {}), ...(path ? { path, shows } : {}) });
    }
    this.isReturning = false;
    this.become({ ...this.state, redo: this.taken.length ? {} : null });
    return this.say("redone", mainOf(ops));
  }

  /** News of what this person did and this window does not know of: another window did it, and has the newest step. */
  heard(changes, known) {
    const { root, store } = this.bench;
    const kinds = OF_THE_ARTICLE.filter((kind) => kind !== "progress");
    const isUnderWay = (id) => store.queue.some((op) => op.id === id || JSON.stringify(op.body).includes(`"${id}"`));
    const isElsewhere = kinds.flatMap((kind) => changes[kind] ?? [])
      .some(({ id }) => known.has(id) && changes.changed_by[id] === root.dataset.user && !isUnderWay(id));
    if (isElsewhere && this.waiting === 0) this.foresight.forget();
  }

  /** Every press counts, each after the one before it; where one fails, those that wait behind it are not meant any more. */
  turn(way, isNoted = false) {
    const { round } = this;
    const step = this.foresight.begin(way);
    this.waiting += 1;
    this.chain = this.chain.then(async () => {
      const isMeant = round === this.round;
      const isDone = isMeant && (await this.onServer(way, step));
      if (isMeant && !isDone) this.giveUp();
      if (isNoted && !isDone && this.state.redo) this.taken.push(null); // it can still be done again, before what was given up earlier
      this.waiting -= 1;
    });
    return this.chain;
  }

  giveUp() {
    this.round += 1;
    this.foresight.takeBack();
  }

  /**
   * Everything has to be saved before: a step is taken back on the server, after all that came before it. What was to be taken
   * back and was refused is given up. Nothing new is sent meanwhile: it would be the newest step.
   *
   * @returns {Promise<boolean>} whether it was done
   */
  async onServer(way, step) {
    const { words, store } = this.bench;
    try {
      await this.saver.settled();
      const refused = step.ops.filter((op) => store.queue.includes(op) && (op.state === "refused" || op.state === "clash"));
      for (const op of refused) store.discard(op);
      if (refused.length && !step.images.length) return this.isOver(step);
      if (store.queue.some((op) => op.state !== "refused" && op.state !== "clash")) return this.tell(words.undo_waits);
      const asked = this.request(way);
      this.saver.ready = asked.catch(() => null);
      const content = await asked;
      if (content) this.isOver(step);
      if (content) this.done(way, content);
      return Boolean(content);
    } catch {
      return this.tell(words.unreachable);
    }
  }

  isOver(step) {
    this.foresight.end(step);
    return true;
  }

  /** @returns {Promise<object|undefined>} what the server did; nothing where it did nothing, which is told */
  async request(way, keep) {
    // The same id until an answer came: it may have arrived, and must not be done twice.
    this.pending = this.pending?.way === way && this.pending.keep === keep ? this.pending : { id: uuid7(), way, keep };
    const { id } = this.pending;
    const answer = await this.post("undo/", { id, way, layer: this.bench.layer, ...(keep ? { keep } : {}) });
    const content = await answer.json().catch(() => ({}));
    if (answer.status >= 500) throw new Error(String(answer.status));
    this.pending = null;
    if (answer.ok) {
      await this.live.pull().catch(() => null);
      return content;
    }
    this.giveUp();
    if (content.rule !== "undo.changed_since") {
      if (content.rule === "undo.nothing") this.become({ ...this.state, [way]: null });
      return this.tell(content.rule === "undo.nothing" ? this.bench.words[`nothing_${way}`] : reasonOf(this.bench.words, content));
    }
    const chosen = await this.ask(content.errors.map((error) => error.detail.split(" changed this since")[0]));
    return chosen ? this.request(way, chosen) : undefined;
  }

  done(way, content) {
    if (way === "undo") this.taken.push(null);
    this.become(content);
    const id = this.cardOf(content.done);
    if (id && this.bench.thing(id)) this.bench.select(id);
    this.say(way === "undo" ? "undone" : "redone", content.done);
  }

  /** Where a step is seen: of a span, or of a tie to a claim, at its frame. */
  cardOf(step) {
    const { store } = this.bench;
    if (step?.kind === "mentions") return store.get("mentions", step.id)?.attribution ?? store.get("mentions", step.id)?.span;
    if (step?.kind !== "spans") return step?.id;
    const frames = store.naming("attributions", "span", step.id).map(({ id }) => id);
    return frames.includes(this.bench.selected) ? this.bench.selected : frames[0] ?? step.id;
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
