import assert from "node:assert/strict";
import { test } from "node:test";

import { ArticleText } from "../../annotations/static/annotations/js/workbench/offsets.js";
import { Scene } from "../../annotations/static/annotations/js/workbench/scene.js";
import { resolutionOf, suggestions } from "../../annotations/static/annotations/js/workbench/suggest.js";
import { article, storeOf } from "./page.js";

/** A text with frames given as `[id, parent, {role: words}]`, found in the text from left to right. */
function deskOf(lines, ...frames) {
  const text = new ArticleText(article(...lines));
  const whole = lines.join("\n");
  const place = (words, from = 0) => {
    const start = [...whole.slice(0, whole.indexOf(words, from))].length;
    return [[start, start + [...words].length]];
  };
  const store = storeOf(...frames.map(([id, parent, { source, cue, content, from = 0 }]) => [id, parent, {
    source: source && place(source, from), cue: cue && place(cue, from), contents: content ? [place(content, from)] : [],
  }]));
  const scene = new Scene(store);
  const quote = (span) => span.segments.map((segment) => text.textOf(segment)).join(" ");
  return { store, for: (id) => suggestions({ article: text, scene, store, quote }, scene.byId.get(id)) };
}

const speak = (desk, id, ...speakers) => {
  desk.store.base.attributions.get(id).speakers = speakers;
};

test("the words of a source: explicit, anaphoric, glued on", () => {
  const found = ["واشنطن", "مسؤول عراقي", "المصادر", "هذه الجماعات", "ها", "ه", "He", "the officials", "Two officials", "who"].map(resolutionOf);
  assert.deepEqual(found, ["explicit", "explicit", "anaphoric", "anaphoric", "clitic_pronoun", "clitic_pronoun", "anaphoric", "anaphoric", "explicit", "anaphoric"]);
});

test("the kind of cue with its attitude, until a person has chosen", () => {
  const desk = deskOf(["هددت واشنطن بإغلاق سفارتها"], ["a", null, { source: "واشنطن", cue: "هددت" }]);
  assert.deepEqual(desk.for("a").map(({ about, fields }) => [about, fields]), [["cue_kind", { cue_kind: "verb", attitude: "intention" }]]);
  desk.store.change("attributions", "a", { cue_kind: "verb" });
});

test("the addressee after cue and source, emoji and marks counted", () => {
  const desk = deskOf(["👩🏽‍👧🏽 صَرَّحَ مسؤول لوكالة فرانس برس، إن الأمر انتهى"], ["a", null, { source: "مسؤول", cue: "صَرَّحَ" }]);
  const found = desk.for("a").find(({ about }) => about === "addressee");
  assert.equal(found.label, "وكالة فرانس برس");
  const english = deskOf(["Two officials told the Meridian Courier that talks failed."], ["a", null, { source: "Two officials", cue: "told" }]);
  assert.equal(english.for("a").find(({ about }) => about === "addressee").label, "the Meridian Courier");
  const none = deskOf(["Officials said Washington left."], ["a", null, { source: "Officials", cue: "said" }]);
  assert.equal(none.for("a").some(({ about }) => about === "addressee"), false);
});

test("a continued speaker goes back to the like words before, else to the nearest of its level", () => {
  const lines = ["قال مسؤولون لوكالة إن الحرب انتهت.", "وأعلنت الوزارة العكس.", "وأضاف المسؤولون: سنرى. وزعم لاحقا ذلك."];
  const desk = deskOf(lines,
    ["a", null, { source: "مسؤولون", cue: "قال", content: "إن الحرب انتهت" }],
    ["b", null, { source: "الوزارة", cue: "أعلنت" }],
    ["c", null, { source: "المسؤولون", cue: "أضاف" }],
    ["d", null, { cue: "زعم" }]);
  speak(desk, "a", "officials");
  speak(desk, "b", "ministry");
  desk.store.learn("sources", [{ id: "officials", name: "", descriptor: "مسؤولون" }, { id: "ministry", name: "الوزارة" }]);
  const antecedent = (id) => desk.for(id).find(({ about }) => about === "antecedent");
  assert.deepEqual(antecedent("c").fields, { speakers: ["officials"], antecedent: "a", resolution: "anaphoric" });
  assert.equal(antecedent("c").label, "مسؤولون");
  assert.deepEqual(antecedent("d").fields, { speakers: ["ministry"], antecedent: "b", resolution: "pro_drop" });
  assert.equal(antecedent("a"), undefined);
});

test("the same words as a source before have the same speaker", () => {
  const desk = deskOf(["Washington said no.", "Washington left."], ["a", null, { source: "Washington", cue: "said" }],
    ["b", null, { source: "Washington", cue: "left", from: 15 }]);
  speak(desk, "a", "us");
  desk.store.learn("sources", [{ id: "us", name: "United States" }]);
  assert.deepEqual(desk.for("b")[0], { id: "speaker", about: "speaker", label: "United States", fields: { speakers: ["us"] } });
});
