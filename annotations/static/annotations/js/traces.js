/**
 * What this browser keeps of a person's work, all of it under their name: changes that wait to be sent (localStorage), what is being
 * written (sessionStorage, of each window), and workbenches for lack of a connection (caches of the service worker).
 */
const WRITTEN = ["draft", "comment", "typed"];
const RESERVE = "isnad/reserve/";

/** How many changes of theirs the server does not have yet, over all articles and windows. @param {string} user */
export function unsentOf(user, storage = globalThis.localStorage) {
  const keys = keysOf(storage, [`isnad/${user}/`]).filter((key) => key.includes("/queue/"));
  return keys.reduce((sum, key) => sum + (read(storage.getItem(key)).queue?.length ?? 0), 0);
}

/**
 * The articles for which changes of theirs wait that no open window is about to send.
 *
 * @param {string} user
 * @returns {Promise<{address: string, title: string, number: number}[]>} in the order of their titles
 */
export async function leftUnsent(user, { storage = globalThis.localStorage, locks = globalThis.navigator?.locks } = {}) {
  const { held = [] } = (await locks?.query()) ?? {};
  const open = new Set(held.map(({ name }) => name.slice(name.lastIndexOf("/") + 1)));
  const found = new Map();
  for (const key of keysOf(storage, [`isnad/${user}/`])) {
    const { of, queue = [] } = read(storage.getItem(key));
    if (!of || !queue.length || open.has(key.slice(key.lastIndexOf("/") + 1))) continue;
    const number = (found.get(of.address)?.number ?? 0) + queue.length;
    found.set(of.address, { ...of, number });
  }
  return [...found.values()].sort((a, b) => a.title.localeCompare(b.title));
}

/** Leave nothing of theirs in this window, nor in what all windows share. What another window holds goes when that one hears of it. */
export async function forget(user, { local = globalThis.localStorage, session = globalThis.sessionStorage, reserve = globalThis.caches } = {}) {
  for (const key of keysOf(local, [`isnad/${user}/`])) local.removeItem(key);
  for (const key of keysOf(session, WRITTEN.map((kind) => `isnad/${kind}/${user}/`))) session.removeItem(key);
  const names = (await reserve?.keys().catch(() => null)) ?? [];
  await Promise.all(names.filter((name) => name.startsWith(RESERVE)).map((name) => reserve.delete(name)));
}

function keysOf(storage, beginnings) {
  return Object.keys(storage).filter((key) => beginnings.some((beginning) => key.startsWith(beginning)));
}

function read(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {}; // not ours, or cut off
  }
}
