/**
 * Small forms in the card for what does not exist yet: a registry source, a claim. Filled in with what is known; what was filled
 * in and not sent is kept until it is sent or dropped.
 *
 * @typedef {{values: Record<string, string>, isBack: boolean, keep: (values: Record<string, string>|null) => void}} Kept
 *   `isBack`: it was there before, and comes back by itself.
 */
import { nameOf } from "./frames.js";
import { uuid7 } from "./ids.js";
import { namesake } from "./registry.js";

/** Shows a form in `place` from the template `name`; `submit` gets its fields. Gone when sent or left with Escape. */
class Form {
  /** @param {Kept} kept */
  constructor(bench, place, name, { values, isBack, keep }) {
    Object.assign(this, { bench, place, keep });
    this.back = isBack ? null : document.activeElement;
    this.form = bench.root.querySelector(`#${name}`).content.firstElementChild.cloneNode(true);
    const { form } = this;
    for (const [field, value] of Object.entries(values)) if (form.elements[field]) form.elements[field].value = value;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit(this.fields);
    });
    form.addEventListener("input", () => this.keep(this.fields));
    form.addEventListener("keydown", (event) => this.press(event));
    form.querySelector("[data-cancel]").addEventListener("click", () => this.close());
    place.replaceChildren(form);
    this.keep(this.fields);
    bench.cards.place();
    if (!isBack) form.querySelector("[data-first]").focus({ preventScroll: true });
  }

  get fields() {
    return Object.fromEntries(new FormData(this.form));
  }

  press(event) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    this.close();
  }

  /** It is sent or dropped. The focus goes back to where it came from, unless it has gone on meanwhile. */
  close() {
    this.keep(null);
    const focused = document.activeElement;
    const isElsewhere = focused && focused !== document.body && !this.place.contains(focused);
    this.place.replaceChildren();
    if (isElsewhere) return;
    const { back } = this;
    const next = back?.isConnected ? back : this.place.closest("section")?.querySelector("input");
    if (next) next.dataset.quiet = "yes";
    next?.focus({ preventScroll: true });
    if (next) delete next.dataset.quiet;
  }
}

/** A new source of the registry. An anonymous one is known by its description alone, and is never one with another. */
export class NewSource extends Form {
  /** @param {Kept} kept @param {{use: (make: () => void, id: string) => void, pick: (id: string) => void}} means  `pick` takes one that there is. */
  constructor(bench, place, kept, means) {
    super(bench, place, "source-form", kept);
    Object.assign(this, means);
    this.question = this.form.querySelector("[data-twin]");
    this.form.addEventListener("input", ({ target }) => ["words", "kind"].includes(target.name) && this.ask(null));
    this.question.querySelector("[data-take]").addEventListener("click", () => {
      this.close();
      this.pick(this.twin.id);
    });
    this.question.querySelector("[data-another]").addEventListener("click", () => this.form.reportValidity() && this.make(this.fields));
  }

  /** Somebody of that very name may be known: then it is asked whether it is them. */
  async submit(fields) {
    const name = isNameless(fields.kind) ? "" : fields.words.trim();
    const twin = name && (this.twin ?? (await namesake(this.bench, name)));
    if (!this.form.isConnected) return;
    if (twin) this.ask(twin);
    else this.make(fields);
  }

  /** Show the one of the same name, or take the question back. */
  ask(twin) {
    this.twin = twin;
    this.question.hidden = !twin;
    this.form.querySelector("[data-add]").hidden = Boolean(twin);
    this.bench.cards.place();
    if (!twin) return;
    this.question.querySelector("[data-text]").textContent = nameOf(twin);
    const about = [this.bench.words.source_kinds[twin.kind], twin.affiliation].filter(Boolean);
    this.question.querySelector("[data-note]").textContent = about.join(" · ");
    this.question.querySelector("[data-take]").focus({ preventScroll: true });
    this.question.scrollIntoView({ block: "nearest", behavior: "instant" });
  }

  make({ kind, words, affiliation, nationality, rank, stated_count: count }) {
    const id = uuid7();
    const [name, descriptor] = isNameless(kind) ? ["", words] : [words, ""];
    const body = { id, kind, name, descriptor, affiliation, nationality, rank, stated_count: count ? Number(count) : null };
    this.close();
    this.use(() => this.bench.store.create("sources", body), id);
  }
}

function isNameless(kind) {
  return kind.startsWith("anonymous") || kind === "unnamed_group";
}

/** A new claim. */
export class NewClaim extends Form {
  /** @param {Kept} kept @param {{use: (make: () => void, id: string, polarity: string) => void}} means */
  constructor(bench, place, kept, means) {
    super(bench, place, "claim-form", kept);
    Object.assign(this, means);
  }

  submit({ statement, kind, certainty, mention }) {
    const id = uuid7();
    const { store, root } = this.bench;
    this.close();
    this.use(() => store.create("claims", { id, statement, language: root.dataset.language, kind, certainty, polarity: "positive" }), id, mention);
  }
}
