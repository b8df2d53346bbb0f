/**
 * What can be worked out for a frame: kind of cue, antecedent, speaker, addressee. Plain functions over the scene's things and
 * the text; each suggestion says what it would change, and changes nothing itself.
 *
 * @typedef {{id: string, about: string, label: string, fields?: Record<string, any>, segments?: [number, number][]}} Suggestion
 */
import { folded } from "./fold.js";
import { guessCue } from "./lexicon.js";

export const NEAR = 200; // frames before and after one that are looked through for its speaker
const FAR = 80; // code points after the cue or the source in which an addressee is looked for
const CLITICS = ["ه", "ها", "هم", "هما", "هن", "ك", "كم", "نا", "ي"];
const PRONOUNS = ["هو", "هي", "الذي", "التي", "he", "she", "they", "it", "who", "one of them", "both"].map(folded);
const AGAIN = /^(?:(?:و|ف)?(?:هذا|هذه|هؤلاء|المصادر|المصدر|المسؤول|المسؤولون|المسؤولين|الوكالة|الوزارة|الوزير|المتحدث|المتحدثة|الصحيفة|القناة|الشبكة|الحكومة|الرئيس)|the (?:official|officials|source|sources|agency|minister|ministry|spokesman|spokeswoman|spokesperson|group|company|president))(?:\s|$)/iu;
const TO_ARABIC = /(?:^|[\s،])ل((?:ل?وكالة|صحيفة|قناة|تلفزيون|شبكة|إذاعة|موقع|مجلة)(?: [\p{L}\p{M}]+){1,2}?)(?=[،,.:؛]|\s(?:إن|أن|بأن|على|في|أنه|إنه)\s|$)/u;
const TO_ENGLISH = /^\s+((?:the )?(?:\p{Lu}[\p{L}’'-]*)(?:(?: of)? \p{Lu}[\p{L}’'-]*)*|reporters|journalists)(?=[\s,.]|$)/u;
const TELLS = ["told", "tells", "telling", "informed", "assured"];

/** Where a piece of `text` lies, in code points. */
const points = (text) => [...text].length;

/** What the source's words are: explicit, anaphoric or a pronoun glued to a word. @param {string} source */
export function resolutionOf(source) {
  const words = folded(source);
  if (CLITICS.includes(words)) return "clitic_pronoun";
  return PRONOUNS.includes(words) || AGAIN.test(source.trim()) ? "anaphoric" : "explicit";
}

/**
 * The frame that a continued speaker goes back to: the nearest before it on its own level that names somebody, one with like
 * words first where the source has words.
 *
 * @param {import("./scene.js").Scene} scene
 * @param {import("./types.js").Thing} thing
 * @param {(span: any) => string} quote
 * @param {(frame: import("./types.js").Frame) => boolean} [isMeant]
 */
export function antecedentOf(scene, thing, quote, isMeant = () => true) {
  const before = scene.beside(thing, -1, NEAR).filter((one) => one.frame && one.start < thing.start && one.frame.speakers.length > 0 && isMeant(one.frame));
  const level = before.filter((one) => one.frame.parent === thing.frame.parent);
  const candidates = level.length ? level : before.filter((one) => one.id === thing.frame.parent);
  const words = head(partText(thing, "source", quote));
  const alike = words && candidates.find((one) => head(partText(one, "source", quote)) === words);
  return alike || candidates[0] || null;
}

/** The beginning of a name's first word, without the article: enough to know the noun again in another number. */
function head(text) {
  const [word = ""] = folded(text).replace(/^the /u, "").split(" ");
  return word.replace(/^ال/u, "").slice(0, 4);
}

function partText(thing, role, quote) {
  const part = thing.parts.find((one) => one.role === role);
  return part?.span ? quote(part.span) : "";
}

/** The addressee that follows the cue or the source, as a segment of the article; null where none is found. */
export function addresseeIn(article, thing, quote) {
  const end = Math.max(0, ...thing.parts.filter(({ role }) => role === "cue" || role === "source").map(({ span }) => span?.segments.at(-1)[1] ?? 0));
  if (!end) return null;
  const paragraph = article.paragraphAt(end);
  const after = article.textOf([end, Math.min(paragraph.end, end + FAR)]);
  const tells = TELLS.includes(folded(partText(thing, "cue", quote)).split(" ").at(-1));
  const found = after.match(TO_ARABIC) ?? (tells ? after.match(TO_ENGLISH) : null);
  if (!found) return null;
  const start = end + points(after.slice(0, found.index + found[0].length - found[1].length));
  const segment = [start, start + points(found[1])];
  const isFree = thing.parts.every(({ span }) => (span?.segments ?? []).every(([from, to]) => to <= segment[0] || segment[1] <= from));
  return isFree ? segment : null;
}

/** Everything that can be suggested for a frame now, likeliest first. @returns {Suggestion[]} */
export function suggestions({ article, scene, store, quote }, thing) {
  const { frame } = thing;
  const found = [];
  const source = partText(thing, "source", quote);
  const resolution = source ? resolutionOf(source) : "";
  const isContinued = !source || resolution !== "explicit";
  const before = isContinued ? unheard(scene, thing, quote) : null;
  if (before) {
    const speakers = frame.speakers.length ? {} : { speakers: before.frame.speakers };
    found.push({ id: "antecedent", about: "antecedent", label: nameIn(store, before.frame),
      fields: { ...speakers, antecedent: before.id, resolution: resolution || silent(article, before, thing) } });
  } else if (!isContinued && frame.speakers.length === 0) {
    const near = [...scene.beside(thing, -1, NEAR), ...scene.beside(thing, 1, NEAR)];
    const same = near.find((one) => one.frame?.speakers.length && folded(partText(one, "source", quote)) === folded(source));
    if (same) found.push({ id: "speaker", about: "speaker", label: nameIn(store, same.frame), fields: { speakers: same.frame.speakers } });
  }
  const cue = guessCue(partText(thing, "cue", quote));
  if (cue && !frame.cue_kind) found.push({ id: "cue", about: "cue_kind", label: cue.kind, fields: { cue_kind: cue.kind, ...(frame.attitude ? {} : { attitude: cue.attitude }) } });
  const addressee = frame.addressee ? null : addresseeIn(article, thing, quote);
  if (addressee) found.push({ id: "addressee", about: "addressee", label: article.textOf(addressee), segments: [addressee] });
  return found;
}

/** The frame whose speaker goes on here, where that is not said yet: the one that is named, while nobody speaks, else the likely one. */
function unheard(scene, thing, quote) {
  const { antecedent, speakers } = thing.frame;
  if (!antecedent) return antecedentOf(scene, thing, quote);
  const named = scene.byId.get(antecedent);
  return speakers.length === 0 && named?.frame?.speakers.length ? named : null;
}

/** Nobody named: in one sentence the subject is shared, in Arabic it is dropped, else the speaker is inherited. */
export function silent(article, before, thing) {
  const between = article.textOf([Math.min(before.end, thing.start), thing.start]);
  if (article.paragraphAt(before.start) === article.paragraphAt(thing.start) && !/[.!?؟]\s/u.test(between)) return "shared_subject";
  return /\p{Script=Arabic}/u.test(article.textOf([thing.start, thing.end])) ? "pro_drop" : "inherited";
}

function nameIn(store, frame) {
  const source = store.get("sources", frame.speakers[0]);
  return source?.name || source?.descriptor || "";
}
