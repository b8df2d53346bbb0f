/** Why the server refused something, in the reader's language: the sentence of each rule that was broken, where it has one. */

/**
 * @param {{rules?: Record<string, string>, rule_endings?: [string, string][]}} words  Sentences by rule, and by how rules end.
 * @param {{rule?: string, detail?: string, errors?: {rule: string, detail: string}[]}|null|undefined} problem  As the REST interface answers.
 * @returns {string} empty where nothing is known
 */
export function reasonOf(words, problem) {
  const errors = problem?.errors?.length ? problem.errors : [problem ?? {}];
  const sentences = errors.map(({ rule = "", detail = "" }) => words.rules?.[rule] ?? byEnding(words, rule) ?? detail);
  return [...new Set(sentences.filter(Boolean))].join(" ");
}

function byEnding({ rule_endings: endings = [] }, rule) {
  return endings.find(([ending]) => rule.endsWith(ending))?.[1];
}
