/**
 * A browser may bring a page back as it was left, with all its text. Where somebody signed in or out meanwhile it is read anew
 * before it is seen, which the server, or the lack of a connection, refuses to whoever is gone.
 */
const DOOR = "isnad/door";

/** Note that nobody is signed in, or watch for that. @param {{isOpen: boolean}} page  `isOpen`: nobody is signed in. */
export function watchDoor({ isOpen }, { storage = localStorage, target = globalThis, root = document.documentElement, now = Date.now } = {}) {
  const look = () => {
    try {
      return storage.getItem(DOOR);
    } catch {
      return null; // forbidden
    }
  };
  try {
    if (isOpen) storage.setItem(DOOR, String(now()));
  } catch {
    // as above
  }
  const before = look();
  target.addEventListener("pageshow", (event) => {
    if (!event.persisted || look() === before) return;
    root.hidden = true;
    target.location.reload();
  });
}
