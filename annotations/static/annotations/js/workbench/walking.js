/**
 * Going from frame to frame: by pointing at the text, by walking along the cards; and what goes with a removed one.
 */
import { Intervals } from "./intervals.js";

/** Select the innermost frame or span at an offset; picking there again goes outwards, and at last nowhere. */
export function pickAt(bench, offset) {
  if (offset === null) return;
  const ids = new Intervals(bench.marks).beside(offset).map((mark) => mark.frame ?? mark.span);
  const unlike = [...new Set(ids)];
  bench.select(unlike[unlike.indexOf(bench.selected) + 1] ?? null);
}

/** Select the card `step` after the selected one, round and round. */
export function walkCards(bench, step) {
  const ids = bench.cards.rows().map((row) => row.id);
  if (ids.length === 0) return;
  const at = ids.indexOf(bench.selected);
  const next = at < 0 ? (step > 0 ? 0 : ids.length - 1) : (at + step + ids.length) % ids.length;
  bench.select(ids[next]);
}

/** Take away a frame, or a plain span with what ties it to claims. */
export function removeThing(store, id) {
  if (store.get("attributions", id)) {
    store.remove("attributions", id);
    return;
  }
  for (const mention of store.all("mentions")) if (mention.span === id) store.remove("mentions", mention.id);
  if (store.get("spans", id)) store.remove("spans", id);
}

/** Select what an address like `#frame-ID` names. @returns {boolean} whether there is such a thing */
export function selectNamed(bench, hash) {
  const id = hash.startsWith("#frame-") ? hash.slice("#frame-".length) : "";
  if (!bench.thing(id)) return false;
  bench.select(id);
  return true;
}
