/**
 * The selected card, opened: who speaks, which claims, how the frame is made, where it lies.
 *
 * Its fields are those of the page's own form for a frame, copied from a template; each change is saved by itself.
 */
import { choosing, showAntecedent } from "./antecedent.js";
import { frameName } from "./bar.js";
import { takePart } from "./draft.js";
import { Filling } from "./filling.js";
import { Hints } from "./hints.js";
import { extentsOf, lacking, lawfulParents, nameOf, partsOf } from "./frames.js";
import { keepingFocus, patchLines, setText } from "./lines.js";

/** One editor, which moves to whichever card is selected. */
export class Editor {
  /** @param {import("./types.js").Bench} bench @param {import("./types.js").Hands} hands */
  constructor(bench, hands) {
    this.bench = bench;
    this.hands = hands;
    this.blank = bench.root.querySelector("#card-editor").content.firstElementChild;
    this.hints = new Hints(bench, hands);
    this.filling = new Filling(bench, hands);
    /** What buttons of the card ask for, by `data-act`. */
    this.acts = {
      removeSpeaker: (button) => this.filling.changeSpeakers((ids) => ids.filter((id) => id !== button.dataset.id)),
      removeMention: (button) => bench.store.remove("mentions", button.dataset.id),
      close: () => bench.select(null),
      openTalk: (button) => hands.company.showComments(button.closest("[data-card]").dataset.card),
      acceptSuggestion: (button) => this.hints.acceptSuggestion(button?.dataset.id),
      removePart: ({ dataset }) => takePart(bench.store, this.frame, dataset.role, dataset.span),
    };
    bench.addEventListener("select", () => this.open());
    bench.addEventListener("refresh", () => this.fill());
    this.open();
  }

  get frame() {
    return this.bench.store.get("attributions", this.bench.selected);
  }

  /** The fields move to the card that is selected now; whoever was in them is led to its face, else back into the text. */
  open() {
    const left = this.element?.closest("[data-card]")?.querySelector("[data-select]");
    this.filling.leave(this.opened);
    keepingFocus(this.bench.cards.list, () => this.openSelected(), () => [left, this.bench.article.root]);
  }

  openSelected() {
    this.element?.remove();
    this.element = null;
    this.opened = this.bench.selected;
    for (const link of this.bench.cards.list.querySelectorAll("[data-select]")) link.setAttribute("aria-expanded", "false");
    const card = this.bench.cards.cards.get(this.bench.selected);
    if (!card) return;
    card.querySelector("[data-select]").setAttribute("aria-expanded", "true");
    this.element = this.blank.cloneNode(true);
    this.element.classList.toggle("may-not", !this.bench.mayMark);
    for (const part of this.element.querySelectorAll("[data-frame-only]")) part.hidden = !this.frame;
    card.append(this.element);
    this.element.addEventListener("keydown", (event) => this.leave(event));
    this.connect();
    this.fill();
    this.bench.cards.place();
    requestAnimationFrame(() => this.uncover(card)); // when it stands where it is going to
  }

  /** On a narrow screen the card stands over the text: what it is about is scrolled to where it can be seen. */
  uncover(card) {
    if (getComputedStyle(card).position !== "fixed" || !Number.isFinite(card.start)) return;
    const { top } = card.getBoundingClientRect();
    const line = this.bench.cards.lineTop(card.start);
    if (line > top * (3 / 4)) scrollBy({ top: line - top / 3, behavior: "instant" });
  }

  /** Escape in a field leads back to the text. */
  leave(event) {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation();
    this.hands.focusText();
  }

  connect() {
    const { bench, element } = this;
    this.thread = null;
    this.threaded = this.talk(element.querySelector("[data-thread]"));
    this.filling.connect(element);
    for (const select of element.querySelectorAll("select[name]")) {
      select.addEventListener("change", () => this.setField(select));
    }
    element.querySelector("[data-slot=mentions]").addEventListener("change", (event) => {
      if (event.target.dataset.mention) bench.store.change("mentions", event.target.dataset.mention, { polarity: event.target.value });
    });
  }

  /** The thread of the card comes by a module of its own: a page is painted and worked on without it. */
  async talk(place) {
    place.addEventListener("submit", (event) => event.preventDefault());
    const { Thread } = await import("./thread.js");
    if (this.element?.contains(place)) this.thread = new Thread(this.bench, place);
  }

