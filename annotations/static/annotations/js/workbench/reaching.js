/** Going by key to a field of the opened card. */

const EDGE = 16; // CSS pixels that words keep from the edge of what can be seen

/** The ways there, as keys and buttons name them. */
export class Reach {
  /** @param {import("./editor.js").Editor} editor */
  constructor(editor) {
    this.editor = editor;
    /** Whether it was a finger or a pen that did something last. */
    this.isFinger = !matchMedia("(pointer: fine)").matches;
    document.addEventListener("pointerdown", ({ pointerType }) => (this.isFinger = pointerType !== "mouse"), { capture: true });
    document.addEventListener("keydown", () => (this.isFinger = false), { capture: true });
  }

  focusSpeaker = () => this.focusField("[data-pick=source] input");

  /** Where cards stand below the text, the selected one is far from its words. */
  showCard() {
    const card = this.editor.element?.closest("[data-card]");
    card?.scrollIntoView({ block: "start", behavior: "instant" });
    card?.querySelector("[data-select]").focus({ preventScroll: true });
  }

  focusClaim = () => this.focusField("[data-pick=claim] input");

  /** The first field of the details, opened. */
  openDetails() {
    const details = this.editor.element?.querySelector(".editor-more");
    if (!details || details.hidden) return;
    details.open = true;
    this.focusField("[name=parent]");
  }

  /** The thread, and its field; or the comment of that id in it. @param {string} [comment] */
  openComments(comment) {
    const thread = this.editor.element?.querySelector("[data-thread]");
    if (!thread) return;
    if (comment) this.editor.threaded.then(() => this.editor.thread?.lookFor(comment, () => this.showWords()));
    thread.open = true;
    if (!comment) this.focusField("[data-thread] textarea");
  }

  /** The words of the selected card, uppermost in what can be seen of the text: so most of the card stands beside them. */
  showWords() {
    const { bench, hands } = this.editor;
    const start = bench.cards.cards.get(bench.selected)?.start;
    if (!Number.isFinite(start) || !bench.cards.isBeside) return;
    const fit = () => scrollBy({ top: bench.cards.lineTop(start) - hands.caret.sight()[0] - EDGE, behavior: "instant" });
    fit();
    fit(); // the bar above the text goes along until it sticks
  }

  /** After a touch a field would call the keyboard over the text: it waits to be touched. After a key it is typed into at once. */
  focusField(selector) {
    const field = this.isFinger ? null : this.editor.element?.querySelector(selector);
    if (field) this.editor.bench.cards.settle();
    field?.focus({ preventScroll: true });
    field?.closest("section, .editor-fields, details")?.scrollIntoView({ block: "nearest", behavior: "instant" });
  }
}
