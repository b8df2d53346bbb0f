/**
 * The service worker: where the network fails, the workbenches opened last open all the same, out of a reserve in this browser.
 *
 * It asks the network first, whatever is wanted, so nothing new is ever kept from anybody. Each workbench is a cache of its own: the
 * page, what is marked in it (told anew whenever that changed), and the static files that it was made of, by the names that carry their
 * hashes. It opens under whatever address leads to the same text and layer; for all other pages there is one that lists what is kept. The
 * reserve belongs to one person: it is emptied where somebody signs in or out.
 */
const PLACE = "isnad/reserve/";
const MOST = 8; // workbenches
const LARGEST = 12_000_000; // characters of a page, and of what is marked in it
const LONGEST = 14 * 24 * 3600_000; // milliseconds, as a session lasts
const REFUSED = new Set([401, 403, 404]);
const DOWN = new Set([502, 503, 504]); // somebody answers, but not for the application
const PATIENCE = 5000; // milliseconds that a page may take before what is kept of it is shown
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
  const { url } = event.request;
  const network = fromNetwork(event);
  event.waitUntil(network.catch(() => null)); // what it says of the right to see a page is heard, however late
  try {
    const answer = await Promise.race([network, whenSlow(url, network)]);
    return (DOWN.has(answer.status) && (await keptPage(url))) || answer;
  } catch (error) {
    const kept = (await keptPage(url)) ?? (await listPage());
    if (kept) return kept;
    throw error;
  }
}

async function fromNetwork(event) {
  const answer = (await event.preloadResponse) ?? (await fetch(event.request));
  // Whoever was sent to sign in, or may no longer see a page, has nothing of it left behind.
  if (isDoor(event.request.url)) inTurn(event, forget);
  else if (REFUSED.has(answer.status)) inTurn(event, () => forgetRefused(event.request.url));
  return answer;
}

/** What is kept of a page, where the network lets one wait for long; what is not kept is waited for. */
async function whenSlow(address, network) {
  let timer;
  const late = new Promise((wake) => (timer = setTimeout(wake, PATIENCE, true)));
  const isLate = await Promise.race([late, network.then(() => false, () => false)]);
  clearTimeout(timer);
  return (isLate && (await keptPage(address))) || network;
}

async function keptFile(request, error) {
  const kept = await caches.match(request, { ignoreVary: true });
  if (kept) return kept;
  throw error;
}

/** The page as it was kept, with what was marked in it at last and the time of that. */
async function keptPage(address) {
  const all = (await keptOnes()).filter(({ at }) => isFresh(at));
  const found = all.find((one) => one.address === bare(address)) ?? all.find((one) => isSame(one, address));
  const page = found && (await (await caches.open(found.name)).match(found.address, { ignoreVary: true }));
  return page ? asOf(page, new Date(found.at).toISOString(), JSON.stringify(found.data).replaceAll("<", "\\u003C")) : null;
}

/** What is kept, the latest first, each with what was told of it last. */
async function keptOnes() {
  const told = async (name) => {
    const marks = await (await caches.open(name)).match(MARKS); // none yet where it is just being kept
    return { ...(await marks?.json()), name, address: name.slice(name.indexOf("/", PLACE.length) + 1) };
  };
  const all = await Promise.all((await names()).map(told));
  return all.reverse();
}

function bare(address) {
  return address.split("#", 1)[0];
}

/** Whether an address leads to the text and layer of what is kept. */
function isSame({ address, paths }, asked) {
  return address === bare(asked) || Boolean(paths?.includes(new URL(asked).pathname) && layerOf(address) === layerOf(asked));
}

function layerOf(address) {
  return new URL(address).searchParams.get("layer");
}

/** In place of a page that is not kept: what is, in the words and the clothes of the workbench that was kept last. */
async function listPage() {
  const all = (await keptOnes()).filter(({ at }) => isFresh(at));
  const { words, dress } = all[0] ?? {};
  if (!words) return null;
  const lines = all.map(({ address, title }) => `<li><a href="${safe(address)}" dir="auto">${safe(title)}</a></li>`).join("");
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${safe(words.away)}</title><link rel="stylesheet" href="${safe(dress.style)}">`;
  const sheet = `<h1 class="lone-title">${safe(words.away)}</h1><p>${safe(words.away_list)}</p><ul class="stack">${lines}</ul><p><a class="button" href="">${safe(words.retry)}</a></p>`;
  const body = `<main class="lone"><div class="lone-sheet stack">${sheet}</div></main>`;
  const theme = dress.theme ? ` data-theme="${safe(dress.theme)}"` : "";
  const whole = `<!doctype html><html lang="${safe(dress.lang)}" dir="${safe(dress.dir)}"${theme}><head>${head}</head><body>${body}</body></html>`;
  return new Response(whole, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": "default-src 'none'; style-src 'self'; font-src 'self'" } });
}

function safe(text) {
  return String(text).replace(/[&<>"]/gu, (sign) => `&#${sign.codePointAt(0)};`);
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

async function forget() {
  for (const name of await names()) await caches.delete(name);
}

/** What is kept of a page that is refused, under whatever address; of its whole workspace where that is refused, too. */
async function forgetRefused(address) {
  const [home] = /^.*?\/w\/[^/]+\//u.exec(address) ?? [];
  const isOut = home && REFUSED.has((await fetch(home, { method: "HEAD" }).catch(() => null))?.status);
  for (const one of await keptOnes()) {
    if (isSame(one, address) || (isOut && one.address.startsWith(home))) await caches.delete(one.name);
  }
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
async function renew({ at, data, paths, title, words, dress, ...told }) {
  const name = nameOf(told);
  if (!(await caches.has(name))) return;
  const known = await (await caches.open(name)).match(MARKS);
  if (known && (await known.json()).at > at) return;
  const text = JSON.stringify({ at, data, paths, title, words, dress });
  if (text.length > LARGEST) await caches.delete(name);
  else await (await caches.open(name)).put(MARKS, new Response(text));
}
