/**
 * What moving the edges of a span would break, worked out before the server is asked. Plain functions over the store.
 *
 * @typedef {import("./types.js").Segment} Segment
 * @typedef {import("./types.js").Store} Store
 */
import { brokenRule } from "./draft.js";
import { childrenOf, covers, lawfulParents, extentsOf, partsOf } from "./frames.js";

/** Frames that use a span. @param {Store} store @param {string} span */
export function framesOf(store, span) {
  return store.naming("attributions", "span", span);
}

/** The role of a span in a frame; "plain" where there is no frame. */
export function roleOf(frame, span) {
  return (frame && partsOf(frame).find((part) => part.span === span)?.role) || "plain";
}

/**
 * The rule that span `id` would break with other segments, or "".
 *
 * @param {Store} store @param {string} id @param {Segment[]} segments
 * @returns {""|"overlap"|"crossing"|"cue_in_pieces"|"outside"}
 */
export function brokenByMove(store, id, segments) {
  const of = (span) => (span === id ? segments : store.get("spans", span)?.segments ?? null);
  for (const frame of framesOf(store, id)) {
    const broken = brokenRule({ source: of(frame.source), cue: of(frame.cue), contents: frame.contents.map(of).filter(Boolean) });
    if (broken) return broken;
    const parent = store.get("attributions", frame.parent);
    const children = childrenOf(store, frame.id).filter((child) => !liesIn(of, frame, child));
    if (children.length || (parent && !liesIn(of, parent, frame))) return "outside";
  }
  return "";
}

/** Whether every part of `child` lies in one content of `frame`. */
function liesIn(of, frame, child) {
  const inner = partsOf(child).map(({ span }) => of(span) ?? []);
  return frame.contents.some((content) => inner.every((part) => covers(of(content) ?? [], part)));
}

/** The segments with the one at `at` replaced; those that then touch become one. */
export function withEdge(segments, at, segment) {
  return segments.map((one, k) => (k === at ? segment : one));
}

/** The frame that `frame` would go into next: the innermost lawful one that is not its parent already. */
export function nextParent(store, frame) {
  const lawful = lawfulParents(store, frame, extentsOf(store, frame));
  const at = lawful.findIndex((one) => one.id === frame.parent);
  return at === 0 ? null : lawful[0] ?? null;
}
