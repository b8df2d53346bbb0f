/**
 * Signing out: nothing of the person stays in this browser, and what the server does not have yet is not thrown away without asking.
 *
 * Without this script the form is sent as forms are, and what is unsent stays under its writer's name until they sign in again.
 */
import { LEFT, tellLeft } from "./doors.js";
import { forget, unsentOf } from "./traces.js";

const LOOK_AGAIN = 100; // milliseconds
const LOOKS = 6; // before it is asked: what was done last is usually on its way

/** The form that signs out, with the dialog that asks. */
export class Leaving {
  /** @param {HTMLFormElement} form @param {HTMLDialogElement} dialog @param {string} user */
  constructor(form, dialog, user, means = {}) {
    const defaults = {
      count: () => unsentOf(user), clear: () => forget(user), tell: tellLeft, page: globalThis.document, target: globalThis,
      send: (...args) => fetch(...args), fieldsOf: (sent) => new FormData(sent),
    };
    Object.assign(this, defaults, means, { form, dialog });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.leave();
    });
    dialog.addEventListener("close", () => {
      clearInterval(this.timer);
      if (dialog.returnValue === "leave") this.signOut();
    });
  }

  async leave() {
    for (let k = 0; k < LOOKS && this.count(); k += 1) await new Promise((done) => setTimeout(done, LOOK_AGAIN));
    if (this.count()) this.ask();
    else await this.signOut();
  }

  /** How many there are, as long as it is asked; when the last has been sent there is nothing left to ask. */
  ask() {
    this.open("unsent");
    const look = () => {
      this.dialog.querySelector("[data-unsent]").textContent = String(this.count());
      if (!this.count()) this.dialog.close("leave");
    };
    look();
    this.timer = setInterval(look, LOOK_AGAIN);
  }

  open(state) {
    this.dialog.dataset.state = state;
    this.dialog.returnValue = "";
    if (!this.dialog.open) this.dialog.showModal();
  }

  async signOut() {
    const { form, target } = this;
    const options = { method: "POST", body: this.fieldsOf(form), redirect: "manual", credentials: "same-origin" };
    const answer = await this.send(form.action, options).catch(() => null);
    if (!answer) return this.open("unreachable");
    if (!answer.ok && answer.type !== "opaqueredirect") return form.submit(); // whatever it is, it is to be seen
    this.page.dispatchEvent(new Event(LEFT));
    this.tell();
    await this.clear();
    return target.location.assign(form.dataset.signOut);
  }
}
