/** Letters as they are compared: spelling variants, marks, case and digits folded, with a map back to where each came from. */

const FORMS = [[/[\u0640\p{M}\u200b-\u200f\u061c\u2066-\u2069\u202a-\u202e\ufeff]/gu, ""], [/[ٱ]/gu, "ا"], [/[ىی]/gu, "ي"], [/ة/gu, "ه"], [/ک/gu, "ك"]];
const DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/gu;

/** The folded form of any text. @param {string} text */
export function folded(text) {
  const plain = FORMS.reduce((so, [from, to]) => so.replace(from, to), text.normalize("NFKD").toLowerCase());
  return plain.replace(DIGITS, (digit) => String(digit.codePointAt(0) & 0xf));
}

/**
 * The folded form, runs of white space as one space, and for each of its UTF-16 units the code point of `text` it came from
 * (and one place more, for the end).
 *
 * @param {string} text @returns {{text: string, from: number[]}}
 */
export function foldedWithMap(text) {
  let result = "";
  const from = [];
  let at = 0;
  for (const letter of text) {
    const form = /\s/u.test(letter) ? (result.endsWith(" ") ? "" : " ") : folded(letter);
    for (let k = 0; k < form.length; k += 1) from.push(at);
    result += form;
    at += 1;
  }
  return { text: result, from: [...from, at] };
}

/** Trigrams of a folded text, each word padded as PostgreSQL's pg_trgm pads it. @returns {Set<string>} */
export function trigrams(text) {
  const found = new Set();
  for (const word of folded(text).match(/[\p{L}\p{N}]+/gu) ?? []) {
    const padded = `  ${word} `;
    for (let k = 0; k + 3 <= padded.length; k += 1) found.add(padded.slice(k, k + 3));
  }
  return found;
}

/** How alike two texts are, from 0 to 1: the share of trigrams that they have in common. */
export function likeness(a, b) {
  const [one, other] = [trigrams(a), trigrams(b)];
  if (one.size === 0 || other.size === 0) return 0;
  const common = [...one].filter((three) => other.has(three)).length;
  return common / (one.size + other.size - common);
}

/** How much of `words` can be found in `text`, from 0 to 1: the share of their trigrams. */
export function findable(words, text) {
  const [wanted, there] = [trigrams(words), trigrams(text)];
  return wanted.size ? [...wanted].filter((three) => there.has(three)).length / wanted.size : 0;
}
