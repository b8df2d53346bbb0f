/** A small stand-in for elements: what modules that build and fill them ask of a page, and nothing of layout. */

export class Element extends EventTarget {
  constructor(name = "div") {
    super();
    Object.assign(this, { name, children: [], attributes: new Map(), dataset: {}, hidden: false, className: "", own: "", value: "" });
    const classes = () => new Set(this.className.split(" ").filter(Boolean));
    this.classList = {
      contains: (one) => classes().has(one),
      toggle: (one, isOn = !classes().has(one)) => {
        const all = classes();
        if (isOn) all.add(one);
        else all.delete(one);
        this.className = [...all].join(" ");
      },
    };
  }
  set textContent(text) {
    this.own = text;
    this.children = [];
  }
  get textContent() {
    return this.own + this.children.map((one) => one.textContent ?? one).join("");
  }
  append(...parts) {
    for (const part of parts) this.children.push(part);
  }
  replaceChildren(...parts) {
    this.children = parts;
  }
  after() {}
  focus() {
    globalThis.document.activeElement = this;
  }
  scrollIntoView() {}
  setAttribute(name, value) {
    this.attributes.set(name, value);
  }
  getAttribute(name) {
    return this.attributes.get(name) ?? null;
  }
  hasAttribute(name) {
    return this.attributes.has(name);
  }
  removeAttribute(name) {
    this.attributes.delete(name);
  }
  /** What `find` gives for a selector: the tests name what the modules ask for. */
  querySelector(selector) {
    return this.parts?.[selector] ?? null;
  }
  closest(selector) {
    return this.near?.[selector] ?? null;
  }
}

/** An event as a browser gives it to a listener; `isPrevented` tells what became of it. */
export function event(type, fields = {}) {
  const made = new Event(type, { cancelable: true });
  for (const [name, value] of Object.entries(fields)) Object.defineProperty(made, name, { value });
  return made;
}

/** Press a key in a field. @returns {boolean} whether the field took it for itself */
export function press(field, key, more = {}) {
  const pressed = event("keydown", { key, ...more });
  field.dispatchEvent(pressed);
  return pressed.defaultPrevented;
}

globalThis.document = { activeElement: null, createElement: (name) => new Element(name) };
