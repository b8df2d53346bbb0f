/**
 * Sending the queue: one operation at a time, in order, each as one request to the REST interface.
 *
 * A failed connection or a server error is tried again by itself, later and later; a refusal waits for a person, and
 * the operations behind it go on. Ids are the client's, so that sending a creation twice makes one object.
 *
 * @typedef {import("./types.js").Operation} Operation
 * @typedef {import("./types.js").Store} Store
 */

const FIRST_PAUSE = 1000; // milliseconds
const LONGEST_PAUSE = 30000;
const RETRIED = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Sends what the store queues. */
export class Saver {
  /**
   * @param {Store} store
   * @param {{api: string, csrf: string, workspace?: string, texts: Record<string, string>, send?: typeof fetch}} options  `api` ends in a slash.
   */
  constructor(store, { api, csrf, workspace = "", texts, send = (...args) => fetch(...args) }) {
    Object.assign(this, { store, api, csrf, workspace, texts, send });
    this.pause = FIRST_PAUSE;
    this.busy = false;
    store.addEventListener("enqueue", () => this.run());
  }

  /** Send everything that waits; returns when nothing is left to send now. */
  async run() {
    if (this.busy) return;
    this.busy = true;
    clearTimeout(this.timer);
    try {
      for (let op = this.next(); op; op = this.next()) {
        if (!(await this.attempt(op))) return this.later();
      }
      this.pause = FIRST_PAUSE;
    } finally {
      this.busy = false;
    }
  }

  /** Send again what failed or was refused, at once. @param {Operation} [only] */
  retry(only) {
    for (const op of only ? [only] : this.store.queue) {
      if (op.state !== "sending") this.store.note(op, "waiting", op.problem);
    }
    this.pause = FIRST_PAUSE;
    return this.run();
  }

  next() {
    return this.store.queue.find((op) => op.state === "waiting" || op.state === "failed");
  }

  later() {
    this.timer = setTimeout(() => this.run(), this.pause);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
  }

  /** One request. False when the server could not be reached and the queue has to wait. */
  async attempt(op) {
    this.store.note(op, "sending", op.problem);
    let response;
    try {
      response = await this.send(...this.request(op));
    } catch {
      this.store.note(op, "failed", this.texts.unreachable);
      return false;
    }
    if (RETRIED.has(response.status)) {
      this.store.note(op, "failed", `${this.texts.failed} (${response.status})`);
      return false;
    }
    const answer = await response.json().catch(() => null);
    if (response.ok || (op.verb === "remove" && response.status === 404)) await this.taken(op, answer);
    else await this.refuse(op, response.status, answer);
    return true;
  }

  /** The server changed other frames too: children of a removed one, frames whose quotation a moved span changed. */
  async taken(op, answer) {
    const touched = {
      attributions: (frame) => op.verb === "remove" && frame.parent === op.id,
      spans: (frame) => op.verb === "change" && [frame.cue, ...frame.contents].includes(op.id),
    }[op.kind];
    const frames = touched ? [...this.store.base.attributions.values()].filter(touched) : [];
    this.store.settle(op, answer);
    for (const frame of frames) await this.lookAgain("attributions", frame.id);
  }

  /** Read one object anew; the old state stays where the server cannot be asked. */
  async lookAgain(kind, id) {
    const headers = { Accept: "application/json", "X-Workspace": this.workspace };
    const response = await this.send(`${this.api}${kind}/${id}/`, { headers, credentials: "same-origin" }).catch(() => null);
    if (response?.ok) this.store.learn(kind, [await response.json()]);
  }

  request(op) {
    const revision = this.store.base[op.kind].get(op.id)?.revision;
    const path = op.verb === "create" ? `${op.kind}/` : `${op.kind}/${op.id}/`;
    const headers = { Accept: "application/json", "X-CSRFToken": this.csrf, "X-Workspace": this.workspace };
    if (op.verb !== "create") headers["If-Match"] = revision ? `"${revision}"` : "*";
    const method = { create: "POST", change: "PATCH", remove: "DELETE" }[op.verb];
    if (op.verb === "remove") return [this.api + path, { method, headers, credentials: "same-origin" }];
    headers["Content-Type"] = "application/json";
    return [this.api + path, { method, headers, credentials: "same-origin", body: JSON.stringify(op.body) }];
  }

  /** The server will not have it. After a stale write its state is read, so that sending again overwrites knowingly. */
  async refuse(op, status, problem) {
    if (status === 412) await this.lookAgain(op.kind, op.id);
    const reasons = (problem?.errors ?? []).map((error) => error.detail).filter(Boolean);
    const reason = reasons.join(" ") || problem?.detail || `${this.texts.refused} (${status})`;
    this.store.note(op, "refused", status === 412 ? this.texts.stale : reason);
  }
}

/** The CSRF token of Django's cookie, or of the page where the cookie cannot be read. */
export function csrfToken(page = document) {
  const cookie = page.cookie.split("; ").find((one) => one.startsWith("csrftoken="));
  return cookie?.slice("csrftoken=".length) ?? page.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
}
