/**
 * How far the desk is with each paragraph: open, looked at, done. The state stands at the paragraph's own element, where the
 * style sheet shows it in the margin; keys, a click in the margin and the outline change it, and the news of others do.
 */

const SHOWN_AS = ["progress", "progressBy", "progressId", "progressAt"];
const NEXT = { open: "looked", looked: "done", done: "open" };

/** Emits `change` when a state changed. What one sets oneself goes the way of all changes: it waits in the store until the server has it. */
export class Progress extends EventTarget {
  /**
   * @param {import("./types.js").Bench} bench
   * @param {{read: () => Promise<Response>, say: (text: string) => void}} means  `read` asks the server for all paragraphs.
   */
  constructor(bench, means) {
    super();
    Object.assign(this, { bench, ...means });
    /** @type {Map<string, HTMLElement>} Paragraphs by the id of the row that the server has for them. */
    this.byId = new Map();
    this.known = bench.store.base.progress;
    for (const { element, start } of bench.article.paragraphs) {
      if (bench.keptProgress) wear(element, bench.keptProgress[keyOf(start)]);
      const { progress: state, progressBy: by, progressId: id, progressAt: at } = element.dataset;
      if (!state) continue;
      this.known.set(keyOf(start), { state, by, id, at });
      if (id) this.byId.set(id, start);
    }
    /** Names of paragraphs that are shown otherwise than the server has them. */
    this.own = new Set();
    bench.store.addEventListener("change", () => this.follow());
    bench.store.replay(); // what was kept is about paragraphs, too
    this.follow();
    if (bench.mayMark) bench.article.root.addEventListener("click", (event) => this.click(event));
  }

  stateOf(paragraph) {
    return paragraph.element.dataset.progress ?? "open";
  }

  /** In words: the state, and whose it is. */
  told(paragraph) {
    const { progress, progressBy } = paragraph.element.dataset;
    const word = this.bench.words.paragraph_states[progress ?? "open"];
    return progressBy ? `${word} (${progressBy})` : word;
  }

  get counts() {
    const { paragraphs } = this.bench.article;
    return [paragraphs.filter((one) => this.stateOf(one) === "done").length, paragraphs.length];
  }

  /** The next state, as clicks go round. */
  turn(paragraph) {
    return this.set(paragraph, NEXT[this.stateOf(paragraph)]);
  }

  /** This state, or open where it has it already. */
  toggle(paragraph, state) {
    return this.set(paragraph, this.stateOf(paragraph) === state ? "open" : state);
  }

  /** Shown at once, and sent when that can be. What was refused of the same paragraph is not meant any more. */
  set(paragraph, state) {
    const { store, version, layer, root } = this.bench;
    const name = keyOf(paragraph.start);
    for (const op of store.queue) if (op.id === name && op.state === "refused") store.discard(op);
    const body = { starts: [paragraph.start], state, layer };
    store.post("progress", name, `versions/${version}/progress/`, body, { state, by: root.dataset.user });
    this.say(`${paragraph.element.dataset.n}: ${this.told(paragraph)}`);
  }

  /** Show what the store holds of one's own changes now, and again what the server has where they are gone. */
  follow() {
    const own = new Set(this.bench.store.shown.over.progress.keys());
    for (const name of [...this.own, ...own]) this.show(name);
    this.own = own;
  }

  /** A paragraph as it is to be shown. */
  show(name) {
    const { element, start } = this.bench.article.paragraphAt(offsetOf(name));
    if (start !== offsetOf(name)) return;
    if (wear(element, this.bench.store.get("progress", name))) this.dispatchEvent(new Event("change"));
  }

  /** What the news tell. */
  learn({ progress = [], gone = [] }) {
    const opened = gone.filter(({ kind }) => kind === "progress");
    for (const { id } of opened) {
      const name = keyOf(this.byId.get(id));
      const row = this.known.get(name);
      // One's own change may have replaced the row before its id came round.
      if (row && (row.id === id || row.id === undefined)) this.become(name, null);
    }
    if (opened.some(({ id }) => !this.byId.has(id))) this.refresh();
    for (const row of progress) {
      if (row.layer !== this.bench.layer) continue;
      this.byId.set(row.id, row.start);
      this.become(keyOf(row.start), row);
    }
  }

  become(name, row) {
    if (row) this.known.set(name, row);
    else this.known.delete(name);
    this.show(name);
  }

  /** As the server has it. */
  async refresh() {
    const answer = await this.read().catch(() => null);
    if (!answer?.ok) return;
    for (const { start, state, by, at } of (await answer.json()).paragraphs) {
      const row = this.known.get(keyOf(start));
      if ((row?.state ?? "open") !== state) this.become(keyOf(start), state === "open" ? null : { state, by, at, id: row?.id });
    }
  }

  /** A click on a paragraph's number, which lies outside its box. */
  click({ target, clientX }) {
    if (!target.matches?.("[data-start]")) return;
    const { left, right } = target.getBoundingClientRect();
    if (clientX >= left && clientX <= right) return;
    this.turn(this.bench.article.byElement.get(target));
  }
}

/** Give a paragraph's element the state of its row. @returns {boolean} whether it had another */
function wear({ dataset }, row) {
  const isOpen = !row || row.state === "open";
  const wanted = isOpen ? {} : { progress: row.state, progressBy: row.by ?? "", progressId: row.id ?? "", progressAt: row.at ?? "" };
  if (SHOWN_AS.every((field) => dataset[field] === wanted[field])) return false;
  for (const field of SHOWN_AS) delete dataset[field];
  Object.assign(dataset, wanted);
  return true;
}

/** How the store knows a paragraph. @param {number} start  Code point. */
function keyOf(start) {
  return `paragraph-${start}`;
}

function offsetOf(name) {
  return Number(name.slice("paragraph-".length));
}
