/**
 * Spans in several pieces, and the edges of spans that exist.
 *
 * Words may be kept while others are selected; together they are marked. A marked span is taken in hand by key or by its
 * handles: then moving moves its edge. Its frames, claims and comments stay with it, because the span stays the same.
 *
 * @typedef {import("./types.js").Segment} Segment
 */
import { brokenByMove, framesOf, roleOf, withEdge } from "./moves.js";
import { merged, without } from "./selection.js";

/** Pieces kept for the next mark, and the span whose edges are being moved. */
export class Pieces {
  /** @param {import("./types.js").Bench} bench @param {import("./types.js").Hands} hands */
  constructor(bench, hands) {
    this.bench = bench;
    this.hands = hands;
    /** @type {Segment[]} */
    this.held = [];
    /** @type {{span: string, at: number, end: "start"|"end", segments: Segment[]}|null} */
    this.taken = null;
  }

  /** What is selected, with the pieces that were kept. @param {Segment[]} selected */
  with(selected) {
    return this.held.length ? merged([...this.held, ...selected]) : selected;
  }

  /** Keep the selected words; with a span in hand they become a piece of it. */
  addPiece() {
    const { hands, bench } = this;
    const selected = hands.selected;
    if (selected.length === 0) return hands.say(bench.words.select_first);
    const span = this.spanOfInterest(selected);
    if (span && !hands.changing) return this.put(span, merged([...bench.store.get("spans", span).segments, ...selected]), "piece_added");
    this.held = merged([...this.held, ...selected]);
    hands.showDraft();
    return hands.say(bench.words.piece_kept);
  }

  /** Take the selected words out of what was kept, or out of the selected frame's span in which they lie. */
  takePiece() {
    const { hands, bench } = this;
    const selected = hands.selected;
    if (selected.length === 0) return hands.say(bench.words.select_first);
    const cut = (segments) => this.tidy(selected.reduce(without, segments));
    if (this.held.length) {
      this.held = cut(this.held);
      return hands.showDraft();
    }
    const span = this.spanOver(selected);
    return span ? this.put(span, cut(bench.store.get("spans", span).segments), "piece_taken") : hands.say(bench.words.nothing_here);
  }

  /** Segments whose edges are no white space; those of nothing but space vanish. */
  tidy(segments) {
    return segments.flatMap((segment) => this.hands.snap(segment, "letter"));
  }

  /** The span last taken in hand, if it is of the selected frame: further pieces are added to it. */
  spanOfInterest() {
    const { bench } = this;
    const frame = bench.store.get("attributions", bench.selected);
    if (!this.last || !bench.store.get("spans", this.last)) return null;
    return frame ? (roleOf(frame, this.last) !== "plain" ? this.last : null) : this.last === bench.selected ? this.last : null;
  }

  /** The shortest span that touches the segments, of the selected frame if there is one. */
  spanOver(segments) {
    const touches = (mark) => mark.segments.some(([start, end]) => segments.some(([from, to]) => from < end && start < to));
    const length = (mark) => mark.segments.reduce((sum, [start, end]) => sum + end - start, 0);
    const marks = this.bench.selected ? this.bench.marksOfSelected() : this.bench.marks;
    return marks.filter((mark) => mark.span && touches(mark)).sort((a, b) => length(a) - length(b))[0]?.span ?? null;
  }

  /** Take the span at the caret in hand, by its last edge; again: by the edge before, round and round. */
  takeEdge() {
    if (!this.bench.mayMark) return this.hands.say(this.bench.words.may_not);
    if (this.taken) return this.turn();
    const span = this.hands.walker.spanAtCaret() ?? this.bench.marksOfSelected()[0]?.span;
    if (!span) return this.hands.say(this.bench.words.nothing_here);
    const { segments } = this.bench.store.get("spans", span);
    this.taken = { span, at: segments.length - 1, end: "end", segments };
    this.last = span;
    this.hold();
    return this.hands.say(this.bench.words.edge_taken);
  }

  turn() {
    const { segments, at, end } = this.taken;
    if (end === "end") this.taken.end = "start";
    else Object.assign(this.taken, { end: "end", at: (at + segments.length - 1) % segments.length });
    this.hold();
  }

  /** The page's selection is the piece whose edge moves. */
  hold() {
    const [start, end] = this.taken.segments[this.taken.at];
    this.hands.caret.isExact = true;
    if (this.taken.end === "end") this.hands.caret.set(end, start);
    else this.hands.caret.set(start, end);
    this.hands.caret.keepInSight();
    this.hands.showDraft();
  }

  /** The selection changed while an edge is in hand. @param {Segment[]} selected */
  follow(selected) {
    if (!this.taken || selected.length !== 1) return;
    this.taken.segments = withEdge(this.taken.segments, this.taken.at, selected[0]);
    this.hands.showDraft();
  }

  /** Keep the edge where it is now. */
  commit() {
    const { span, segments } = this.taken;
    this.taken = null;
    this.put(span, merged(segments));
    this.hands.caret.set(this.hands.caret.offset);
  }

  cancel() {
    this.held = [];
    this.taken = null;
    this.hands.showDraft();
  }

  /** Give a stored span other segments, unless a rule speaks against it. */
  put(span, segments, said = "moved") {
    const { store, words } = this.bench;
    const broken = segments.length ? brokenByMove(store, span, segments) : "empty_span";
    if (broken) this.hands.say(words[broken]);
    else if (JSON.stringify(store.get("spans", span)?.segments) !== JSON.stringify(segments)) {
      this.last = span;
      store.change("spans", span, { segments });
      this.hands.say(words[said]);
    }
    this.hands.showDraft();
    return !broken;
  }

  /** What is painted of all this. @returns {import("./types.js").Mark[]} */
  marks() {
    const kept = this.held.length ? [{ key: "held", name: "held", segments: this.held, role: "plain" }] : [];
    if (!this.taken) return kept;
    const { span, segments } = this.taken;
    const role = roleOf(framesOf(this.bench.store, span)[0], span);
    const name = role === "plain" ? "draft-content" : `draft-${role}`;
    return [...kept, { key: "edge", name, segments, role, span }];
  }
}
