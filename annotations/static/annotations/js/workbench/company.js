/**
 * Working beside others: their changes as they come, who is here, what clashes, and taking back what one did oneself.
 *
 * One of the hands' tools; its methods are what keys and buttons name.
 */
import { Conflicts } from "./conflicts.js";
import { uuid7 } from "./ids.js";
import { Live } from "./live.js";
import { News } from "./news.js";
import { Presence } from "./presence.js";
import { Progress } from "./progress.js";
import { reasonOf } from "./refusals.js";
import { Reserve } from "./reserve.js";
import { SaveState } from "./savestate.js";
import { Typing, wayOfKey } from "./typing.js";
import { Undo } from "./undo.js";
import { Work, showWork } from "./work.js";


/** Begins to follow when it is made. */
export class Company {
  /** @param {import("./types.js").Bench} bench @param {import("./types.js").Hands} hands */
  constructor(bench, hands) {
    Object.assign(this, { bench, hands });
    const { api, workspace, user, cursor, layer } = bench.root.dataset;
    this.address = `${api}versions/${bench.version}/`;
    this.live = new Live({ address: this.address, cursor, viewer: uuid7(), layer, workspace, user });
    const form = bench.root.querySelector("#work");
    this.work = form && new Work(bench, form);
    this.live.addEventListener("changes", ({ detail }) => this.learn(detail));
    this.live.addEventListener("state", () => this.showState());
    const post = (path, body) => this.post(path, body);
    this.paragraphs = new Progress(bench, { read: () => post("progress/"), say: (text) => hands.say(text) });
    this.news = new News(bench, (target) => this.showComments(target));
    this.presence = new Presence(bench, this.live, post);
    this.conflicts = new Conflicts(bench);
    bench.talk.look();
    this.saves = new SaveState(bench, hands.saver, (op) => this.decide(op));
    hands.saver.ready = bench.store.keep.open(bench.store);
    this.listen(post);
    this.reserve = new Reserve(bench, this.live, (text) => hands.say(text));
    this.live.start();
  }

  listen(post) {
    const { bench, hands } = this;
    if (bench.mayMark) {
      const means = { saver: hands.saver, live: this.live, post, ask: (who) => this.askUndo(who), say: (text) => hands.say(text) };
      this.undoing = new Undo(bench, means);
      this.undoing.addEventListener("change", () => this.showUndo());
      bench.store.addEventListener("queue", () => this.showUndo());
      this.lookWhenNear();
    }
    this.typing = new Typing();
    document.addEventListener("keydown", (event) => this.press(event), true);
    addEventListener("pagehide", () => this.rest());
    addEventListener("pageshow", (event) => event.persisted && this.wake());
  }

  rest() {
    this.live.stop();
    this.bench.store.keep.rest();
  }

  /** The page was brought back as it was left; where another took over what it had to send, it is read anew. */
  async wake() {
    if (!(await this.bench.store.keep.wake())) return location.reload();
    this.hands.saver.retry();
    return this.live.start();
  }

  /** What can be undone is asked for when a hand comes near: not every page that is opened is worked on. */
  lookWhenNear() {
    const gone = new AbortController();
    const near = () => {
      gone.abort();
      this.undoing.look();
    };
    for (const touch of ["pointermove", "pointerdown", "keydown", "focusin"]) {
      addEventListener(touch, near, { passive: true, signal: gone.signal });
    }
  }

  async post(path, body) {
    const headers = { ...this.hands.saver.headers(), "Content-Type": "application/json" };
    const more = body ? { method: "POST", headers, body: JSON.stringify(body) } : { headers };
    return fetch(this.address + path + (body ? "" : `?layer=${this.bench.layer}`), { ...more, credentials: "same-origin" });
  }

