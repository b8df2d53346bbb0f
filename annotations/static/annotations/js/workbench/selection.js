/**
 * From what a person selected in the page to segments that may be stored.
 *
 * A boundary always lies between grapheme clusters and touches no white space. With the word aid it moves
 * outwards to the word's edge too, except where it sits exactly behind a proclitic (و ف ب ك ل س ال): Arabic glues
 * those to the next word, and the source in «وواشنطن» is «واشنطن».
 *
 * @typedef {import("./types.js").Segment} Segment
 * @typedef {import("./types.js").ArticleText} ArticleText
 */
import { procliticCuts } from "./clitics.js";

// U+001C to 001F besides: the server counts them as white space too.
const SPACE_FIRST = /^[\p{White_Space}\u001c-\u001f]/u;
const SPACE_LAST = /[\p{White_Space}\u001c-\u001f]$/u;

/** Move a segment's boundaries outwards to grapheme clusters. */
function toGraphemes(article, [start, end]) {
  const first = article.unitAt(start);
  const last = article.unitAt(end);
  return [first ? first.start : start, last && last.start < end ? last.end : end];
}

/** Drop white space at both edges, one grapheme cluster at a time. */
function withoutEdgeSpace(article, [start, end]) {
  const text = article.textOf([start, end]);
  let from = start;
  let to = end;
  while (from < to && SPACE_FIRST.test(article.textOf([from, to]))) from = article.unitAt(from)?.end ?? from + 1;
  if (from >= to) return null;
  while (to > from && SPACE_LAST.test(text.length ? article.textOf([from, to]) : "")) {
    to = article.unitAt(to - 1)?.start ?? to - 1;
  }
  return from < to ? [from, to] : null;
}

/** Move boundaries that cut a word outwards to its edges, but for a start exactly behind its proclitics. */
function toWords(article, [start, end]) {
  const first = article.unitAt(start, "word");
  const last = article.unitAt(end - 1, "word");
  let from = start;
  if (first?.word && first.start < start) {
    const cuts = procliticCuts(article.textOf([first.start, first.end])).map((cut) => first.start + cut);
    if (!cuts.includes(start)) from = first.start;
  }
  return [from, last?.word && last.end > end ? last.end : end];
}

/**
 * The segment that is stored for a raw selection of `start` to `end`, or null when nothing but space is left.
 *
 * @param {ArticleText} article
 * @param {Segment} raw
 * @param {"word"|"letter"} by
 * @returns {Segment|null}
 */
export function snapped(article, raw, by) {
  if (raw[0] >= raw[1]) return null;
  const trimmed = withoutEdgeSpace(article, toGraphemes(article, raw));
  if (!trimmed || by === "letter") return trimmed;
  return toWords(article, trimmed);
}

/** Whether a DOM selection covers something of the article. @param {Selection|null} selection */
export function touches(article, selection) {
  if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return false;
  return selection.getRangeAt(0).intersectsNode(article.root);
}

/**
 * Segments of a DOM selection (several where the browser selects several ranges): ordered, disjoint, snapped.
 *
 * @param {ArticleText} article
 * @param {Selection|null} selection
 * @param {"word"|"letter"} by
 * @returns {Segment[]}
 */
export function readSelection(article, selection, by) {
  if (!touches(article, selection)) return [];
  const ranges = Array.from({ length: selection.rangeCount }, (_, k) => selection.getRangeAt(k));
  return merged(ranges.flatMap((range) => readRange(article, range, by)));
}

/** The segment of one range, as a list of one or none. @returns {Segment[]} */
export function readRange(article, range, by) {
  const start = article.toOffset(range.startContainer, range.startOffset);
  const end = article.toOffset(range.endContainer, range.endOffset);
  const segment = snapped(article, [start, end], by);
  return segment ? [segment] : [];
}

/** Segments in order, those that touch or overlap made one. @param {Segment[]} segments */
export function merged(segments) {
  /** @type {Segment[]} */
  const result = [];
  for (const [start, end] of [...segments].sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = result.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else result.push([start, end]);
  }
  return result;
}

/** `segments` less what `taken` covers; parts that become empty vanish. @param {Segment[]} segments @param {Segment} taken */
export function without(segments, [from, to]) {
  return segments.flatMap(([start, end]) => [[start, Math.min(end, from)], [Math.max(start, to), end]])
    .filter(([start, end]) => start < end);
}

/** Show the snapped segment as the page's selection, so that a person sees what would be marked. */
export function showSelection(article, selection, [start, end]) {
  const from = article.toPosition(start);
  const to = article.toPosition(end, true);
  selection.setBaseAndExtent(from.node, from.index, to.node, to.index);
}
