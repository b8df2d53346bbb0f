/**
 * How many comments wait for one, in the header: asked again while the page is looked at, and at once where something says that it
 * may have changed (`isnad:calls` on the document).
 */

const AGAIN = 60_000; // milliseconds
const SOON = 400; // several pieces of news are one question

/** The link `#calls`, kept up to date. */
export class Calls {
  constructor({ page = document, send = (...args) => fetch(...args) } = {}) {
    Object.assign(this, { page, send });
    page.addEventListener("visibilitychange", () => this.soon());
    page.addEventListener("isnad:calls", () => this.soon());
    setInterval(() => this.soon(), AGAIN);
  }

  soon() {
    if (this.page.visibilityState === "hidden") return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), SOON);
  }

  /** What cannot be told now stays as it was. The link stays the same element: it may have the focus. */
  async look() {
    const link = this.page.querySelector("#calls");
    if (!link) return;
    const answer = await this.send(`${link.getAttribute("href")}?part=calls`, { credentials: "same-origin" }).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const blank = this.page.createElement("template");
    blank.innerHTML = await answer.text();
    const now = blank.content.querySelector("#calls");
    if (!now || now.getAttribute("aria-label") === link.getAttribute("aria-label")) return;
    link.setAttribute("aria-label", now.getAttribute("aria-label"));
    link.replaceChildren(...now.childNodes);
  }
}
