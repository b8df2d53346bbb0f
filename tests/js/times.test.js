import assert from "node:assert/strict";
import test from "node:test";

import { slide } from "../../annotations/static/annotations/js/times.js";

/** A list of dates in a document of its own, as far as the slider needs one. */
function listOf(texts, selectedIndex = 0) {
  const made = () => {
    const hears = {};
    return {
      dataset: { slide: "By" },
      attributes: {},
      setAttribute(name, value) { this.attributes[name] = value; },
      addEventListener(name, act) { hears[name] = act; },
      fire(name) { hears[name]?.(); },
    };
  };
  const list = Object.assign(made(), {
    options: texts.map((text) => ({ text })),
    selectedIndex,
    form: { sent: 0, requestSubmit() { this.sent += 1; } },
    after(slider) { this.beside = slider; },
    ownerDocument: { createElement: made },
  });
  return list;
}

test("the end of the slider is now, the places before it are the dates in order", () => {
  const list = listOf(["now", "27 Sep", "28 Sep"]);
  const slider = slide(list);
  assert.equal(list.beside, slider);
  assert.deepEqual([slider.min, slider.max, slider.value], ["1", "3", "3"]);
  assert.equal(slider.attributes["aria-valuetext"], "now");
  assert.equal(slider.attributes["aria-label"], "By");
});

test("moving it chooses a date, letting it go sends the form", () => {
  const list = listOf(["now", "27 Sep", "28 Sep"]);
  const slider = slide(list);
  slider.value = "1";
  slider.fire("input");
  assert.equal(list.selectedIndex, 1);
  assert.equal(slider.attributes["aria-valuetext"], "27 Sep");
  assert.equal(list.form.sent, 0);
  slider.fire("change");
  assert.equal(list.form.sent, 1);
  slider.value = "3";
  slider.fire("input");
  assert.equal(list.selectedIndex, 0);
});

test("it shows what the list has chosen, and follows it", () => {
  const list = listOf(["now", "27 Sep", "28 Sep"], 2);
  const slider = slide(list);
  assert.equal(slider.value, "2");
  list.selectedIndex = 1;
  list.fire("change");
  assert.equal(slider.value, "1");
});

test("without dates there is nothing to slide over", () => {
  assert.equal(slide(listOf(["now"])), null);
});
