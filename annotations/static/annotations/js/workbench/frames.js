/**
 * What frames are made of and how they lie in one another. Plain functions over the store; nothing of the page.
 *
 * @typedef {import("./types.js").Frame} Frame
 * @typedef {import("./types.js").Segment} Segment
 * @typedef {import("./types.js").Mark} Mark
 * @typedef {import("./types.js").Store} Store
 */

export const DEEPEST = 5;
export const SINGLE_ROLES = ["source", "cue", "addressee", "channel"];

/** Role and span id of every part, contents last. @param {Frame} frame */
export function partsOf(frame) {
  const single = SINGLE_ROLES.filter((role) => frame[role]).map((role) => ({ role, span: frame[role] }));
  return [...single, ...frame.contents.map((span) => ({ role: "content", span }))];
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
  return store.all("attributions").filter((frame) => frame.parent === id);
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
 * @returns {Frame[]}
 */
export function lawfulParents(store, child, extents) {
  const own = child.id ? heightOf(store, child.id) : 1;
  if (extents.length === 0) return [];
  const fits = (frame) =>
    frame.layer === child.layer &&
    !(child.id && isUnder(store, frame.id, child.id)) &&
    depthOf(store, frame) + own <= DEEPEST &&
    frame.contents.some((content) => {
      const outer = store.get("spans", content)?.segments ?? [];
      return extents.every((extent) => covers(outer, extent));
    });
  return store.all("attributions").filter(fits).sort((a, b) => depthOf(store, b) - depthOf(store, a));
}

/** Ids of spans that belong to no frame: places where the outlet itself asserts something. @returns {Set<string>} */
export function plainSpans(store) {
  const used = new Set(store.all("attributions").flatMap((frame) => partsOf(frame).map(({ span }) => span)));
  return new Set(store.all("spans").map((span) => span.id).filter((id) => !used.has(id)));
}

/** How the parts of a frame look: selected, next of kin to the selected frame, or by themselves. */
function look(store, frame, chosen) {
  if (chosen && frame.id === chosen.id) return (role) => `selected-${role}`;
  const isKin = chosen && (frame.id === chosen.parent || frame.parent === chosen.id);
  const depth = depthOf(store, frame);
  return (role) => {
    if (isKin && ["source", "cue", "content"].includes(role)) return `kin-${role}`;
    return role === "content" ? `content-${depth}` : role;
  };
}

/**
 * Everything to be painted, besides a draft.
 *
 * @param {Store} store
 * @param {string|null} selected  Id of the selected frame or plain span.
 * @returns {Mark[]}
 */
export function marksOf(store, selected) {
  /** @type {Mark[]} */
  const marks = [];
  const chosen = store.get("attributions", selected);
  for (const frame of store.all("attributions")) {
    const name = look(store, frame, chosen);
    for (const { role, span } of partsOf(frame)) {
      const segments = store.get("spans", span)?.segments;
      if (segments) marks.push({ key: `${frame.id}/${role}/${span}`, name: name(role), segments, frame: frame.id, span, role });
    }
  }
  for (const id of plainSpans(store)) {
    const { segments } = store.get("spans", id);
    marks.push({ key: id, name: id === selected ? "selected-plain" : "plain", segments, span: id, role: "plain" });
  }
  return [...marks, ...unsavedMarks(store, marks)];
}

/** What the server refused or could not be told is painted besides as unsaved. */
function unsavedMarks(store, marks) {
  const troubled = new Set(store.queue.filter((op) => op.problem).map((op) => op.id));
  if (troubled.size === 0) return [];
  return marks.filter((mark) => troubled.has(mark.frame ?? mark.span))
    .map((mark) => ({ ...mark, key: `${mark.key}/unsaved`, name: "unsaved" }));
}
