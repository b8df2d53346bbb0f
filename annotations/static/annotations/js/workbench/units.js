/**
 * Where units of the text begin and end: words and what is glued to them, sentences, paragraphs. Plain functions over the
 * article, in code points; nothing of the page's layout.
 *
 * @typedef {import("./types.js").ArticleText} ArticleText
 * @typedef {"clitic"|"sentence"|"paragraph"|"text"} Unit
 */
import { encliticCuts, procliticCuts } from "./clitics.js";

const sentences = new Intl.Segmenter("und", { granularity: "sentence" });

/** Edges inside and around the word at `offset`, ascending. @param {ArticleText} article */
function edgesOfWord(article, word) {
  const text = article.textOf([word.start, word.end]);
  const cuts = word.word ? [...procliticCuts(text), ...encliticCuts(text)] : [];
  return [...new Set([word.start, ...cuts.map((cut) => word.start + cut), word.end])].sort((a, b) => a - b);
}

function clitics(article, paragraph) {
  const edges = [paragraph.start, paragraph.end];
  for (let at = paragraph.start; at < paragraph.end;) {
    const word = article.unitAt(at, "word");
    if (!word) break;
    if (word.word) edges.push(...edgesOfWord(article, word));
    at = Math.max(word.end, at + 1);
  }
  return edges;
}

function starts(article, paragraph) {
  const { points, start } = paragraph;
  return Array.from(sentences.segment(points.text), (one) => start + points.fromUtf16(one.index));
}

/** Edges of a unit in one paragraph, ascending, each once. @param {"clitic"|"sentence"} unit */
export function edgesIn(article, paragraph, unit) {
  const found = unit === "clitic" ? clitics(article, paragraph) : [...starts(article, paragraph), paragraph.end];
  return [...new Set(found)].sort((a, b) => a - b);
}

/**
 * The next edge of a unit after (`step` 1) or before (-1) `offset`; the text's own edge where there is none.
 *
 * @param {ArticleText} article @param {number} offset @param {Unit} unit @param {1|-1} step
 */
export function edgeFrom(article, offset, unit, step) {
  const { paragraphs } = article;
  const ends = [paragraphs[0]?.start ?? 0, paragraphs.at(-1)?.end ?? 0];
  if (unit === "text") return ends[step > 0 ? 1 : 0];
  const here = article.paragraphAt(offset)?.index ?? -1;
  for (let k = here; k >= 0 && k < paragraphs.length; k += step) {
    const edges = unit === "paragraph" ? [paragraphs[k].start] : edgesIn(article, paragraphs[k], unit);
    const found = step > 0 ? edges.find((edge) => edge > offset) : edges.findLast((edge) => edge < offset);
    if (found !== undefined) return found;
  }
  return ends[step > 0 ? 1 : 0];
}

/** What a screen reader is told after a move by `unit`: the letter, the word or the sentence at `offset`. */
export function spokenAt(article, offset, unit) {
  const paragraph = article.paragraphAt(offset);
  if (offset >= paragraph.end) return "";
  if (unit === "letter") {
    const letter = article.unitAt(offset);
    return letter ? article.textOf([letter.start, letter.end]) : "";
  }
  if (unit === "word" || unit === "clitic") {
    const edges = edgesIn(article, paragraph, "clitic");
    const word = article.unitAt(offset, "word");
    const end = unit === "clitic" ? edges.find((edge) => edge > offset) ?? paragraph.end : word?.end ?? paragraph.end;
    return article.textOf([offset, end]);
  }
  const end = edgesIn(article, paragraph, "sentence").find((edge) => edge > offset) ?? paragraph.end;
  return article.textOf([offset, end]);
}
