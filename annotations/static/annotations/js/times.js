/**
 * A slider over the dates of a list: it moves the choice of a `select[data-slide]`, and the form goes when it is let go.
 * Without this script the list and the button do the same.
 */

/**
 * Put a slider after the list.
 * @param {HTMLSelectElement} list
 * @returns {HTMLInputElement | null} null where there is nothing to slide over
 */
export function slide(list) {
  const places = list.options.length - 1; // the first option is "now": the slider has it at its end
  if (places < 1) return null;
  const slider = list.ownerDocument.createElement("input");
  slider.type = "range";
  slider.min = "1";
  slider.max = String(places + 1);
  slider.setAttribute("aria-label", list.dataset.slide ?? "");
  const show = () => {
    slider.value = String(list.selectedIndex || places + 1);
    slider.setAttribute("aria-valuetext", list.options[list.selectedIndex].text);
  };
  slider.addEventListener("input", () => {
    list.selectedIndex = Number(slider.value) % (places + 1);
    slider.setAttribute("aria-valuetext", list.options[list.selectedIndex].text);
  });
  slider.addEventListener("change", () => list.form?.requestSubmit());
  list.addEventListener("change", show);
  show();
  list.after(slider);
  return slider;
}

if (typeof document !== "undefined") {
  for (const list of document.querySelectorAll("select[data-slide]")) slide(list);
}
