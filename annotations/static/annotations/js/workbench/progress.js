/**
 * How far the desk is with each paragraph: open, looked at, done. The state stands at the paragraph's own element, where the
 * style sheet shows it in the margin; keys, a click in the margin and the outline change it, and the news of others do.
 */

const NEXT = { open: "looked", looked: "done", done: "open" };

/** Emits `change` when a state changed. */
export class Progress extends EventTarget {
  /**
   * @param {import("./types.js").Bench} bench
   * @param {{post: (path: string, body?: object) => Promise<Response>, say: (text: string) => void, saved: () => void}} means
   *   `saved` is called when the server took a change.
   */
  constructor(bench, means) {
    super();
    Object.assign(this, { bench, ...means });
    this.byId = new Map();
    for (const { element } of bench.article.paragraphs) if (element.dataset.progressId) this.byId.set(element.dataset.progressId, element);
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

  /** Shown at once; what the server does not take is shown as it was. One after another, so that the last one counts. */
  set(paragraph, state) {
    const { dataset } = paragraph.element;
    const before = { ...dataset };
    this.show(paragraph.element, state === "open" ? null : { state, by: this.bench.root.dataset.user, id: dataset.progressId });
    this.say(`${paragraph.element.dataset.n}: ${this.told(paragraph)}`);
    this.sending = (this.sending ?? Promise.resolve()).then(() => this.send(paragraph, state, before));
    return this.sending;
  }

  async send(paragraph, state, before) {
    const body = { starts: [paragraph.start], state, layer: this.bench.layer };
    const answer = await this.post("progress/", body).catch(() => null);
    if (answer?.ok) return this.saved();
    const told = await answer?.json().catch(() => null);
    const { progress, progressBy: by, progressId: id, progressAt: at } = before;
    this.show(paragraph.element, progress ? { state: progress, by, id, at } : null);
    return this.say(told?.detail || this.bench.words.unreachable);
  }

  show({ dataset }, row) {
    if (row) {
      Object.assign(dataset, { progress: row.state, progressBy: row.by ?? "", progressId: row.id ?? "", progressAt: row.at ?? "" });
    } else {
      for (const name of ["progress", "progressBy", "progressId", "progressAt"]) delete dataset[name];
    }
    this.dispatchEvent(new Event("change"));
  }

  /** What the news tell. */
  learn({ progress = [], gone = [] }) {
    const opened = gone.filter(({ kind }) => kind === "progress");
    for (const { id } of opened) {
      const element = this.byId.get(id);
      if (element?.dataset.progressId === id) this.show(element, null);
    }
    // One's own that was taken back before its id came round.
    if (opened.some(({ id }) => !this.byId.has(id))) this.refresh();
    for (const row of progress) {
      const { element, start } = this.bench.article.paragraphAt(row.start);
      if (start !== row.start || row.layer !== this.bench.layer) continue;
      this.byId.set(row.id, element);
      this.show(element, row);
    }
  }

  /** As the server has it. */
  async refresh() {
    await this.sending;
    const answer = await this.post("progress/").catch(() => null);
    if (!answer?.ok) return;
    for (const row of (await answer.json()).paragraphs) {
      const { element } = this.bench.article.paragraphAt(row.start);
      const id = element.dataset.progressId;
      if (row.state !== (element.dataset.progress ?? "open")) this.show(element, row.state === "open" ? null : { ...row, id });
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
