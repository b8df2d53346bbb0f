/** What stands on a card: a row's words put into the markup that the server renders. Words go in as text, never as markup. */
import { patchLines, setText } from "./lines.js";
import { fillToken, makeToken } from "./standing.js";

/** @param {HTMLElement} card @param {any} row @param {Record<string, any>} words */
export function fillCard(card, row, words) {
  card.dataset.depth = String(row.depth);
  card.classList.toggle("card-plain", row.isPlain);
  card.querySelector("[data-select]").href = words.frame_url.replace("ID", row.id);
  for (const slot of ["speaker", "cue", "content", "inside"]) {
    const place = card.querySelector(`[data-slot=${slot}]`);
    setText(place, row[slot]);
    place.closest("[data-when]")?.toggleAttribute("hidden", !row[slot]);
  }
  const talk = card.querySelector("[data-act=openTalk]");
  talk.toggleAttribute("hidden", !row.comments);
  talk.setAttribute("aria-label", `${words.open_comments} ${row.comments}`);
  setText(talk.querySelector("[data-slot=comments]"), String(row.comments || ""));
  const list = card.querySelector("[data-slot=claims]");
  list.toggleAttribute("hidden", row.claims.length === 0);
  patchLines(list, row.claims, { key: (claim) => claim.mention, make: claimLine, fill: (claim, line) => fillClaim(claim, line, words) });
}

function claimLine() {
  const line = document.createElement("li");
  const link = document.createElement("a");
  link.dir = "auto";
  line.append(document.createElement("span"), " ", link, " ", makeToken());
  return line;
}

function fillClaim(claim, line, words) {
  const [polarity, link, token] = line.children;
  fillToken(token, claim.standing, words.states);
  polarity.className = `polarity polarity-${claim.polarity}`;
  setText(polarity, words.polarities[claim.polarity] ?? claim.polarity);
  link.href = words.claim_url.replace("ID", claim.id);
  setText(link, claim.statement);
}
