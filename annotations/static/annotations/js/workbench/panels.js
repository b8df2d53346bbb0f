/** What opens over or beside the text. The search is at hand, for fast typists; the rest is fetched when first asked for. */
import { Find } from "./find.js";
import { combination } from "./keys.js";
import { More } from "./more.js";

/** The panels, by the names that keys and buttons give them. */
export class Panels {
  /** @param {import("./types.js").Bench} bench @param {import("./types.js").Hands} hands */
  constructor(bench, hands) {
    this.bench = bench;
    this.hands = hands;
    if (bench.root.querySelector("#bar-tools")) this.more = new More(hands.bar.element);
  }

  toggleTools() {
    this.more.toggle();
  }

  async openOutline() {
    (await this.outlined()).open();
  }

  async showAll() {
    (await this.outlined()).showAll();
  }

  async outlined() {
    const { Outline } = await import("./outline.js");
    return (this.outline ??= new Outline(this.bench, this.hands));
  }

  /** The text alone, as a reader sees it; again: back to work. */
  toggleReading() {
    const { root, article } = this.bench;
    const isReading = root.classList.toggle("is-reading");
    root.querySelector("[data-act=toggleReading]")?.setAttribute("aria-pressed", String(isReading));
    article.root.focus({ preventScroll: true });
    this.hands.caret.keepInSight();
  }

  /** The workspace's guidelines, beside the text. The server's own page part: its Markdown is cleaned there. */
  async openGuidelines() {
    const { root, words } = this.bench;
    const dialog = root.querySelector("#guidelines");
    if (dialog.open) return;
    dialog.addEventListener("close", () => this.hands.focusText(), { once: true });
    dialog.showModal();
    const answer = await fetch(`${root.dataset.guidelines}?part=panel`, { credentials: "same-origin" }).catch(() => null);
    const template = document.createElement("template");
    if (answer?.ok && !answer.redirected) template.innerHTML = await answer.text();
    else template.content.append(words.unreachable);
    dialog.querySelector("[data-part]").replaceChildren(template.content);
  }

  async openSheet() {
    const { Sheet } = await import("./sheet.js");
    (this.sheet ??= new Sheet(this.bench, this.hands, combination)).open();
  }

  openFind() {
    (this.find ??= new Find(this.bench, this.hands)).open();
  }
}
