/**
 * Who speaks and what is claimed, as it is filled in on the opened card: by picking what is known, or by a small form for what is
 * not. What was typed and not chosen stays where it is, marked as such, also when the card is closed or the page read anew.
 */
import { NewClaim, NewSource } from "./forms.js";
import { uuid7 } from "./ids.js";
import { Picker } from "./pickers.js";
import { claimFinder, sourceFinder } from "./registry.js";

const COMPLEMENTISERS = /^(?:أن|إن|بأن|that)\s+/iu;

/** The two fields of whatever card is opened. */
export class Filling {
  /** @param {import("./types.js").Bench} bench @param {import("./types.js").Hands} hands */
  constructor(bench, hands) {
    Object.assign(this, { bench, hands });
    this.place = `isnad/typed/${bench.root.dataset.user}/${bench.version}`;
    this.typed = this.load();
  }

  /** What was typed and not chosen, by card and field. @returns {Record<string, any>} */
  load() {
    try {
      return JSON.parse(sessionStorage.getItem(this.place) ?? "{}");
    } catch {
      return {}; // not ours, or forbidden: it then lives as long as the page
    }
  }

  keep(name, value) {
    if (value) this.typed[name] = value;
    else delete this.typed[name];
    try {
      sessionStorage.setItem(this.place, JSON.stringify(this.typed));
    } catch {
      // It then lives as long as the page.
    }
  }

  get frame() {
    return this.bench.store.get("attributions", this.bench.selected);
  }

  /** What the frame or span says, without the complementiser: a first wording of the claim. */
  get said() {
    const spans = this.frame ? this.frame.contents : [this.bench.selected];
    return spans.map((span) => this.bench.quote(span)).join(" ").replace(COMPLEMENTISERS, "");
  }

  /** The card was opened. @param {HTMLElement} element */
  connect(element) {
    const { bench, frame, said } = this;
    const words = frame ? bench.quote(frame.source) : "";
    this.element = element;
    const source = sourceFinder(bench, words, (choice, query) => this.addSpeaker(choice, query || words));
    const claim = claimFinder(bench, said, (choice, query) => this.tie(choice, query || said));
    this.field("source", source);
    this.field("claim", claim);
    if (this.typed[this.nameOf("new source")] && frame) this.newSource({});
    if (this.typed[this.nameOf("new claim")]) this.newClaim({});
  }

  /** One field, with what was left in it. */
  field(what, finder) {
    const name = this.nameOf(what);
    const keep = (text) => this.keep(name, text);
    new Picker(this.element.querySelector(`[data-pick=${what}]`), { ...finder, left: this.typed[name] ?? "", keep });
  }

  nameOf(what) {
    return `${this.bench.selected}/${what}`;
  }

  /** The card was left: say what was not chosen in it. @param {string|null} id */
  leave(id) {
    const of = (what) => this.typed[`${id}/${what}`];
    const left = [of("source"), of("new source")?.words, of("claim"), of("new claim")?.statement].filter(Boolean);
    if (left.length) this.hands.say(`${this.bench.words.not_chosen} ${left.join(" · ")}`);
  }

  changeSpeakers(change) {
    this.bench.store.change("attributions", this.frame.id, { speakers: change(this.frame.speakers) });
  }

  addSpeaker(choice, words) {
    const add = (id) => this.changeSpeakers((ids) => (ids.includes(id) ? ids : [...ids, id]));
    if (choice.isNew) return this.newSource({ words });
    return this.hands.joining("speaker", () => add(choice.id));
  }

  newSource(values) {
    const use = (make, id) => this.hands.joining("speaker", () => {
      make();
      this.changeSpeakers((ids) => [...ids, id]);
    });
    const pick = (id) => this.addSpeaker({ id });
    this.form = new NewSource(this.bench, this.element.querySelector("[data-form=source]"), this.kept("new source", values), { use, pick });
  }

  /** Tie the frame or span to a claim. */
  tie(choice, words) {
    if (choice.isNew) return this.newClaim({ statement: words });
    return this.hands.joining("claim", () => this.tieTo(choice.id));
  }

  tieTo(claim, polarity = "asserts") {
    const place = this.frame ? { attribution: this.frame.id, span: null } : { attribution: null, span: this.bench.selected };
    this.bench.store.create("mentions", { id: uuid7(), claim, ...place, polarity });
  }

  newClaim(values) {
    const use = (make, id, polarity) => this.hands.joining("claim", () => {
      make();
      this.tieTo(id, polarity);
    });
    this.form = new NewClaim(this.bench, this.element.querySelector("[data-form=claim]"), this.kept("new claim", values), { use });
  }

  /** What a form begins with: what was filled in before and not sent, or what is known. */
  kept(what, values) {
    const name = this.nameOf(what);
    const isBack = Object.keys(values).length === 0;
    return { values: isBack ? this.typed[name] : values, isBack, keep: (filled) => this.keep(name, filled) };
  }
}
