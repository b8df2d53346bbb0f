import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";

import { Reserve } from "../../annotations/static/annotations/js/workbench/reserve.js";
import { storeOf } from "./page.js";

const WORKER = new URL("../../annotations/static/annotations/js/reserve-worker.js", import.meta.url);
const HOST = "https://desk.example/";
const FORTNIGHT = 14 * 24 * 3600_000;

/** The browser's stores, as far as the worker asks for them. */
function stores() {
  const all = new Map();
  const urlOf = (what) => (typeof what === "string" ? new URL(what, `${HOST}static/annotations/js/`).href : what.url);
  const storeOfName = (name) => {
    if (!all.has(name)) all.set(name, new Map());
    const held = all.get(name);
    return {
      match: async (what) => held.get(urlOf(what))?.clone(),
      put: async (what, answer) => void held.set(urlOf(what), answer),
      addAll: async (asked) => asked.forEach((one) => held.set(one.url, new Response(`file ${one.url}`))),
    };
  };
  const match = async (what) => [...all.values()].map((held) => held.get(urlOf(what))).find(Boolean)?.clone();
  return { all, keys: async () => [...all.keys()], open: async (name) => storeOfName(name), has: async (name) => all.has(name), delete: async (name) => all.delete(name), match };
}

/** The worker, and ways to speak to it. `net.page(user)` is what the server answers; null: it cannot be reached. */
function worker() {
  const heard = {};
  const caches = stores();
  const net = { page: (user) => `<p>${user}</p><div id="workbench" data-user="${user}"><script id="annotations-data" type="application/json">{}</script></div>`, user: "sana", now: 0 };
  const send = async (asked) => {
    await net.late;
    if (!net.page) throw new TypeError("no connection");
    const status = typeof net.status === "function" ? net.status(asked.url ?? asked) : net.status ?? 200;
    return new Response(net.page(net.user), { status, headers: { "Content-Encoding": "gzip", "Content-Type": "text/html" } });
  };
  const self = {
    addEventListener: (name, hear) => (heard[name] = hear), skipWaiting() {}, location: new URL(`${HOST}static/annotations/js/reserve-worker.js`),
    registration: { scope: HOST },
  };
  const clock = class extends Date { static now = () => net.now; };
  class Asked { constructor(url) { this.url = url; } }
  const wait = (wake, long, ...told) => setTimeout(wake, net.patience ?? long, ...told);
  vm.runInNewContext(readFileSync(WORKER, "utf8"), { setTimeout: wait, clearTimeout, self, caches, fetch: send, URL, Response, Headers, Request: Asked, Date: clock, JSON, Promise, encodeURIComponent });
  const tell = async (data) => {
    let done;
    heard.message({ data: { user: net.user, at: net.now, data: {}, ...data }, waitUntil: (work) => (done = work) });
    await done;
  };
  const go = async (address, { mode = "navigate", method = "GET", isPatient = true } = {}) => {
    let answer;
    const waits = [];
    heard.fetch({ request: { url: HOST + address, mode, method }, respondWith: (one) => (answer = one), waitUntil: (one) => waits.push(one) });
    const found = answer ? await answer.then((one) => one.text(), () => "no page") : "not answered";
    if (isPatient) await Promise.all(waits);
    return found;
  };
  return { caches, net, tell, go, keep: (address, more) => tell({ address: HOST + address, assets: [`${HOST}static/a.js`], ...more }) };
}

test("the network is asked first, and only where it fails the page as it was marked at last", async () => {
  const { net, tell, go, keep } = worker();
  await keep("w/a/", { data: { spans: ["old"] } });
  await tell({ address: `${HOST}w/a/`, data: { spans: ["</script><new>"] } });
  assert.doesNotMatch(await go("w/a/"), /data-kept|new/);
  net.page = null;
  const found = await go("w/a/");
  assert.match(found, /<div id="workbench" data-kept="1970-01-01T00:00:00\.000Z" data-user="sana"/);
  assert.match(found, /<script id="annotations-data" type="application\/json">\{"spans":\["\\u003C\/script>\\u003Cnew>"\]\}<\/script>/);
  assert.equal(await go("static/a.js", { mode: "cors" }), `file ${HOST}static/a.js`);
  assert.equal(await go("w/b/"), "no page"); // no list either of what was told without words
  assert.equal(await go("api/v1/spans/", { mode: "cors", method: "GET" }), "not answered");
  net.now = FORTNIGHT;
  assert.equal(await go("w/a/"), "no page"); // as long as a session lasts
});

