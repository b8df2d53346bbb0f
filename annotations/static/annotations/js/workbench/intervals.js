/**
 * What lies at an offset: a lookup over intervals, so that finding what a person points at needs no geometry.
 *
 * @typedef {import("./types.js").Mark} Mark
 * @typedef {import("./types.js").ArticleText} ArticleText
 */

/** Intervals of marks, sorted by start; `reach` holds the furthest end so far, which bounds the search. */
export class Intervals {
  /** @param {Mark[]} marks */
  constructor(marks) {
    this.rows = marks
      .flatMap((mark) => mark.segments.map(([start, end]) => ({ start, end, mark })))
      .sort((a, b) => a.start - b.start || a.end - b.end);
    let furthest = 0;
    this.reach = this.rows.map((row) => (furthest = Math.max(furthest, row.end)));
  }

  /** Marks that cover code point `offset`, the shortest (innermost) first. @returns {Mark[]} */
  at(offset) {
    const found = [];
    for (let k = this.lastStartingBy(offset); k >= 0 && this.reach[k] > offset; k -= 1) {
      if (this.rows[k].end > offset) found.push(this.rows[k]);
    }
    return found.sort((a, b) => a.end - a.start - (b.end - b.start)).map((row) => row.mark);
  }

  /** Marks on either side of the caret at `offset`: a person points at a letter, the browser answers with a gap. */
  beside(offset) {
    const length = (mark) => mark.segments.reduce((sum, [start, end]) => sum + end - start, 0);
    const found = new Set([...this.at(offset), ...(offset > 0 ? this.at(offset - 1) : [])]);
    return [...found].sort((a, b) => length(a) - length(b));
  }

  lastStartingBy(offset) {
    let low = 0;
    let high = this.rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.rows[middle].start <= offset) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

/** Article offset of the caret under a point of the window (CSS pixels), or null beside the text. @param {ArticleText} article */
export function offsetAtPoint(article, x, y) {
  const caret = caretAtPoint(x, y);
  return caret && article.root.contains(caret.node) ? article.toOffset(caret.node, caret.index) : null;
}

function caretAtPoint(x, y) {
  if (document.caretPositionFromPoint) {
    const caret = document.caretPositionFromPoint(x, y);
    return caret && { node: caret.offsetNode, index: caret.offset };
  }
  const range = document.caretRangeFromPoint?.(x, y);
  return range && { node: range.startContainer, index: range.startOffset };
}
