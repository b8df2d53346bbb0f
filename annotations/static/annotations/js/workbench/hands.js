/**
 * What a person does in the workbench: selecting, giving roles, building frames, walking and taking away.
 *
 * Loaded at the first touch. The bar, the cards and the keys all call the methods of `Hands`.
 */
import { barOf } from "./bar.js";
import { Draft, givePart, takePart, wouldBreak } from "./draft.js";
import { Editor } from "./editor.js";
import { lawfulParents } from "./frames.js";
import { uuid7 } from "./ids.js";
import { offsetAtPoint } from "./intervals.js";
import { actOnKey } from "./keys.js";
import { Saver, csrfToken } from "./saves.js";
import { readRange, readSelection, showSelection, touches } from "./selection.js";
import { pickAt, removeThing, selectNamed, walkCards } from "./walking.js";

/** Everything that can be done in the workbench. */
export class Hands {
  /** @param {import("./types.js").Bench} bench */
  constructor(bench) {
    this.bench = bench;
    this.draft = new Draft();
    this.by = localStorage.getItem("isnad/aid") ?? "word";
    /** @type {import("./types.js").Segment[]} What was last selected in the text. */
    this.chosen = [];
    this.changing = false;
    this.saver = new Saver(bench.store, {
      api: bench.root.dataset.api, csrf: csrfToken(), workspace: bench.root.dataset.workspace, texts: bench.words,
    });
    this.bar = barOf(bench, this);
    this.editor = new Editor(bench, this);
    document.addEventListener("selectionchange", () => this.look());
    document.addEventListener("pointerup", (event) => this.release(event));
    document.addEventListener("keydown", (event) => this.press(event));
    bench.addEventListener("select", () => this.stopChanging());
    bench.store.addEventListener("change", () => this.bar.show());
    addEventListener("online", () => this.saver.retry());
    addEventListener("beforeunload", (event) => bench.store.queue.length && event.preventDefault());
    this.look();
    this.saver.run();
  }

  /** Note what is selected in the text; a selection elsewhere leaves the last one standing. */
  look() {
    const selection = document.getSelection();
    if (touches(this.bench.article, selection)) this.chosen = readSelection(this.bench.article, selection, this.by);
    else if (selection?.anchorNode && this.bench.article.root.contains(selection.anchorNode)) this.chosen = [];
    this.bar.show();
  }

  /** The mouse was let go: show where the selection snapped to, or select what was clicked. */
  release(event) {
    const { article } = this.bench;
    const selection = document.getSelection();
    if (touches(article, selection)) {
      this.look();
      if (event.pointerType === "mouse" && this.chosen.length === 1) showSelection(article, selection, this.chosen[0]);
    } else if (event.target instanceof Node && article.root.contains(event.target) && event.button === 0) {
      pickAt(this.bench, offsetAtPoint(article, event.clientX, event.clientY));
    }
  }

  press(event) {
    actOnKey(this, event);
  }

  /** Do what an earlier key asked for, with what was selected then; what is being selected by now stays. */
  catchUp(event, range) {
    const selection = document.getSelection();
    const now = selection?.rangeCount ? selection.getRangeAt(0) : null;
    this.isLate = Boolean(now && range && now.compareBoundaryPoints(Range.START_TO_START, range) !== 0);
    this.chosen = range ? readRange(this.bench.article, range, this.by) : [];
    this.press(event);
    this.isLate = false;
    this.look();
  }

  /** Do what a button of the bar or of a card asks for. @param {string} name @param {HTMLElement} button */
  act(name, button) {
    const { role, span } = button.dataset;
    if (["mark", "dropPart"].includes(name)) return this[name](role, span);
    return name in this.editor.acts ? this.editor.acts[name](button) : this[name]();
  }

  /** Give the selected text a role: in the frame being changed, else in the one being built. */
  mark(role) {
    const { bench } = this;
    if (!bench.mayMark) return this.bar.say(bench.words.may_not);
    if (this.chosen.length === 0) return this.bar.say(bench.words.select_first);
    const segments = this.chosen;
    const frame = this.changing && bench.store.get("attributions", bench.selected);
    const broken = frame ? wouldBreak(bench.store, frame, role, segments) : this.draft.put(role, segments);
    if (broken) return this.bar.say(bench.words[broken]);
    if (frame) givePart(bench.store, frame, role, segments);
    this.forgetSelection();
    this.showDraft();
    return this.bar.say(bench.words.marked_as[role]);
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
    return lawfulParents(this.bench.store, { layer: this.bench.layer }, this.draft.extents());
  }

  /** Build the frame from its parts, inside the chosen parent (the innermost lawful one unless a person chose). */
  make() {
    if (this.changing) return this.stopChanging();
    if (!this.draft.isFrame) return this.draft.isEmpty ? undefined : this.bar.say(this.bench.words.too_little);
    const parents = this.parents();
    const wished = this.draft.parent === undefined ? parents[0]?.id : this.draft.parent;
    const parent = parents.some((frame) => frame.id === wished) ? wished : null;
    const body = this.draft.body(this.bench.version, this.bench.layer, parent);
    this.draft.clear();
    this.bench.draftMarks = [];
    this.bench.store.create("attributions", body);
    this.bench.select(body.id);
    this.editor.focusSpeaker();
    return this.bar.say(this.bench.words.made);
  }

  /** The outlet itself asserts the selected text: a plain span, to be tied to a claim. */
  assert() {
    if (!this.bench.mayMark) return this.bar.say(this.bench.words.may_not);
    if (this.chosen.length === 0) return this.bar.say(this.bench.words.select_first);
    const body = { id: uuid7(), version: this.bench.version, layer: this.bench.layer, segments: this.chosen };
    this.bench.store.create("spans", body);
    this.forgetSelection();
    this.bench.select(body.id);
    return this.editor.focusClaim();
  }

  /** Let the role buttons change the selected frame, until done. */
  changeParts() {
    if (!this.bench.mayMark || !this.bench.store.get("attributions", this.bench.selected)) return;
    this.changing = !this.changing;
    this.showDraft();
  }

  stopChanging() {
    this.changing = false;
    this.showDraft();
  }

  /** Escape: first the selection, then what is being built or changed, then the selected frame. */
  letGo() {
    if (this.chosen.length) this.forgetSelection();
    else if (this.changing) this.stopChanging();
    else if (!this.draft.isEmpty) this.draft.clear();
    else this.bench.select(null);
    this.showDraft();
  }

  forgetSelection() {
    this.chosen = [];
    if (!this.isLate) document.getSelection()?.removeAllRanges();
  }

  /** Select the next or the previous card. */
  walk(step) {
    walkCards(this.bench, step);
    this.editor.bringIntoView();
  }

  switchAid() {
    this.by = this.by === "word" ? "letter" : "word";
    localStorage.setItem("isnad/aid", this.by);
    this.look();
    this.bar.say(this.bench.words.aid[this.by]);
  }

  async askToDelete() {
    if (!this.bench.mayMark || !this.bench.selected || !(await this.editor.confirmDelete())) return;
    const next = this.bench.cards.cards.get(this.bench.selected)?.nextElementSibling;
    removeThing(this.bench.store, this.bench.selected);
    (next ?? this.bar.element).querySelector("a, button")?.focus();
    this.bar.say(this.bench.words.deleted);
  }

  showDraft() {
    this.bench.draftMarks = this.draft.marks();
    this.bench.repaint();
    this.bar.show();
  }

  /** Select the frame that the page's address names. */
  openAddressed() {
    if (selectNamed(this.bench, location.hash)) this.editor.bringIntoView();
  }
}
