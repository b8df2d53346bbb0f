/**
 * The workbench: reads the page, paints it, and fetches everything else when a hand comes near.
 *
 * First the spans, so that the article stands painted before any other script is there; then the cards beside it.
 * What marking and editing need is imported when the browser is idle, or at the first touch, key or focus.
 */
import { Cards } from "./cards.js";
import { ArticleText } from "./offsets.js";
import { choosePainter } from "./paint.js";
import { Scene } from "./scene.js";
import { Store, keepIn } from "./store.js";
import { View } from "./view.js";

const TOUCHES = ["pointerover", "pointerdown", "focusin"];

/** What the modules of the workbench work on. Emits `select` when another frame, or none, was selected. */
export class Bench extends EventTarget {
  /** @param {HTMLElement} root  The workbench's element, with its settings as data attributes. */
  constructor(root) {
    super();
    this.root = root;
    this.article = new ArticleText(root.querySelector("[data-text]"));
    const data = read("annotations-data");
    this.words = read("workbench-words");
    this.version = data.version.id ?? data.version;
    this.layer = root.dataset.layer;
    this.mayMark = root.dataset.mayMark === "yes";
    this.store = new Store(data, keepIn(localStorage, `isnad/${root.dataset.user}/${this.version}`));
    this.scene = new Scene(this.store);
    this.view = new View(this.article, () => this.scene.things.length);
    /** @type {string|null} */
    this.selected = null;
    /** @type {import("./types.js").Mark[]} */
    this.draftMarks = [];
    /** @type {import("./types.js").Mark[]} */
    this.foundMarks = [];
    this.marks = [];
  }

  async start() {
    this.painter = await choosePainter(this.article);
    this.repaint();
    performance.mark("painted");
    this.root.dataset.painted = "yes";
    this.placed = nextFrame().then(() => this.placeCards());
    this.listen();
    await this.placed;
    if (this.store.queue.length || location.hash.startsWith("#frame-")) (await this.comeNear()).openAddressed();
    globalThis.requestIdleCallback?.(() => this.comeNear(), { timeout: 3000 });
  }

  placeCards() {
    this.cards = new Cards(this);
    this.store.addEventListener("change", () => this.refresh());
    this.store.addEventListener("queue", () => this.repaint());
    this.view.addEventListener("move", () => {
      this.repaint();
      this.cards.sync();
    });
  }

  /** Import what hands need, once. @returns {Promise<import("./types.js").Hands>} */
  comeNear() {
    return (this.hands ??= Promise.all([import("./hands.js"), this.placed]).then(([{ Hands }]) => {
      this.isReady = true; // from here on hands listen for themselves
      return new Hands(this);
    }));
  }

  listen() {
    for (const touch of TOUCHES) this.root.addEventListener(touch, () => this.comeNear(), { once: true, passive: true });
    document.addEventListener("keydown", (event) => this.isReady || this.pressEarly(event));
    document.addEventListener("pointerup", (event) => this.isReady || this.pointEarly(event));
    this.root.addEventListener("click", (event) => this.click(event));
  }

  /** A click into the text that came before the hands did. */
  async pointEarly(event) {
    if (document.getSelection()?.isCollapsed) (await this.comeNear()).release(event);
  }

  /** A key that came before the hands did counts for what was selected when it was pressed. */
  async pressEarly(event) {
    const selection = document.getSelection();
    const range = selection?.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0).cloneRange() : null;
    (await this.comeNear()).catchUp(event, range);
  }

  /** Links that select a card and buttons that act; a click with a modifier stays the browser's. */
  async click(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
    const link = event.target.closest("[data-select]");
    if (link) {
      event.preventDefault();
      const hands = await this.comeNear();
      this.select(link.closest("[data-card]").dataset.card);
      if (!this.cards.isBeside) hands.editor.bringIntoView();
    }
    const button = event.target.closest("[data-act]");
    if (button) (await this.comeNear()).pushed(button);
  }

  /** Paint what is there now. */
  repaint() {
    this.marks = this.scene.marks(this.view.range, this.selected);
    this.painter.paint([...this.marks, ...this.inSight(this.foundMarks), ...this.draftMarks]);
  }

  /** Of many marks those in sight. */
  inSight(marks) {
    const [from, to] = this.view.range;
    return marks.filter(({ segments }) => segments[0][0] < to && segments.at(-1)[1] > from);
  }

  refresh() {
    this.scene.update();
    if (this.selected && !this.thing(this.selected)) this.select(null);
    this.repaint();
    this.cards.sync();
  }

  /** The frame or the span that `id` names. */
  thing(id) {
    return this.store.get("attributions", id) ?? this.store.get("spans", id);
  }

  /** Select a frame or plain span, or nothing. */
  select(id) {
    if (id === this.selected) return;
    this.selected = id;
    this.repaint();
    this.dispatchEvent(new Event("select"));
    this.cards.showSelected();
  }

  /** Ids of frames and plain spans in the order of the text. */
  order() {
    return this.scene.order();
  }

  /** First code point of a frame or plain span. */
  startOf(id) {
    return this.scene.byId.get(id)?.start ?? Infinity;
  }

  /** The marks of what is selected. */
  marksOfSelected() {
    return this.scene.marksOf(this.selected);
  }

  /** Text of a span, its segments joined as the server joins them. */
  quote(spanId) {
    const span = this.store.get("spans", spanId);
    return span ? span.segments.map((segment) => this.article.textOf(segment)).join(" ") : "";
  }
}

/** When what was painted last is on the screen. */
function nextFrame() {
  return new Promise((shown) => requestAnimationFrame(() => setTimeout(shown)));
}

function read(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

const root = document.getElementById("workbench");
if (root) new Bench(root).start();
