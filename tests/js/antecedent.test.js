import assert from "node:assert/strict";
import { test } from "node:test";

import { choosing, continued, earlier } from "../../annotations/static/annotations/js/workbench/antecedent.js";
import { ArticleText } from "../../annotations/static/annotations/js/workbench/offsets.js";
import { Scene } from "../../annotations/static/annotations/js/workbench/scene.js";
import { suggestions } from "../../annotations/static/annotations/js/workbench/suggest.js";
import { article, storeOf } from "./page.js";

const LINES = ["قال مسؤولون إن الحرب انتهت.", "وزعم لاحقا العكس. وأعلنت الوزارة ذلك. وقيل إن غيره أصح. وأضاف المسؤولون: سنرى."];
const WHOLE = LINES.join("\n");

function place(words) {
  const start = [...WHOLE.slice(0, WHOLE.indexOf(words))].length;
  return [[start, start + [...words].length]];
}

/** Two frames, of which the first names its speaker; "later" says something without a source. */
function deskOf() {
  const text = new ArticleText(article(...LINES));
  const store = storeOf(["a", null, { source: place("مسؤولون"), cue: place("قال") }], ["later", null, { cue: place("وزعم") }]);
  Object.assign(store.base.attributions.get("a"), { speakers: ["officials"], antecedent: null });
  Object.assign(store.base.attributions.get("later"), { antecedent: null, cue_kind: "verb" });
  store.learn("sources", [{ id: "officials", name: "", descriptor: "مسؤولون" }]);
  const quote = (id) => (store.get("spans", id)?.segments ?? []).map((segment) => text.textOf(segment)).join(" ");
  return { store, article: text, scene: new Scene(store), quote };
}

const draft = ({ source, cue }) => {
  const span = (words) => (words ? { id: words, segments: place(words) } : null);
  return { id: "new", layer: "L", parent: null, source: span(source), cue: span(cue), addressee: null, channel: null, contents: [], speakers: [], antecedent: null };
};

test("a new frame without a named source goes back to the frame before it; its speaker is left to a person", () => {
  assert.deepEqual(continued(deskOf(), draft({ cue: "وزعم" })), { antecedent: "a", resolution: "pro_drop" });
  assert.deepEqual(continued(deskOf(), draft({ source: "المسؤولون", cue: "وأضاف" })), { antecedent: "a", resolution: "anaphoric" });
});

test("a named source, an impersonal cue and a first frame go back to nothing", () => {
  assert.deepEqual(continued(deskOf(), draft({ source: "الحرب", cue: "وأعلنت" })), {});
  assert.deepEqual(continued(deskOf(), draft({ cue: "وقيل إن" })), {});
  assert.deepEqual(continued(deskOf(), { ...draft({ cue: "قال" }) }), {});
  assert.deepEqual(continued(deskOf(), { ...draft({ cue: "وزعم" }), layer: "another" }), {});
});

test("what is filled in leaves the speaker to be suggested, until somebody speaks", () => {
  const desk = deskOf();
  const about = () => {
    desk.scene.update();
    return suggestions({ ...desk, quote: (span) => desk.quote(span.id) }, desk.scene.byId.get("later")).find((one) => one.about === "antecedent");
  };
  desk.store.change("attributions", "later", { antecedent: "a" });
  assert.deepEqual(about().fields.speakers, ["officials"]);
  desk.store.change("attributions", "later", { speakers: ["officials"] });
  assert.equal(about(), undefined);
});

test("earlier frames are offered, the nearest first; choosing one takes its speaker along where there is none", () => {
  const desk = deskOf();
  assert.deepEqual(earlier(desk, desk.store.get("attributions", "later")).map(({ id }) => id), ["a"]);
  assert.deepEqual(earlier(desk, desk.store.get("attributions", "a")), []);
  const later = desk.store.get("attributions", "later");
  assert.deepEqual(choosing(desk, later, "a"), { antecedent: "a", speakers: ["officials"], resolution: "pro_drop" });
  assert.deepEqual(choosing(desk, { ...later, speakers: ["ministry"] }, "a"), { antecedent: "a" });
  assert.deepEqual(choosing(desk, later, null), { antecedent: null });
});
