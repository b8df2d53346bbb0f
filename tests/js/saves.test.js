import assert from "node:assert/strict";
import { test } from "node:test";

import { csrfToken } from "../../annotations/static/annotations/js/workbench/csrf.js";
import { Saver } from "../../annotations/static/annotations/js/workbench/saves.js";
import { Store } from "../../annotations/static/annotations/js/workbench/store.js";
import { memory } from "./page.js";

const TEXTS = { unreachable: "no connection", failed: "failed", refused: "refused", stale: "changed meanwhile", clash: "clash", signed_out: "signed out" };

/** A server that gives the listed answers in turn (`Error` for no connection, else `[status, body]`). */
function desk(...answers) {
  const requests = [];
  const send = async (url, options) => {
    requests.push({ url, ...options });
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    const [status, body] = answer;
    return { status, ok: status < 300, json: async () => structuredClone(body) };
  };
  const store = new Store({ claims: [{ id: "c1", statement: "P", revision: 4 }] }, memory());
  const saver = new Saver(store, { api: "/api/v1/", csrf: () => "secret", texts: TEXTS, send });
  saver.later = () => {}; // no timers: a test says when to try again
  return { store, saver, requests };
}

const idle = () => new Promise((done) => setTimeout(done, 5));

test("a creation is posted with the client's id and the CSRF token", async () => {
  const { store, requests } = desk([201, { id: "x", statement: "Q", revision: 1 }]);
  store.create("claims", { id: "x", statement: "Q" });
  await idle();
  assert.equal(requests.length, 1);
  assert.deepEqual([requests[0].method, requests[0].url, requests[0].headers["X-CSRFToken"]], ["POST", "/api/v1/claims/", "secret"]);
  assert.deepEqual(JSON.parse(requests[0].body), { id: "x", statement: "Q" });
  assert.deepEqual([store.queue.length, store.get("claims", "x").revision], [0, 1]);
});

test("changes are sent in order, each with the revision that the one before it left", async () => {
  const { store, requests } = desk([200, { id: "c1", statement: "a", revision: 5 }], [204, null]);
  store.change("claims", "c1", { statement: "a" });
  store.remove("claims", "c1");
  await idle();
  assert.deepEqual(requests.map((one) => [one.method, one.headers["If-Match"]]), [["PATCH", '"4"'], ["DELETE", '"5"']]);
  assert.equal(store.get("claims", "c1"), undefined);
});

test("without a connection the change stays, is named as failed, and goes out at the next try", async () => {
  const { store, saver, requests } = desk(new Error("offline"), [503, null], [200, { id: "c1", statement: "a", revision: 5 }]);
  store.change("claims", "c1", { statement: "a" });
  await idle();
  assert.deepEqual([store.queue[0].state, store.queue[0].problem], ["failed", "no connection"]);
  assert.equal(store.get("claims", "c1").statement, "a");
  await saver.retry();
  assert.equal(store.queue[0].problem, "failed (503)");
  await saver.retry();
  assert.equal(requests.length, 3);
  assert.equal(store.queue.length, 0);
});

test("nothing overtakes a change that could not be sent", async () => {
  const { store, requests } = desk(new Error("offline"));
  store.change("claims", "c1", { statement: "a" });
  store.change("claims", "c1", { statement: "b" });
  await idle();
  assert.equal(requests.length, 1);
  assert.deepEqual(store.queue.map((op) => op.body.statement), ["a", "b"]);
});

test("a refusal is kept with the server's reason, and what comes behind it goes on", async () => {
  const problem = { detail: "bad", errors: [{ field: "statement", rule: "claim.empty", detail: "A claim needs words." }] };
  const { store } = desk([422, problem], [201, { id: "y", statement: "Q", revision: 1 }]);
  store.create("claims", { id: "x", statement: "" });
  store.create("claims", { id: "y", statement: "Q" });
  await idle();
  assert.deepEqual(store.queue.map((op) => [op.id, op.state, op.problem]), [["x", "refused", "A claim needs words."]]);
  assert.equal(store.get("claims", "y").revision, 1);
});

test("a change of another field meanwhile is no clash: what is sent again carries the new revision", async () => {
  const theirs = { id: "c1", statement: "P", kind: "threat", revision: 9 };
  const { store, requests } = desk([412, { detail: "stale" }], [200, theirs], [200, { ...theirs, statement: "mine", revision: 10 }]);
  store.change("claims", "c1", { statement: "mine" });
  await idle();
  assert.deepEqual(requests.map((one) => one.headers["If-Match"]), ['"4"', undefined, '"9"']);
  assert.deepEqual([store.get("claims", "c1").statement, store.get("claims", "c1").kind, store.queue.length], ["mine", "threat", 0]);
});

