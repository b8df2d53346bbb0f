/**
 * What people say of the selected frame or span: a thread in its card, so that it stands beside the words it is about. A member
 * named as @name is set apart; what was said on an earlier version of the text is told as such. What is being written outlives
 * a reload and the way to other cards.
 */
import { Calling, callsIn } from "./calling.js";
import { askedBy, csrfToken } from "./csrf.js";
import { uuid7 } from "./ids.js";
import { keepingFocus, patchLines } from "./lines.js";
import { Members } from "./members.js";
import { timeTold } from "./moments.js";
import { reasonOf } from "./refusals.js";

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
    this.field = this.form.elements.body;
    element.addEventListener("toggle", () => element.open && this.load());
    this.form.addEventListener("submit", (event) => this.send(event));
    if (this.field) this.write();
    this.list.addEventListener("click", (event) => this.resolve(event));
    if (element.open) this.load(); // before this module was there
  }

  /** The field: what was written in it is there again, names are offered, Ctrl+Enter sends. */
  write() {
    const { bench, field } = this;
    this.place = `isnad/comment/${bench.root.dataset.user}/${this.target}`;
    const calling = new Calling(field, { members: () => this.members(), label: bench.words.members });
    const typed = field.value; // before this module was there
    if (typed) keepText(this.place, typed);
    else field.value = kept(this.place);
    if (typed) calling.look();
    if (field.value) this.element.open = true;
    field.addEventListener("input", () => keepText(this.place, field.value));
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      this.form.requestSubmit();
    });
  }

  /** Lead to a comment as soon as it is there; `show` brings the words it is about into sight. */
  lookFor(comment, show) {
    this.wanted = comment;
    this.show = show;
    if (this.element.open) this.load();
  }

  members() {
    return (this.bench.members ??= new Members(this.bench.root.dataset)).names();
  }

  async ask(path, options = {}) {
    const { dataset } = this.bench.root;
    const headers = { Accept: "application/json", ...askedBy(dataset), "X-CSRFToken": csrfToken(), "Content-Type": "application/json" };
    const answer = await fetch(`${dataset.api}comments/${path}`, { credentials: "same-origin", ...options, headers: { ...headers, ...options.headers } }).catch(() => null);
    if (!answer?.ok) {
      const problem = await answer?.json().catch(() => null);
      this.say(reasonOf(this.bench.words, problem) || this.bench.words.unreachable);
      return null;
    }
    return answer.json();
  }

  say(text) {
    this.element.querySelector("[role=status]").textContent = text;
  }

  async load() {
    const [found, earlier] = await Promise.all([this.ask(`?target=${this.target}&page_size=100`), this.bench.talk.earlier(this.target)]);
    if (!found) return;
    const inOrder = [...earlier, ...found.results].sort((a, b) => a.created_at.localeCompare(b.created_at));
    const names = inOrder.some(({ body }) => body.includes("@")) ? await this.members() : [];
    const make = (comment) => this.line(comment, names);
    const key = ({ id, revision }) => `${id}/${revision}`;
    keepingFocus(this.list, () => patchLines(this.list, inOrder, { key, make }), () => [this.element.querySelector("summary")]);
    this.bench.cards.place();
    this.leadTo();
  }

  leadTo() {
    const line = this.wanted && this.list.querySelector(`[data-comment="${this.wanted}"]`);
    if (!line) return;
    this.wanted = null;
    this.bench.cards.settle();
    for (const move of this.bench.cards.list.getAnimations({ subtree: true })) move.finish(); // where it will be, not where it is on its way
    line.tabIndex = -1;
    this.show();
    line.focus({ preventScroll: true });
    if (!this.bench.cards.isBeside || line.getBoundingClientRect().bottom > innerHeight) line.scrollIntoView({ block: "nearest", behavior: "instant" });
  }

  /** What others said meanwhile, where the thread stands open. */
  learn({ comments = [], gone = [] }) {
    const isOurs = comments.some(({ target }) => target === this.target) || gone.some(({ kind }) => kind === "comments");
    if (isOurs && this.element.open && this.element.isConnected) this.load();
  }

  line(comment, names) {
    const line = this.blank.cloneNode(true);
    line.dataset.comment = comment.id;
    line.classList.toggle("is-resolved", comment.resolved);
    line.querySelector("[data-who]").textContent = comment.created_by;
    const time = line.querySelector("time");
    time.dateTime = comment.created_at;
    time.textContent = timeTold(comment.created_at, document.documentElement.lang);
    const told = line.querySelector("[data-version]");
    told.hidden = !comment.version;
    told.textContent = comment.version ? this.bench.words.on_version.replace("{number}", comment.version) : "";
    line.querySelector("[data-body]").append(...callsIn(comment.body, names).map(shownPiece));
    const button = line.querySelector("button");
    button.textContent = comment.resolved ? this.bench.words.reopen : this.bench.words.resolve;
    Object.assign(button.dataset, { id: comment.id, revision: comment.revision, resolved: comment.resolved });
    return line;
  }

  async send(event) {
    event.preventDefault();
    const { field } = this;
    const said = field.value;
    if (!said.trim() || this.isSending) return;
    this.isSending = true;
    const body = JSON.stringify({ id: (this.id ??= uuid7()), target: this.target, target_type: this.type, body: said });
    const answer = await this.ask("", { method: "POST", body }); // the same id again makes it once
    this.isSending = false;
    if (!answer) return;
    this.id = null;
    if (field.value === said) field.value = ""; // what was typed meanwhile is another comment
    keepText(this.place, field.value);
    this.say("");
    await this.load();
    this.bench.talk.look();
  }

  async resolve(event) {
    const button = event.target.closest("button[data-id]");
    if (!button) return;
    const { id, revision, resolved } = button.dataset;
    const body = JSON.stringify({ resolved: resolved !== "true" });
    await this.ask(`${id}/`, { method: "PATCH", headers: { "If-Match": `"${revision}"` }, body });
    await this.load();
    this.list.querySelector(`[data-id="${id}"]`)?.focus();
    this.bench.talk.look();
  }
}

/** A piece of a body; who is called stands out, and does not decide which way the words run. */
function shownPiece({ text, isCall }) {
  if (!isCall) return document.createTextNode(text);
  const name = document.createElement("bdi");
  name.className = "called";
  name.textContent = text;
  return name;
}

/** What was being written in a place. Storage may be full or forbidden: then it lives as long as the field. */
function kept(place) {
  try {
    return sessionStorage.getItem(place) ?? "";
  } catch {
    return "";
  }
}

function keepText(place, text) {
  try {
    if (text) sessionStorage.setItem(place, text);
    else sessionStorage.removeItem(place);
  } catch {
    // as above
  }
}