test("a kept page opens under every address of its text and layer, also where something else answers for the server", async () => {
  const { net, go, keep } = worker();
  await keep("w/a/", { paths: ["/w/a/versions/2/", "/w/a/"] });
  await keep("w/a/?layer=L", { paths: ["/w/a/versions/2/", "/w/a/"], data: { spans: ["of L"] } });
  const { page } = net;
  net.page = null;
  for (const address of ["w/a/?x=1", "w/a/versions/2/?comment=c#frame-1"]) assert.match(await go(address), /data-kept(?![^]*of L)/);
  assert.match(await go("w/a/versions/2/?layer=L"), /of L/);
  for (const address of ["w/a/versions/1/", "w/a/?layer=M"]) assert.equal(await go(address), "no page");
  net.page = page;
  for (const status of [502, 503, 504]) {
    net.status = status;
    assert.match(await go("w/a/"), /data-kept/);
    assert.doesNotMatch(await go("w/b/"), /data-kept/);
  }
  net.status = 500; // its own answer
  assert.doesNotMatch(await go("w/a/"), /data-kept/);
});

test("in place of what is not kept stands a list of what is, whose words are only words", async () => {
  const { net, go, keep } = worker();
  const look = { words: { away: "No <connection>", away_list: "Kept:", retry: "Again" }, dress: { lang: "ar", dir: "rtl", theme: "dark", style: "/s.css" } };
  await keep("w/a/", { ...look, title: "First" });
  await keep("w/b/?x=\"", { ...look, title: "<b>&\"" });
  net.page = null;
  const found = await go("w/claims/");
  assert.match(found, /<html lang="ar" dir="rtl" data-theme="dark">/);
  assert.match(found, /<h1 class="lone-title">No &#60;connection&#62;<\/h1><p>Kept:<\/p>/);
  assert.deepEqual([...found.matchAll(/<a href="([^"]*)" dir="auto">([^<]*)</gu)].map(([, ...parts]) => parts),
    [[`${HOST}w/b/?x=&#34;`, "&#60;b&#62;&#38;&#34;"], [`${HOST}w/a/`, "First"]]);
});

test("whoever comes or goes empties it, and news of what was forgotten do not bring it back", async () => {
  for (const door of ["sign-out/", "sign-in/?next=/w/a/"]) {
    const { caches, tell, go, keep } = worker();
    await keep("w/a/");
    assert.equal(caches.all.size, 1);
    await go(door, { method: door.startsWith("sign-out") ? "POST" : "GET" });
    assert.equal(caches.all.size, 0);
    await tell({ address: `${HOST}w/a/`, data: { spans: ["late"] } });
    assert.equal(caches.all.size, 0);
  }
  const { caches, net, keep } = worker();
  await keep("w/a/");
  net.user = "omar";
  await keep("w/b/");
  assert.deepEqual([...caches.all.keys()], [`isnad/reserve/omar/${HOST}w/b/`]);
  await keep("w/c/", { user: "sana" }); // an open page of the one who left: the server shows it to another
  assert.equal(caches.all.size, 0);
});

test("who may no longer see a page has it taken away, and nothing else; a sign-in that cannot be reached takes nothing", async () => {
  for (const status of [401, 403, 404]) {
    const { caches, net, go, keep } = worker();
    await keep("w/a/");
    await keep("w/b/");
    net.status = status;
    await go("w/a/");
    assert.deepEqual([...caches.all.keys()], [`isnad/reserve/sana/${HOST}w/b/`]);
    net.status = 500;
    await go("w/b/");
    net.page = null;
    await go("sign-in/");
    assert.match(await go("w/b/"), /data-kept/);
  }
  const { caches, tell, keep } = worker();
  await keep("w/a/");
  await tell({ address: `${HOST}w/a/`, isGone: true });
  assert.equal(caches.all.size, 0);
});

test("what is refused goes under whatever address, with its whole workspace where that is refused", async () => {
  const { caches, net, go, keep } = worker();
  const fill = async () => {
    await keep("w/desk/1/", { paths: ["/w/desk/1/", "/w/desk/1/versions/2/"] });
    await keep("w/desk/2/");
    await keep("w/other/3/");
  };
  const left = () => [...caches.all.keys()].map((name) => name.slice(name.indexOf("w/"))).sort();
  net.status = (url) => (url.includes("/1/") ? 404 : 200);
  await fill();
  await go("w/desk/1/versions/2/?x=1");
  assert.deepEqual(left(), ["w/desk/2/", "w/other/3/"]);
  net.status = (url) => (url.includes("/desk/") ? 404 : 200);
  await fill();
  await go("w/desk/claims/");
  assert.deepEqual(left(), ["w/other/3/"]);
});

test("where the network lets one wait, what is kept is shown; what is not kept is waited for", async () => {
  const { net, go, keep } = worker();
  await keep("w/a/", { data: { spans: ["kept"] } });
  let answer;
  net.late = new Promise((come) => (answer = come));
  net.patience = 0;
  assert.match(await go("w/a/", { isPatient: false }), /data-kept/);
  const other = go("w/b/");
  answer();
  assert.match(await other, /<p>sana<\/p>/);
});

test("what another tab was told later stays, and what nobody opened for a fortnight goes by itself", async () => {
  const { caches, net, tell, go, keep } = worker();
  net.now = 5;
  await keep("w/a/", { data: { spans: ["later"] } });
  await tell({ address: `${HOST}w/a/`, at: 4, data: { spans: ["earlier"] } });
  const { page } = net;
  net.page = null;
  assert.match(await go("w/a/"), /later/);
  net.page = page;
  net.now = FORTNIGHT + 5;
  await keep("w/b/");
  assert.deepEqual([...caches.all.keys()], [`isnad/reserve/sana/${HOST}w/b/`]);
});

test("it keeps few workbenches, the last ones, and none that is too large", async () => {
  const { caches, net, tell, keep } = worker();
  for (let k = 0; k < 10; k += 1) await keep(`w/${k}/`);
  await keep("w/3/");
  assert.deepEqual([...caches.all.keys()].map((name) => name.at(-2)).join(""), "24567893");
  await tell({ address: `${HOST}w/4/`, data: "x".repeat(12_000_001) });
  const page = net.page(net.user);
  net.page = () => page + " ".repeat(12_000_001);
  await keep("w/5/");
  assert.deepEqual([...caches.all.keys()].map((name) => name.at(-2)).join(""), "267893");
});

test("a page is handed over once it is followed, and says as of when it stands until then", async () => {
  globalThis.document = { documentElement: { lang: "en", dir: "ltr", dataset: {} }, querySelector: () => ({ href: "/s.css" }) };
  globalThis.location = new URL(`${HOST}w/a/#frame-1`);
  const notice = { hidden: true, querySelector: () => notice };
  const dataset = { kept: "2026-11-27T00:16:00Z", reserve: "/static/annotations/js/reserve-worker.js", home: "/", user: "sana", paths: "/w/a/ /w/a/versions/2/" };
  const words = { kept_as_of: "As of {time}.", kept_goes_on: "Go on.", kept_back: "Back.", offline: "Off", away_list: "Kept:", retry: "Again" };
  const bench = { root: { dataset, querySelector: () => notice }, words, mayMark: true, store: storeOf(["f", null, { cue: [[0, 1]] }]) };
  bench.store.base.progress.set("paragraph-0", { state: "done" });
  const told = [], handed = [];
  const workers = { register: async () => {}, ready: Promise.resolve({ active: { postMessage: (one) => handed.push(one) } }) };
  const live = Object.assign(new EventTarget(), { state: "starting", heardAt: 7 });
  globalThis.addEventListener = () => {};
  const reserve = new Reserve(bench, live, (text) => told.push(text), { workers });
  assert.deepEqual([notice.hidden, notice.textContent], [false, "As of 27 Nov 2026 00:16. Go on."]);
  live.state = "live";
  live.dispatchEvent(new Event("state"));
  await reserve.begun;
  assert.deepEqual([notice.hidden, told], [true, ["Back."]]);
  const [{ data, ...rest }] = handed;
  assert.deepEqual(rest, {
    user: "sana", address: `${HOST}w/a/`, at: 7, assets: [], paths: ["/w/a/", "/w/a/versions/2/"], title: "As of 27 Nov 2026 00:16. Go on.",
    words: { away: "Off", away_list: "Kept:", retry: "Again" }, dress: { lang: "en", dir: "ltr", theme: "", style: "/s.css" },
  });
  assert.deepEqual([data.spans.length, data.attributions[0].id, data.progress], [1, "f", { "paragraph-0": { state: "done" } }]);
  live.heardAt = 9; // and nothing since
  reserve.hand();
  assert.equal(handed.at(-1).at, 9);
  live.state = "refused";
  live.dispatchEvent(new Event("state"));
  reserve.hand(); // as the page is left
  assert.deepEqual(handed.at(-1), { user: "sana", address: `${HOST}w/a/`, isGone: true });

  const without = new Reserve(bench, live, () => {}, { workers: null });
  assert.equal(await without.begin(), undefined);
  const forbidden = new Reserve(bench, live, () => {}, { workers: { register: () => Promise.reject(new Error("no")) } });
  assert.equal(await forbidden.begin(), undefined);
});
