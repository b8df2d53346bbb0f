/** The tools that a narrow screen has no room for, behind one button. */

/** Opens and shuts them. */
export class More {
  /** @param {HTMLElement} bar */
  constructor(bar) {
    this.button = bar.querySelector("[data-act=toggleTools]");
    this.tools = bar.querySelector("#bar-tools");
    this.tools.addEventListener("click", (event) => event.target.closest("button") && this.show(false));
    bar.addEventListener("keydown", (event) => this.press(event));
    document.addEventListener("pointerdown", ({ target }) => this.isOpen && !this.holds(target) && this.show(false));
  }

  get isOpen() {
    return this.button.getAttribute("aria-expanded") === "true";
  }

  holds(target) {
    return this.tools.contains(target) || this.button.contains(target);
  }

  toggle() {
    this.show(!this.isOpen);
    if (this.isOpen) this.tools.querySelector("button").focus();
  }

  show(isOpen) {
    this.button.setAttribute("aria-expanded", String(isOpen));
    this.tools.classList.toggle("is-open", isOpen);
  }

  press(event) {
    if (event.key !== "Escape" || !this.isOpen || !this.holds(event.target)) return;
    event.preventDefault();
    event.stopPropagation();
    this.show(false);
    this.button.focus();
  }
}
