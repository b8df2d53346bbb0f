/**
 * A field that searches as one types: the ARIA combobox pattern, over what is known here first and the server second.
 *
 * @typedef {{id: string, label: string, note?: string, isNew?: boolean, isMerelyLike?: boolean}} Choice  `isMerelyLike`: what was
 *   typed is not in it, but something like it.
 *
 * Words that are only typed are not chosen: as long as they stand in the field a note says so and offers to make them something new.
 * The note comes with the first letter, not when the field is left, so that nothing moves from under a click.
 */
import { folded } from "./fold.js";

const PAUSE = 150; // milliseconds of no typing before the server is asked
let count = 0;

/**
 * What is called exactly as typed comes first, then what has the words in it, then what is like them; to make a new one comes
 * last, but before what is merely like the words.
 *
 * @param {Choice[]} choices @param {Choice|null} fresh @param {string} query @returns {Choice[]}
 */
export function inOrder(choices, fresh, query) {
  const rankOf = (choice) => (folded(choice.label) === folded(query) ? 0 : choice.isMerelyLike && query ? 2 : 1);
  const ranked = [0, 1, 2].map((rank) => choices.filter((choice) => rankOf(choice) === rank));
  const made = fresh ? [fresh] : [];
  const isFound = !query || ranked[0].length + ranked[1].length > 0;
  return isFound ? [...ranked.flat(), ...made] : [...made, ...ranked[2]];
}

/** One combobox. Its element holds an input and a listbox; `choose` is called with what was picked. */
export class Picker {
  /**
   * @param {HTMLElement} element
   * @param {{near(query: string): Choice[], far(query: string): Promise<Choice[]>, choose(choice: Choice): void,
   *   fresh(query: string): Choice|null, hint?: string, left?: string, keep?(typed: string): void}} source  `near` answers at once,
   *   `far` asks the server (for `hint` while nothing is typed), `fresh` offers to make one; `left` was typed before, `keep` gets
   *   what is typed and not chosen.
   */
  constructor(element, source) {
    this.source = source;
    this.input = element.querySelector("input");
    this.list = element.querySelector("[role=listbox]");
    this.list.id = `choices-${(count += 1)}`;
    this.input.setAttribute("aria-controls", this.list.id);
    /** @type {Choice[]} */
    this.choices = [];
    this.at = -1;
    this.note = element.querySelector("[data-unchosen]");
    this.input.value = source.left ?? "";
    this.input.addEventListener("input", () => {
      this.typed();
      this.search();
    });
    // A form that gives the focus back does not have the list open again over the card.
    this.input.addEventListener("focus", () => this.input.dataset.quiet || this.search());
    this.input.addEventListener("click", () => this.list.hidden && this.search());
    this.input.addEventListener("blur", () => this.close());
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.list.addEventListener("pointerdown", (event) => this.point(event));
    this.note?.querySelector("[data-fresh]").addEventListener("click", () => this.take(this.source.fresh(this.input.value.trim())));
    this.note?.querySelector("[data-drop]").addEventListener("click", () => this.empty());
    this.typed();
  }

  /** Say whether something stands in the field that is not chosen. */
  typed() {
    const text = this.input.value.trim();
    this.source.keep?.(text);
    if (this.note) this.note.hidden = !text;
  }

  empty() {
    this.input.value = "";
    this.typed();
    this.input.focus({ preventScroll: true });
  }

  async search() {
    const query = this.input.value.trim();
    const asked = (this.asked = {});
    this.isHasty = false;
    const near = this.source.near(query);
    const wanted = query || this.source.hint || "";
    const isAll = wanted.length < 2;
    this.show(near, query, isAll);
    if (isAll) return;
    await new Promise((done) => setTimeout(done, PAUSE));
    if (asked !== this.asked) return;
    const far = await this.source.far(wanted).catch(() => []);
    if (asked !== this.asked || document.activeElement !== this.input) return;
    const known = new Set(near.map((choice) => choice.id));
    this.show([...near, ...far.filter((choice) => !known.has(choice.id))], query, true);
    if (this.isHasty && this.choices[this.at]) this.take(this.choices[this.at]);
  }

  /** Enter waits for the server's answer unless something is called exactly so, and never takes what is merely like it. */
  show(choices, query, isAll) {
    const isExact = (choice) => folded(choice.label) === folded(query);
    this.choices = inOrder(choices, this.source.fresh(query), query);
    this.at = query && this.choices.length && (isAll || isExact(this.choices[0])) ? 0 : -1;
    this.list.replaceChildren(...this.choices.map((choice, k) => this.line(choice, k)));
    this.list.hidden = this.choices.length === 0;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.pointAt(this.at);
  }

  line(choice, k) {
    const line = document.createElement("li");
    line.id = `${this.list.id}-${k}`;
    line.role = "option";
    line.className = choice.isNew ? "pick pick-new" : "pick";
    line.dataset.at = String(k);
    const label = document.createElement("span");
    label.dir = "auto";
    label.textContent = choice.label;
    line.append(label);
    if (choice.note) {
      const note = document.createElement("small");
      note.dir = "auto";
      note.textContent = choice.note;
      line.append(" ", note);
    }
    return line;
  }

  pointAt(k) {
    this.at = k;
    for (const [place, line] of Array.from(this.list.children).entries()) {
      line.setAttribute("aria-selected", String(place === k));
      if (place === k) line.scrollIntoView({ block: "nearest" });
    }
    if (k >= 0) this.input.setAttribute("aria-activedescendant", `${this.list.id}-${k}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  press(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps && this.list.hidden) {
      event.preventDefault();
      this.search();
    } else if (event.key in steps && this.choices.length) {
      event.preventDefault();
      const from = this.at < 0 && event.key === "ArrowUp" ? 0 : this.at;
      this.pointAt((from + steps[event.key] + this.choices.length) % this.choices.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (this.choices[this.at]) this.take(this.choices[this.at]);
      else this.isHasty = Boolean(this.input.value.trim());
    } else if (event.key === "Escape") {
      if (this.list.hidden || !this.input.value) this.close(); // and whoever holds the field is left, too
      else {
        event.preventDefault();
        event.stopPropagation();
        this.close();
      }
    }
  }

  point(event) {
    event.preventDefault(); // the field keeps the focus
    const line = event.target.closest("[data-at]");
    if (line) this.take(this.choices[Number(line.dataset.at)]);
  }

  take(choice) {
    const query = this.input.value.trim();
    this.input.value = "";
    this.typed();
    this.close();
    this.source.choose(choice, query);
  }

  close() {
    this.asked = null;
    this.choices = []; // nothing that is not seen is taken
    this.at = -1;
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}
