/**
 * A caret in the text. The browser moves it by word and line (`Selection.modify`); by letter it goes where the eye sees the
 * next one; by clitic, sentence and paragraph it moves by offset. It is drawn where the browser says it is.
 */
import { nextByEye } from "./eye.js";
import { countBelow } from "./offsets.js";
import { edgeFrom, spokenAt } from "./units.js";

const BY_EYE = { letter: "character", word: "word", line: "line", line_edge: "lineboundary" };
const EXACT = ["letter", "clitic"];
const AROUND = 2; // paragraphs before and after the caret that are laid out though out of sight
const ROOM = 48; // CSS pixels kept free above and below the caret

/** The caret of a workbench; its place is the focus of the page's selection. */
export class Caret {
  /** @param {import("./types.js").Bench} bench */
  constructor(bench) {
    this.bench = bench;
    this.root = bench.article.root;
    this.says = bench.root.querySelector("#caret-says");
    /** Last known place and anchor, for when the focus comes back to the text. */
    this.place = null;
    /** Whether the selection was made letter by letter, so that no word is to be completed. */
    this.isExact = false;
    this.near = [];
    /** @type {number|null} Where the caret is drawn in the window, where one offset has two places: between two directions. */
    this.x = null;
    this.line = document.createElement("span");
    this.line.className = "caret";
    this.line.setAttribute("aria-hidden", "true");
    this.root.append(this.line);
    this.root.addEventListener("pointerdown", () => (this.isExact = false));
    this.root.addEventListener("focus", () => this.enter());
    document.addEventListener("selectionchange", () => this.follow());
    new ResizeObserver(() => this.lineMoved()).observe(this.root);
    if (document.activeElement === this.root) this.enter();
  }

  get selection() {
    return document.getSelection();
  }

  /** Whether the page's selection is in the text. */
  get isHere() {
    const node = this.selection?.focusNode;
    const element = node?.nodeType === 3 ? node.parentElement : node;
    return Boolean(element && this.root.contains(element) && element.closest("[data-start]"));
  }

  /** Offset of the caret; null before it was anywhere. */
  get offset() {
    return this.place?.focus ?? null;
  }

  /** The focus came to the text by key: the caret is where it last was, else at the first words in sight. */
  enter() {
    if (this.isHere) return;
    const { focus, anchor } = this.place ?? { focus: this.firstInSight(), anchor: null };
    this.set(focus, anchor ?? focus);
  }

  firstInSight() {
    const { paragraphs } = this.bench.article;
    const [top] = this.sight();
    const above = countBelow(paragraphs.length, (k) => paragraphs[k].element.getBoundingClientRect().bottom <= top);
    return paragraphs[above]?.start ?? 0;
  }

  /** Note where the selection is, and draw the caret there. */
  follow() {
    if (!this.isHere) return;
    const { focusNode, focusOffset, anchorNode, anchorOffset } = this.selection;
    const focus = this.bench.article.toOffset(focusNode, focusOffset);
    const anchor = this.root.contains(anchorNode) ? this.bench.article.toOffset(anchorNode, anchorOffset) : focus;
    if (focus !== this.place?.focus) this.x = null;
    this.place = { focus, anchor };
    this.draw();
  }

  /** Put the caret at `focus`; what lies between it and `anchor` is selected. */
  set(focus, anchor = focus) {
    const { article } = this.bench;
    this.layOut(focus);
    const from = article.toPosition(anchor, anchor > focus);
    const to = article.toPosition(focus, focus > anchor);
    this.selection.setBaseAndExtent(from.node, from.index, to.node, to.index);
    this.place = { focus, anchor };
    this.x = null;
    this.draw();
  }

