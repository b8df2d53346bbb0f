/**
 * What is in sight of a long text. Only that is painted and only its cards are made; a short text is always in sight whole.
 *
 * @typedef {import("./types.js").Segment} Segment
 * @typedef {import("./types.js").ArticleText} ArticleText
 */
import { countBelow } from "./offsets.js";

const MARGIN = 1.5; // heights of the window, above and below
const MANY = 300; // things, or paragraphs, in a text from which on only those in sight are painted

/** Emits `move` when other code points came into sight. */
export class View extends EventTarget {
  /** @param {ArticleText} article @param {() => number} count  How many things there are. */
  constructor(article, count) {
    super();
    this.article = article;
    this.count = count;
    this.isLong = false;
    this.lit = new Set();
    /** @type {Segment} */
    this.range = [0, Infinity];
    this.look();
    const later = () => (this.asked ??= requestAnimationFrame(() => this.turn()));
    addEventListener("scroll", later, { passive: true });
    addEventListener("resize", later, { passive: true });
    addEventListener("beforeprint", () => this.turn(true));
    addEventListener("afterprint", () => this.turn());
  }

  turn(isPrinting = false) {
    this.asked = undefined;
    const [from, to] = this.range;
    this.look(isPrinting);
    if (from !== this.range[0] || to !== this.range[1]) this.dispatchEvent(new Event("move"));
  }

  /** Find out what is in sight now: on paper everything. */
  look(isPrinting = false) {
    const { paragraphs } = this.article;
    this.isLong = Math.max(this.count(), paragraphs.length) > MANY && !isPrinting;
    if (!this.isLong) {
      this.range = [0, Infinity];
      this.light(paragraphs);
      return;
    }
    const margin = innerHeight * MARGIN;
    const box = (k) => paragraphs[k].element.getBoundingClientRect();
    const first = countBelow(paragraphs.length, (k) => box(k).bottom < -margin);
    const last = countBelow(paragraphs.length, (k) => box(k).top <= innerHeight + margin) - 1;
    this.range = [paragraphs[Math.min(first, paragraphs.length - 1)].start, paragraphs[Math.max(first, last)]?.end ?? Infinity];
    this.light(paragraphs.slice(first, last + 1));
  }

  /** Only paragraphs in sight wear what highlights need: the browser works out every highlight's style for each that does. */
  light(paragraphs) {
    const now = new Set(paragraphs);
    for (const old of this.lit) if (!now.has(old)) old.element.classList.remove("is-lit");
    for (const one of now) if (!this.lit.has(one)) one.element.classList.add("is-lit");
    this.lit = now;
  }
}
