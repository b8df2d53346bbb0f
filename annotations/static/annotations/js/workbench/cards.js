/**
 * The cards in the margin: one for each frame and each plain span, in the order of the text, beside their words.
 *
 * The server renders the same markup from the same template; here a blank copy is filled when a frame is new or changed.
 */
import { fillCard } from "./cardface.js";
import { nameOf } from "./frames.js";
import { putBefore } from "./lines.js";
import { compare } from "./order.js";
import { briefFrom, stack } from "./stacking.js";
import { standingOf } from "./standing.js";

const GAP = 8; // CSS pixels between two cards
const BRIEF = 26; // what a card of one line takes, with what is around it: as cards.css has it
const WIDE = matchMedia("(min-width: 64rem)");

/** Keeps the list `#frames` in step with the store. */
export class Cards {
  /** @param {import("./types.js").Bench} bench */
  constructor(bench) {
    this.bench = bench;
    this.list = bench.root.querySelector("#frames");
    this.blank = bench.root.querySelector("#card-blank").content.firstElementChild;
    /** @type {Map<string, HTMLElement>} */
    this.cards = new Map(Array.from(this.list.children, (card) => [card.dataset.card, card]));
    /** @type {Map<string, string>} What each card shows, to tell whether it has to be filled anew. */
    this.shown = new Map();
    // What the server wrote is left as it is; out of the reserve it is older than what is known.
    for (const row of bench.root.dataset.kept ? [] : this.rows()) if (this.cards.has(row.id)) this.shown.set(row.id, JSON.stringify(row));
    this.sync();
    this.settle();
    new ResizeObserver(() => this.placeNow()).observe(bench.article.root);
    new ResizeObserver(() => this.placeNow()).observe(this.list);
    WIDE.addEventListener("change", () => this.place());
  }

  /** Whether the cards stand beside the text, not after it. */
  get isBeside() {
    return WIDE.matches;
  }

  /** What the cards in sight show, in order of the text; the selected one is always among them. */
  rows() {
    const { scene, view, selected } = this.bench;
    const things = view.isLong ? scene.within(view.range) : scene.things.filter(scene.filter);
    const focused = document.activeElement?.closest?.("[data-card]")?.dataset.card;
    for (const id of [selected, focused]) {
      const thing = scene.byId.get(id ?? "");
      if (thing && !things.includes(thing)) things.push(thing);
    }
    return things.sort(compare).map((thing) => this.rowOf(thing));
  }

  rowOf({ id, frame, start, depth }) {
    const comments = this.bench.talk?.counts.get(id) ?? 0;
    return { at: start, comments, ...(frame ? this.frameRow(frame, depth) : this.plainRow(id)) };
  }

  frameRow(frame, depth = 1) {
    const { store, words } = this.bench;
    const names = frame.speakers.map((id) => nameOf(store.get("sources", id))).filter(Boolean);
    const parent = store.get("attributions", frame.parent);
    return {
      id: frame.id,
      depth,
      speaker: names.join(words.list_comma) || this.bench.quote(frame.source) || words.implied,
      cue: this.bench.quote(frame.cue),
      content: frame.contents.map((span) => this.bench.quote(span)).join(" … "),
      inside: parent ? this.speakerOf(parent) : "",
      isPlain: false,
      claims: this.claimsOf(frame.id),
    };
  }

  plainRow(span) {
    const claims = this.claimsOf(span);
    const content = this.bench.quote(span);
    return { id: span, depth: 1, speaker: this.bench.words.outlet, cue: "", content, inside: "", isPlain: true, claims };
  }

  /** How a frame is called in one line. */
  speakerOf(frame) {
    return this.frameRow({ ...frame, parent: null }).speaker;
  }

  claimsOf(id) {
    return this.bench.store.naming("mentions", "target", id).map((mention) => {
      const claim = this.bench.store.get("claims", mention.claim);
      return { mention: mention.id, id: mention.claim, polarity: mention.polarity, statement: claim?.statement ?? "", workflow: claim?.workflow ?? "", standing: standingOf(claim) };
    });
  }

