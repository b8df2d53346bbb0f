/**
 * Which marks a person wants to see. Plain functions over the scene's things.
 *
 * @typedef {{kind: ""|"frame"|"plain", speaker: string, claim: string, uncertain: boolean}} Wish
 */

/** @type {Wish} */
export const EVERYTHING = { kind: "", speaker: "", claim: "", uncertain: false };

/** Whether the wish leaves anything out. @param {Wish} wish */
export function isNarrow({ kind, speaker, claim, uncertain }) {
  return Boolean(kind || speaker || claim || uncertain);
}

/** A frame that still needs a look: nobody named as speaking, or no kind of cue though it has a cue. */
export function isUncertain({ frame }) {
  return Boolean(frame && (frame.speakers.length === 0 || (frame.cue && !frame.cue_kind)));
}

/**
 * A test of things for a wish.
 *
 * @param {import("./types.js").Store} store @param {Wish} wish @returns {(thing: import("./scene.js").Thing) => boolean}
 */
export function filterFor(store, { kind, speaker, claim, uncertain }) {
  const tied = new Set(store.naming("mentions", "claim", claim).map((one) => one.attribution ?? one.span));
  return (thing) =>
    (!kind || (kind === "frame") === Boolean(thing.frame)) &&
    (!speaker || Boolean(thing.frame?.speakers.includes(speaker))) &&
    (!claim || tied.has(thing.id)) &&
    (!uncertain || isUncertain(thing));
}
