import assert from "node:assert/strict";
import { test } from "node:test";
import { Work } from "../../annotations/static/annotations/js/workbench/work.js";

globalThis.document = { cookie: "csrftoken=token" };
globalThis.Option = class {
  constructor(text, value) {
    Object.assign(this, { text, value });
  }
};

/** The form of an article at revision 3, and the answers that the server will give, in order. */
function heading(...answers) {
  const select = (value, ...values) => ({ value, options: values.map((one) => ({ value: one })), append(option) { this.options.push(option); } });
  const says = { textContent: "" };
  const form = {
    dataset: { article: "a1" },
    elements: {
      revision: { value: "3" }, status: select("new", "new", "done"), assignee: select("", "", "ann", "sara"),
    },
    addEventListener() {},
    querySelector: () => says,
  };
  const sent = [];
  const send = async (address, { headers, body }) => {
    sent.push([address, headers["If-Match"], JSON.parse(body)]);
    const [status, answer] = answers.shift();
    return { ok: status < 300, status, json: async () => answer };
  };
  const bench = { root: { dataset: { api: "/api/v1/", workspace: "desk" } }, words: { saved_work: "saved", work_changed: "changed" } };
  return { work: new Work(bench, form, send), fields: form.elements, says, sent };
}

test("sends only what was chosen, once, with the revision that was read", async () => {
  const { work, fields, sent, says } = heading([200, { revision: 4, status: "new", assignee: "ann" }]);
  fields.assignee.value = "ann";
  work.save();
  await work.save();
  assert.deepEqual(sent, [["/api/v1/articles/a1/", '"3"', { assignee: "ann" }]]);
  assert.equal(fields.revision.value, 4);
  assert.equal(says.textContent, "saved");
});

test("shows what another chose first", async () => {
  const { work, fields, says } = heading([412, { current: { revision: 5, status: "done", assignee: "sara" } }]);
  fields.assignee.value = "ann";
  await work.save();
  assert.deepEqual([fields.status.value, fields.assignee.value, fields.revision.value], ["done", "sara", 5]);
  assert.equal(says.textContent, "changed");
});

test("puts back what the server refused, and says why", async () => {
  const { work, fields, says } = heading([422, { errors: [{ detail: "ann is no member" }] }]);
  fields.assignee.value = "ann";
  await work.save();
  assert.equal(fields.assignee.value, "");
  assert.equal(says.textContent, "ann is no member");
});

test("shows an assignee whom the page does not know yet, and no older news", () => {
  const { work, fields } = heading();
  work.show({ revision: 4, status: "done", assignee: "new one" });
  work.show({ revision: 3, status: "new", assignee: "" });
  assert.deepEqual([fields.status.value, fields.assignee.value], ["done", "new one"]);
});