  /** Make the list agree with the store: cards come, go and change; those that did not change are left alone. */
  sync() {
    const rows = this.rows();
    const wanted = new Set(rows.map((row) => row.id));
    for (const [id, card] of this.cards) {
      if (wanted.has(id)) continue;
      card.remove();
      this.cards.delete(id);
      this.shown.delete(id);
    }
    let before = this.list.firstElementChild;
    for (const row of rows) {
      const card = this.cardOf(row);
      if (card === before) before = before.nextElementSibling;
      else putBefore(this.list, card, before);
      card.start = row.at;
    }
    this.place();
  }

  cardOf(row) {
    const looks = JSON.stringify(row);
    let card = this.cards.get(row.id);
    if (card && this.shown.get(row.id) === looks) return card;
    if (!card) {
      card = this.blank.cloneNode(true);
      card.dataset.card = row.id;
      card.id = `frame-${row.id}`;
      this.cards.set(row.id, card);
    }
    fillCard(card, row, this.bench.words);
    this.shown.set(row.id, looks);
    return card;
  }

  /** Mark the selected card, and bring it into view. */
  showSelected() {
    if (this.bench.view.isLong) this.sync();
    for (const [id, card] of this.cards) card.classList.toggle("is-selected", id === this.bench.selected);
    this.place();
  }

  /** Have the cards laid anew before they are shown next: measuring them costs a layout, so it is done once for all changes. */
  place() {
    this.asked ??= requestAnimationFrame(() => this.settle());
  }

  /** Lay them now, if they have to be: their places are needed at once. */
  settle = () => this.asked && this.placeNow();

  /** Lay each card beside the line where its frame begins, none over another; the selected one exactly there. */
  placeNow() {
    cancelAnimationFrame(this.asked);
    this.asked = undefined;
    const cards = [...this.list.children];
    this.list.classList.toggle("is-placed", WIDE.matches);
    if (!WIDE.matches || cards.length === 0) {
      for (const card of cards) card.style.removeProperty("top");
      this.list.style.removeProperty("min-height");
      return;
    }
    const { top: origin, left, right } = this.list.getBoundingClientRect();
    const sheet = this.bench.article.root.parentElement.getBoundingClientRect();
    this.list.style.setProperty("--gap", `${Math.max(left - sheet.right, sheet.left - right)}px`);
    const wished = cards.map((card) => this.lineTop(card.start) - origin);
    const chosen = cards.findIndex((card) => card.dataset.card === this.bench.selected);
    const heights = this.heightsOf(cards, wished, chosen);
    const tops = stack(wished, heights, chosen);
    cards.forEach((card, k) => (card.style.top = `${tops[k]}px`));
    this.list.style.minHeight = `${tops.at(-1) + heights.at(-1)}px`;
  }

  /** How high each card is with its gap: those before the chosen one shrink to a line where they would take its place. */
  heightsOf(cards, wished, chosen) {
    for (const card of this.list.querySelectorAll(".is-brief")) card.classList.remove("is-brief");
    const heights = cards.map((card) => card.offsetHeight + GAP);
    const from = briefFrom(wished, heights, chosen, BRIEF);
    const brief = cards.slice(from, Math.max(chosen, from));
    for (const card of brief) card.classList.add("is-brief");
    brief.forEach((card, k) => (heights[from + k] = card.offsetHeight));
    return heights;
  }

  lineTop(offset) {
    const { article } = this.bench;
    if (!Number.isFinite(offset)) return article.root.getBoundingClientRect().bottom;
    const { node, index } = article.toPosition(offset);
    const range = document.createRange();
    range.setStart(node, index);
    return (range.getClientRects()[0] ?? article.paragraphAt(offset).element.getBoundingClientRect()).top;
  }
}
