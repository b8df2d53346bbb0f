/**
 * Small forms in the card for what does not exist yet: a registry source, a claim. Filled in with what is known.
 */
import { uuid7 } from "./ids.js";

/** Shows a form in `place` from the template `name`; `submit` gets its fields. Gone when sent or left with Escape. */
class Form {
  constructor(bench, place, name, values, submit) {
    this.place = place;
    this.back = document.activeElement;
    const form = bench.root.querySelector(`#${name}`).content.firstElementChild.cloneNode(true);
    for (const [field, value] of Object.entries(values)) form.elements[field].value = value;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const fields = Object.fromEntries(new FormData(form));
      this.close();
      submit(fields);
    });
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      this.close();
    });
    form.querySelector("[data-cancel]").addEventListener("click", () => this.close());
    place.replaceChildren(form);
    bench.cards.place();
    form.querySelector("[data-first]").focus({ preventScroll: true });
  }

  close() {
    this.place.replaceChildren();
    if (this.back?.isConnected) this.back.focus({ preventScroll: true });
  }
}

/** A new source of the registry; `use` is called with its id. An anonymous one is known by its description alone. */
export class NewSource extends Form {
  constructor(bench, place, words, use) {
    super(bench, place, "source-form", { words }, ({ kind, words: called, affiliation, nationality, rank, stated_count: count }) => {
      const isNameless = kind.startsWith("anonymous") || kind === "unnamed_group";
      const id = uuid7();
      bench.store.gesture(() => {
        bench.store.create("sources", {
          id, kind, name: isNameless ? "" : called, descriptor: isNameless ? called : "",
          affiliation, nationality, rank, stated_count: count ? Number(count) : null,
        });
        use(id);
      });
    });
  }
}

/** A new claim; `tie` is called with its id and how the frame takes it. */
export class NewClaim extends Form {
  constructor(bench, place, words, tie) {
    super(bench, place, "claim-form", { statement: words }, ({ statement, kind, certainty, mention }) => {
      const id = uuid7();
      bench.store.gesture(() => {
        bench.store.create("claims", { id, statement, language: bench.root.dataset.language, kind, certainty, polarity: "positive" });
        tie(id, mention);
      });
    });
  }
}
