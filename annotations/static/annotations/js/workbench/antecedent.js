/**
 * The frame that a continued speaker goes back to: found when a frame without a named source is made, shown on the card,
 * chosen among the frames before it.
 */
import { frameName } from "./bar.js";
import { partsOf } from "./frames.js";
import { guessCue } from "./lexicon.js";
import { NEAR, antecedentOf, resolutionOf, silent } from "./suggest.js";

const MOST_EARLIER = 30; // earlier frames that are offered, the nearest ones

/**
 * What a new frame that names nobody is filled in with: its likely antecedent, and how its words lead there. Whose voice it is
 * stays for a person to say.
 *
 * @param {import("./types.js").Bench} bench
 * @param {any} body  The frame as it is to be made, its spans with their segments.
 */
export function continued(bench, body) {
  const quote = (span) => span.segments.map((segment) => bench.article.textOf(segment)).join(" ");
  const source = body.source ? quote(body.source) : "";
  const isSaid = !body.cue || guessCue(quote(body.cue))?.kind !== "impersonal_verb"; // of “it is said” nobody is the speaker
  if (!isSaid || (source && resolutionOf(source) === "explicit")) return {};
  const thing = thingOf(body);
  const before = antecedentOf(bench.scene, thing, quote, ({ layer }) => layer === body.layer);
  return before ? { antecedent: before.id, resolution: source ? resolutionOf(source) : silent(bench.article, before, thing) } : {};
}

/** A frame that is not in the scene yet, as one of its things. */
function thingOf(body) {
  const parts = partsOf(body).map(({ role, span }) => ({ role, span }));
  const segments = parts.flatMap(({ span }) => span.segments);
  return { id: body.id, frame: body, parts, depth: 1, place: Infinity, start: Math.min(...segments.map(([start]) => start)), end: Math.max(...segments.map(([, end]) => end)) };
}

/** Frames of its layer that begin before it, the nearest first, of those that stand near. @returns {import("./types.js").Frame[]} */
export function earlier({ scene }, frame) {
  const thing = scene.byId.get(frame.id);
  const near = thing ? scene.beside(thing, -1, NEAR) : [];
  return near.filter((one) => one.frame?.layer === frame.layer && one.start < thing.start).map((one) => one.frame);
}

/** All the words of a frame, or those of a span. */
function framesWords(bench, id) {
  const frame = bench.store.get("attributions", id);
  const spans = frame ? partsOf(frame).map(({ span }) => span) : [id];
  return spans.map((span) => bench.quote(span)).filter(Boolean).join(" … ");
}

/** The list to choose from in the opened card, and the words of the chosen one. @param {HTMLElement} element */
export function showAntecedent(bench, frame, element) {
  const chosen = frame.antecedent;
  const select = element.querySelector("[name=antecedent]");
  if (document.activeElement !== select) {
    const known = bench.store.get("attributions", chosen);
    const offered = earlier(bench, frame).slice(0, MOST_EARLIER);
    if (known && !offered.includes(known)) offered.push(known);
    const options = offered.map((one) => new Option(frameName(bench, one), one.id));
    if (chosen && !known) options.push(new Option(framesWords(bench, chosen), chosen)); // a span
    select.replaceChildren(new Option(bench.words.no_antecedent, ""), ...options);
  }
  const place = element.querySelector("[data-slot=antecedent]");
  place.textContent = chosen ? framesWords(bench, chosen) : "";
  place.hidden = !place.textContent;
}

/** What choosing it changes: of a frame that has no speaker also who speaks and how its words lead there. */
export function choosing(bench, frame, id) {
  const before = bench.scene.byId.get(id ?? "");
  if (!before?.frame || frame.speakers.length || !before.frame.speakers.length) return { antecedent: id };
  const source = bench.quote(frame.source);
  const resolution = source ? resolutionOf(source) : silent(bench.article, before, bench.scene.byId.get(frame.id));
  return { antecedent: id, speakers: before.frame.speakers, resolution };
}
