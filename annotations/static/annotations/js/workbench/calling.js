/**
 * Calling members by @name in a comment: which names stand in a text, as the server finds them, and a list of names to choose from
 * as one types, which the keyboard reaches without leaving the field.
 */
import { folded } from "./fold.js";
import { Listbox } from "./listbox.js";

const CALL = /(?<![A-Za-z0-9._+@-])@([\p{L}\p{N}\p{M}_.@+-]{1,150})/gu; // not inside an address of mail
const BEGUN = /(?<![A-Za-z0-9._+@-])@([\p{L}\p{N}\p{M}_.+-]{0,150})$/u;
const CLOSING = /[.@+-]$/u; // may belong to a name, or follow it
const MOST_NAMES = 8;

/** The text in pieces, those that call a member set apart. @param {string} body @param {string[]} names @returns {{text: string, isCall: boolean}[]} */
export function callsIn(body, names) {
  const known = new Set(names);
  const pieces = [];
  let at = 0;
  for (const { 1: said, index } of body.matchAll(CALL)) {
    let name = said;
    while (name && !known.has(name)) name = CLOSING.test(name) ? name.slice(0, -1) : "";
    if (!name) continue;
    pieces.push({ text: body.slice(at, index), isCall: false }, { text: `@${name}`, isCall: true });
    at = index + 1 + name.length;
  }
  return [...pieces, { text: body.slice(at), isCall: false }].filter(({ text }) => text);
}

/** The name that is begun before the caret, and the members that it may become, those that begin so first. */
export function namesFor(text, caret, names) {
  const found = BEGUN.exec(text.slice(0, caret));
  if (!found) return null;
  const wanted = folded(found[1]);
  const rank = (name) => (folded(name).startsWith(wanted) ? 0 : 1);
  const fitting = names.filter((name) => folded(name).includes(wanted)).sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
  return { from: found.index, names: fitting.slice(0, MOST_NAMES) };
}

/** The list under a field. */
export class Calling {
  /**
   * @param {HTMLTextAreaElement} field  @param {{members: () => Promise<string[]>, label: string}} means
   */
  constructor(field, { members, label }) {
    Object.assign(this, { field, members, names: [], from: 0 });
    const list = document.createElement("ul");
    list.className = "picks calls";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", label);
    field.after(list);
    this.box = new Listbox(field, list, (k) => this.take(this.names[k]));
    field.addEventListener("input", () => this.look());
    field.addEventListener("blur", () => this.close());
    field.addEventListener("keydown", (event) => this.press(event));
  }

  async look() {
    const { field } = this;
    if (!BEGUN.test(field.value.slice(0, field.selectionStart))) return this.close();
    const names = await this.members();
    const found = document.activeElement === field ? namesFor(field.value, field.selectionStart, names) : null;
    return found?.names.length ? this.show(found) : this.close();
  }

  show({ from, names }) {
    Object.assign(this, { from, names });
    this.box.show(names.map(lineOf), 0);
  }

  press(event) {
    if (!this.box.isOpen || event.isComposing || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter" || event.key === "Tab") this.take(this.names[this.box.at]);
    else if (event.key === "Escape") this.close();
    else if (!this.box.step(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** The name in the place of what was begun, as typing it would. */
  take(name) {
    const { field, from } = this;
    field.setRangeText(`@${name} `, from, field.selectionStart, "end");
    this.close();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  close() {
    this.box.close();
  }
}

function lineOf(name) {
  const line = document.createElement("li");
  line.className = "pick";
  const words = document.createElement("bdi");
  words.textContent = `@${name}`;
  line.append(words);
  return line;
}
