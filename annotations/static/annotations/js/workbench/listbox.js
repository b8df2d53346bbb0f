/** What the lists under fields share: the lines to choose from, which of them is pointed at, and the keys that move that. */

const STEPS = { ArrowDown: 1, ArrowUp: -1 };
let lists = 0;

/** One list; the field above it keeps the focus. */
export class Listbox {
  /** @param {HTMLElement} field @param {HTMLElement} list @param {(k: number) => void} take  Told which line was pressed. */
  constructor(field, list, take) {
    Object.assign(this, { field, list, at: -1 });
    list.id = `choices-${(lists += 1)}`;
    list.hidden = true;
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", list.id);
    list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const line = event.target.closest("[data-at]");
      if (line) take(Number(line.dataset.at));
    });
  }

  get isOpen() {
    return !this.list.hidden;
  }

  /** Show these lines and point at one of them, or at none (-1). @param {HTMLElement[]} lines */
  show(lines, at) {
    for (const [k, line] of lines.entries()) {
      line.id = `${this.list.id}-${k}`;
      line.setAttribute("role", "option");
      line.dataset.at = String(k);
    }
    this.list.replaceChildren(...lines);
    this.open(lines.length > 0);
    this.pointAt(at);
  }

  open(isOpen) {
    this.list.hidden = !isOpen;
    if (this.field.hasAttribute("aria-expanded")) this.field.setAttribute("aria-expanded", String(isOpen));
  }

  pointAt(k) {
    this.at = k;
    for (const [place, line] of Array.from(this.list.children).entries()) {
      line.setAttribute("aria-selected", String(place === k));
      if (place === k) line.scrollIntoView({ block: "nearest" });
    }
    if (k >= 0) this.field.setAttribute("aria-activedescendant", `${this.list.id}-${k}`);
    else this.field.removeAttribute("aria-activedescendant");
  }

  /** An arrow key goes to the next line, round and round. @returns {boolean} whether it was one */
  step(key) {
    const { length } = this.list.children;
    if (!(key in STEPS) || !this.isOpen || !length) return false;
    const from = this.at < 0 && key === "ArrowUp" ? 0 : this.at;
    this.pointAt((from + STEPS[key] + length) % length);
    return true;
  }

  close() {
    this.at = -1;
    this.open(false);
    this.field.removeAttribute("aria-activedescendant");
  }
}
