/**
 * Where pickers look: the sources and claims of this article first, then the workspace's, asked of the server.
 *
 * @typedef {{id: string, label: string, note?: string, isNew?: boolean}} Choice
 */
import { nameOf } from "./frames.js";
import { folded, likeness } from "./fold.js";

const MOST_NEAR = 8;

/** Whether every word of `query` begins somewhere in `text`. */
export function matches(text, query) {
  const where = folded(text);
  return folded(query).split(/\s+/u).every((word) => where.includes(word));
}

/** Ask the server; what it finds is learnt, so that it can be shown wherever it is used. @returns {Promise<any[]>} */
async function ask(bench, kind, query) {
  const { api, workspace } = bench.root.dataset;
  const headers = { Accept: "application/json", "X-Workspace": workspace };
  const response = await fetch(`${api}${kind}/?q=${encodeURIComponent(query)}&page_size=12`, { headers, credentials: "same-origin" });
  if (!response.ok) return [];
  const { results } = await response.json();
  bench.store.learn(kind, results);
  return results;
}

/** Sources that already speak in this article, those called like the frame's own words first. */
function speakersHere(bench, query, words) {
  const times = new Map();
  for (const frame of bench.store.all("attributions")) {
    for (const id of frame.speakers) times.set(id, (times.get(id) ?? 0) + 1);
  }
  const likeness = (source) => (words && folded(nameOf(source)) === folded(words) ? 1e6 : 0) + times.get(source.id);
  return [...times.keys()].map((id) => bench.store.get("sources", id)).filter(Boolean)
    .filter((source) => !query || matches(`${source.name} ${source.descriptor} ${source.affiliation ?? ""}`, query))
    .sort((a, b) => likeness(b) - likeness(a));
}

/** @returns {Choice} */
function sourceChoice(bench, source) {
  const note = [bench.words.source_kinds[source.kind], source.affiliation].filter(Boolean).join(" · ");
  return { id: source.id, label: nameOf(source), note };
}

/** What a picker needs to find a speaker. `words` are the frame's own words for it. */
export function sourceFinder(bench, words, choose) {
  return {
    near: (query) => speakersHere(bench, query, words).slice(0, MOST_NEAR).map((source) => sourceChoice(bench, source)),
    far: async (query) => (await ask(bench, "sources", query)).map((source) => sourceChoice(bench, source)),
    fresh: (query) => ({ id: "", isNew: true, label: `${bench.words.new_source}: ${query || words}` }),
    hint: words.slice(0, 60),
    choose,
  };
}

/** @returns {Choice} */
function claimChoice(bench, claim) {
  return { id: claim.id, label: claim.statement, note: bench.words.claim_kinds[claim.kind] };
}

/** What a picker needs to find a claim. `words` are the content's: before anything is typed, claims of like wording are shown. */
export function claimFinder(bench, words, choose) {
  const near = (query) => bench.store.all("claims").filter((claim) => claim.statement && (!query || matches(claim.statement, query)));
  const likest = (claims, query) => {
    const wanted = query || words;
    const rated = claims.map((claim) => ({ claim, like: likeness(claim.statement, wanted) }));
    return rated.sort((a, b) => b.like - a.like).map(({ claim }) => claimChoice(bench, claim));
  };
  return {
    near: (query) => likest(near(query), query).slice(0, MOST_NEAR),
    far: async (query) => likest(await ask(bench, "claims", query), query === longestWord(words) ? "" : query),
    fresh: (query) => ({ id: "", isNew: true, label: `${bench.words.new_claim}: ${query || words}`.slice(0, 140) }),
    hint: longestWord(words),
    choose,
  };
}

/** The word that tells most about a text, by its length. */
function longestWord(text) {
  const words = text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return words.reduce((longest, word) => (word.length > longest.length ? word : longest), "");
}
