/**
 * How a claim stands, as a token beside it: its state, and how many voices stand behind it, at least and at most.
 * It is what the server said last; a claim that was just made has none.
 */

/**
 * @param {{assessment?: {effective: string}, supporting?: {min: number, max: number, exact: boolean}}} [claim]
 * @returns {{state: string, interval: string} | null} null where it is not known
 */
export function standingOf(claim) {
  if (!claim?.assessment || !claim.supporting) return null;
  const { min, max, exact } = claim.supporting;
  return { state: claim.assessment.effective, interval: `[${exact ? "" : "≥ "}${min}, ${max}]` };
}

/** An empty token. */
export function makeToken() {
  const token = document.createElement("span");
  const interval = document.createElement("bdi");
  interval.dir = "ltr";
  interval.className = "interval";
  token.append(document.createElement("span"), " ", interval);
  return token;
}

/** Put a standing into a token; without one it is hidden. */
export function fillToken(token, standing, labels) {
  token.toggleAttribute("hidden", standing === null);
  if (standing === null) return;
  const [label, interval] = token.children;
  const words = [labels[standing.state] ?? standing.state, standing.interval];
  token.className = `pill pill-${standing.state} claim-token`;
  for (const [place, element] of [label, interval].entries()) {
    if (element.textContent !== words[place]) element.textContent = words[place];
  }
}
