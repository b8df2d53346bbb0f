/**
 * Handles at the edges of the selected frame's words, to be dragged with mouse or finger. By keys the same is done without
 * them, so that they are hidden from assistive technology.
 */
import { boxOf } from "./eye.js";
import { offsetAtPoint } from "./intervals.js";
import { withEdge } from "./moves.js";
import { merged } from "./selection.js";

/** Lays handles over the text and moves edges by them. */
export class Handles {
  /** @param {import("./types.js").Bench} bench @param {import("./types.js").Hands} hands */
  constructor(bench, hands) {
    this.bench = bench;
    this.hands = hands;
    this.sheet = document.createElement("div");
    this.sheet.className = "handles";
    this.sheet.setAttribute("aria-hidden", "true");
    bench.article.root.append(this.sheet);
    this.sheet.addEventListener("pointerdown", (event) => this.grasp(event));
    new ResizeObserver(() => this.lay()).observe(bench.article.root);
  }

  /** Two handles for every piece of the selected frame or span; none for who may not mark, nor while parts are being chosen. */
  lay() {
    const { bench, hands } = this;
    const isFree = bench.mayMark && hands.draft.isEmpty && !hands.changing;
    const marks = isFree ? bench.marksOfSelected() : [];
    const origin = bench.article.root.getBoundingClientRect();
    const made = marks.flatMap((mark) => mark.segments.flatMap((segment, at) => (
      ["start", "end"].map((end) => this.handle(mark, segment, at, end, origin)))));
    this.sheet.replaceChildren(...made.filter(Boolean));
  }

  handle(mark, [start, end], at, which, origin) {
    const edge = this.edge(start, end, which);
    if (!edge) return null;
    const handle = document.createElement("span");
    handle.className = `handle handle-${which} handle-${mark.role}`;
    Object.assign(handle.dataset, { span: mark.span, at: String(at), end: which });
    handle.style.left = `${edge.x - origin.left}px`;
    handle.style.top = `${edge.top - origin.top}px`;
    handle.style.height = `${edge.bottom - edge.top}px`;
    return handle;
  }

  /** The edge of the outermost letter, not the caret beside it: where directions meet, that stands somewhere else. */
  edge(start, end, which) {
    const { article } = this.bench;
    const unit = article.unitAt(which === "start" ? start : end - 1);
    const box = unit && boxOf(article, unit);
    return box && { ...box, x: (which === "start") === box.isRtl ? box.right : box.left };
  }

  /** A handle was pressed: until it is let go, its edge follows the pointer. */
  grasp(event) {
    const handle = event.target.closest("[data-end]");
    if (!handle || event.button !== 0) return;
    event.preventDefault();
    event.stopPropagation();
    const { span, at, end } = handle.dataset;
    const { segments } = this.bench.store.get("spans", span);
    this.sheet.setPointerCapture(event.pointerId);
    this.sheet.classList.add("is-dragging");
    let now = segments;
    const move = (to) => {
      now = this.moved(segments, Number(at), end, to) ?? now;
      this.hands.pieces.taken = { span, at: Number(at), end, segments: now };
      this.hands.showDraft();
    };
    const stop = (to) => {
      this.sheet.removeEventListener("pointermove", move);
      this.sheet.classList.remove("is-dragging");
      this.hands.pieces.taken = null;
      if (to.type === "pointerup") this.hands.pieces.put(span, merged(now));
      else this.hands.showDraft();
    };
    this.sheet.addEventListener("pointermove", move);
    for (const last of ["pointerup", "pointercancel"]) this.sheet.addEventListener(last, stop, { once: true });
  }

  /** The segments with one edge under the pointer; null where the pointer is beside the text or the piece would vanish. */
  moved(segments, at, end, { clientX, clientY }) {
    this.sheet.hidden = true; // the text under the handles is what is asked for
    const offset = offsetAtPoint(this.bench.article, clientX, clientY);
    this.sheet.hidden = false;
    if (offset === null) return null;
    const [from, to] = segments[at];
    const [piece] = this.hands.snap(end === "start" ? [offset, to] : [from, offset], this.hands.by);
    return piece ? withEdge(segments, at, end === "start" ? [piece[0], to] : [from, piece[1]]) : null;
  }
}
