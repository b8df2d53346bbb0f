/**
 * Two people changed one thing: what goes together, and what only a person can decide.
 *
 * Each field is compared three ways: as it was when the change was made here, as it is wanted here, as the server has it
 * now. Plain functions; nothing of the page.
 *
 * @typedef {import("./types.js").Operation} Operation
 */

const LISTS = new Set(["contents", "speakers"]);
const KNOWN_BY_THE_SERVER = new Set(["id", "revision", "quotation", "quote", "created_at", "created_by", "carried_from"]);

/** A value as it is compared: a span that is described goes by its id. */
function plainValue(value) {
  if (Array.isArray(value)) return value.map(plainValue);
  return value?.segments ? value.id : value ?? null;
}

/** Whether two values of a field are the same. */
export function sameValue(a, b) {
  return JSON.stringify(plainValue(a)) === JSON.stringify(plainValue(b));
}

/** `now` with what was added and taken away between `base` and `mine`. Each member once. */
function mergedList(base, mine, now) {
  const has = (list, one) => list.some((other) => sameValue(one, other));
  const kept = now.filter((one) => !has(base, one) || has(mine, one));
  return [...kept, ...mine.filter((one) => !has(base, one) && !has(kept, one))];
}

/** Boundaries of one segment, where one hand moved the start and the other the end; else null. */
function mergedSegments(base, mine, now) {
  if ([base, mine, now].some((place) => place?.length !== 1)) return null;
  const ends = [0, 1].map((k) => {
    const [was, wanted, is] = [base[0][k], mine[0][k], now[0][k]];
    return wanted === is || is === was ? wanted : wanted === was ? is : null;
  });
  return ends.includes(null) || ends[0] >= ends[1] ? null : [ends];
}

/** What a field comes to; undefined where both hands changed it, each in its own way. */
function mergedField(name, base, mine, now) {
  if (sameValue(now, base)) return mine;
  if (LISTS.has(name)) return mergedList(base ?? [], mine, now);
  return (name === "segments" && mergedSegments(base, mine, now)) || undefined;
}

/** Names of the fields in which two states of an object differ, but for what the server makes of the others. */
export function changedFields(before, now) {
  const names = Object.keys(before).filter((name) => name in now && !KNOWN_BY_THE_SERVER.has(name));
  return names.filter((name) => !sameValue(before[name], now[name]));
}

/** Whether two states of an object are the same to a person; null: it is not there. */
export function isAlike(one, other) {
  return one && other ? changedFields(one, other).length === 0 : !one && !other;
}

/**
 * What an operation comes to, where the server has the object as `now` (undefined: it is gone).
 *
 * @param {Operation} op  With `before`: the fields as they were when it was made.
 * @param {Record<string, any>|undefined} now
 * @returns {{clash: string[], body: Record<string, any>, isDone: boolean}} Fields that clash ("*": the whole object),
 *   what is to be sent, and whether nothing has to be sent any more.
 */
export function meet(op, now) {
  const clear = { clash: [], body: op.body, isDone: false };
  if (op.verb === "create" || op.path || !op.before) return clear;
  if (op.verb === "remove") {
    if (!now) return { ...clear, isDone: true };
    return { ...clear, clash: changedFields(op.before, now).length ? ["*"] : [] };
  }
  if (!now) return { ...clear, clash: ["*"] };
  const clash = [];
  const body = {};
  for (const [name, mine] of Object.entries(op.body)) {
    if (sameValue(now[name], mine)) continue;
    const merged = name in op.before ? mergedField(name, op.before[name], mine, now[name]) : mine;
    if (merged === undefined) clash.push(name);
    else if (!sameValue(now[name], merged)) body[name] = merged;
  }
  return { clash, body, isDone: clash.length === 0 && Object.keys(body).length === 0 };
}

/**
 * The queue after a person decided a clash of `op`: an operation of which nothing is left goes, and so does what was to be done
 * later to a field that stays theirs.
 *
 * @param {Operation[]} queue @param {Operation} op @param {string[]} mine  Fields for which one's own way was chosen.
 */
export function decided(queue, op, mine) {
  const theirs = op.clash.filter((name) => !mine.includes(name));
  for (const one of queue.filter((other) => other.id === op.id && other.verb === "change")) {
    for (const name of theirs) delete one.body[name];
  }
  const isEmpty = ({ verb, body }) => verb === "change" && Object.keys(body).length === 0;
  const isOver = theirs.includes("*") || isEmpty(op);
  return queue.filter((one) => !(isOver && one === op) && !isEmpty(one));
}
