/**
 * What others did around the text, told beside it: a corrected text, and comments. Nothing under one's hands is replaced; each
 * piece of news leads to what it tells of, and goes when it was seen.
 */

const NEWS_SHOWN = 3; // pieces of news at once; older ones give way
const LENGTH = 80; // characters of a comment

export class News {
  /**
   * @param {import("./types.js").Bench} bench
   * @param {(target: string) => void} open  Shows the comments on a frame or span.
   */
  constructor(bench, open) {
    Object.assign(this, { bench, open, newest: 0 });
    this.list = bench.root.querySelector("#news");
  }

  learn({ versions = [], comments = [], changed_by: by = {} }) {
    for (const version of versions) if (version.number > this.newest) this.correct(version, by[version.id] ?? version.created_by);
    for (const comment of comments) if (comment.revision === 1 && comment.created_by !== this.bench.root.dataset.user) this.tell(comment);
  }

  /** A new version of the text is there. The marks of the one that is open go on being saved in it. */
  correct({ number }, who) {
    const { words, root } = this.bench;
    this.newest = number;
    this.list.querySelector("[data-corrected]")?.remove();
    const link = document.createElement("a");
    link.href = `${root.dataset.address}versions/${number}/`;
    link.textContent = words.show_version.replace("{number}", number);
    this.add(`${who} ${words.corrected}`, link).dataset.corrected = "";
  }

  tell({ body, created_by: who, target }) {
    const { words } = this.bench;
    const said = body.length > LENGTH ? `${body.slice(0, LENGTH)}…` : body;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-small";
    button.textContent = words.show;
    button.hidden = !this.bench.thing(target);
    const line = this.add(`${who} ${words.commented} ${said}`, button);
    button.addEventListener("click", () => {
      line.remove();
      this.open(target);
    });
  }

  /** A correction stays until somebody sends it away; of comments the newest stay. */
  add(text, way) {
    const line = document.createElement("li");
    const words = document.createElement("span");
    words.dir = "auto";
    words.textContent = text;
    const away = document.createElement("button");
    away.type = "button";
    away.className = "button button-small button-plain";
    away.textContent = "×";
    away.setAttribute("aria-label", this.bench.words.dismiss);
    away.addEventListener("click", () => line.remove());
    line.append(words, way, away);
    const passing = [...this.list.children].filter((one) => one.dataset.corrected === undefined);
    for (const old of passing.slice(0, Math.max(0, passing.length + 1 - NEWS_SHOWN))) old.remove();
    this.list.append(line);
    return line;
  }
}