  /** Others changed something, or one's own change came round. */
  learn(changes) {
    const { bench } = this;
    const selected = bench.selected;
    showWork(bench, this.work, changes);
    this.paragraphs.learn(changes);
    this.news.learn(changes);
    this.hands.editor.thread?.learn(changes);
    if (isTalk(changes)) {
      bench.talk.look();
      document.dispatchEvent(new Event("isnad:calls"));
    }
    const known = new Set(bench.store.merge(changes));
    const others = new Map();
    for (const [id, who] of Object.entries(changes.changed_by)) {
      if (known.has(id) && who !== bench.root.dataset.user) others.set(who, (others.get(who) ?? 0) + 1);
    }
    this.undoing?.heard(changes, known);
    if (others.size === 0) return;
    const who = [...others.keys()].join(bench.words.list_comma);
    const isLost = selected && !bench.thing(selected);
    this.announce(`${who}: ${isLost ? bench.words.took_away : bench.words.changed_something}`);
  }

  announce(text) {
    const status = this.bench.root.querySelector("#people-status");
    if (status) status.textContent = text;
  }

  showState() {
    this.bench.root.dataset.live = this.live.state;
    if (this.live.state === "live" || this.live.state === "polling") this.hands.saver.retry();
  }

  /** Keys that take back; in a field that was typed into they are the field's. */
  press(event) {
    const way = wayOfKey(event);
    const isTheirs = () => event.target.closest?.("dialog[open], header") || this.typing.has(event.target, way);
    if (!way || event.defaultPrevented || isTheirs()) return;
    event.preventDefault();
    this[way]();
  }

  showComments(target) {
    this.bench.select(target);
    this.hands.editor.bringIntoView();
    this.hands.reach.openComments();
  }

  /** Of the paragraph at the caret: this state, or open again. */
  progress(state) {
    if (!this.bench.mayMark) return this.hands.say(this.bench.words.may_not);
    return this.paragraphs.toggle(this.bench.article.paragraphAt(this.hands.caret.offset ?? 0), state);
  }

  undo() {
    this.hands.begun = null; // what is filled in afterwards is no part of what was taken back
    return this.undoing?.undo();
  }

  redo() {
    return this.undoing?.redo();
  }

  showUndo() {
    const { can } = this.undoing;
    for (const way of ["undo", "redo"]) {
      const button = this.bench.root.querySelector(`[data-act=${way}]`);
      // Not `disabled`: whoever has the focus on it would lose it.
      button?.setAttribute("aria-disabled", String(!can[way]));
    }
  }

  /** What somebody changed since is not undone without being asked. @returns {Promise<string|null>} */
  async askUndo(who) {
    const { words } = this.bench;
    const names = [...new Set(who)].join(words.list_comma);
    const question = { name: "*", title: `${words.changed_since} ${names}`, mine: words.undo_anyway, theirs: words.keep_theirs };
    const chosen = await this.conflicts.ask(words.undo_title, [question]);
    return chosen && (chosen.length ? "mine" : "theirs");
  }

  async decide(op) {
    const mine = await this.conflicts.decide(op);
    if (!mine) return;
    if (mine.includes("*") && op.verb === "change") await this.bringBack(op);
    else this.bench.store.decide(op, mine);
  }

  /** One's change to what somebody removed: first it has to be there again. */
  async bringBack(op) {
    const { saver } = this.hands;
    op.step ??= uuid7();
    const answer = await fetch(`${saver.api}${op.kind}/${op.id}/restore/`, {
      method: "POST", headers: { ...saver.headers(), "X-Step": op.step, "Content-Type": "application/json" }, body: "{}", credentials: "same-origin",
    }).catch(() => null);
    if (!answer?.ok && answer?.status !== 409) return this.hands.say(reasonOf(this.bench.words, await answer?.json()) || this.bench.words.unreachable);
    await this.live.pull();
    await saver.read(op.kind, op.id);
    return this.bench.store.decide(op, ["*"]);
  }
}

/** Whether others said something, or took it back. */
function isTalk({ comments = [], gone = [] }) {
  return comments.length > 0 || gone.some(({ kind }) => kind === "comments");
}
