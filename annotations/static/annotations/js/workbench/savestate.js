/** How the saves stand: all saved, saving, or what waits, was refused or has to be decided, with its reason and what can be done. */

import { keepingFocus, patchLines, setText } from "./lines.js";

/** Shows it in the bar. */
export class SaveState {
  /**
   * @param {import("./types.js").Bench} bench
   * @param {{retry(op: object): unknown, isOffline: boolean}} saver
   * @param {(op: object) => unknown} decide  Lets the person decide a clash.
   */
  constructor(bench, saver, decide) {
    Object.assign(this, { bench, saver, decide });
    this.element = bench.root.querySelector("#saves");
    this.told = bench.root.querySelector("[data-saves-told]");
    if (!this.element) return;
    bench.store.addEventListener("queue", () => this.show());
    this.show();
  }

  show() {
    const { queue, keep } = this.bench.store;
    const { words } = this.bench;
    const troubled = queue.filter((op) => op.problem);
    this.element.dataset.state = troubled.length ? "troubled" : queue.length ? "saving" : "saved";
    const why = this.saver.isOffline ? ` · ${words.cut_off}` : "";
    const state = troubled.length ? `${words.not_saved}: ${queue.length}${why}` : queue.length ? words.saving : words.saved;
    const summary = this.element.querySelector("summary");
    setText(summary.firstElementChild, state);
    summary.title = troubled.length ? state : "";
    const told = troubled.map((op) => ({ op, text: `${words.verbs[op.verb]}: ${this.thing(op)}. ${op.problem}` }));
    if (keep.isFull) told.unshift({ op: null, text: words.not_kept });
    this.tell(state, told.map(({ text }) => text));
    const list = this.element.querySelector("ul");
    const key = ({ op, text }) => `${op ? numberOf(op) : 0} ${op?.state === "clash"} ${text}`;
    const make = ({ op, text }) => (op ? this.trouble(op, text) : line(paragraph(text)));
    keepingFocus(list, () => patchLines(list, told, { key, make }), () => [list.querySelector("button"), summary]);
    this.element.querySelector("[data-none]").hidden = told.length > 0;
    if (told.length === 0) this.element.open = false;
  }

  /** Say what is in the way to whoever does not see it, and when all is well again; not every save. */
  tell(state, reasons) {
    if (reasons.length) setText(this.told, [state, ...reasons].join(" · "));
    else if (this.told.textContent && this.bench.store.queue.length === 0) setText(this.told, state);
  }

  /** What the change is about; of a paragraph which. */
  thing({ kind, body }) {
    const { words, article } = this.bench;
    return body.starts ? `${words.kinds[kind]} ${article.paragraphAt(body.starts[0]).element.dataset.n}` : words.kinds[kind];
  }

  trouble(op, text) {
    const { words, store } = this.bench;
    const what = paragraph(text);
    const next = op.state === "clash"
      ? action(words.decide, () => this.decide(op))
      : action(words.retry, () => this.saver.retry(op));
    return line(what, next, " ", action(words.give_up, () => store.discard(op)));
  }
}

const numbers = new WeakMap();
let counted = 0;

/** One number for each operation, as long as the page lives: several may be about one object. */
function numberOf(op) {
  if (!numbers.has(op)) numbers.set(op, (counted += 1));
  return numbers.get(op);
}

function paragraph(text) {
  const made = document.createElement("p");
  made.textContent = text;
  return made;
}

function action(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

function line(...parts) {
  const made = document.createElement("li");
  made.append(...parts);
  return made;
}
