/**
 * The sheet of keys: shown in a dialog as the server writes it, changed there, and kept with the person.
 */

const KEPT = ["Tab", "Enter", "Escape", "Backspace", "Delete", " "];
const HELD = ["Control", "Shift", "Alt", "Meta", "AltGraph"];

/** The dialog; `hands.keys` learns what was changed. */
export class Sheet {
  /** @param {import("./types.js").Bench} bench @param {import("./types.js").Hands} hands @param {(event: KeyboardEvent) => string} combination */
  constructor(bench, hands, combination) {
    this.bench = bench;
    this.hands = hands;
    this.combination = combination;
    this.dialog = bench.root.querySelector("#keys-sheet");
    this.place = this.dialog.querySelector("[data-sheet]");
    this.dialog.addEventListener("keydown", (event) => this.record(event));
    this.dialog.addEventListener("submit", (event) => this.keep(event));
    this.dialog.addEventListener("close", () => hands.focusText());
  }

  async open() {
    if (this.dialog.open) return;
    this.place.replaceChildren(); // the form of the last time would be changed in vain
    this.dialog.showModal();
    const answer = await fetch(this.address(), { credentials: "same-origin" }).catch(() => null);
    if (answer?.ok && !answer.redirected) this.show(await answer.text());
    else this.place.textContent = this.bench.words.unreachable;
  }

  address() {
    return `${this.bench.root.dataset.keys}?part=sheet`;
  }

  /** The server's own page part, made of its own words and of keys that it has checked. */
  show(html) {
    const template = document.createElement("template");
    template.innerHTML = html;
    this.place.replaceChildren(template.content);
    this.place.querySelector("[data-focus]")?.focus();
  }

  /** A key pressed in a field is written into it; those that a form needs keep their work. */
  record(event) {
    const field = event.target.closest("[data-key-field]");
    if (!field || HELD.includes(event.key) || (KEPT.includes(event.key) && !event.ctrlKey) || event.altKey) return;
    event.preventDefault();
    field.value = this.combination(event);
  }

  async keep(event) {
    const form = event.target.closest("[data-keys-form]");
    if (!form) return;
    event.preventDefault();
    const body = new FormData(form, event.submitter);
    const answer = await fetch(this.address(), { method: "POST", body, credentials: "same-origin" }).catch(() => null);
    if (!answer) return this.hands.say(this.bench.words.unreachable);
    if (!answer.redirected) return this.show(await answer.text());
    const kept = await fetch(this.address(), { credentials: "same-origin" });
    this.show(await kept.text());
    this.learn();
    this.dialog.close();
    return this.hands.say(this.bench.words.keys_kept);
  }

  /** From the sheet as it is now. */
  learn() {
    const fields = [...this.place.querySelectorAll("[data-key-field]")];
    const keymap = Object.fromEntries(fields.map((field) => [field.name, field.value.split(/\s+/u).filter(Boolean)]));
    this.hands.keys.learn(keymap, !this.place.querySelector("[name=letters]").checked);
  }
}
