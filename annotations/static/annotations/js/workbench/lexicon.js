/**
 * Words of saying in Arabic and English: what kind of cue they are and what attitude they carry. A short list that knows the
 * common ones; what it does not know it leaves to the person.
 *
 * @typedef {{kind: string, attitude: string}} CueGuess
 */
import { folded } from "./fold.js";

const list = (words) => words.trim().split(/\s+/u);

/** Arabic verbs by attitude: the form of the past, folded, and after a slash the stem of the present where it differs. */
const ARABIC = {
  assertion: list(`قال/قول صرح اعلن/علن اكد/وكد اضاف/ضيف ذكر افاد/فيد اوضح/وضح اشار/شير نفي حذر اتهم/تهم نقل كشف زعم ادعي/دعي
    طالب ابلغ/بلغ اخبر/خبر شدد لفت بين كتب غرد انتقد/نتقد اجاب/جيب رد نوه ندد دان ادان/دين اتصل/تصل طلب دعا/دعو روي حكي تابع سال/سءل`),
  belief: list("راي/ري اعتقد/عتقد ظن اعتبر/عتبر توقع استبعد/ستبعد رجح شك"),
  intention: list("هدد لوح تعهد توعد وعد نوي خطط اعتزم/عتزم"),
  decision: list("قرر رفض صوت تبني وافق امتنع/متنع"),
  knowledge: list("علم عرف ادرك/درك"),
  emotion: list("خشي رحب اسف قلق غضب"),
};
const ARABIC_NOUNS = list("تصريح بيان قول اعلان تحذير انذار تهديد تاكيد نفي اتهام راي وعد وعود خشيه ترحيب اجماع دعوه طلب رفض تباهي زعم");
const ARABIC_ADJECTIVES = list("منزعج غاضب راض راضي قلق ملتزم متاكد واثق مستاء متخوف حريص");
const ARABIC_PREPOSITIONS = list("بحسب حسب وفق وفقا نقلا استنادا");
const ARABIC_IMPERSONAL = list("تردد قيل يعتقد ينظر يقال يزعم يرجح");
const ENDINGS = "(?:ت|وا|ا|تا|ه|ها|هم|ون|ين|ان|ات|نا|يه)?";

const ENGLISH = {
  assertion: list(`said say says told tell tells stated state states added add adds announced announces confirmed confirms denied denies
    warned warns claimed claims alleged alleges accused accuses reported reports noted notes explained explains insisted insists asked asks
    called described revealed replied wrote writes argued argues acknowledged admitted declared telephoned asserted`),
  belief: list("believe believes believed think thinks thought doubt doubts doubted expect expects expected consider considers considered"),
  intention: list("threaten threatens threatened plan plans planned vow vows vowed promise promises promised pledge pledged weigh weighs intend intends"),
  decision: list("decided decides declined declines refused refuses agreed agrees voted votes"),
  knowledge: list("know knows knew"),
  emotion: list("fear fears feared welcomed welcomes regret regrets regretted"),
};
const ENGLISH_NOUNS = list("statement warning threat claim report announcement denial allegation accusation plans promise vow belief fear");
const ENGLISH_ADJECTIVES = list("angry annoyed concerned worried satisfied confident certain committed sorry");
const ENGLISH_PREPOSITIONS = list("according per");
const ENGLISH_IMPERSONAL = /^(?:reportedly|allegedly|(?:is|are|was|were) (?:said|believed|thought|reported|alleged|seen|expected)|it (?:is|was) )/u;
const VOWELLED_PASSIVE = /^[وف]?[يت]\u064f/u;

const WORDS = new Map(Object.entries(ENGLISH).flatMap(([attitude, words]) => words.map((word) => [word, { kind: "verb", attitude }])));
const VERBS = Object.entries(ARABIC).flatMap(([attitude, verbs]) => verbs.map((verb) => {
  const [past, present = past] = verb.split("/");
  const short = present.endsWith("ي") ? present.slice(0, -1) : present;
  const form = new RegExp(`^(?:${past}|${past.replace(/[يا]$/u, "")}|[يتنا]${present}|[يتنا]ت?${short}|م${present})${ENDINGS}$`, "u");
  return { form, guess: { kind: "verb", attitude } };
}));
const inflected = (words) => new RegExp(`^(?:ال)?(?:${words.join("|")})${ENDINGS}$`, "u");
const NOUN = inflected(ARABIC_NOUNS);
const ADJECTIVE = inflected(ARABIC_ADJECTIVES);

/** What a cue is likely to be; null where the list knows none of its words. @param {string} cue @returns {CueGuess|null} */
export function guessCue(cue) {
  const text = folded(cue).trim();
  if (text && !/[\p{L}\p{N}]/u.test(text)) return { kind: "punctuation", attitude: "assertion" };
  const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.length === 0) return null;
  if (ENGLISH_IMPERSONAL.test(text) || VOWELLED_PASSIVE.test(cue)) return { kind: "impersonal_verb", attitude: "belief" };
  if (isAmong(words[0], [...ARABIC_PREPOSITIONS, ...ENGLISH_PREPOSITIONS])) return { kind: "preposition", attitude: "assertion" };
  if (isAmong(words[0], ARABIC_IMPERSONAL) && words.length > 1) return { kind: "impersonal_verb", attitude: "belief" };
  return words.map(guessWord).find(Boolean) ?? null;
}

/** A word as it is, or without a conjunction glued to it. */
const isAmong = (word, known) => known.includes(word) || (/^[وف]/u.test(word) && known.includes(word.slice(1)));

/** @returns {CueGuess|null} */
function guessWord(word) {
  for (const one of /^[وفس]/u.test(word) ? [word, word.slice(1)] : [word]) {
    if (ADJECTIVE.test(one) || ENGLISH_ADJECTIVES.includes(one)) return { kind: "adjective", attitude: "emotion" };
    const verb = WORDS.get(one) ?? VERBS.find(({ form }) => form.test(one))?.guess;
    if (verb && !(one.startsWith("ال") && NOUN.test(one))) return isNominal(one) ? { ...verb, kind: "noun" } : verb;
    if (NOUN.test(one) || ENGLISH_NOUNS.includes(one)) return { kind: "noun", attitude: "assertion" };
  }
  return null;
}

/** Whether a word that could be a verb is one of the nouns of saying. */
function isNominal(word) {
  return ["قول", "وعد", "وعود", "خشيه", "plans", "claim", "report", "promise", "fear"].includes(word);
}
