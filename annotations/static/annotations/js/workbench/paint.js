/**
 * Painting marks over the text with the CSS Custom Highlight API: few `Highlight` objects (one per role and state),
 * no element inside a word, so that Arabic letters keep their joins. What is painted is found again by offset.
 *
 * @typedef {import("./types.js").Mark} Mark
 * @typedef {import("./types.js").ArticleText} ArticleText
 */

/**
 * Names of the highlights, the later painted over the earlier: first what is said, by nesting depth, that of the selected
 * frame last; over it who says it and how, so that a frame inside a selected one can still be read.
 */
export const LAYERS = [
  "content-1", "content-2", "content-3", "content-4", "content-5", "plain",
  "kin-content", "selected-content", "selected-plain", "draft-content",
  "channel", "addressee", "cue", "source", "kin-cue", "kin-source",
  "selected-channel", "selected-addressee", "selected-cue", "selected-source",
  "draft-channel", "draft-addressee", "draft-cue", "draft-source", "held", "unsaved", "found", "found-now",
];

/** Paints through `CSS.highlights`. */
export class HighlightPainter {
  /** @param {ArticleText} article */
  constructor(article) {
    this.article = article;
    /** @type {Map<string, {mark: Mark, ranges: StaticRange[]}>} */
    this.painted = new Map();
    this.highlights = new Map(LAYERS.map((name, order) => {
      const highlight = new Highlight();
      highlight.priority = order;
      CSS.highlights.set(name, highlight);
      return [name, highlight];
    }));
  }

  /** Show exactly `marks`; what is painted already and did not change is not touched. @param {Mark[]} marks */
  paint(marks) {
    const wanted = new Map(marks.map((mark) => [mark.key, mark]));
    for (const [key, { mark, ranges }] of this.painted) {
      if (isSame(wanted.get(key), mark)) continue;
      for (const range of ranges) this.highlights.get(mark.name).delete(range);
      this.painted.delete(key);
    }
    for (const [key, mark] of wanted) {
      if (this.painted.has(key)) continue;
      const ranges = mark.segments.map((segment) => this.article.rangeOf(segment));
      for (const range of ranges) this.highlights.get(mark.name).add(range);
      this.painted.set(key, { mark, ranges });
    }
  }
}

/** Whether two marks look alike. Segments are never changed in place, so that identity is enough. */
export function isSame(a, b) {
  return a !== undefined && a.name === b.name && a.segments === b.segments;
}

/**
 * The painter for this browser: highlights where it has them, else boxes laid under the text. Where colours are the reader's
 * own, a browser paints every highlight alike, without its line; boxes keep theirs.
 */
export async function choosePainter(article) {
  const isForced = globalThis.matchMedia?.("(forced-colors: active)").matches;
  if (!isForced && globalThis.Highlight && globalThis.CSS?.highlights) return new HighlightPainter(article);
  const { BoxPainter } = await import("./boxes.js");
  return new BoxPainter(article, { order: LAYERS, isSame });
}
