/**
 * Which field has something of its own to take back: what a person typed into it. Everywhere else the keys that undo are the
 * workbench's, so that they work right after a frame was made, with the focus in a field that is still empty.
 */

const TEXTS = "textarea, input:not([type=checkbox], [type=radio], [type=button], [type=submit], [type=reset])";

/** Remembers what was typed. */
export class Typing {
  constructor(page = document) {
    /** @type {WeakMap<HTMLElement, {from: string, to: string, isBack: boolean}>} */
    this.typed = new WeakMap();
    page.addEventListener("beforeinput", ({ target }) => this.begin(target), true);
    page.addEventListener("input", (event) => this.note(event), true);
  }

  begin(field) {
    if (!field.matches?.(TEXTS) || this.typed.get(field)?.to === field.value) return;
    this.typed.set(field, { from: field.value, to: field.value, isBack: false });
  }

  note({ target, inputType }) {
    const entry = this.typed.get(target);
    if (entry) Object.assign(entry, { to: target.value, isBack: inputType === "historyUndo" });
  }

  /**
   * Whether the browser has something to undo or redo in a field. What a script put into it since has emptied its memory.
   *
   * @param {HTMLInputElement} field @param {"undo"|"redo"} way
   */
  has(field, way) {
    const entry = this.typed.get(field);
    if (!entry || entry.to !== field.value) return false;
    return way === "redo" ? entry.isBack : !entry.isBack || entry.to !== entry.from;
  }
}

/** Which way a key press means: "undo", "redo", or "" for none. The letter counts, or its place where no letter is Latin. */
export function wayOfKey(event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.isComposing) return "";
  const letter = /^[a-z]$/iu.test(event.key) ? event.key.toLowerCase() : event.code.replace("Key", "").toLowerCase();
  if (letter === "z") return event.shiftKey ? "redo" : "undo";
  return letter === "y" && !event.shiftKey ? "redo" : "";
}
