/**
 * Finding words in the text whatever their spelling, and jumping from one place to the next. Paragraphs are folded when they are
 * first searched, a few milliseconds at a time, so that a long text does not hold up the hand.
 *
 * @typedef {import("./types.js").Segment} Segment
 */
import { folded, foldedWithMap } from "./fold.js";

const SLICE = 8; // milliseconds of searching before the page may breathe
const MOST = 2000; // places that are counted and painted

/** Places of folded `wanted` in one paragraph. @returns {Segment[]} */
export function placesIn(fold, start, wanted) {
  const places = [];
  for (let at = fold.text.indexOf(wanted); at >= 0; at = fold.text.indexOf(wanted, at + wanted.length)) {
    places.push([start + fold.from[at], start + fold.from[at + wanted.length]]);
  }
  return places;
}

/** The panel over the text. */
export class Find {
  /** @param {import("./types.js").Bench} bench @param {import("./types.js").Hands} hands */
  constructor(bench, hands) {
    this.bench = bench;
    this.hands = hands;
    this.folds = new Map();
    /** @type {Segment[]} */
    this.places = [];
    this.at = -1;
    this.panel = bench.root.querySelector("#find");
    this.input = this.panel.querySelector("input");
    this.count = this.panel.querySelector("[data-count]");
    this.input.addEventListener("input", () => this.search());
    this.panel.addEventListener("keydown", (event) => this.press(event));
    this.panel.addEventListener("click", (event) => this.click(event));
  }

  open() {
    this.panel.hidden = false;
    const selected = this.hands.selected[0];
    if (selected) this.input.value = this.bench.article.textOf(selected).slice(0, 100);
    this.input.focus();
    this.input.select();
    if (this.input.value) this.search();
  }

  close() {
    this.panel.hidden = true;
    const found = this.places[this.at];
    this.places = [];
    this.paint();
    this.hands.focusText();
    if (!found) return;
    this.hands.caret.isExact = true;
    this.hands.caret.set(found[1], found[0]);
    this.hands.look();
  }

  press(event) {
    if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && event.target === this.input) this.go(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  click(event) {
    const step = event.target.closest("[data-step]");
    if (step) this.go(Number(step.dataset.step));
    else if (event.target.closest("[data-close]")) this.close();
  }

  /** Find all places; the first one at or after the caret is gone to. */
  async search() {
    const asked = (this.asked = {});
    const wanted = folded(this.input.value).replace(/\s+/gu, " ").trim();
    const places = [];
    let since = performance.now();
    for (const paragraph of wanted ? this.bench.article.paragraphs : []) {
      if (!this.folds.has(paragraph)) this.folds.set(paragraph, foldedWithMap(paragraph.points.text));
      places.push(...placesIn(this.folds.get(paragraph), paragraph.start, wanted));
      if (places.length >= MOST) break;
      if (performance.now() - since < SLICE) continue;
      await new Promise((breathe) => setTimeout(breathe));
      if (asked !== this.asked) return;
      since = performance.now();
    }
    this.places = places;
    const caret = this.hands.caret.offset ?? 0;
    this.at = Math.max(0, places.findIndex(([start]) => start >= caret)) - 1;
    if (places.length) this.go(1);
    else this.show();
  }

  go(step) {
    if (this.places.length === 0) return;
    this.at = (this.at + step + this.places.length) % this.places.length;
    this.show();
    const { element } = this.bench.article.paragraphAt(this.places[this.at][0]);
    element.scrollIntoView({ block: "center", behavior: "instant" });
  }

  show() {
    const { words } = this.bench;
    const found = this.places.length ? `${this.at + 1} / ${this.places.length}${this.places.length >= MOST ? "+" : ""}` : words.not_found;
    this.count.textContent = this.input.value.trim() ? found : "";
    this.paint();
  }

  /** All places are made marks once a search; going on changes two of them. */
  paint() {
    const mark = (k, name) => ({ key: `${name}/${k}`, name, segments: [this.places[k]], role: "plain" });
    if (this.marked !== this.places) {
      this.bench.foundMarks = this.places.map((_, k) => mark(k, "found"));
      this.marked = this.places;
    } else if (this.places[this.now]) this.bench.foundMarks[this.now] = mark(this.now, "found");
    this.now = this.at;
    if (this.places[this.now]) this.bench.foundMarks[this.now] = mark(this.now, "found-now");
    this.bench.repaint();
  }
}
