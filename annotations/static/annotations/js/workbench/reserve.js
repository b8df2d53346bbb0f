/**
 * What opens where there is no connection: the open article is handed to the service worker (reserve-worker.js), and what is marked
 * in it again whenever that changed. Without service workers, or without permission for them, all else goes on as it does.
 */
import { KINDS } from "./changes.js";
import { timeTold } from "./moments.js";

const UNCHANGED = 2000; // milliseconds without a change before what is marked is handed over
const CONNECTED = ["live", "polling"];

/** Begins when the server answers; says on a page out of the reserve as of when it stands. */
export class Reserve {
  /** @param {import("./types.js").Bench} bench @param {import("./types.js").Live} live @param {(text: string) => void} say */
  constructor(bench, live, say, { workers = globalThis.navigator?.serviceWorker } = {}) {
    Object.assign(this, { bench, live, say, workers });
    this.notice = bench.root.querySelector("#kept");
    live.addEventListener("state", () => this.turned());
    if (bench.root.dataset.kept) this.tellAsOf();
  }

  /** A page out of the reserve: say so, until the server answers. */
  tellAsOf() {
    const { words, root, mayMark } = this.bench;
    const time = timeTold(root.dataset.kept, document.documentElement.lang);
    const told = words.kept_as_of.replace("{time}", time);
    this.notice.querySelector("[data-text-of]").textContent = mayMark ? `${told} ${words.kept_goes_on}` : told;
    this.notice.hidden = false;
  }

  turned() {
    if (this.live.state === "refused") this.worker?.postMessage({ ...this.place(), isGone: true });
    if (!CONNECTED.includes(this.live.state)) return;
    if (!this.notice.hidden) this.say(this.bench.words.kept_back);
    this.notice.hidden = true;
    this.begun ??= this.begin();
  }

  /** The worker of now: a new release puts another in its place. */
  get worker() {
    return this.registration?.active;
  }

  async begin() {
    const { reserve, home } = this.bench.root.dataset;
    if (!this.workers) return;
    try {
      await this.workers.register(reserve, { scope: home });
      this.registration = await this.workers.ready;
    } catch {
      return; // the browser, or whoever set it up, does not want it
    }
    await import("./thread.js").catch(() => null); // what comes late is wanted without a connection, too
    const files = new URL("../../", new URL(reserve, location.href)).href;
    const assets = performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => name.startsWith(files));
    this.hand({ assets: [...new Set(assets)] });
    this.bench.store.addEventListener("change", () => this.handSoon());
    addEventListener("pagehide", () => this.hand());
  }

  handSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (globalThis.requestIdleCallback ?? setTimeout)(() => this.hand()), UNCHANGED);
  }

  /** What the server has, as it was known last; one's own changes that are still to be sent lie in the queue. */
  hand(more = {}) {
    const { store } = this.bench;
    if (this.live.state === "refused") return;
    const data = Object.fromEntries(KINDS.map((kind) => [kind, [...store.base[kind].values()]]));
    data.progress = Object.fromEntries(store.base.progress);
    this.worker?.postMessage({ ...this.place(), ...this.look(), at: this.live.heardAt, data, ...more });
  }

  /** Under which addresses this text and layer are found, and what a list of what is kept is made of. */
  look() {
    const { root, words } = this.bench;
    const { lang, dir, dataset } = document.documentElement;
    return {
      paths: root.dataset.paths.split(" "),
      title: root.querySelector("h1").textContent,
      words: { away: words.offline, away_list: words.away_list, retry: words.retry },
      dress: { lang, dir, theme: dataset.theme ?? "", style: document.querySelector("link[rel=stylesheet]").href },
    };
  }

  place() {
    return { user: this.bench.root.dataset.user, address: location.href.split("#", 1)[0] };
  }
}
