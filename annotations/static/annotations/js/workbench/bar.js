/**
 * The bar above the text: a button for each role, which also shows what the frame being built has for it, and
 * what to do next.
 */
import { ROLES } from "./draft.js";
import { nameOf } from "./frames.js";

const SHOWN = 60; // characters of a part, enough to know it again

/** The bar of who may mark, or of who may read. */
export function barOf(bench, hands) {
  return bench.mayMark ? new Bar(bench, hands) : new Tools(bench);
}

/** What everybody has: the tools, and a place where something is said. */
class Tools {
  /** @param {import("./types.js").Bench} bench */
  constructor(bench) {
    this.bench = bench;
    this.element = bench.root.querySelector("#bar");
    this.status = this.element.querySelector("#bar-status");
    this.element.addEventListener("pointerdown", keepSelection);
    // On a narrow screen the selected card stands above the bar, however high that is.
    const tellHeight = () => bench.root.style.setProperty("--bar-height", `${this.element.offsetHeight}px`);
    new ResizeObserver(tellHeight).observe(this.element);
  }

  /** Say something for a moment; read out by a screen reader too. */
  say(text) {
    this.status.textContent = text;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.status.textContent = ""), 5000);
  }

  show() {
    this.element.querySelector("[data-selected]").hidden = !this.bench.selected;
  }
}

/** Shows the state of the draft; its buttons act through `data-act`. */
class Bar extends Tools {
  /** @param {import("./types.js").Bench} bench @param {import("./types.js").Hands} hands */
  constructor(bench, hands) {
    super(bench);
    this.hands = hands;
    this.element.querySelector("[data-parent]").addEventListener("change", (event) => {
      hands.draft.parent = event.target.value || null;
    });
  }

  show() {
    super.show();
    const { hands, element } = this;
    const frame = hands.changing ? this.bench.store.get("attributions", this.bench.selected) : null;
    element.classList.toggle("has-selection", hands.chosen.length > 0);
    element.classList.toggle("is-changing", Boolean(frame));
    for (const role of ROLES) this.showSlot(role, frame ? this.partsOf(frame, role) : this.draftTexts(role));
    const building = !frame && !hands.draft.isEmpty;
    element.querySelector("[data-building]").hidden = !building;
    element.querySelector("[data-changing]").hidden = !frame;
    if (building) this.showParents();
    const aid = element.querySelector("[data-act=switchAid]");
    aid.setAttribute("aria-pressed", String(hands.by === "word"));
  }

  draftTexts(role) {
    const text = (segments) => segments.map((segment) => this.bench.article.textOf(segment)).join(" ");
    return this.hands.draft.of(role).map(text);
  }

  partsOf(frame, role) {
    const spans = role === "content" ? frame.contents : [frame[role]];
    return spans.filter(Boolean).map((span) => this.bench.quote(span));
  }

  showSlot(role, texts) {
    const slot = this.element.querySelector(`[data-slot-of=${role}]`);
    slot.classList.toggle("is-filled", texts.length > 0);
    const short = texts.map((text) => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text));
    slot.querySelector("[data-text-of]").textContent = short.join(" · ");
    slot.querySelector("[data-act=dropPart]").hidden = texts.length === 0;
  }

  /** Only lawful parents are offered; the innermost is chosen until a person chooses. */
  showParents() {
    const { hands, bench } = this;
    const select = this.element.querySelector("[data-parent]");
    const parents = hands.parents();
    select.closest("label").hidden = parents.length === 0;
    const options = parents.map((frame) => new Option(frameName(bench, frame), frame.id));
    const looks = (some) => some.map((one) => `${one.value} ${one.text}`).join();
    const wanted = [new Option(bench.words.no_parent, ""), ...options];
    if (looks([...select.options]) !== looks(wanted)) select.replaceChildren(...wanted); // a list that is open stays open
    select.value = hands.draft.parent === undefined ? parents[0]?.id ?? "" : hands.draft.parent ?? "";
  }
}

/** A button pressed with the mouse leaves the selection in the text alone. */
function keepSelection(event) {
  if (event.target.closest("button")) event.preventDefault();
}

/** How a frame is called in a list: who speaks, and the beginning of what is said. */
export function frameName(bench, frame) {
  const names = frame.speakers.map((id) => nameOf(bench.store.get("sources", id))).filter(Boolean);
  const who = names.join(bench.words.list_comma) || bench.quote(frame.source) || bench.words.implied;
  const what = bench.quote(frame.contents[0]);
  return what ? `${who}: ${what.slice(0, SHOWN)}` : who;
}
