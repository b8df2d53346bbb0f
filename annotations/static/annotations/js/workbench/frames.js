/**
 * What frames are made of and how they lie in one another. Plain functions over the store; nothing of the page.
 *
 * @typedef {import("./types.js").Frame} Frame
 * @typedef {import("./types.js").Segment} Segment
 * @typedef {import("./types.js").Store} Store
 */

export const DEEPEST = 5;
export const SINGLE_ROLES = ["source", "cue", "addressee", "channel"];

/** Role and span id of every part, contents last. @param {Frame} frame */
export function partsOf(frame) {
  const single = SINGLE_ROLES.filter((role) => frame[role]).map((role) => ({ role, span: frame[role] }));
  return [...single, ...frame.contents.map((span) => ({ role: "content", span }))];
}

/** What a frame most likely still needs: "all" (it is a lone source), "content", or "" for nothing. @param {Frame} frame */
export function lacking(frame) {
  if (frame.contents.length > 0) return "";
  return frame.cue ? "content" : "all";
}

/** Segments of every part. @param {Store} store @param {Frame} frame @returns {Segment[][]} */
export function extentsOf(store, frame) {
  return partsOf(frame).map(({ span }) => store.get("spans", span)?.segments ?? []);
}

/** Whether every segment of `inner` lies within one segment of `outer`. @param {Segment[]} outer @param {Segment[]} inner */
export function covers(outer, inner) {
  return inner.every(([start, end]) => outer.some(([from, to]) => from <= start && end <= to));
}

/** First code point of a frame, for ordering; frames without spans come last. */
export function beginning(store, frame) {
  return Math.min(...extentsOf(store, frame).flat().map(([start]) => start), Infinity);
}

/** Depth of a frame: 1 without a parent. A cycle, which the server forbids, ends the count. */
export function depthOf(store, frame) {
  let depth = 1;
  for (let at = frame; at?.parent && depth < DEEPEST; depth += 1) at = store.get("attributions", at.parent);
  return depth;
}

/** Frames that lie directly in `id`. @returns {Frame[]} */
export function childrenOf(store, id) {
  return store.naming("attributions", "parent", id);
}

/** Levels that a frame and those under it take up: 1 without children. */
export function heightOf(store, id, limit = DEEPEST) {
  if (limit === 0) return 0;
  return 1 + Math.max(0, ...childrenOf(store, id).map((child) => heightOf(store, child.id, limit - 1)));
}

/** Whether `id` is `above` or lies under it. */
export function isUnder(store, id, above) {
  for (let at = id, steps = 0; at && steps <= DEEPEST; steps += 1) {
    if (at === above) return true;
    at = store.get("attributions", at)?.parent;
  }
  return false;
}

/**
 * Frames in whose content all of `extents` lies, innermost first: the only ones that may be the parent.
 *
 * @param {Store} store
 * @param {{id?: string, layer: string}} child  The frame, or a draft that has no id yet.
 * @param {Segment[][]} extents  Segments of its parts.
 * @param {Frame[]} [among]  Frames that lie around them, where they are known.
 * @returns {Frame[]}
 */
export function lawfulParents(store, child, extents, among = store.all("attributions")) {
  const own = child.id ? heightOf(store, child.id) : 1;
  if (extents.length === 0) return [];
  const holds = (frame) => frame.contents.some((content) => {
    const outer = store.get("spans", content)?.segments ?? [];
    return extents.every((extent) => covers(outer, extent));
  });
  const fits = (frame) =>
    frame.layer === child.layer &&
    holds(frame) &&
    !(child.id && isUnder(store, frame.id, child.id)) &&
    depthOf(store, frame) + own <= DEEPEST;
  return among.filter(fits).sort((a, b) => depthOf(store, b) - depthOf(store, a));
}

/** The name by which a registry source is shown. */
export function nameOf(source) {
  return source ? source.name || source.descriptor : "";
}