test("a change of the same field meanwhile waits for a person, and either way can be had", async () => {
  const theirs = { id: "c1", statement: "theirs", revision: 9 };
  for (const [mine, expected, sent] of [[["statement"], "mine", 3], [[], "theirs", 2]]) {
    const { store, requests } = desk([412, { detail: "stale" }], [200, theirs], [200, { id: "c1", statement: "mine", revision: 10 }]);
    store.change("claims", "c1", { statement: "mine" });
    await idle();
    assert.deepEqual([store.queue[0].state, store.queue[0].clash, store.get("claims", "c1").statement], ["clash", ["statement"], "mine"]);
    store.decide(store.queue[0], mine);
    await idle();
    assert.deepEqual([store.get("claims", "c1").statement, store.queue.length, requests.length], [expected, 0, sent]);
  }
});

test("a change whose answer was lost is done, not sent a third time", async () => {
  const arrived = { id: "c1", statement: "a", revision: 5 };
  const { store, saver, requests } = desk(new Error("lost"), [412, null], [200, arrived]);
  store.change("claims", "c1", { statement: "a" });
  await idle();
  await saver.retry();
  assert.deepEqual([requests.length, store.queue.length, store.get("claims", "c1").revision], [3, 0, 5]);
});

test("what somebody took away meanwhile is not changed behind their back", async () => {
  const { store } = desk([404, null], [404, null]);
  store.change("claims", "c1", { statement: "mine" });
  await idle();
  assert.deepEqual([store.queue[0].state, store.queue[0].clash], ["clash", ["*"]]);
  store.decide(store.queue[0], []);
  assert.deepEqual([store.queue.length, store.get("claims", "c1")], [0, undefined]);
});

test("what somebody changed meanwhile is not taken away without asking", async () => {
  const { store, requests } = desk([412, null], [200, { id: "c1", statement: "theirs", revision: 9 }], [204, null]);
  store.remove("claims", "c1");
  await idle();
  assert.deepEqual([store.queue[0].state, store.queue[0].clash], ["clash", ["*"]]);
  store.decide(store.queue[0], ["*"]);
  await idle();
  assert.deepEqual([requests.at(-1).method, requests.at(-1).headers["If-Match"], store.queue.length], ["DELETE", '"9"', 0]);
});

test("what needs a refused creation waits with it", async () => {
  const { store, requests } = desk([422, { detail: "no" }], [201, { id: "z", statement: "R", revision: 1 }]);
  store.create("claims", { id: "x", statement: "Q" });
  store.create("mentions", { id: "m", claim: "x" });
  store.change("claims", "x", { statement: "S" });
  store.create("claims", { id: "z", statement: "R" });
  await idle();
  assert.deepEqual(requests.map((one) => JSON.parse(one.body).id), ["x", "z"]);
  assert.deepEqual(store.queue.map((op) => op.state), ["refused", "waiting", "waiting"]);
});

test("signed out is no refusal: the change waits and goes out after signing in again", async () => {
  const { store, saver } = desk([401, null], [200, { id: "c1", statement: "a", revision: 5 }]);
  store.change("claims", "c1", { statement: "a" });
  await idle();
  assert.deepEqual([store.queue[0].state, store.queue[0].problem], ["failed", "signed out"]);
  await saver.retry();
  assert.equal(store.queue.length, 0);
});

test("nothing is sent before the queue is known to be one's own", async () => {
  const { store, saver, requests } = desk([200, { id: "c1", statement: "a", revision: 5 }]);
  let open;
  saver.ready = new Promise((done) => (open = done));
  store.change("claims", "c1", { statement: "a" });
  await idle();
  assert.equal(requests.length, 0);
  open();
  await saver.settled();
  assert.equal(requests.length, 1);
});

test("what the server answered, also that it changed meanwhile, shows that the connection is back", async () => {
  const { store, saver } = desk([200, { id: "c1", statement: "R", revision: 5 }]);
  saver.isOffline = true;
  saver.rest({ verb: "change", kind: "claims", id: "c1", state: "waiting" }, "clash", "", ["statement"]);
  assert.equal(saver.isOffline, false);
  saver.isOffline = true;
  await saver.read("claims", "c1");
  assert.equal(saver.isOffline, false);
  assert.equal(store.queue.length, 0);
});

test("removing what is gone already is no failure", async () => {
  const { store } = desk([404, { detail: "gone" }]);
  store.remove("claims", "c1");
  await idle();
  assert.equal(store.queue.length, 0);
});

test("children that the server lifted are read anew, for their new revisions", async () => {
  const lifted = { id: "low", parent: null, contents: [], revision: 2 };
  const { store } = desk([204, null], [200, lifted]);
  const frame = { contents: [], parent: null, revision: 1 };
  store.learn("attributions", [{ ...frame, id: "top" }, { ...frame, id: "low", parent: "top" }]);
  store.remove("attributions", "top");
  await idle();
  assert.deepEqual(store.get("attributions", "low"), lifted);
});

test("the CSRF token comes from the cookie, else from the page", () => {
  const page = (cookie) => ({ cookie, querySelector: () => ({ value: "from-page" }) });
  assert.equal(csrfToken(page("a=b; csrftoken=from-cookie")), "from-cookie");
  assert.equal(csrfToken(page("a=b")), "from-page");
});
