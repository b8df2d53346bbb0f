/**
 * Selecting by tapping, where a finger has no keys and dragging is hard: a tap selects what is marked there and, tapped again, what
 * lies around it; where nothing (more) is marked, the word, and then the word without what is glued before it. While a frame is
 * being built a tap means words at once. One button makes the next tap the other end.
 */
import { procliticCuts } from "./clitics.js";
import { letterAtPoint } from "./eye.js";
import { showSelection } from "./selection.js";

/** What taps do. */
export class Touch {
  /** @param {import("./types.js").Bench} bench @param {import("./types.js").Hands} hands */
  constructor(bench, hands) {
    Object.assign(this, { bench, hands, pointer: "", isExtending: false });
    const { root } = bench.article;
    root.addEventListener("pointerdown", ({ pointerType }) => (this.pointer = pointerType));
    // Not when the finger is lifted: the browser's own answer to a tap comes after that, and would take the selection away.
    root.addEventListener("click", (event) => this.isFinger && this.tapAt(event));
  }

  tapAt({ clientX, clientY, target }) {
    this.pointer = "touch";
    if (this.bench.article.root.contains(target)) this.tap(letterAtPoint(this.bench.article, clientX, clientY));
  }

  get isFinger() {
    return this.pointer === "touch";
  }

  tap(offset) {
    const { bench, hands } = this;
    const word = offset === null ? null : this.wordAt(offset);
    if (!word) return;
    if (this.isExtending && this.last) return this.reach(word);
    const cut = this.nextCut(word);
    if (cut !== null) return this.take([cut, word[1]]);
    if (!bench.mayMark || !hands.isBuilding) hands.walker.pickAt(offset);
    if (bench.mayMark && (hands.isBuilding || !bench.selected)) this.take(word);
  }

  /** The word under the finger: at its end it is still this one. @returns {import("./types.js").Segment|null} */
  wordAt(offset) {
    const { article } = this.bench;
    const near = [article.unitAt(offset, "word"), offset > 0 ? article.unitAt(offset - 1, "word") : null];
    const unit = near.find((one) => one?.word);
    return unit ? [unit.start, unit.end] : null;
  }

  /** Where the word is cut next, if it is what is selected: behind each of its proclitics, then nowhere again; else null. */
  nextCut([start, end]) {
    const starts = [start, ...procliticCuts(this.bench.article.textOf([start, end])).map((cut) => start + cut)];
    const at = this.last && this.last[1] === end ? starts.indexOf(this.last[0]) : -1;
    return at < 0 || starts.length === 1 ? null : starts[(at + 1) % starts.length];
  }

  /** What is selected last, if anything. */
  get last() {
    return this.hands.selected.at(-1);
  }

  /** From what is selected to the word. */
  reach([start, end]) {
    const { last } = this;
    this.show(false);
    this.take([Math.min(last[0], start), Math.max(last[1], end)]);
  }

  take(segment) {
    showSelection(this.bench.article, document.getSelection(), segment);
    this.hands.look();
  }

  /** The next tap is the other end. */
  extend() {
    if (!this.last) return this.hands.say(this.bench.words.select_first);
    this.show(!this.isExtending);
    return this.isExtending && this.hands.say(this.bench.words.tap_end);
  }

  show(isExtending) {
    this.isExtending = isExtending;
    this.bench.root.querySelector("[data-act=extend]")?.setAttribute("aria-pressed", String(isExtending));
  }
}
