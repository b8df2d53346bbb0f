/**
 * The dialogue in which a person decides between their own change and another's, field by field.
 *
 * @typedef {import("./types.js").Bench} Bench
 * @typedef {import("./types.js").Operation} Operation
 * @typedef {{name: string, title: string, mine: string, theirs: string}} Question
 */
import { frameName } from "./bar.js";
import { nameOf } from "./frames.js";

/** Asks, and answers with the names for which one's own way was chosen; null where nothing was decided. */
export class Conflicts {
  /** @param {Bench} bench */
  constructor(bench) {
    this.bench = bench;
    this.dialog = bench.root.querySelector("#clash");
  }

  /** @param {string} title @param {Question[]} questions @returns {Promise<string[]|null>} */
  ask(title, questions) {
    const { dialog } = this;
    if (!dialog || dialog.open) return Promise.resolve(null);
    dialog.querySelector("h2").textContent = title;
    const blank = dialog.querySelector("template").content.firstElementChild;
    dialog.querySelector("[data-slot=fields]").replaceChildren(...questions.map((one) => filled(blank.cloneNode(true), one)));
    dialog.returnValue = "";
    dialog.showModal();
    dialog.querySelector("input")?.focus();
    return new Promise((answer) => {
      dialog.addEventListener("close", () => {
        const mine = [...dialog.querySelectorAll("input[value=mine]:checked")].map((input) => input.name);
        answer(dialog.returnValue === "decide" ? mine : null);
      }, { once: true });
    });
  }

  /** Let the person decide a clash. @param {Operation} op @returns {Promise<string[]|null>} */
  decide(op) {
    const { words, store } = this.bench;
    const now = store.base[op.kind].get(op.id);
    const questions = op.clash.map((name) => (name === "*" ? this.whole(op, now) : {
      name,
      title: words.fields[name] ?? name,
      mine: this.shown(name, op.body[name]),
      theirs: this.shown(name, now?.[name]),
    }));
    return this.ask(`${words.clash_title} ${this.thing(op)}`, questions);
  }

  /** One of two took the whole thing away. */
  whole(op, now) {
    const { words } = this.bench;
    const title = now ? words.they_changed : words.they_removed;
    const mine = now ? words.remove_anyway : words.bring_back;
    return { name: "*", title, mine, theirs: now ? words.keep_theirs : words.leave_removed };
  }

  /** How the object of an operation is called. */
  thing(op) {
    const { words, store } = this.bench;
    const frame = op.kind === "attributions" ? store.get(op.kind, op.id) ?? op.before : null;
    return frame?.contents ? frameName(this.bench, { speakers: [], ...frame }) : words.kinds[op.kind];
  }

  /** A value of a field in words. */
  shown(name, value) {
    const { bench } = this;
    const none = "—";
    if (value === null || value === undefined || value === "" || value?.length === 0) return none;
    if (name === "parent") return frameName(bench, bench.store.get("attributions", value) ?? { speakers: [], contents: [] });
    if (name === "speakers") return value.map((id) => nameOf(bench.store.get("sources", id))).join(bench.words.list_comma);
    if (name === "segments") return value.map((segment) => bench.article.textOf(segment)).join(" … ");
    if (name === "contents") return value.map((one) => this.shown("source", one)).join(" · ");
    if (bench.words.roles[name]) return value.segments ? this.shown("segments", value.segments) : bench.quote(value) || none;
    return bench.root.querySelector(`#card-editor`)?.content.querySelector(`[name=${name}] option[value="${value}"]`)?.textContent
      ?? bench.words.polarities[value] ?? String(value);
  }
}

function filled(field, { name, title, mine, theirs }) {
  field.querySelector("legend").textContent = title;
  for (const input of field.querySelectorAll("input")) input.name = name;
  field.querySelector("[data-of=mine]").textContent = mine;
  field.querySelector("[data-of=theirs]").textContent = theirs;
  return field;
}
