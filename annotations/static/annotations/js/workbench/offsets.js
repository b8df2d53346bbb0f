/**
 * Code points and UTF-16: the only module that converts between the two.
 *
 * Everything stored or sent counts Unicode code points of the article's text; the browser counts UTF-16 code
 * units within text nodes. A paragraph is an element with `data-start` and `data-end` (code points); the text
 * nodes inside it, those of the chips included, are exactly the article's text from start to end.
 *
 * @typedef {import("./types.js").Segment} Segment
 */

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });
const words = new Intl.Segmenter("und", { granularity: "word" });

/** One string, addressed by code point and by UTF-16 index. */
export class CodePoints {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
    /** @type {number[]} UTF-16 index of every surrogate pair. */
    this.pairs = Array.from(text.matchAll(/[\u{10000}-\u{10FFFF}]/gu), (hit) => hit.index);
    this.length = text.length - this.pairs.length;
  }

  /** Code points before UTF-16 index `index`; an index inside a pair counts as the pair's start. */
  fromUtf16(index) {
    return index - countBelow(this.pairs.length, (k) => this.pairs[k] < index);
  }

  /** UTF-16 index of code point `point`. */
  toUtf16(point) {
    return point + countBelow(this.pairs.length, (k) => this.pairs[k] - k < point);
  }

  /** The text from code point `start` to `end`. */
  slice(start, end) {
    return this.text.slice(this.toUtf16(start), this.toUtf16(end));
  }
}

/** Number of leading indices below `length` for which `holds` is true (it must be true, then false). */
export function countBelow(length, holds) {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The grapheme cluster or word around UTF-16 `index`, as UTF-16 indices; null at the end of the text. */
function unitAround(segmenter, text, index) {
  const unit = segmenter.segment(text).containing(index);
  return unit ? { start: unit.index, end: unit.index + unit.segment.length, word: unit.isWordLike === true } : null;
}

/** One paragraph of the article: its element, its place, its text. */
class Paragraph {
  /** @param {HTMLElement} element @param {number} index  Which one it is. */
  constructor(element, index) {
    this.element = element;
    this.index = index;
    this.start = Number(element.dataset.start);
    this.end = Number(element.dataset.end);
  }

  /** The paragraph's text; read from the page at first use. */
  get points() {
    return (this.cachedPoints ??= new CodePoints(this.element.textContent ?? ""));
  }

  /** Every text node, with the UTF-16 index at which it begins within the paragraph. */
  get nodes() {
    if (!this.cachedNodes) {
      let at = 0;
      this.cachedNodes = textNodes(this.element).map((node) => {
        const entry = { node, at };
        at += node.data.length;
        return entry;
      });
    }
    return this.cachedNodes;
  }

  /** Code point offset in the article of the DOM position (`node`, `index`) inside this paragraph. */
  offsetOf(node, index) {
    let before = 0;
    if (node.nodeType === 3) {
      before = (this.nodes.find((entry) => entry.node === node)?.at ?? 0) + index;
    } else {
      const rest = Array.from(node.childNodes).slice(index);
      const next = rest.flatMap(textNodes)[0];
      const last = textNodes(node).at(-1);
      if (next) before = this.nodes.find((entry) => entry.node === next)?.at ?? 0;
      else if (last) before = (this.nodes.find((entry) => entry.node === last)?.at ?? 0) + last.data.length;
    }
    return this.start + this.points.fromUtf16(before);
  }

  /** DOM position of article offset `offset`; at the seam of two nodes, the later one unless `asEnd`. */
  positionOf(offset, asEnd) {
    const index = this.points.toUtf16(offset - this.start);
    const nodes = this.nodes;
    if (nodes.length === 0) return { node: this.element, index: 0 };
    const found = countBelow(nodes.length, (k) => (asEnd ? nodes[k].at < index : nodes[k].at <= index));
    const entry = nodes[Math.max(0, found - 1)];
    return { node: entry.node, index: index - entry.at };
  }
}

/** All text nodes in or under `node`, in order. */
function textNodes(node) {
  return node.nodeType === 3 ? [node] : Array.from(node.childNodes).flatMap(textNodes);
}

/** The article as it stands in the page. */
export class ArticleText {
  /** @param {HTMLElement} root  Element that holds the paragraphs, in order. */
  constructor(root) {
    this.root = root;
    this.paragraphs = Array.from(root.querySelectorAll("[data-start]"), (element, k) => new Paragraph(element, k));
    this.byElement = new Map(this.paragraphs.map((paragraph) => [paragraph.element, paragraph]));
  }

  /** The paragraph that holds `offset`, or the last one that begins before it. */
  paragraphAt(offset) {
    const count = countBelow(this.paragraphs.length, (k) => this.paragraphs[k].start <= offset);
    return this.paragraphs[Math.max(0, count - 1)];
  }

  /** Article offset of a DOM position; a position outside every paragraph counts to the next one's start. */
  toOffset(node, index) {
    const element = node.nodeType === 3 ? node.parentElement : node;
    const own = this.byElement.get(element?.closest("[data-start]"));
    if (own) return own.offsetOf(node, index);
    const place = document.createRange();
    place.setStart(node, index);
    const passed = countBelow(this.paragraphs.length, (k) => place.comparePoint(this.paragraphs[k].element, 0) < 0);
    return this.paragraphs[passed]?.start ?? this.paragraphs.at(-1)?.end ?? 0;
  }

  /** DOM position of `offset`; between two paragraphs an end stays with the first, a start goes to the second. */
  toPosition(offset, asEnd = false) {
    const paragraph = this.paragraphAt(offset);
    if (offset <= paragraph.end) return paragraph.positionOf(offset, asEnd);
    const next = this.paragraphs[paragraph.index + 1];
    return next && !asEnd ? next.positionOf(next.start, false) : paragraph.positionOf(paragraph.end, true);
  }

  /** A range over one segment, for painting. @param {Segment} segment */
  rangeOf([start, end]) {
    const from = this.toPosition(start);
    const to = this.toPosition(end, true);
    return new StaticRange({
      startContainer: from.node, startOffset: from.index, endContainer: to.node, endOffset: to.index,
    });
  }

  /** The text of one segment; the line ends between paragraphs are U+000A. @param {Segment} segment */
  textOf([start, end]) {
    let text = "";
    let at = start;
    const first = countBelow(this.paragraphs.length, (k) => this.paragraphs[k].end < start);
    for (let k = first; k < this.paragraphs.length && this.paragraphs[k].start < end; k += 1) {
      const paragraph = this.paragraphs[k];
      text += "\n".repeat(Math.max(0, paragraph.start - at));
      at = Math.max(at, paragraph.start);
      text += paragraph.points.slice(at - paragraph.start, Math.min(end, paragraph.end) - paragraph.start);
      at = Math.max(at, Math.min(end, paragraph.end));
    }
    return text + "\n".repeat(Math.max(0, end - at));
  }

  /** Edges of the grapheme cluster or word around `offset`, in article offsets; null at a paragraph's end. */
  unitAt(offset, unit = "grapheme") {
    const paragraph = this.paragraphAt(offset);
    const { points, start } = paragraph;
    if (offset < start || offset >= paragraph.end) return null;
    const found = unitAround(unit === "word" ? words : graphemes, points.text, points.toUtf16(offset - start));
    if (!found) return null;
    return { start: start + points.fromUtf16(found.start), end: start + points.fromUtf16(found.end), word: found.word };
  }
}
