/**
 * What the header does beyond its links and forms: a theme without a new page, menus that close by themselves,
 * and htmx told which answers to show.
 */
import { Calls } from "./calls.js";
import { watchDoor } from "./doors.js";
import { Leaving } from "./leaving.js";
import { tellUnsent } from "./unsent.js";

const root = document.documentElement;

/** Show `theme` ("light", "dark", or "" for the system's) at once. @param {string} theme */
export function wear(theme) {
  if (theme) root.dataset.theme = theme;
  else delete root.dataset.theme;
  for (const meta of document.querySelectorAll('meta[name="color-scheme"]')) meta.content = theme || "light dark";
  for (const button of document.querySelectorAll("[data-theme-choice] button")) {
    button.setAttribute("aria-pressed", String(button.value === theme));
  }
}

function chooseTheme(event) {
  const form = event.target.closest("[data-theme-choice]");
  if (!form || !event.submitter) return;
  event.preventDefault();
  wear(event.submitter.value);
  const body = new FormData(form, event.submitter);
  fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => form.submit());
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (menu !== except) menu.open = false;
  }
}

document.addEventListener("submit", chooseTheme);
document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-menu]")));
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("details[data-menu][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// A refusal comes with words for the person: show it where the answer would have stood.
document.addEventListener("htmx:beforeSwap", (event) => {
  if ([400, 403, 409, 412, 422].includes(event.detail.xhr.status)) event.detail.shouldSwap = true;
});

// A form that was refused begins with its errors: a keyboard or a screen reader starts there.
document.querySelector("[data-focus]")?.focus();

const user = document.querySelector("#user-menu")?.dataset.user ?? "";
watchDoor({ user });
const goingOut = document.querySelector("[data-sign-out]");
if (goingOut) new Leaving(goingOut, document.querySelector("#leaving"), user);
if (document.querySelector("#calls")) new Calls();
const unsent = document.querySelector("#unsent");
if (unsent && user) {
  tellUnsent(unsent, user);
  addEventListener("storage", ({ key }) => key?.includes("/queue/") && tellUnsent(unsent, user)); // sent, or left behind, by another window
}
