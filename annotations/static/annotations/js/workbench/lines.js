/**
 * Bringing a list up to date in place: a line that stays keeps its element, and with it the focus, the caret and what was typed.
 */

/**
 * Make the children of `list`, but for a template, one element for each row, in their order.
 *
 * @template Row
 * @param {HTMLElement} list
 * @param {Row[]} rows
 * @param {{key: (row: Row) => string, make: (row: Row) => HTMLElement, fill?: (row: Row, line: HTMLElement) => void}} how
 *   `key` tells lines apart; `make` is called for a new line, `fill` for each.
 */
export function patchLines(list, rows, { key, make, fill = () => {} }) {
  const old = new Map([...list.children].filter((one) => one.tagName !== "TEMPLATE").map((one) => [one.dataset.line, one]));
  const wanted = new Set(rows.map(key));
  for (const [name, line] of old) if (!wanted.has(name)) line.remove();
  let before = firstLine(list);
  for (const row of rows) {
    const name = key(row);
    const line = old.get(name) ?? make(row);
    line.dataset.line = name;
    fill(row, line);
    if (line === before) before = before.nextElementSibling;
    else putBefore(list, line, before);
  }
}

function firstLine(list) {
  const first = list.firstElementChild;
  return first?.tagName === "TEMPLATE" ? first.nextElementSibling : first;
}

/** Move a child without its losing the focus, where the browser can. */
export function putBefore(list, child, before) {
  if (list.moveBefore && child.parentNode === list && list.isConnected) list.moveBefore(child, before);
  else list.insertBefore(child, before);
}

/** Set a text only where it differs, so that a caret or a selection in it stays. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Do something to the page within `place`. Where what had the focus is gone after it, the focus goes to the first of `next()` that
 * can take it: it is never left with nothing.
 */
export function keepingFocus(place, change, next) {
  const focused = document.activeElement;
  const isHeld = Boolean(focused && focused !== document.body && place.contains(focused));
  change();
  if (!isHeld || document.activeElement === focused) return;
  if (focused.isConnected) focused.focus({ preventScroll: true });
  if (isLost()) for (const one of next()) if (isLost()) one?.focus({ preventScroll: true });
}

function isLost() {
  return !document.activeElement || document.activeElement === document.body;
}
