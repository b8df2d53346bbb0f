/**
 * The next letter to the left or right as the eye sees it. In a line of both directions the browser's own caret goes by the
 * order of the text; here it goes by where the browser has put each letter.
 *
 * @typedef {import("./types.js").ArticleText} ArticleText
 * @typedef {{start: number, end: number, left: number, right: number, isRtl: boolean}} Box  One letter, in CSS pixels.
 */
import { offsetAtPoint } from "./intervals.js";

const RIGHT_TO_LEFT = /^(?!\p{N})[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const LETTER = /^[\p{L}\p{N}]/u;
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

/**
 * Where the letter under a point of the window (CSS pixels) begins. The browser answers with a gap between letters, and where
 * directions meet one gap is in two places: the first letter of a Latin word in an Arabic line lies beside the end of the next.
 *
 * @param {ArticleText} article @returns {number|null} null beside the text; where no letter is, the gap
 */
export function letterAtPoint(article, x, y) {
  const offset = offsetAtPoint(article, x, y);
  if (offset === null) return null;
  const isUnder = (box) => box && box.left <= x && x <= box.right && box.top <= y && y <= box.bottom;
  const near = article.unitAt(offset);
  if (near && isUnder(boxOf(article, near))) return offset;
  return lineAround(article, offset).find(isUnder)?.start ?? offset;
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

/** Where the browser has put a letter; null where it shows none of it. @returns {Box & {top: number, bottom: number}|null} */
export function boxOf(article, { start, end }) {
  const from = article.toPosition(start);
  const to = article.toPosition(end, true);
  const range = document.createRange();
  range.setStart(from.node, from.index);
  range.setEnd(to.node, to.index);
  const rect = range.getClientRects()[0];
  if (!rect) return null;
  const isRtl = runsLeft(range, rect);
  return { start, end, left: rect.left, right: rect.right, top: rect.top, bottom: rect.bottom, isRtl };
}

/** Whether a letter is written towards the left. Where directions meet, the browser puts the caret at one end of it to the
 * letter on the other side; then the letter itself tells. */
function runsLeft(range, rect) {
  const isRight = (caret) => Math.abs(caret.left - rect.right) < Math.abs(caret.left - rect.left);
  const ends = [true, false].map((atStart) => {
    const end = range.cloneRange();
    end.collapse(atStart);
    return end.getClientRects()[0] ?? rect;
  });
  const [byStart, byEnd] = [isRight(ends[0]), !isRight(ends[1])];
  if (byStart === byEnd) return byStart;
  const letter = range.toString();
  return RIGHT_TO_LEFT.test(letter) || (byStart && !LETTER.test(letter));
}
