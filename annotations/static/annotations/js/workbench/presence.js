/**
 * Who else is here, and on which frame: as initials above the text and at the cards, and in words for who listens.
 */
import { frameName } from "./bar.js";
import { keepingFocus, patchLines } from "./lines.js";
import { initials, people } from "./people.js";

const SETTLED = 300; // milliseconds that a selection lasts before it is told
const QUIET = 4000; // milliseconds between two announcements

/** Shows who is here, and tells the others where one is. */
export class Presence {
  /** @param {import("./types.js").Bench} bench @param {import("./types.js").Live} live @param {(path: string, body: object) => Promise<any>} post */
  constructor(bench, live, post) {
    Object.assign(this, { bench, live, post, now: [], announced: "" });
    this.element = bench.root.querySelector("#people");
    live.addEventListener("here", ({ detail }) => this.learn(detail));
    // Whoever follows is here; only on which frame has to be told.
    live.addEventListener("state", () => live.state !== "live" ? this.learn([]) : bench.selected && this.tell());
    bench.addEventListener("select", () => this.tellSoon());
    bench.store.addEventListener("change", () => this.showMarks());
  }

  learn(here) {
    this.now = people(here, this.bench.root.dataset.user);
    this.show();
    this.announceSoon();
  }

  tellSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.tell(), SETTLED);
  }

  async tell() {
    const frame = this.bench.store.base.attributions.has(this.bench.selected) ? this.bench.selected : null;
    if (this.live.state === "live") await this.post("presence/", { viewer: this.live.viewer, frame }).catch(() => null);
  }

  show() {
    if (!this.element) return;
    this.element.hidden = this.now.length === 0;
    const list = this.element.querySelector("ul");
    const rows = this.now.map((person) => ({ person, text: this.said(person) }));
    const key = ({ person, text }) => `${person.username} ${text}`;
    const next = () => [list.querySelector("button"), this.bench.article.root];
    keepingFocus(list, () => patchLines(list, rows, { key, make: ({ person }) => this.line(person) }), next);
    this.showMarks();
  }

  /** A person; whoever is on a frame is a button that leads there. */
  line(person) {
    const line = document.createElement("li");
    const frame = this.frameOf(person);
    const text = this.said(person);
    const badge = document.createElement(frame ? "button" : "span");
    badge.className = "person";
    badge.title = text;
    if (frame) {
      badge.type = "button";
      badge.addEventListener("click", () => this.bench.select(frame.id));
    }
    badge.append(...initialsWithName(person.name, text));
    line.append(badge);
    return line;
  }

  frameOf(person) {
    return person.frames.map((id) => this.bench.store.get("attributions", id)).find(Boolean);
  }

  said(person) {
    const frame = this.frameOf(person);
    return frame ? `${person.name} ${this.bench.words.is_on} ${frameName(this.bench, frame)}` : person.name;
  }

  /** A mark at each card on which somebody is. */
  showMarks() {
    const at = new Map();
    for (const person of this.now) for (const id of person.frames) at.set(id, [...(at.get(id) ?? []), person.name]);
    for (const old of this.bench.cards?.list.querySelectorAll(".card-here") ?? []) if (!at.has(old.dataset.on)) old.remove();
    for (const [id, names] of at) this.mark(this.bench.cards?.cards.get(id), id, names);
  }

  mark(card, id, names) {
    if (!card) return;
    const text = `${this.bench.words.here} ${names.join(this.bench.words.list_comma)}`;
    const old = card.querySelector(".card-here");
    if (old?.title === text) return;
    old?.remove();
    const mark = document.createElement("span");
    mark.className = "card-here person";
    mark.title = text;
    mark.dataset.on = id;
    mark.append(...initialsWithName(names[0], text));
    card.prepend(mark);
  }

  /** Say who came and went, not more often than one can listen to. */
  announceSoon() {
    this.saying ??= setTimeout(() => {
      this.saying = null;
      const names = this.now.map((person) => person.name).join(this.bench.words.list_comma);
      if (names === this.announced || !this.element) return;
      this.announced = names;
      this.element.parentElement.querySelector("#people-status").textContent = names
        ? `${this.bench.words.here} ${names}` : this.bench.words.nobody_else;
    }, QUIET / 4);
  }
}

function initialsWithName(name, text) {
  const short = document.createElement("span");
  short.setAttribute("aria-hidden", "true");
  short.textContent = initials(name);
  const whole = document.createElement("span");
  whole.className = "visually-hidden";
  whole.textContent = text;
  return [short, whole];
}
