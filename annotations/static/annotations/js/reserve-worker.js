/**
 * The service worker: where the network fails, the workbenches opened last open all the same, out of a reserve in this browser.
 *
 * It asks the network first, whatever is wanted, so nothing new is ever kept from anybody. Each workbench is a cache of its own: the
 * page, what is marked in it (told anew whenever that changed), and the static files that it was made of, by the names that carry their
 * hashes. The reserve belongs to one person: it is emptied where somebody signs in or out.
 */
const PLACE = "isnad/reserve/";
const MOST = 8; // workbenches
const LARGEST = 12_000_000; // characters of a page, and of what is marked in it
const LONGEST = 14 * 24 * 3600_000; // milliseconds, as a session lasts
const REFUSED = new Set([401, 403, 404]);
const MARKS = "marks"; // where in a cache they lie
const STATIC = new URL("../../", self.location).href;
const DATA = /(<script id="annotations-data"[^>]*>)[^]*?(<\/script>)/u;
const ROOT = '<div id="workbench"';
/** What changes the reserve happens one after another. @type {Promise<unknown>} */
let turn = Promise.resolve();

self.addEventListener("install", (event) => {
  // Saving and following go past the worker: it need not be woken for them.
  event.addRoutes?.([{ condition: { urlPattern: new URLPattern({ pathname: "/api/*" }) }, source: "network" }])?.catch(() => null);
  self.skipWaiting();
});

self.addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([self.clients.claim(), self.registration.navigationPreload?.enable()]));
  inTurn(event, forgetOld);
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode === "navigate") {
    if (isDoor(request.url) && request.method === "POST") inTurn(event, forget);
    if (request.method === "GET") event.respondWith(pageOf(event));
  } else if (request.method === "GET" && request.url.startsWith(STATIC)) {
    event.respondWith(fetch(request).catch((error) => keptFile(request, error)));
  }
});

self.addEventListener("message", (event) => {
  const { assets, isGone, ...told } = event.data;
  if (isGone) inTurn(event, () => caches.delete(nameOf(told)));
  else inTurn(event, () => (assets ? keep(told, assets) : renew(told)));
});

function inTurn(event, work) {
  turn = turn.then(() => work()).catch(() => null); // no room, or no connection: then there is no reserve, and all else goes on
  event.waitUntil(turn);
}

/** Whether somebody comes or goes there. */
function isDoor(address) {
  return ["sign-in/", "sign-out/"].some((door) => address.split(/[?#]/u, 1)[0] === self.registration.scope + door);
}

async function pageOf(event) {
  try {
    const answer = (await event.preloadResponse) ?? (await fetch(event.request));
    // Whoever was sent to sign in, or may no longer see a page, has nothing of it left behind.
    if (isDoor(event.request.url)) inTurn(event, forget);
    else if (REFUSED.has(answer.status)) inTurn(event, () => forget(event.request.url));
    return answer;
  } catch (error) {
    const kept = await keptPage(event.request.url);
    if (kept) return kept;
    throw error;
  }
}

async function keptFile(request, error) {
  const kept = await caches.match(request, { ignoreVary: true });
  if (kept) return kept;
  throw error;
}

/** The page as it was kept, with what was marked in it at last and the time of that. */
async function keptPage(address) {
  for (const name of await names()) {
    const cache = await caches.open(name);
    const page = await cache.match(address, { ignoreVary: true });
    if (!page) continue;
    const { at, data } = await (await cache.match(MARKS)).json();
    if (isFresh(at)) return asOf(page, new Date(at).toISOString(), JSON.stringify(data).replaceAll("<", "\\u003C"));
    await caches.delete(name);
  }
  return null;
}

async function asOf(page, moment, data) {
  const whole = (await page.text()).replace(ROOT, () => `${ROOT} data-kept="${moment}"`);
  const headers = new Headers(page.headers);
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name); // of what came over the network
  return new Response(whole.replace(DATA, (_, before, after) => before + data + after), { headers });
}

/** Caches of the reserve, the oldest first. */
async function names() {
  return (await caches.keys()).filter((name) => name.startsWith(PLACE));
}

function nameOf({ user, address }) {
  return `${PLACE}${encodeURIComponent(user)}/${address}`;
}

/** All of it, or what is kept of one address. */
async function forget(address = "") {
  for (const name of await names()) if (name.endsWith(`/${address}`) || !address) await caches.delete(name);
}

/** What was not known to be true for too long. */
async function forgetOld() {
  for (const name of await names()) {
    const marks = await (await caches.open(name)).match(MARKS);
    if (!marks || !isFresh((await marks.json()).at)) await caches.delete(name);
  }
}

function isFresh(at) {
  return Date.now() - at < LONGEST;
}

/** Keep a page that is open, whole or not at all. It comes out of the browser's own store, as it was loaded. */
async function keep(told, assets) {
  const name = nameOf(told);
  const others = (await names()).filter((one) => !one.startsWith(nameOf({ ...told, address: "" })));
  for (const one of [name, ...others]) await caches.delete(one);
  const page = await fetch(told.address, { cache: "force-cache" });
  const text = await page.clone().text();
  if (!page.ok || page.redirected || text.length > LARGEST || !text.includes(` data-user="${told.user}"`)) return;
  const cache = await caches.open(name);
  try {
    await cache.addAll(assets.map((asset) => new Request(asset, { cache: "force-cache" })));
    await renew(told);
    await cache.put(told.address, page);
  } catch {
    await caches.delete(name);
  }
  await forgetOld();
  const all = await names();
  for (const one of all.slice(0, Math.max(0, all.length - MOST))) await caches.delete(one);
}

/** What is marked now in a page that is kept; where it was forgotten meanwhile it stays so, and what another tab knew later, too. */
async function renew({ at, data, ...told }) {
  const name = nameOf(told);
  if (!(await caches.has(name))) return;
  const known = await (await caches.open(name)).match(MARKS);
  if (known && (await known.json()).at > at) return;
  const text = JSON.stringify({ at, data });
  if (text.length > LARGEST) await caches.delete(name);
  else await (await caches.open(name)).put(MARKS, new Response(text));
}
