/**
 * Things in the order of the text: outer before inner, and where they begin together the one that was known first. One thing
 * comes or goes without the others being compared or sorted again.
 *
 * @typedef {import("./types.js").Thing} Thing
 */
import { Buckets } from "./buckets.js";

/** @param {Thing} a @param {Thing} b */
export function compare(a, b) {
  return (a.start === b.start ? 0 : a.start - b.start) || a.depth - b.depth || a.place - b.place;
}

export class Order {
  /** @param {Thing[]} things */
  constructor(things) {
    this.things = things.sort(compare);
    /** @type {Buckets<Thing>} */
    this.buckets = new Buckets();
    for (const thing of things) this.buckets.add(thing);
  }

  /** Where a thing stands, or would stand. */
  indexOf(thing) {
    let low = 0;
    let high = this.things.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compare(this.things[middle], thing) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  add(thing) {
    this.things.splice(this.indexOf(thing), 0, thing);
    this.buckets.add(thing);
  }

  /** @param {Thing} thing  As it was when it was added. */
  drop(thing) {
    const at = this.indexOf(thing);
    if (this.things[at] === thing) this.things.splice(at, 1);
    this.buckets.drop(thing);
  }

  /** Those of which something lies between two code points, in order. */
  within([from, to]) {
    return this.buckets.within(from, to).sort(compare);
  }

  /**
   * The nearest things before one (`step` -1) or after it (1) of which `holds` is true, at most so many.
   * @param {Thing} thing  In the order or not. @param {(one: Thing) => boolean} [holds]
   */
  beside(thing, step, most, holds = () => true) {
    const found = [];
    const at = this.indexOf(thing);
    const first = step < 0 ? at - 1 : this.things[at] === thing ? at + 1 : at;
    for (let k = first; k >= 0 && k < this.things.length && found.length < most; k += step) {
      if (holds(this.things[k])) found.push(this.things[k]);
    }
    return found;
  }
}
