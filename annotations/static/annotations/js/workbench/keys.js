/**
 * Keys of the workbench. Single letters, by their place on the keyboard so that they serve an Arabic layout too; they
 * work while no field has the focus, and leave every combination with a modifier to the browser.
 */

/** Key to method of the hands, with what it is given. `code` is the place of the key, `key` what it types. */
export const KEYS = {
  KeyS: ["mark", "source"], KeyC: ["mark", "cue"], KeyT: ["mark", "content"], KeyA: ["mark", "addressee"],
  KeyH: ["mark", "channel"], KeyP: ["assert"], KeyE: ["changeParts"], KeyW: ["switchAid"],
  KeyJ: ["walk", 1], KeyK: ["walk", -1], Enter: ["make"], NumpadEnter: ["make"], Escape: ["letGo"],
  Delete: ["askToDelete"], Backspace: ["askToDelete"],
};
const FIELDS = "input, select, textarea, dialog[open], [contenteditable]";
const OWN_ENTER = "button, a, summary";

/** Do what a key stands for, unless it belongs to a field, to a button or to the browser. */
export function actOnKey(hands, event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
  const action = KEYS[event.code];
  if (!action || event.target.closest?.(FIELDS)) return;
  if (action[0] === "make" && event.target.closest?.(OWN_ENTER)) return;
  const [name, ...rest] = action;
  event.preventDefault();
  hands[name](...rest);
}
