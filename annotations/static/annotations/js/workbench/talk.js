/**
 * What waits to be talked over: how many open comments stand at each frame and span, those on earlier versions of the text
 * counted in.
 */

export class Talk {
  /** @param {import("./types.js").Bench} bench */
  constructor(bench) {
    this.bench = bench;
    /** @type {Map<string, number>} */
    this.counts = new Map();
  }

  /** Ask the server; what it cannot tell now stays as it was. */
  async look() {
    const answer = await this.ask(this.bench.root.dataset.threads);
    if (!answer) return;
    this.counts = new Map(Object.entries(answer.open));
    this.bench.later("refresh");
  }

  /** Comments on what a frame or span was carried over from, each with the number of its version. @returns {Promise<any[]>} */
  async earlier(target) {
    const answer = await this.ask(`${this.bench.root.dataset.threads}&target=${target}`);
    return answer?.comments ?? [];
  }

  async ask(address) {
    const answer = await fetch(address, { credentials: "same-origin", headers: { Accept: "application/json" } }).catch(() => null);
    return answer?.ok && !answer.redirected ? answer.json() : null;
  }
}
