/**
 * What a person does in the workbench: selecting, giving roles, building frames, walking and taking away.
 *
 * Loaded at the first touch. The bar, the cards and the keys all call the methods of `Hands` and of its tools.
 */
import { barOf } from "./bar.js";
import { Caret } from "./caret.js";
import { Company } from "./company.js";
import { csrfToken } from "./csrf.js";
import { Editor } from "./editor.js";
import { letterAtPoint } from "./eye.js";
import { Handles } from "./handles.js";
import { Keys, actOnKey } from "./keys.js";
import { Making } from "./making.js";
import { Panels } from "./panels.js";
import { Pieces } from "./pieces.js";
import { Reach } from "./reaching.js";
import { Saver } from "./saves.js";
import { readRange, readSelection, showSelection, snapped, touches } from "./selection.js";
import { Talk } from "./talk.js";
import { Touch } from "./touch.js";
import { Walker, selectNamed } from "./walking.js";

/** Everything that can be done in the workbench. */
export class Hands extends Making {
  /** @param {import("./types.js").Bench} bench */
  constructor(bench) {
    super(bench);
    this.by = localStorage.getItem("isnad/aid") ?? "word";
    /** @type {import("./types.js").Segment[]} What is selected in the text, without pieces kept earlier. */
    this.selected = [];
    this.saver = new Saver(bench.store, {
      api: bench.root.dataset.api, csrf: csrfToken, workspace: bench.root.dataset.workspace, user: bench.root.dataset.user,
      texts: bench.words,
    });
    this.keys = new Keys(bench.words.keys, bench.root.dataset.letters !== "off");
    bench.talk = new Talk(bench);
    this.pieces = new Pieces(bench, this);
    this.caret = new Caret(bench);
    this.bar = barOf(bench, this);
    this.editor = new Editor(bench, this);
    this.reach = new Reach(this.editor);
    this.handles = new Handles(bench, this);
    this.walker = new Walker(bench, this);
    this.touch = new Touch(bench, this);
    this.panels = new Panels(bench, this);
    /** Where methods that keys and buttons name are looked for. */
    this.company = new Company(bench, this);
    this.tools = [this, this.pieces, this.caret, this.editor, this.editor.hints, this.reach, this.walker, this.touch, this.panels, this.company];
    this.listen();
    this.look();
    if (!this.draft.isEmpty) this.showDraft(); // kept from before a reload
    this.saver.run();
  }

  listen() {
    const { bench } = this;
    document.addEventListener("selectionchange", () => this.look());
    document.addEventListener("pointerup", (event) => this.release(event));
    document.addEventListener("keydown", (event) => this.press(event));
    bench.addEventListener("select", () => this.stopChanging());
    bench.addEventListener("refresh", () => {
      this.bar.show();
      this.handles.lay();
    });
    addEventListener("online", () => this.saver.retry());
    addEventListener("beforeunload", (event) => bench.store.keep.isOver || (bench.store.queue.length && event.preventDefault()));
  }

  /** What would be marked now: what is selected and the pieces kept. */
  get chosen() {
    return this.pieces.with(this.selected);
  }

  say(text) {
    this.bar.say(text);
  }

  /** The segment that would be stored, as a list of one or none. */
  snap(segment, by) {
    const found = snapped(this.bench.article, segment, by);
    return found ? [found] : [];
  }

  /** Note what is selected in the text; a selection elsewhere leaves the last one standing. */
  look() {
    const { article } = this.bench;
    const selection = document.getSelection();
    const by = this.caret.isExact ? "letter" : this.by;
    if (touches(article, selection)) this.selected = readSelection(article, selection, by);
    else if (selection?.anchorNode && article.root.contains(selection.anchorNode)) this.selected = [];
    this.pieces.follow(this.selected);
    this.bar.show();
  }

  /** The mouse was let go: show where the selection snapped to, or select what was clicked. */
  release(event) {
    const { article } = this.bench;
    const selection = document.getSelection();
    if (!(event.target instanceof Node) || event.target.closest?.(".handles")) return;
    if (touches(article, selection)) {
      this.look();
      if (event.pointerType === "mouse" && this.selected.length === 1) showSelection(article, selection, this.selected[0]);
      if (event.ctrlKey || event.metaKey) this.pieces.addPiece();
    } else if (!this.touch.isFinger && article.root.contains(event.target) && event.button === 0) {
      this.walker.pickAt(letterAtPoint(article, event.clientX, event.clientY));
    }
  }

  /** What was pointed at before the hands were there. */
  releaseLate(event) {
    if (event.pointerType === "touch") this.touch.tapAt(event);
    else this.release(event);
  }

  press(event) {
    this.bench.catchUp();
    actOnKey(this, event);
  }

  /** Do what an earlier key asked for, with what was selected then; what is being selected by now stays. */
  catchUp(event, range) {
    const selection = document.getSelection();
    const now = selection?.rangeCount ? selection.getRangeAt(0) : null;
    this.reach.isFinger = false;
    this.isLate = Boolean(now && range && now.compareBoundaryPoints(Range.START_TO_START, range) !== 0);
    this.selected = range ? readRange(this.bench.article, range, this.by) : [];
    this.press(event);
    this.isLate = false;
    // A letter that took nothing gives the selection back, unless something else is being selected by now.
    const isIdle = this.selected.length > 0 && now?.collapsed && now.compareBoundaryPoints(Range.END_TO_END, range) === 0;
    if (isIdle) selection.setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
    this.look();
  }

  /** Do what a key or a button names. */
  act(name, ...given) {
    const tool = this.tools.find((one) => typeof one[name] === "function");
    return tool?.[name](...given);
  }

  /** Do what a button of the bar or of a card asks for. @param {HTMLElement} button */
  pushed(button) {
    this.bench.catchUp();
    const { act, role, span } = button.dataset;
    if (["mark", "dropPart"].includes(act)) return this[act](role, span);
    return act in this.editor.acts ? this.editor.acts[act](button) : this.act(act);
  }

  move(unit, way, extend) {
    this.caret.move(unit, way, extend || Boolean(this.pieces.taken));
    this.look();
  }

  /** The caret stays where the selection ended. */
  forgetSelection() {
    this.selected = [];
    this.pieces.held = [];
    if (this.isLate) return;
    const isInText = document.activeElement === this.bench.article.root && this.caret.offset !== null;
    if (isInText) this.caret.set(this.caret.offset);
    else document.getSelection()?.removeAllRanges();
  }

  switchAid() {
    this.by = this.by === "word" ? "letter" : "word";
    localStorage.setItem("isnad/aid", this.by);
    this.look();
    this.say(this.bench.words.aid[this.by]);
  }

  /** Back into the text, where the caret was. */
  focusText() {
    this.bench.article.root.focus({ preventScroll: true });
    this.caret.enter();
  }

  /** Select the frame that the page's address names, and open the thread of the comment that it names. */
  openAddressed() {
    if (!selectNamed(this.bench, location.hash)) return;
    this.editor.bringIntoView({ isArrival: true });
    const comment = new URLSearchParams(location.search).get("comment");
    if (comment) this.reach.openComments(comment);
  }
}
