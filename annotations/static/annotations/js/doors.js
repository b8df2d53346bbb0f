/**
 * One computer, several people: a page belongs to whoever was signed in when it was made, and is not shown on when they are gone.
 *
 * Signing out is told to every window, and so is that somebody else signed in: each hides its page and asks the server again.
 * A page that the browser brings back, as it was left or out of its store, is hidden and read anew where somebody came or went since.
 */
import { forget } from "./traces.js";

const DOOR = "isnad/door"; // when somebody stood before the sign-in page
const WHO = "isnad/who"; // who is signed in; nobody since somebody signed out
export const LEFT = "isnad:left"; // told to the document: nothing is to be kept any longer, nor asked about

/** Say to all windows that this person signed out. */
export function tellLeft(storage = localStorage) {
  storage.removeItem(WHO);
}

/** Watch who comes and goes. @param {{user: string}} page  Whose page it is; "" where nobody is signed in. */
export function watchDoor({ user }, { storage = localStorage, target = globalThis, page = document, now = Date.now, clear = forget } = {}) {
  const look = (name) => attempt(() => storage.getItem(name));
  const renew = () => {
    page.documentElement.hidden = true;
    page.dispatchEvent(new Event(LEFT));
    target.location.reload();
  };
  const [navigation] = target.performance?.getEntriesByType("navigation") ?? [];
  if (user && navigation?.type === "back_forward" && look(WHO) !== user) return renew();
  attempt(() => (user ? storage.setItem(WHO, user) : storage.setItem(DOOR, String(now()))));
  const before = look(DOOR);
  target.addEventListener("pageshow", (event) => {
    if (event.persisted && (look(DOOR) !== before || (user && look(WHO) !== user))) renew();
  });
  target.addEventListener("storage", async ({ key, newValue }) => {
    if (!user || key !== WHO || newValue === user) return;
    renew();
    if (!newValue) await clear(user); // they signed out: what this window holds of theirs goes, too
  });
  return undefined;
}

/** Storage may be forbidden: then nothing is known. */
function attempt(work) {
  try {
    return work() ?? null;
  } catch {
    return null;
  }
}
