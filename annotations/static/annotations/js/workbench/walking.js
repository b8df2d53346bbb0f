/**
 * Going from frame to frame and from span to span: by pointing at the text, by keys, along the cards; nesting; taking away.
 */
import { frameName } from "./bar.js";
import { Intervals } from "./intervals.js";
import { nextParent } from "./moves.js";

/** Ways through what is marked. */
export class Walker {
  /** @param {import("./types.js").Bench} bench @param {import("./types.js").Hands} hands */
  constructor(bench, hands) {
    this.bench = bench;
    this.hands = hands;
  }

  get frame() {
    return this.bench.store.get("attributions", this.bench.selected);
  }

  /** Select the innermost frame or span over a letter; picking the same word again goes outwards, and at last nowhere. */
  pickAt(letter) {
    if (letter === null) return;
    const intervals = new Intervals(this.bench.marks);
    const over = intervals.at(letter);
    this.pick(over.length ? over : intervals.beside(letter), letter);
  }

  /** The innermost of the marks, or the next outwards. */
  pick(marks, offset) {
    const unlike = [...new Set(marks.map((mark) => mark.frame ?? mark.span))];
    const isAgain = this.picked === this.wordOf(offset);
    this.bench.select((isAgain ? unlike[unlike.indexOf(this.bench.selected) + 1] : unlike[0]) ?? null);
    this.picked = this.wordOf(offset);
  }

  /** Where the word at an offset begins. */
  wordOf(offset) {
    return this.bench.article.unitAt(offset, "word")?.start ?? offset;
  }

  /** The frame at the caret, and again the one around it. */
  openHere() {
    const { offset } = this.hands.caret;
    if (offset === null) return;
    this.pick(new Intervals(this.bench.marks).beside(offset), offset);
    this.tell();
  }

  /** The innermost span at the caret, of the selected frame if one is there. @returns {string|null} */
  spanAtCaret() {
    const { offset } = this.hands.caret;
    if (offset === null) return null;
    const found = new Intervals(this.bench.marks).beside(offset).filter((mark) => mark.span);
    const own = found.find((mark) => (mark.frame ?? mark.span) === this.bench.selected);
    const mark = own ?? found[0];
    if (mark) this.bench.select(mark.frame ?? mark.span);
    return mark?.span ?? null;
  }

  /** Select the card `step` after the selected one, round and round; the caret goes along where it has the focus. */
  walk(step) {
    const { bench, hands } = this;
    const next = bench.scene.next(bench.selected, step);
    if (!next) return;
    const isInText = document.activeElement === bench.article.root;
    bench.select(next.id);
    if (!isInText || !Number.isFinite(next.start)) return hands.editor.bringIntoView();
    this.picked = this.wordOf(next.start);
    hands.caret.set(next.start);
    hands.caret.keepInSight();
    return this.tell();
  }

  /** Select the next or previous marked words, as a span. */
  walkSpans(step) {
    const { bench, hands } = this;
    const at = hands.caret.place ? Math.min(hands.caret.place.focus, hands.caret.place.anchor) : -1;
    const mark = bench.scene.markAfter(at, step);
    if (!mark) return hands.say(bench.words.nothing_here);
    const [start, end] = mark.segments[0];
    bench.select(mark.frame ?? mark.span);
    hands.caret.isExact = true;
    hands.caret.set(start, end);
    hands.caret.keepInSight();
    hands.look();
    return this.tell(bench.words.roles[mark.role]);
  }

  /** Say what is selected now. */
  tell(role = "") {
    const { bench, frame } = this;
    const name = frame ? frameName(bench, frame) : bench.selected ? bench.words.outlet : "";
    this.hands.say([role, name].filter(Boolean).join(": "));
  }

  /** Put the selected frame into the innermost frame around it. */
  nest() {
    if (!this.bench.mayMark || !this.frame) return undefined;
    const parent = nextParent(this.bench.store, this.frame);
    if (!parent) return this.hands.say(this.bench.words.no_frame_around);
    this.bench.store.change("attributions", this.frame.id, { parent: parent.id });
    return this.hands.say(`${this.bench.words.nested} ${frameName(this.bench, parent)}`);
  }

  /** Take the selected frame out of the one around it, one level. */
  unnest() {
    if (!this.bench.mayMark || !this.frame?.parent) return;
    const { store } = this.bench;
    store.change("attributions", this.frame.id, { parent: store.get("attributions", this.frame.parent)?.parent ?? null });
    this.hands.say(this.bench.words.unnested);
  }

  async askToDelete() {
    const { bench, hands } = this;
    if (!bench.mayMark || !bench.selected) return;
    const wasInText = document.activeElement === bench.article.root;
    if (!(await confirmDelete(bench))) return;
    const next = bench.cards.cards.get(bench.selected)?.nextElementSibling;
    removeThing(bench.store, bench.selected);
    if (wasInText) hands.focusText();
    else (next ?? hands.bar.element).querySelector("a, button")?.focus();
    hands.say(bench.words.deleted);
  }
}

/** Ask before a frame is taken away. @returns {Promise<boolean>} */
function confirmDelete(bench) {
  const dialog = bench.root.querySelector("#confirm-delete");
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((answer) => {
    dialog.addEventListener("close", () => answer(dialog.returnValue === "delete"), { once: true });
  });
}

/** Take away a frame, or a plain span with what ties it to claims. */
export function removeThing(store, id) {
  if (store.get("attributions", id)) {
    store.remove("attributions", id);
    return;
  }
  store.gesture(() => {
    for (const mention of store.naming("mentions", "target", id)) store.remove("mentions", mention.id);
    if (store.get("spans", id)) store.remove("spans", id);
  });
}

/** Select what an address like `#frame-ID` names. @returns {boolean} whether there is such a thing */
export function selectNamed(bench, hash) {
  const id = hash.startsWith("#frame-") ? hash.slice("#frame-".length) : "";
  if (!bench.thing(id)) return false;
  bench.select(id);
  return true;
}