  /**
   * Move, or extend the selection.
   *
   * @param {string} unit  letter, word, line, line_edge; clitic, sentence, paragraph, text
   * @param {"left"|"right"|"forward"|"backward"} way  as the eye sees it, or in the order of the text
   */
  move(unit, way, extend) {
    this.enter();
    if (EXACT.includes(unit)) this.isExact = true;
    else if (!["word", "sentence"].includes(unit)) this.isExact = false;
    if (unit in BY_EYE) this.moveByEye(unit, way, extend);
    else {
      const next = edgeFrom(this.bench.article, this.place.focus, unit, this.step(way));
      this.set(next, extend ? this.place.anchor : next);
    }
    this.keepInSight();
    this.speak(unit, extend);
  }

  moveByEye(unit, way, extend) {
    const { selection, place } = this;
    this.layOut(place.focus);
    const next = unit === "letter" ? nextByEye(this.bench.article, place.focus, this.x ?? this.rect()?.left, way) : null;
    if (next) {
      this.set(next.offset, extend ? place.anchor : next.offset);
      this.x = next.x;
      return this.draw();
    }
    selection.modify(extend ? "extend" : "move", way, BY_EYE[unit]);
    if (!this.isHere) return this.set(place.focus, extend ? place.anchor : place.focus);
    this.follow();
    const cluster = this.bench.article.unitAt(this.place.focus);
    if (!cluster || cluster.start === this.place.focus) return undefined;
    const edge = this.place.focus > place.focus ? cluster.end : cluster.start;
    return this.set(edge, extend ? this.place.anchor : edge);
  }

  /** Which way in the order of the text: in a right-to-left paragraph, left is onwards. */
  step(way) {
    if (way === "forward" || way === "backward") return way === "forward" ? 1 : -1;
    const { element } = this.bench.article.paragraphAt(this.place.focus);
    const isRtl = getComputedStyle(element).direction === "rtl";
    return (way === "left") === isRtl ? 1 : -1;
  }

  /** Paragraphs around the caret are laid out even where the browser would skip them: it cannot move in what it skips. */
  layOut(offset) {
    const { paragraphs } = this.bench.article;
    const at = this.bench.article.paragraphAt(offset).index;
    const near = paragraphs.slice(Math.max(0, at - AROUND), at + AROUND + 1).map((one) => one.element);
    for (const element of this.near) if (!near.includes(element)) element.classList.remove("is-near");
    for (const element of near) element.classList.add("is-near");
    this.near = near;
  }

  /** Where the caret stands in the window, as the browser tells. */
  rect() {
    const { node, index } = this.bench.article.toPosition(this.place.focus, this.place.focus > this.place.anchor);
    const range = document.createRange();
    range.setStart(node, index);
    return range.getClientRects()[0] ?? null;
  }

  draw() {
    const rect = this.place && this.rect();
    this.line.hidden = !rect;
    if (!rect) return;
    const origin = this.root.getBoundingClientRect();
    this.line.style.left = `${(this.x ?? rect.left) - origin.left}px`;
    this.line.style.top = `${rect.top - origin.top}px`;
    this.line.style.height = `${rect.height}px`;
  }

  lineMoved() {
    this.x = null;
    this.draw();
  }

  /** Where the text can be seen in the window: the bar stands above it, on a narrow screen below. @returns {[number, number]} */
  sight() {
    const bar = this.bench.root.querySelector("#bar")?.getBoundingClientRect();
    if (!bar) return [0, innerHeight];
    return bar.top < innerHeight / 2 ? [Math.max(bar.bottom, 0), innerHeight] : [0, bar.top];
  }

  keepInSight() {
    const rect = this.rect();
    if (!rect) return;
    const [top, bottom] = this.sight().map((edge, k) => (k ? edge - ROOM : edge + ROOM));
    if (rect.top < top) scrollBy({ top: rect.top - top, behavior: "instant" });
    else if (rect.bottom > bottom) scrollBy({ top: rect.bottom - bottom, behavior: "instant" });
  }

  speak(unit, extend) {
    if (!this.says) return;
    const { focus, anchor } = this.place;
    const text = extend
      ? this.bench.article.textOf([Math.min(focus, anchor), Math.max(focus, anchor)])
      : spokenAt(this.bench.article, focus, unit);
    this.says.textContent = text;
  }
}