  /** Bring lists and fields up to date; those with the focus are left alone, and where its line goes the next one has it. */
  fill() {
    if (!this.element) return;
    const line = document.activeElement?.closest("[data-line]");
    const near = [line?.nextElementSibling, line?.previousElementSibling, line?.closest("section, details")];
    const controls = () => near.map((one) => one?.querySelector("button, select, input, summary"));
    const face = this.element.closest("[data-card]").querySelector("[data-select]");
    keepingFocus(this.element, () => this.fillAll(), () => [...controls(), face]);
  }

  fillAll() {
    const { store, words } = this.bench;
    if (this.frame) this.fillFrame(this.frame);
    this.hints.show(this.element.querySelector("[data-slot=hints]"));
    this.showMissing(this.element.querySelector("[data-slot=missing]"));
    const mentions = store.naming("mentions", "target", this.bench.selected);
    this.list("mentions", mentions, ({ id }) => id, (mention, line) => {
      const link = line.querySelector("a");
      setText(link, store.get("claims", mention.claim)?.statement ?? "");
      link.href = words.claim_url.replace("ID", mention.claim);
      const polarity = line.querySelector("select");
      if (document.activeElement !== polarity) polarity.value = mention.polarity;
      polarity.dataset.mention = mention.id;
      line.querySelector("button").dataset.id = mention.id;
    });
  }

  fillFrame(frame) {
    const { store, words } = this.bench;
    this.list("speakers", frame.speakers, (id) => id, (id, line) => {
      setText(line.querySelector("[data-text]"), nameOf(store.get("sources", id)));
      line.querySelector("button").dataset.id = id;
    });
    this.list("parts", partsOf(frame), ({ role, span }) => `${role}/${span}`, ({ role, span }, line) => {
      line.dataset.role = role;
      setText(line.querySelector("[data-role-name]"), words.roles[role]);
      setText(line.querySelector("[data-text]"), this.bench.quote(span));
      Object.assign(line.querySelector("button").dataset, { role, span });
    });
    this.element.querySelector("[data-slot=quotation]").textContent = words.quotations[frame.quotation] ?? "";
    const extents = extentsOf(store, frame);
    const parents = lawfulParents(store, frame, extents, this.bench.scene.framesAt(extents));
    const options = parents.map((parent) => new Option(frameName(this.bench, parent), parent.id));
    const select = this.element.querySelector("[name=parent]");
    if (document.activeElement !== select) select.replaceChildren(new Option(words.no_parent, ""), ...options);
    showAntecedent(this.bench, frame, this.element);
    for (const field of ["parent", "antecedent", "resolution", "cue_kind", "attitude"]) {
      const input = this.element.querySelector(`[name=${field}]`);
      if (document.activeElement !== input) input.value = frame[field] ?? "";
    }
  }

  /** A frame in which nothing is said is lawful, but seldom meant. */
  showMissing(place) {
    const missing = this.bench.mayMark && this.frame ? lacking(this.frame) : "";
    place.hidden = !missing;
    setText(place, missing ? `${this.bench.words.lacks[missing]} ${this.bench.words.complete_it}` : "");
  }

  /** Fill one list from its own template line. */
  list(slot, rows, key, fill) {
    const list = this.element.querySelector(`[data-slot=${slot}]`);
    const blank = list.querySelector("template").content.firstElementChild;
    patchLines(list, rows, { key, fill, make: () => blank.cloneNode(true) });
  }

  setField(select) {
    const value = ["parent", "antecedent"].includes(select.name) ? select.value || null : select.value;
    const change = select.name === "antecedent" ? choosing(this.bench, this.frame, value) : { [select.name]: value };
    this.bench.store.change("attributions", this.bench.selected, change);
  }

  /** Show the selected card and its place in the text; on the way there the eye follows. @param {{isArrival?: boolean}} [how] */
  bringIntoView({ isArrival = false } = {}) {
    const card = this.bench.cards.cards.get(this.bench.selected);
    const smooth = isArrival || matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
    if (Number.isFinite(card?.start)) {
      this.bench.article.paragraphAt(card.start).element.scrollIntoView({ block: this.bench.cards.isBeside ? "center" : "start", behavior: smooth });
    }
    card?.querySelector("[data-select]").focus({ preventScroll: true });
  }
}
