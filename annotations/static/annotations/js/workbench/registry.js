/**
 * Where pickers look: the sources and claims of this article first, then the workspace's, asked of the server.
 *
 * @typedef {import("./pickers.js").Choice} Choice
 */
import { nameOf } from "./frames.js";
import { findable, folded, likeness } from "./fold.js";

const MOST_NEAR = 8;
const ALIKE = 0.3; // as the server counts it
const LONGEST = 300; // code points of a wording that the server is asked for

/** Whether every word of `query` begins somewhere in `text`. */
export function matches(text, query) {
  const where = folded(text);
  return folded(query).split(/\s+/u).every((word) => where.includes(word));
}

/** Whether `query` is in `text`, or nearly so: its words as they are, or most of their trigrams. */
function isLike(text, query) {
  return !query || matches(text, query) || findable(query, text) >= ALIKE;
}

/** Ask the server, which answers what is likest first; what it finds is learnt, so that it can be shown wherever it is used. @returns {Promise<any[]>} */
async function ask(bench, kind, query) {
  const { api, workspace } = bench.root.dataset;
  const headers = { Accept: "application/json", "X-Workspace": workspace };
  const response = await fetch(`${api}${kind}/?like=${encodeURIComponent([...query].slice(0, LONGEST).join(""))}&page_size=12`, { headers, credentials: "same-origin" });
  if (!response.ok) return [];
  const { results } = await response.json();
  bench.store.learn(kind, results);
  return results;
}

/** A source that has a name and is called or described exactly so, however it is spelt; null where none is known, or nobody could be asked. */
export async function namesake(bench, name) {
  const asked = await ask(bench, "sources", name).catch(() => []);
  const isSame = (words) => folded(words ?? "").trim() === folded(name).trim();
  const isOf = (source) => source.name && (isSame(source.name) || isSame(source.descriptor));
  return [...bench.store.all("sources"), ...asked].find(isOf) ?? null;
}

/** Sources that already speak in this article: those called like the frame's own words, then whoever speaks most. */
function speakersHere(bench, query, words) {
  const times = ({ id }) => bench.store.links.count("speaker", id);
  return bench.store.links.named("speaker").map((id) => bench.store.get("sources", id)).filter(Boolean)
    .filter((source) => isLike(wordsOf(source), query))
    .map((source) => ({ source, times: times(source), like: query || words ? findable(query || words, wordsOf(source)) : 0 }))
    .sort((a, b) => b.like - a.like || b.times - a.times)
    .map(({ source }) => source);
}

/** @returns {Choice} */
function sourceChoice(bench, source, query) {
  const note = [bench.words.source_kinds[source.kind], source.affiliation].filter(Boolean).join(" · ");
  return { id: source.id, label: nameOf(source), note, isMerelyLike: !matches(wordsOf(source), query) };
}

/** All by which a source is found. */
function wordsOf({ name, descriptor, affiliation, rank }) {
  return [name, descriptor, affiliation, rank].filter(Boolean).join(" ");
}

/** What a picker needs to find a speaker. `words` are the frame's own words for it. */
export function sourceFinder(bench, words, choose) {
  return {
    near: (query) => speakersHere(bench, query, words).slice(0, MOST_NEAR).map((source) => sourceChoice(bench, source, query)),
    far: async (query) => (await ask(bench, "sources", query)).map((source) => sourceChoice(bench, source, query)),
    fresh: (query) => ({ id: "", isNew: true, label: `${bench.words.new_source}: ${query || words}` }),
    hint: words.slice(0, 60),
    choose,
  };
}

/** @returns {Choice} */
function claimChoice(bench, claim, query) {
  return { id: claim.id, label: claim.statement, note: bench.words.claim_kinds[claim.kind], isMerelyLike: !matches(claim.statement, query) };
}

/**
 * What a picker needs to find a claim. `words` are the content's: before anything is typed, claims of like wording are shown,
 * of this article and of others.
 */
export function claimFinder(bench, words, choose) {
  const here = (query) => {
    const found = bench.store.all("claims").filter((claim) => claim.statement && isLike(claim.statement, query));
    const rated = found.map((claim) => ({ claim, like: likeness(claim.statement, query || words) }));
    return rated.sort((a, b) => b.like - a.like).map(({ claim }) => claimChoice(bench, claim, query));
  };
  return {
    near: (query) => here(query).slice(0, MOST_NEAR),
    far: async (query) => (await ask(bench, "claims", query)).map((claim) => claimChoice(bench, claim, query)),
    fresh: (query) => ({ id: "", isNew: true, label: `${bench.words.new_claim}: ${query || words}`.slice(0, 140) }),
    hint: words,
    choose,
  };
}
