/**
 * What undo and redo are going to come to, as far as this window knows: it was there when its own steps were taken, and noted
 * what each object was before and after. So that is shown before the server has answered; what the server says is what counts.
 *
 * @typedef {import("./types.js").Operation} Operation
 * @typedef {import("./types.js").Store} Store
 * @typedef {{kind: string, id: string, before: any, after: any}} Image  What an object was and became (null: not there).
 * @typedef {{step: string|undefined, images: Image[], ops: Operation[], way?: "undo"|"redo"}} Step  `ops`: what of it is not sent yet.
 */
import { isAlike } from "./merging.js";

/** What undo on the server turns round. */
const TURNED = new Set(["spans", "attributions", "mentions", "progress"]);
const UNDER_WAY = new Set(["waiting", "sending", "failed"]);

/** The steps of this window, and those that are being turned round. */
export class Foresight {
  /** @param {Store} store */
  constructor(store) {
    this.store = store;
    /** @type {Step[]} */
    this.turning = [];
    this.forget();
    store.addEventListener("settled", ({ detail }) => this.note(detail.op, detail.images));
  }

  /** Nothing is known any more: somebody else took steps in this person's name, or the server said otherwise. */
  forget() {
    /** @type {Step[]} */
    this.done = [];
    /** @type {Step[]} */
    this.undone = [];
  }

  /** The server has taken an operation. @param {Operation} op @param {Image[]} images */
  note(op, images) {
    const kept = images.filter(({ kind, before, after }) => TURNED.has(kind) && !isAlike(before, after));
    const turned = this.turning.find(({ ops }) => ops.includes(op));
    if (turned) {
      turned.images = joined(turned.images, kept);
      this.store.assumed = this.assumed();
      return;
    }
    this.undone = [];
    const last = this.done.at(-1);
    if (op.step && last?.step === op.step) last.images = joined(last.images, kept);
    else if (kept.length) this.done.push({ step: op.step, images: kept, ops: [] });
  }

  /** Show what turning the next step round comes to, where that is known. @param {"undo"|"redo"} way @returns {Step} */
  begin(way) {
    const step = (way === "undo" ? this.last() : this.undone.pop()) ?? nothing();
    const isKnown = step.ops.length > 0 || this.stands(step, way);
    if (!isKnown) this.forget();
    this.turning.push(Object.assign(isKnown ? step : nothing(), { way }));
    for (const op of step.ops) op.isHidden = true;
    if (isKnown) this.store.assume(this.assumed());
    return this.turning.at(-1);
  }

  /** The step that is newest here: one that is under way, with what of it is there already, or one that is there. */
  last() {
    const queue = this.store.queue.filter((op) => !op.isHidden && UNDER_WAY.has(op.state));
    const newest = queue.at(-1);
    if (!newest) return this.done.pop();
    const ops = newest.step ? queue.filter((op) => op.step === newest.step) : [newest];
    const isBegun = newest.step && this.done.at(-1)?.step === newest.step;
    return { step: newest.step, images: isBegun ? this.done.pop().images : [], ops };
  }

  /** Whether all that the step is about is shown as the step left it. */
  stands({ images }, way) {
    const side = way === "undo" ? "after" : "before";
    return images.every((image) => isAlike(this.store.get(image.kind, image.id) ?? null, image[side]));
  }

  /** The server has turned it round, and what it says of that is known. @param {Step} step */
  end(step) {
    if (!this.turning.includes(step)) return this.forget(); // it was taken back, and is done after all, all of it or a part
    this.turning = this.turning.filter((one) => one !== step);
    step.ops = [];
    (step.way === "undo" ? this.undone : this.done).push(step); // also one of which nothing is known: the order counts
    return this.store.assume(this.assumed());
  }

  /** It is not to be: everything is shown as it is, and can be turned round another time. */
  takeBack() {
    for (const op of this.store.queue) op.isHidden = false;
    for (const { step, images, way } of this.turning.reverse()) {
      if (images.length) (way === "undo" ? this.done : this.undone).push({ step, images, ops: [] });
    }
    this.turning = [];
    this.store.assume([]);
  }

  assumed() {
    const side = { undo: "before", redo: "after" };
    return this.turning.flatMap(({ images, way }) => images.map((image) => ({ kind: image.kind, id: image.id, value: image[side[way]] })));
  }
}

/** A step of which nothing is known. @returns {Step} */
function nothing() {
  return { step: undefined, images: [], ops: [] };
}

/** Of each object what it was at first and became at last. @param {Image[]} images @param {Image[]} more @returns {Image[]} */
function joined(images, more) {
  const found = new Map(images.map((image) => [`${image.kind}/${image.id}`, image]));
  for (const image of more) {
    const key = `${image.kind}/${image.id}`;
    found.set(key, { ...image, before: found.has(key) ? found.get(key).before : image.before });
  }
  return [...found.values()];
}
