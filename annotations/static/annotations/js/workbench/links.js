/**
 * Which objects name which others, and which of them changed: kept from change to change, so that no action has to look through
 * all of a long text. Built when it is first asked for: painting needs none of it.
 *
 * @typedef {import("./types.js").Kind} Kind
 * @typedef {import("./types.js").Frame} Frame
 * @typedef {"span"|"parent"|"speaker"|"target"|"claim"} Place
 */

export const PLACES = ["source", "cue", "addressee", "channel"];

/** Ids of the spans that a frame uses. @param {Frame} frame */
export function spansOf(frame) {
  return [...PLACES.map((place) => frame[place]), ...frame.contents].filter(Boolean);
}

/** What an object names, by place: of a frame spans, parent and speakers; of a mention its frame or span and its claim. @type {Record<string, (one: any) => [Place, string][]>} */
const NAMED = {
  attributions: (frame) => [
    ...spansOf(frame).map((id) => ["span", id]), ...(frame.speakers ?? []).map((id) => ["speaker", id]),
    ...(frame.parent ? [["parent", frame.parent]] : []),
  ],
  mentions: (mention) => [["target", mention.attribution ?? mention.span], ["claim", mention.claim]],
};
const NOBODY = new Set();

/** Who names whom. */
export class Links {
  /** @param {(kind: Kind) => any[]} all  Every object of a kind as it is now. */
  constructor(all) {
    this.all = all;
    /** Ids of frames and spans that changed since they were last taken. @type {Set<string>} */
    this.changed = new Set();
    /** @type {Record<Place, Map<string, Set<string>>>|null} */
    this.built = null;
  }

  /** Ids of those that name `id` there, the first one first. @param {Place} place @param {string} id @returns {Iterable<string>} */
  naming(place, id) {
    return this.index[place].get(id) ?? NOBODY;
  }

  /** How many name `id` there. */
  count(place, id) {
    return (this.index[place].get(id) ?? NOBODY).size;
  }

  /** All that is named there. @returns {string[]} */
  named(place) {
    return [...this.index[place].keys()];
  }

  get index() {
    if (this.built) return this.built;
    this.built = { span: new Map(), parent: new Map(), speaker: new Map(), target: new Map(), claim: new Map() };
    for (const kind of Object.keys(NAMED)) for (const one of this.all(kind)) this.add(kind, one);
    return this.built;
  }

  /** One object became another; undefined is none. @param {Kind} kind @param {string} id */
  note(kind, id, before, after) {
    if (before === after) return;
    if (kind === "attributions" || kind === "spans") this.changed.add(id);
    if (!this.built || !(kind in NAMED)) return;
    if (before && after && namesTheSame(NAMED[kind](before), NAMED[kind](after))) return;
    if (before) this.drop(kind, before);
    if (after) this.add(kind, after);
  }

  add(kind, one) {
    for (const [place, id] of NAMED[kind](one)) {
      if (!this.built[place].has(id)) this.built[place].set(id, new Set());
      this.built[place].get(id).add(one.id);
    }
  }

  drop(kind, one) {
    for (const [place, id] of NAMED[kind](one)) {
      const those = this.built[place].get(id);
      those?.delete(one.id);
      if (those?.size === 0) this.built[place].delete(id);
    }
  }

  /** What changed since this was last called. */
  takeChanged() {
    const { changed } = this;
    this.changed = new Set();
    return changed;
  }
}

/** Whether the same is named in the same order, so that whoever stands in a list keeps their place. */
function namesTheSame(a, b) {
  return a.length === b.length && a.every(([place, id], k) => place === b[k][0] && id === b[k][1]);
}
