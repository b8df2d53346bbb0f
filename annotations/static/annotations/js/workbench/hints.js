/** Suggestions on the opened card: shown as what they are, taken over by a key or a click, gone when they no longer fit. */
import { givePart } from "./draft.js";
import { patchLines, setText } from "./lines.js";
import { suggestions } from "./suggest.js";

/** The list of suggestions in the editor. */
export class Hints {
  /** @param {import("./types.js").Bench} bench @param {import("./types.js").Hands} hands */
  constructor(bench, hands) {
    this.bench = bench;
    this.hands = hands;
  }

  /** What is suggested for the selected frame now. @returns {import("./suggest.js").Suggestion[]} */
  now() {
    const { bench } = this;
    const thing = bench.scene.byId.get(bench.selected ?? "");
    if (!bench.mayMark || !thing?.frame) return [];
    return suggestions({ article: bench.article, scene: bench.scene, store: bench.store, quote: (span) => bench.quote(span.id) }, thing);
  }

  /** Show them in the opened card. @param {HTMLElement} place */
  show(place) {
    const { words } = this.bench;
    const blank = place.querySelector("template").content.firstElementChild;
    const found = this.now();
    const fill = (one, line) => {
      setText(line.querySelector("[data-about]"), words.suggested[one.about]);
      setText(line.querySelector("[data-text]"), one.about === "cue_kind" ? words.cue_kinds[one.label] : one.label);
      line.querySelector("button").dataset.id = one.id;
    };
    patchLines(place, found, { key: ({ id }) => id, fill, make: () => blank.cloneNode(true) });
    place.closest("[data-hints]").hidden = found.length === 0;
  }

  /** Take the first suggestion over, or the one that a button names. */
  acceptSuggestion(id) {
    const all = this.now();
    const one = id ? all.find((other) => other.id === id) : all[0];
    if (!one) return this.hands.say(this.bench.words.no_suggestion);
    const { store } = this.bench;
    const frame = store.get("attributions", this.bench.selected);
    if (one.segments) givePart(store, frame, one.about, one.segments);
    else store.change("attributions", frame.id, one.fields);
    return this.hands.say(`${this.bench.words.suggested[one.about]} ${one.about === "cue_kind" ? this.bench.words.cue_kinds[one.label] : one.label}`);
  }
}
