/** Who can be called by name in a comment, wherever one is written. */

/** User names of the members, asked for once; where they cannot be had, none, and the next time again. */
export class Members {
  /** @param {{api: string, workspace: string}} place */
  constructor({ api, workspace }, send = (...args) => fetch(...args)) {
    Object.assign(this, { api, workspace, send });
  }

  /** @returns {Promise<string[]>} */
  names() {
    return (this.asked ??= this.ask());
  }

  async ask() {
    const headers = { Accept: "application/json", "X-Workspace": this.workspace };
    const answer = await this.send(`${this.api}workspace/`, { credentials: "same-origin", headers }).catch(() => null);
    if (answer?.ok && !answer.redirected) return (await answer.json()).members.map(({ username }) => username);
    this.asked = undefined;
    return [];
  }
}
