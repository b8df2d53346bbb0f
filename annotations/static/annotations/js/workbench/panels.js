/** What opens over or beside the text. The search is at hand, for fast typists; the rest is fetched when first asked for. */
import { Find } from "./find.js";
import { combination } from "./keys.js";

/** The panels, by the names that keys and buttons give them. */
export class Panels {
  /** @param {import("./types.js").Bench} bench @param {import("./types.js").Hands} hands */
  constructor(bench, hands) {
    this.bench = bench;
    this.hands = hands;
  }

  async openSheet() {
    const { Sheet } = await import("./sheet.js");
    (this.sheet ??= new Sheet(this.bench, this.hands, combination)).open();
  }

  openFind() {
    (this.find ??= new Find(this.bench, this.hands)).open();
  }
}
