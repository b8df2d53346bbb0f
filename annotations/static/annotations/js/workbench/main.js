/**
 * The workbench: reads the page, paints it, and fetches everything else when a hand comes near.
 *
 * First the spans, so that the article stands painted before any other script is there; then the cards beside it.
 * What marking and editing need is imported when the browser is idle, or at the first touch, key or focus.
 */
import { Cards } from "./cards.js";
import { marksFor, read } from "./fetching.js";
import { keepIn } from "./keeping.js";
import { keepingFocus } from "./lines.js";
import { ArticleText, countBelow } from "./offsets.js";
import { choosePainter } from "./paint.js";
import { Scene } from "./scene.js";
import { Store } from "./store.js";
import { View } from "./view.js";

const TOUCHES = ["pointerover", "pointerdown", "focusin"];

/** What the modules of the workbench work on. Emits `select` when another frame, or none, was selected. */
export class Bench extends EventTarget {
  /** @param {HTMLElement} root  The workbench's element, with its settings as data attributes. */
  constructor(root) {
    super();
    this.root = root;
    this.article = new ArticleText(root.querySelector("[data-text]"));
    this.words = read("workbench-words");
    this.version = root.dataset.version;
    this.layer = root.dataset.layer;
    this.mayMark = root.dataset.mayMark === "yes";
    /** @type {string|null} */
    this.selected = null;
    /** @type {import("./types.js").Mark[]} */
    this.draftMarks = [];
    /** @type {import("./types.js").Mark[]} */
    this.foundMarks = [];
    this.marks = [];
  }

  async start() {
    this.placed = this.prepare();
    this.listen();
    await this.placed;
    if (this.store.queue.length || location.hash.startsWith("#frame-")) (await this.comeNear()).openAddressed();
    globalThis.requestIdleCallback?.(() => this.comeNear(), { timeout: 3000 });
  }

  /** Paint what the page carries; of a long text what is marked comes after the text itself. */
  async prepare() {
    this.painter = await choosePainter(this.article);
    const data = await marksFor(this.root);
    this.keptProgress = data.progress;
    const of = { address: this.root.dataset.paths.split(" ")[0], title: this.root.querySelector("h1")?.textContent ?? "" };
    this.store = new Store(data, keepIn(localStorage, `isnad/${this.root.dataset.user}/${this.version}`, of));
    this.scene = new Scene(this.store);
    this.view = new View(this.article, () => this.scene.things.length);
    this.repaint();
    performance.mark("painted");
    this.root.dataset.painted = "yes";
    await nextFrame();
    this.placeCards();
  }

  placeCards() {
    this.cards = new Cards(this);
    this.store.addEventListener("change", () => this.later("refresh"));
    this.store.addEventListener("queue", () => this.later("repaint"));
    this.view.addEventListener("move", () => {
      this.repaint();
      this.cards.sync();
      this.cards.settle();
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
    if (document.getSelection()?.isCollapsed) (await this.comeNear()).releaseLate(event);
  }

  /**
   * A key that came before the hands did counts for what was selected when it was pressed. A letter takes the selection
   * away at once: over words that are still selected the next ones could not be drawn.
   */
  async pressEarly(event) {
    const selection = document.getSelection();
    const range = selection?.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0).cloneRange() : null;
    const isLetter = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (range && isLetter && this.root.dataset.letters !== "off") selection.collapseToEnd();
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

  /** Of many marks of one piece each, in order and apart, those in sight. */
  inSight(marks) {
    const [from, to] = this.view.range;
    const first = countBelow(marks.length, (k) => marks[k].segments[0][1] <= from);
    return marks.slice(first, countBelow(marks.length, (k) => marks[k].segments[0][0] < to));
  }

  /** Bring the page up to date before it is shown next, however many changes there were until then. */
  later(what) {
    this.due = this.due === "refresh" ? "refresh" : what;
    this.asked ??= requestAnimationFrame(() => {
      this.catchUp();
      this.cards.settle();
    });
  }

  /** Do now what was put off. */
  catchUp() {
    if (!this.due) return;
    const what = this.due;
    cancelAnimationFrame(this.asked);
    this.due = this.asked = undefined;
    this[what]();
  }

  refresh() {
    keepingFocus(this.cards.list, () => this.showAnew(), () => [this.article.root]);
  }

  showAnew() {
    this.scene.update();
    if (this.selected && !this.thing(this.selected)) this.select(null);
    this.repaint();
    this.cards.sync();
    this.dispatchEvent(new Event("refresh"));
  }

  /** The frame or the span that `id` names. */
  thing(id) {
    return this.store.get("attributions", id) ?? this.store.get("spans", id);
  }

  /** Select a frame or plain span, or nothing. */
  select(id) {
    this.catchUp();
    if (id === this.selected) return;
    this.selected = id;
    this.repaint();
    this.dispatchEvent(new Event("select"));
    this.cards.showSelected();
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

const root = document.getElementById("workbench");
if (root) new Bench(root).start();
