/**
 * Painting without the Highlight API: boxes under the text, placed over the client rectangles of each range.
 *
 * The text nodes stay whole (no shaped word is split, no offset moves) and the browser gives the rectangles, several
 * for one range where the line breaks or the direction changes. Boxes are laid again whenever the text is.
 *
 * @typedef {import("./types.js").Mark} Mark
 * @typedef {import("./types.js").ArticleText} ArticleText
 */

/** Paints boxes into an element of its own, hidden from assistive technology and from the mouse. */
export class BoxPainter {
  /**
   * @param {ArticleText} article
   * @param {{order: string[], isSame: (a: Mark|undefined, b: Mark) => boolean}} rules  Those of the other painter.
   */
  constructor(article, { order, isSame }) {
    this.article = article;
    this.order = order;
    this.isSame = isSame;
    /** @type {Map<string, {mark: Mark, boxes: HTMLElement[]}>} */
    this.painted = new Map();
    this.sheet = document.createElement("div");
    this.sheet.className = "boxes";
    this.sheet.setAttribute("aria-hidden", "true");
    article.root.prepend(this.sheet);
    article.root.classList.add("has-boxes");
    new ResizeObserver(() => this.layAgain()).observe(article.root);
    document.fonts?.ready.then(() => this.layAgain());
  }

  /** Show exactly `marks`. @param {Mark[]} marks */
  paint(marks) {
    const wanted = new Map(marks.map((mark) => [mark.key, mark]));
    for (const [key, { mark, boxes }] of this.painted) {
      if (this.isSame(wanted.get(key), mark)) continue;
      for (const box of boxes) box.remove();
      this.painted.delete(key);
    }
    const fresh = [...wanted.values()].filter((mark) => !this.painted.has(mark.key));
    this.lay(fresh);
  }

  /** Lay every box anew, after the lines of the text moved. */
  layAgain() {
    const marks = Array.from(this.painted.values(), ({ mark }) => mark);
    this.sheet.replaceChildren();
    this.painted.clear();
    this.lay(marks);
  }

  /** Measure all first, then write: one layout of the page, however many marks. */
  lay(marks) {
    const origin = this.sheet.getBoundingClientRect();
    const measured = marks.map((mark) => ({ mark, rects: mark.segments.flatMap((segment) => this.rects(segment)) }));
    const made = document.createDocumentFragment();
    for (const { mark, rects } of measured) {
      const boxes = rects.map((rect) => box(mark, rect, origin, this.order));
      made.append(...boxes);
      this.painted.set(mark.key, { mark, boxes });
    }
    this.sheet.append(made);
  }

  /** Client rectangles of one segment, without empty ones. */
  rects(segment) {
    const { startContainer, startOffset, endContainer, endOffset } = this.article.rangeOf(segment);
    const range = document.createRange();
    range.setStart(startContainer, startOffset);
    range.setEnd(endContainer, endOffset);
    return lineRects(range, this.article);
  }
}

/** Rectangles of the text alone: a range over whole paragraphs would give the paragraphs' own boxes too. */
function lineRects(range, article) {
  const walker = document.createTreeWalker(range.commonAncestorContainer, NodeFilter.SHOW_TEXT);
  if (range.commonAncestorContainer.nodeType === 3) return visible(range.getClientRects());
  const rects = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!range.intersectsNode(node) || !article.byElement.has(node.parentElement.closest("[data-start]"))) continue;
    const piece = document.createRange();
    piece.setStart(node, node === range.startContainer ? range.startOffset : 0);
    piece.setEnd(node, node === range.endContainer ? range.endOffset : node.data.length);
    rects.push(...visible(piece.getClientRects()));
  }
  return rects;
}

function visible(rects) {
  return Array.from(rects).filter((rect) => rect.width > 0 && rect.height > 0);
}

/** One box; its class is the highlight's name, its order that of the layers. */
function box(mark, rect, origin, order) {
  const element = document.createElement("span");
  element.className = `box box-${mark.name}`;
  element.style.zIndex = String(order.indexOf(mark.name));
  element.style.left = `${rect.left - origin.left}px`;
  element.style.top = `${rect.top - origin.top}px`;
  element.style.width = `${rect.width}px`;
  element.style.height = `${rect.height}px`;
  return element;
}
