/**
 * Building a frame from selected words, changing its parts, and letting go of what is being built.
 *
 * The other half of `Hands`, which knows what is selected.
 */
import { continued } from "./antecedent.js";
import { Draft, givePart, takePart, wouldBreak } from "./draft.js";
import { lacking, lawfulParents } from "./frames.js";
import { uuid7 } from "./ids.js";

/** What `Hands` makes of what is selected. */
export class Making {
  /** @param {import("./types.js").Bench} bench */
  constructor(bench) {
    this.bench = bench;
    const place = `isnad/draft/${bench.root.dataset.user}/${bench.version}/${bench.layer}`;
    this.draft = new Draft(globalThis.sessionStorage, place).resume();
    this.changing = false;
  }

  /** Whether something is in hand that Enter brings to its end. */
  get isBuilding() {
    return Boolean(this.pieces.taken || this.changing || !this.draft.isEmpty);
  }

  /** Give the selected text a role: in the frame being changed, else in the one being built. */
  mark(role) {
    const { bench } = this;
    if (!bench.mayMark) return this.say(bench.words.may_not);
    const segments = this.chosen;
    if (segments.length === 0) return this.say(bench.words.select_first);
    const frame = this.changing && bench.store.get("attributions", bench.selected);
    const broken = frame ? wouldBreak(bench.store, frame, role, segments) : this.draft.put(role, segments);
    if (broken) return this.say(bench.words[broken]);
    if (frame) givePart(bench.store, frame, role, segments);
    this.forgetSelection();
    this.showDraft();
    return this.say(bench.words.marked_as[role]);
  }

  /** Take a part away, from the frame being changed or the one being built. @param {string} [span] which content */
  dropPart(role, span) {
    const { store, selected } = this.bench;
    const frame = this.changing && store.get("attributions", selected);
    if (frame) takePart(store, frame, role, span);
    else this.draft.drop(role);
    this.showDraft();
  }

  /** Frames that the one being built may be put into, innermost first. */
  parents() {
    const extents = this.draft.extents();
    return lawfulParents(this.bench.store, { layer: this.bench.layer }, extents, this.bench.scene.framesAt(extents));
  }

  /** Build the frame from its parts, inside the chosen parent (the innermost lawful one unless a person chose). */
  make() {
    if (this.pieces.taken) return this.pieces.commit();
    if (this.changing) return this.stopChanging();
    if (this.draft.isEmpty) return this.walker.openHere();
    if (!this.draft.isFrame) return this.say(this.bench.words.too_little);
    const parents = this.parents();
    const wished = this.draft.parent === undefined ? parents[0]?.id : this.draft.parent;
    const parent = parents.some((frame) => frame.id === wished) ? wished : null;
    const body = this.draft.body(this.bench.version, this.bench.layer, parent);
    Object.assign(body, continued(this.bench, body));
    this.draft.clear();
    this.draft.keep();
    this.bench.draftMarks = [];
    this.begin(body.id, () => this.bench.store.create("attributions", body));
    this.bench.select(body.id);
    this.reach.focusSpeaker();
    const { made, lacks } = this.bench.words;
    return this.say([made, lacks[lacking(body)]].filter(Boolean).join(" "));
  }

  /** Something is made to which more belongs that is filled in on its card next. */
  begin(id, make) {
    this.bench.store.gesture((step) => {
      this.begun = { id, step, filled: new Set() };
      make();
    });
  }

  /**
   * The first speaker and the first claim of what was just made belong to its making, if nothing was done between: one step, as
   * one save of a form. Whatever is filled in later, or a second time, is a step of its own.
   */
  joining(what, change) {
    const { bench, begun } = this;
    const isOne = begun?.id === bench.selected && bench.store.isOpen(begun.step) && !begun.filled.has(what);
    begun?.filled.add(what);
    return isOne ? bench.store.gesture(change, begun.step) : bench.store.gesture(change);
  }

  /** The outlet itself asserts the selected text: a plain span, to be tied to a claim. */
  assert() {
    if (!this.bench.mayMark) return this.say(this.bench.words.may_not);
    if (this.chosen.length === 0) return this.say(this.bench.words.select_first);
    const body = { id: uuid7(), version: this.bench.version, layer: this.bench.layer, segments: this.chosen };
    this.begin(body.id, () => this.bench.store.create("spans", body));
    this.forgetSelection();
    this.bench.select(body.id);
    return this.reach.focusClaim();
  }

  /** Let the role buttons change the selected frame, until done. */
  changeParts() {
    if (!this.bench.mayMark || !this.bench.store.get("attributions", this.bench.selected)) return;
    this.changing = !this.changing;
    this.showDraft();
  }

  stopChanging() {
    this.changing = false;
    this.pieces.taken = null;
    this.showDraft();
  }

  /** Escape: first what is in hand, then the selection, then what is being built or changed, then the selected frame. */
  letGo() {
    if (this.pieces.taken || this.pieces.held.length) this.pieces.cancel();
    else if (this.selected.length) this.forgetSelection();
    else if (this.changing) this.stopChanging();
    else if (!this.draft.isEmpty) this.draft.clear();
    else this.bench.select(null);
    this.showDraft();
  }

  showDraft() {
    this.draft.keep();
    this.bench.draftMarks = [...this.draft.marks(), ...this.pieces.marks()];
    this.bench.repaint();
    this.bar.show();
    this.handles.lay();
  }
}
