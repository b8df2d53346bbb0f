/** How the saves stand: all saved, saving, or what waits, was refused or has to be decided, with its reason and what can be done. */

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
    if (!this.element) return;
    bench.store.addEventListener("queue", () => this.show());
    this.show();
  }

  show() {
    const { queue, keep } = this.bench.store;
    const { words } = this.bench;
    const troubled = queue.filter((op) => op.problem);
    this.element.dataset.state = troubled.length ? "troubled" : queue.length ? "saving" : "saved";
    const first = this.saver.isOffline ? `${words.offline} ` : "";
    const state = troubled.length ? `${first}${words.not_saved}: ${queue.length}` : queue.length ? words.saving : words.saved;
    const summary = this.element.querySelector("summary");
    if (summary.textContent !== state) summary.textContent = state;
    const lines = troubled.map((op) => this.trouble(op));
    if (keep.isFull) lines.unshift(line(paragraph(words.not_kept)));
    this.element.querySelector("ul").replaceChildren(...lines);
    this.element.querySelector("[data-none]").hidden = lines.length > 0;
    if (lines.length === 0) this.element.open = false;
  }

  trouble(op) {
    const { words, store } = this.bench;
    const what = paragraph(`${words.verbs[op.verb]}: ${words.kinds[op.kind]}. ${op.problem}`);
    const next = op.state === "clash"
      ? action(words.decide, () => this.decide(op))
      : action(words.retry, () => this.saver.retry(op));
    return line(what, next, " ", action(words.give_up, () => store.discard(op)));
  }
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
