/**
 * Status and assignment of the article, in the heading: saved as they are chosen, and kept as others choose them.
 *
 * Without this script the form is sent as forms are.
 */
import { reasonOf } from "./refusals.js";
import { askedBy, csrfToken } from "./csrf.js";

const WORK_FIELDS = ["status", "assignee"];

export class Work {
  /** @param {import("./types.js").Bench} bench @param {HTMLFormElement} form */
  constructor(bench, form, send = (...args) => fetch(...args)) {
    Object.assign(this, { bench, form, send });
    form.dataset.live = "yes"; // the button to save is for those without this script
    this.saved = this.values();
    form.addEventListener("change", () => this.save());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.save();
    });
  }

  values() {
    return Object.fromEntries(WORK_FIELDS.map((name) => [name, this.form.elements[name].value]));
  }

  /** One after another; what was chosen meanwhile is sent next. */
  save() {
    this.saving = (this.saving ?? Promise.resolve()).then(() => this.sendChosen());
    return this.saving;
  }

  async sendChosen() {
    const chosen = this.values();
    const body = Object.fromEntries(WORK_FIELDS.filter((name) => chosen[name] !== this.saved[name]).map((name) => [name, chosen[name]]));
    if (!Object.keys(body).length) return;
    const { dataset } = this.bench.root;
    const answer = await this.send(`${dataset.api}articles/${this.form.dataset.article}/`, {
      method: "PATCH",
      credentials: "same-origin",
      headers: {
        Accept: "application/json", "Content-Type": "application/json", ...askedBy(dataset), "X-CSRFToken": csrfToken(),
        "If-Match": `"${this.form.elements.revision.value}"`,
      },
      body: JSON.stringify(body),
    }).catch(() => null);
    const told = await answer?.json().catch(() => null);
    if (answer?.ok) {
      this.show(told);
      this.say(this.bench.words.saved_work);
    } else if (answer?.status === 412) {
      this.show(told.current); // another was first: their choice stands, and is to be seen
      this.say(this.bench.words.work_changed);
    } else {
      this.put(this.saved);
      this.say(reasonOf(this.bench.words, told) || this.bench.words.unreachable);
    }
  }

  /** The article as it is on the server, told by an answer or by the news. */
  show(article) {
    if (!article || article.revision < Number(this.form.elements.revision.value)) return;
    this.form.elements.revision.value = article.revision;
    this.saved = Object.fromEntries(WORK_FIELDS.map((name) => [name, article[name]]));
    this.put(this.saved);
  }

  put(values) {
    for (const [name, value] of Object.entries(values)) {
      const select = this.form.elements[name];
      if (![...select.options].some((option) => option.value === value)) select.append(new Option(value, value));
      select.value = value;
    }
  }

  say(text) {
    this.form.querySelector("[role=status]").textContent = text;
  }
}

/** What the news tell of the article. @param {import("./types.js").Bench} bench */
export function showWork(bench, work, changes) {
  for (const article of changes.articles ?? []) {
    work?.show(article);
    const pill = bench.root.querySelector(".bench-heading .pill[data-status]");
    if (!pill) continue;
    pill.className = `pill pill-${article.status}`;
    pill.textContent = bench.words.article_statuses[article.status];
  }
}
