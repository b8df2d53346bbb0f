/** The article at a glance: its paragraphs with how much is marked in each, and what of it is to be seen. */
import { nameOf } from "./frames.js";
import { EVERYTHING, filterFor, isNarrow } from "./filter.js";

const AT_ONCE = 400; // lines made before the page may breathe
const SHOWN = 80; // characters of a paragraph, enough to know it again

/** The dialog with the outline and the filter. */
export class Outline {
  /** @param {import("./types.js").Bench} bench @param {import("./types.js").Hands} hands */
  constructor(bench, hands) {
    this.bench = bench;
    this.hands = hands;
    this.dialog = bench.root.querySelector("#outline");
    this.list = this.dialog.querySelector("ol");
    this.form = this.dialog.querySelector("[data-filter]");
    this.form.addEventListener("change", () => this.apply());
    this.form.addEventListener("reset", () => setTimeout(() => this.apply()));
    this.list.addEventListener("click", (event) => this.go(event));
    this.progress = hands.company.paragraphs;
    this.progress.addEventListener("change", () => this.dialog.open && this.showProgress());
    this.dialog.addEventListener("close", () => this.leave());
  }

  open() {
    this.to = null;
    this.fillChoices();
    this.dialog.showModal();
    this.fill();
  }

  /** One line a paragraph; a long text a few hundred at a time. */
  async fill() {
    const filling = (this.filling = {});
    const counts = this.counts();
    const { paragraphs } = this.bench.article;
    this.list.replaceChildren();
    for (let from = 0; from < paragraphs.length && filling === this.filling; from += AT_ONCE) {
      this.list.append(...paragraphs.slice(from, from + AT_ONCE).map((one, k) => this.line(one, counts[from + k])));
      await new Promise((breathe) => requestAnimationFrame(() => setTimeout(breathe)));
    }
    this.showProgress();
  }

  /** How far the desk is, paragraph by paragraph. */
  showProgress() {
    const { article, words } = this.bench;
    for (const button of this.list.querySelectorAll("[data-progress-of]")) {
      const paragraph = article.paragraphAt(Number(button.dataset.progressOf));
      const state = this.progress.stateOf(paragraph);
      if (button.dataset.state === state && button.title) continue;
      button.dataset.state = state;
      button.title = this.progress.told(paragraph);
      button.setAttribute("aria-label", `${paragraph.element.dataset.n}: ${button.title}`);
    }
    const [done, whole] = this.progress.counts;
    this.dialog.querySelector("[data-progress-count]").textContent = words.progress_count.replace("{done}", done).replace("{whole}", whole);
  }

  /** How many things begin in each paragraph, of those that the filter lets through. */
  counts() {
    const { article, scene } = this.bench;
    const found = new Array(article.paragraphs.length).fill(0);
    let at = 0;
    for (const thing of scene.things.filter(scene.filter)) {
      while (at + 1 < found.length && article.paragraphs[at + 1].start <= thing.start) at += 1;
      if (Number.isFinite(thing.start)) found[at] += 1;
    }
    return found;
  }

  line(paragraph, count) {
    const { text } = paragraph.points;
    const line = document.createElement("li");
    const button = document.createElement("button");
    const words = document.createElement("span");
    const number = document.createElement("small");
    line.className = paragraph.element.role === "heading" || paragraph.element.getAttribute("role") === "heading" ? "outline-heading" : "";
    button.type = "button";
    button.dataset.start = String(paragraph.start);
    words.dir = "auto";
    words.lang = this.bench.root.dataset.language;
    words.textContent = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
    number.textContent = count ? String(count) : "";
    button.append(words, number);
    line.append(button, this.mark(paragraph));
    return line;
  }

  mark(paragraph) {
    const mark = document.createElement("button");
    mark.type = "button";
    mark.className = "outline-progress";
    mark.dataset.progressOf = String(paragraph.start);
    mark.disabled = !this.bench.mayMark;
    return mark;
  }

  go(event) {
    const mark = event.target.closest("[data-progress-of]");
    if (mark) this.progress.turn(this.bench.article.paragraphAt(Number(mark.dataset.progressOf)));
    const button = event.target.closest("[data-start]");
    if (!button) return;
    this.to = Number(button.dataset.start);
    this.dialog.close();
  }

  leave() {
    this.filling = null;
    this.hands.focusText();
    if (this.to === null) return;
    this.hands.caret.set(this.to);
    this.bench.article.paragraphAt(this.to).element.scrollIntoView({ block: "center", behavior: "instant" });
  }

  fillChoices() {
    const { store } = this.bench;
    const speakers = store.links.named("speaker");
    const claims = store.links.named("claim");
    const fill = (name, ids, label) => {
      const select = this.form.elements[name];
      const kept = select.value;
      const options = ids.map((id) => new Option(label(id).slice(0, 100), id)).filter((option) => option.text);
      select.replaceChildren(select.options[0], ...options.sort((a, b) => a.text.localeCompare(b.text)));
      select.value = kept;
    };
    fill("speaker", speakers, (id) => nameOf(store.get("sources", id)));
    fill("claim", claims, (id) => store.get("claims", id)?.statement ?? "");
  }

  /** Show only what is wished for, in text, cards and outline. */
  apply() {
    const { kind, speaker, claim, uncertain } = this.form.elements;
    const wish = { kind: kind.value, speaker: speaker.value, claim: claim.value, uncertain: uncertain.checked };
    this.show(wish);
    this.fill();
  }

  show(wish) {
    const { bench } = this;
    bench.scene.filter = filterFor(bench.store, wish);
    bench.root.classList.toggle("is-filtered", isNarrow(wish));
    bench.repaint();
    bench.cards.sync();
  }

  /** Everything again. */
  showAll() {
    this.form.reset();
    this.show(EVERYTHING);
  }
}
