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
import { Listbox } from "./listbox.js";

const PAUSE = 150; // milliseconds of no typing before the server is asked

/**
 * What is called exactly as typed comes first, then what has the words in it, then what is like them; to make a new one comes last.
 *
 * @param {Choice[]} choices @param {Choice|null} fresh @param {string} query @returns {Choice[]}
 */
export function inOrder(choices, fresh, query) {
  const rankOf = (choice) => (folded(choice.label) === folded(query) ? 0 : choice.isMerelyLike && query ? 2 : 1);
  const ranked = [0, 1, 2].map((rank) => choices.filter((choice) => rankOf(choice) === rank));
  return [...ranked.flat(), ...(fresh ? [fresh] : [])];
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
    this.box = new Listbox(this.input, element.querySelector("[role=listbox]"), (k) => this.take(this.choices[k]));
    /** @type {Choice[]} */
    this.choices = [];
    this.note = element.querySelector("[data-unchosen]");
    this.input.value = source.left ?? "";
    this.input.addEventListener("input", () => {
      this.typed();
      this.search();
    });
    // A form that gives the focus back does not have the list open again over the card.
    this.input.addEventListener("focus", () => this.input.dataset.quiet || this.search());
    this.input.addEventListener("click", () => this.box.isOpen || this.search());
    this.input.addEventListener("blur", () => this.close());
    this.input.addEventListener("keydown", (event) => this.press(event));
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
    if (this.isHasty && this.choices[this.box.at]) this.take(this.choices[this.box.at]);
  }

  /**
   * Enter waits for the server's answer unless something is called exactly so, and never takes what is merely like it. To make a
   * new one is offered once all that there is stands there: a line that moves is missed.
   */
  show(choices, query, isAll) {
    const isFitting = (choice) => folded(choice.label) === folded(query) || (isAll && !choice.isMerelyLike);
    const fresh = isAll ? this.source.fresh(query) : null;
    this.choices = inOrder(choices, fresh, query);
    const first = this.choices.findIndex(isFitting);
    this.box.show(this.choices.map(lineOf), query ? first : -1);
  }

  press(event) {
    if (["ArrowDown", "ArrowUp"].includes(event.key)) {
      if (this.box.isOpen) this.box.step(event.key);
      else this.search();
      event.preventDefault();
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (this.choices[this.box.at]) this.take(this.choices[this.box.at]);
      else this.isHasty = Boolean(this.input.value.trim());
    } else if (event.key === "Escape") {
      if (!this.box.isOpen || !this.input.value) this.close(); // and whoever holds the field is left, too
      else {
        event.preventDefault();
        event.stopPropagation();
        this.close();
      }
    }
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
    this.box.close();
  }
}

/** @param {Choice} choice */
function lineOf(choice) {
  const line = document.createElement("li");
  line.className = choice.isNew ? "pick pick-new" : "pick";
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
