/**
 * Where an Arabic word may be cut between its stem and what is glued to it.
 *
 * Arabic writes conjunctions, prepositions, the article and pronouns together with the word: «وبالعراق» is و + ب + ال + عراق.
 * Without a dictionary nobody can say whether the و of «واشنطن» is one: these are candidates for a person to choose
 * among, never decisions. Offsets are code points inside the word; marks and tatweel stay with the letter before them.
 */
import { CodePoints } from "./offsets.js";

const UNIT = /(.)[\p{M}\u0640\u200c\u200d\p{Bidi_Control}]*/gsu;
// In this order, each at most once: interrogative, conjunction, preposition or future, article. س stands before the
// prefixes of the imperfect only. After the preposition ل the article is written ل: «للعراق».
const FRONT = /^(أ)?([وف])?(?:(ل)(ل)?|(س)(?=[يتنأا])|([بك])?([اٱ]ل)?)/du;
const BACK = /(?:هما|كما|ها|هم|هن|كم|كن|نا|ني|ه|ك|ي)$/u;
const SHORTEST_STEM = 2;

/** The word's letters without what stands on them, and where each begins. */
function unitsOf(word) {
  const points = new CodePoints(word);
  const units = Array.from(word.matchAll(UNIT));
  return { letters: units.map((unit) => unit[1]).join(""), starts: units.map((unit) => points.fromUtf16(unit.index)) };
}

/** Where `word` may be cut behind its proclitics, ascending; two letters are left at least. @param {string} word */
export function procliticCuts(word) {
  const { letters, starts } = unitsOf(word);
  const [, ...groups] = letters.match(FRONT).indices;
  const ends = groups.flatMap((group) => (group ? [group[1]] : []));
  return ends.filter((end) => starts.length - end >= SHORTEST_STEM).map((end) => starts[end]);
}

/** Where `word` may be cut before a pronoun glued to its end: «له» is «ل» and «ه». @param {string} word */
export function encliticCuts(word) {
  const { letters, starts } = unitsOf(word);
  const found = letters.match(BACK);
  return found && found.index > 0 ? [starts[starts.length - found[0].length]] : [];
}
