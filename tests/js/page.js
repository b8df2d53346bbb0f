import { Store } from "../../annotations/static/annotations/js/workbench/store.js";

/** A small stand-in for the page: enough nodes for the modules that read text, none of a browser's layout. */

export class TextNode {
  nodeType = 3;
  constructor(data) {
    this.data = data;
  }
  get textContent() {
    return this.data;
  }
  get childNodes() {
    return [];
  }
}

export class ElementNode {
  nodeType = 1;
  parentElement = null;
  constructor(children, dataset = {}) {
    this.dataset = dataset;
    this.childNodes = children;
    for (const child of children) child.parentElement = this;
  }
  get textContent() {
    return this.childNodes.map((child) => child.textContent).join("");
  }
  closest() {
    return this.dataset.start === undefined ? this.parentElement?.closest() ?? null : this;
  }
  querySelectorAll() {
    const own = this.dataset.start === undefined ? [] : [this];
    return [...own, ...this.childNodes.flatMap((child) => (child.nodeType === 1 ? child.querySelectorAll() : []))];
  }
}

/** A paragraph of `pieces`: a string is a text node, `[string]` a chip that holds it. */
export function paragraph(start, ...pieces) {
  const nodes = pieces.map((piece) => (Array.isArray(piece) ? new ElementNode([new TextNode(piece[0])]) : new TextNode(piece)));
  const length = [...pieces.flat().join("")].length;
  return new ElementNode(nodes, { start: String(start), end: String(start + length) });
}

/** An article of the given lines, one paragraph each, as the server would render it. */
export function article(...lines) {
  let start = 0;
  const paragraphs = lines.map((line) => {
    const one = paragraph(start, line);
    start = Number(one.dataset.end) + 1;
    return one;
  });
  return new ElementNode(paragraphs);
}

/** A place for the store's queue, kept in memory. */
export function memory(queue = []) {
  const kept = { queue, load: () => structuredClone(kept.queue), save: (now) => (kept.queue = structuredClone(now)) };
  return kept;
}

/** Frames given as `[id, parent, {role: segments}]`; contents are a list of segment lists. */
export function storeOf(...frames) {
  const spans = [];
  const span = (id, segments) => (segments ? (spans.push({ id, segments }), id) : null);
  const attributions = frames.map(([id, parent, { source, cue, contents = [], layer = "L" }]) => ({
    id, parent, layer, addressee: null, channel: null, speakers: [],
    source: span(`${id}-source`, source), cue: span(`${id}-cue`, cue),
    contents: contents.map((segments, k) => span(`${id}-content-${k}`, segments)),
  }));
  return new Store({ spans, attributions }, memory());
}

/** As a browser's storage: its keys are its own enumerable properties. `room`: most characters of a value. */
export function storage(room = Infinity) {
  const own = Object.create({
    getItem: (key) => own[key] ?? null,
    removeItem: (key) => delete own[key],
    setItem: (key, value) => {
      if (value.length > room) throw new Error("QuotaExceededError");
      own[key] = value;
    },
  });
  return own;
}
