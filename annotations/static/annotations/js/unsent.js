/**
 * On every page: what was marked without a connection in a window that was closed since is not saved yet, and goes out when its
 * article is opened. It is told, lest it wait for ever.
 */
import { leftUnsent } from "./traces.js";

/** Tell it in `notice`, which holds a list; in the workbench of a version nothing of that one, which is about to send it. */
export async function tellUnsent(notice, user, { find = leftUnsent, here = location, bench = document.querySelector("#workbench") } = {}) {
  const open = bench?.dataset.paths.split(" ") ?? [];
  const mine = ({ address }) => new URL(address, here).origin === here.origin && !open.includes(address);
  const left = (await find(user).catch(() => [])).filter(mine);
  notice.querySelector("ul").replaceChildren(...left.map(line));
  notice.hidden = left.length === 0;
}

function line({ address, title, number }) {
  const link = document.createElement("a");
  Object.assign(link, { href: address, textContent: title, dir: "auto" });
  const item = document.createElement("li");
  item.append(link, ` (${number})`);
  return item;
}
