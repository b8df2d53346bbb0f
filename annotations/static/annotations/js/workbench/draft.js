/**
 * The frame that is being built: its parts as segments, before any of them has an id.
 *
 * @typedef {import("./types.js").Role} Role
 * @typedef {import("./types.js").Segment} Segment
 * @typedef {import("./types.js").Mark} Mark
 */
import { covers } from "./frames.js";
import { uuid7 } from "./ids.js";

/** @type {Role[]} */
export const ROLES = ["source", "cue", "content", "addressee", "channel"];
const APART = ["source", "cue"];

function overlap(a, b) {
  return a.some(([start, end]) => b.some(([from, to]) => start < to && from < end));
}

/**
 * The rule that parts given as segments break, or "" when they may stand together.
 *
 * @param {Record<"source"|"cue", Segment[]|null> & {contents: Segment[][]}} parts
 * @returns {""|"overlap"|"crossing"|"cue_in_pieces"}
 */
export function brokenRule({ source, cue, contents }) {
  if (cue && cue.length > 1) return "cue_in_pieces";
  if (source && cue && overlap(source, cue)) return "overlap";
  for (const [k, content] of contents.entries()) {
    if ([source, cue].some((part) => part && overlap(part, content))) return "overlap";
    const crosses = (other) => overlap(other, content) && !covers(other, content) && !covers(content, other);
    if (contents.slice(k + 1).some(crosses)) return "crossing";
  }
  return "";
}

/** Parts of a frame to be. `parent` is undefined until a person has chosen (null: none). */
export class Draft {
  /** @param {Pick<Storage, "getItem"|"setItem"|"removeItem">} [storage]  Of this window. @param {string} [place]  Person, version and layer. */
  constructor(storage, place = "") {
    Object.assign(this, { storage, place });
    this.clear();
  }

  /** Keep what is in hand, so that a reload or the way back finds it. Storage may be full or forbidden. */
  keep() {
    const { parts, parent } = this;
    try {
      if (this.isEmpty) this.storage?.removeItem(this.place);
      else this.storage?.setItem(this.place, JSON.stringify({ parts, parent }));
    } catch {
      // It then lives as long as the page.
    }
  }

  /** Take up what was kept; parts that the text's frames would refuse, or that cannot be read, are left. */
  resume() {
    try {
      const { parts, parent } = JSON.parse(this.storage?.getItem(this.place) ?? "{}");
      if (parts && !brokenRule(parts)) Object.assign(this, { parts: { ...this.parts, ...parts }, parent });
    } catch {
      this.clear();
    }
    return this;
  }

  clear() {
    /** @type {Record<string, any>} */
    this.parts = { source: null, cue: null, addressee: null, channel: null, contents: [] };
    /** @type {string|null|undefined} */
    this.parent = undefined;
  }

  get isEmpty() {
    return this.extents().length === 0;
  }

  /** Whether there is enough for a frame: somebody, a word of saying, or something said. */
  get isFrame() {
    const { source, cue, contents } = this.parts;
    return Boolean(source || cue || contents.length);
  }

  /** Segments of every part. @returns {Segment[][]} */
  extents() {
    const { contents, ...single } = this.parts;
    return [...Object.values(single).filter(Boolean), ...contents];
  }

  /** Give the part `role`; a content is added to the others. @returns {string} the rule it would break, or "" */
  put(role, segments) {
    const parts = role === "content"
      ? { ...this.parts, contents: [...this.parts.contents, segments] }
      : { ...this.parts, [role]: segments };
    const broken = brokenRule(parts);
    if (!broken) this.parts = parts;
    return broken;
  }

  /** Take the part `role` away (of contents the last). */
  drop(role) {
    if (role === "content") this.parts = { ...this.parts, contents: this.parts.contents.slice(0, -1) };
    else this.parts = { ...this.parts, [role]: null };
  }

  /** Segments of a role, for showing it. @returns {Segment[][]} */
  of(role) {
    if (role === "content") return this.parts.contents;
    return this.parts[role] ? [this.parts[role]] : [];
  }

  /** The frame to be sent, with new ids for itself and its spans. */
  body(version, layer, parent) {
    const span = (segments) => (segments ? { id: uuid7(), segments } : null);
    const { source, cue, addressee, channel, contents } = this.parts;
    return {
      id: uuid7(), version, layer,
      source: span(source), cue: span(cue), contents: contents.map(span), addressee: span(addressee), channel: span(channel),
      parent, speakers: [], resolution: source ? "explicit" : "implicit", antecedent: null, cue_kind: "", attitude: "",
    };
  }

  /** What is painted of it. @returns {Mark[]} */
  marks() {
    return ROLES.flatMap((role) => this.of(role).map((segments, k) => (
      { key: `draft/${role}/${k}`, name: `draft-${role}`, segments, role })));
  }
}

/** The parts of a stored frame as segments, with `role` changed as {@link Draft#put} would change it; its broken rule. */
export function wouldBreak(store, frame, role, segments) {
  const of = (id) => (id ? store.get("spans", id)?.segments ?? null : null);
  const parts = { source: of(frame.source), cue: of(frame.cue), contents: frame.contents.map(of).filter(Boolean) };
  if (role === "content") parts.contents.push(segments);
  else if (APART.includes(role)) parts[role] = segments;
  return brokenRule(parts);
}

/** Give a stored frame a part; a content is added to the others. */
export function givePart(store, frame, role, segments) {
  const span = { id: uuid7(), segments };
  store.change("attributions", frame.id, role === "content" ? { contents: [...frame.contents, span] } : { [role]: span });
}

/** Take a part from a stored frame; of contents the one that `span` names, else the last. */
export function takePart(store, frame, role, span = frame.contents.at(-1)) {
  const rest = role === "content" ? { contents: frame.contents.filter((id) => id !== span) } : { [role]: null };
  store.change("attributions", frame.id, rest);
}
