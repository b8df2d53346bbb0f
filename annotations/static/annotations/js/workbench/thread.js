/**
 * What people say of the selected frame or span: a thread in its card, so that it stands beside the words it is about. A member
 * named as @name is set apart; the address of the thread is the frame's own.
 */
import { uuid7 } from "./ids.js";
import { csrfToken } from "./saves.js";

/** The thread of whatever card is opened. */
export class Thread {
  /** @param {import("./types.js").Bench} bench @param {HTMLElement} element  The details element in the card. */
  constructor(bench, element) {
    this.bench = bench;
    this.element = element;
    this.target = bench.selected;
    this.type = bench.store.get("attributions", this.target) ? "attribution" : "span";
    this.list = element.querySelector("ol");
    this.blank = this.list.querySelector("template").content.firstElementChild;
    this.form = element.querySelector("form");
    element.addEventListener("toggle", () => element.open && this.load());
    this.form.addEventListener("submit", (event) => this.send(event));
    this.list.addEventListener("click", (event) => this.resolve(event));
  }

  async ask(path, options = {}) {
    const { api, workspace } = this.bench.root.dataset;
    const headers = { Accept: "application/json", "X-Workspace": workspace, "X-CSRFToken": csrfToken(), "Content-Type": "application/json" };
    const answer = await fetch(`${api}comments/${path}`, { credentials: "same-origin", ...options, headers: { ...headers, ...options.headers } }).catch(() => null);
    if (!answer?.ok) {
      const problem = await answer?.json().catch(() => null);
      this.say(problem?.errors?.[0]?.detail || problem?.detail || this.bench.words.unreachable);
      return null;
    }
    return answer.json();
  }

  say(text) {
    this.element.querySelector("[role=status]").textContent = text;
  }

  async load() {
    const found = await this.ask(`?target=${this.target}&page_size=100`);
    if (!found) return;
    for (const old of [...this.list.children]) if (old.tagName !== "TEMPLATE") old.remove();
    const inOrder = found.results.sort((a, b) => a.created_at.localeCompare(b.created_at));
    this.list.append(...inOrder.map((comment) => this.line(comment)));
    this.bench.cards.place();
  }

  /** What others said meanwhile, where the thread stands open. */
  learn({ comments = [], gone = [] }) {
    const isOurs = comments.some(({ target }) => target === this.target) || gone.some(({ kind }) => kind === "comments");
    if (isOurs && this.element.open && this.element.isConnected) this.load();
  }

  line(comment) {
    const line = this.blank.cloneNode(true);
    line.classList.toggle("is-resolved", comment.resolved);
    line.querySelector("[data-who]").textContent = comment.created_by;
    const time = line.querySelector("time");
    time.dateTime = comment.created_at;
    time.textContent = new Date(comment.created_at).toLocaleString(document.documentElement.lang);
    line.querySelector("[data-body]").append(...named(comment.body));
    const button = line.querySelector("button");
    button.textContent = comment.resolved ? this.bench.words.reopen : this.bench.words.resolve;
    Object.assign(button.dataset, { id: comment.id, revision: comment.revision, resolved: comment.resolved });
    return line;
  }

  async send(event) {
    event.preventDefault();
    const field = this.form.elements.body;
    const body = JSON.stringify({ id: (this.id ??= uuid7()), target: this.target, target_type: this.type, body: field.value });
    if (!(await this.ask("", { method: "POST", body }))) return; // the same id again makes it once
    this.id = null;
    field.value = "";
    this.say("");
    await this.load();
  }

  async resolve(event) {
    const button = event.target.closest("button[data-id]");
    if (!button) return;
    const { id, revision, resolved } = button.dataset;
    const body = JSON.stringify({ resolved: resolved !== "true" });
    await this.ask(`${id}/`, { method: "PATCH", headers: { "If-Match": `"${revision}"` }, body });
    await this.load();
    this.list.querySelector(`[data-id="${id}"]`)?.focus();
  }
}

/** A body as text, with the names of members set apart. */
function named(body) {
  return body.split(/(@[\p{L}\p{N}_.+-]+)/u).map((piece) => {
    if (!piece.startsWith("@")) return document.createTextNode(piece);
    const name = document.createElement("b");
    name.className = "called";
    name.textContent = piece;
    return name;
  });
}
