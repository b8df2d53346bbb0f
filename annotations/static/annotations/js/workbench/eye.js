/**
 * The next letter to the left or right as the eye sees it. In a line of both directions the browser's own caret goes by the
 * order of the text; here it goes by where the browser has put each letter.
 *
 * @typedef {import("./types.js").ArticleText} ArticleText
 * @typedef {{start: number, end: number, left: number, right: number, isRtl: boolean}} Box  One letter, in CSS pixels.
 */

const CLOSE = 0.5; // CSS pixels that two edges may differ and be the same

/**
 * Where the caret goes from `x` beside `offset`; null where the line ends.
 *
 * @param {ArticleText} article @param {number} offset @param {number} x @param {"left"|"right"} way
 * @returns {{offset: number, x: number}|null}
 */
export function nextByEye(article, offset, x, way) {
  const boxes = lineAround(article, offset);
  const beyond = way === "left"
    ? boxes.filter((box) => box.left < x - CLOSE).sort((a, b) => b.left - a.left)[0]
    : boxes.filter((box) => box.right > x + CLOSE).sort((a, b) => a.right - b.right)[0];
  if (!beyond) return null;
  const isStart = (way === "left") !== beyond.isRtl;
  return { offset: isStart ? beyond.start : beyond.end, x: way === "left" ? beyond.left : beyond.right };
}

/** The letters of the line in which `offset` stands: a line is a stretch of the text without gaps. @returns {Box[]} */
function lineAround(article, offset) {
  const paragraph = article.paragraphAt(offset);
  const boxes = [];
  const first = article.unitAt(Math.min(offset, paragraph.end - 1));
  if (!first) return boxes;
  const here = boxOf(article, first);
  const level = (box) => Boolean(box && here && box.top < here.bottom - CLOSE && box.bottom > here.top + CLOSE);
  const walk = (from, next) => {
    for (let unit = from; unit; unit = next(unit)) {
      const box = boxOf(article, unit);
      if (!level(box)) return;
      if (box.right - box.left > CLOSE) boxes.push(box);
    }
  };
  walk(first, (unit) => article.unitAt(unit.end));
  walk(article.unitAt(first.start - 1), (unit) => article.unitAt(unit.start - 1));
  return boxes;
}

function boxOf(article, { start, end }) {
  const from = article.toPosition(start);
  const to = article.toPosition(end, true);
  const range = document.createRange();
  range.setStart(from.node, from.index);
  range.setEnd(to.node, to.index);
  const rect = range.getClientRects()[0];
  if (!rect) return null;
  range.collapse(true);
  const caret = range.getClientRects()[0] ?? rect;
  const isRtl = Math.abs(caret.left - rect.right) < Math.abs(caret.left - rect.left);
  return { start, end, left: rect.left, right: rect.right, top: rect.top, bottom: rect.bottom, isRtl };
}
