/**
 * Where things lie in the text: each is noted in every stretch of it that it touches, so that what lies between two code points
 * is found without looking at the rest, however long the text, and a change notes one thing anew.
 *
 * @typedef {{start: number, end: number}} Extent  Code points; `start` is Infinity where there is no place.
 */

const STRETCH = 2048; // code points

/** @template {Extent} Row */
export class Buckets {
  constructor() {
    /** @type {Map<number, Set<Row>>} By number of the stretch. */
    this.stretches = new Map();
    this.last = -1;
  }

  /** @param {Row} row */
  add(row) {
    for (const k of stretchesOf(row)) {
      if (!this.stretches.has(k)) this.stretches.set(k, new Set());
      this.stretches.get(k).add(row);
      this.last = Math.max(this.last, k);
    }
  }

  /** @param {Row} row  With the extent that it was added with. */
  drop(row) {
    for (const k of stretchesOf(row)) this.stretches.get(k)?.delete(row);
  }

  /** Those that touch something between two code points, in no order, each once. @returns {Row[]} */
  within(from, to) {
    const found = new Set();
    for (let k = Math.max(0, Math.floor(from / STRETCH)); k <= this.last && k * STRETCH < to; k += 1) {
      for (const row of this.stretches.get(k) ?? []) if (row.end > from && row.start < to) found.add(row);
    }
    return [...found];
  }

  /**
   * The first answer of `look` to a stretch, from the one that holds `offset` on (`step` 1) or back (-1); null where there is none.
   * @template Answer @param {(rows: Row[], from: number, to: number) => Answer|null} look  Given what touches it, and its bounds.
   */
  find(offset, step, look) {
    let answer = null;
    let k = Math.min(Math.max(0, Math.floor(offset / STRETCH)), Math.max(0, this.last));
    for (; !answer && k >= 0 && k <= this.last; k += step) {
      answer = look([...(this.stretches.get(k) ?? [])], k * STRETCH, (k + 1) * STRETCH);
    }
    return answer;
  }
}

function stretchesOf({ start, end }) {
  if (!Number.isFinite(start)) return [];
  const first = Math.floor(start / STRETCH);
  return Array.from({ length: Math.floor(Math.max(start, end - 1) / STRETCH) - first + 1 }, (_, k) => first + k);
}
