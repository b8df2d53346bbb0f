/** Going by key to a field of the opened card. */

/** The ways there, as keys and buttons name them. */
export class Reach {
  /** @param {import("./editor.js").Editor} editor */
  constructor(editor) {
    this.editor = editor;
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
    if (comment) this.editor.thread.lookFor(comment);
    thread.open = true;
    if (!comment) this.focusField("[data-thread] textarea");
  }

  /** Where a finger types, a field would call the keyboard over the text: there it waits to be touched. */
  focusField(selector) {
    const field = matchMedia("(pointer: fine)").matches ? this.editor.element?.querySelector(selector) : null;
    if (field) this.editor.bench.cards.settle();
    field?.focus({ preventScroll: true });
    field?.closest("section, .editor-fields, details")?.scrollIntoView({ block: "nearest", behavior: "instant" });
  }
}
