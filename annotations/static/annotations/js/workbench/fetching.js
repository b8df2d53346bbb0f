/** What comes after the page itself. */

/** What is marked in a long text; asked for again until the server can be reached. */
export async function fetchMarks(root) {
  for (let pause = 1000; ; pause = Math.min(pause * 2, 30000)) {
    const answer = await fetch(root.dataset.marks, { credentials: "same-origin" }).catch(() => null);
    if (answer?.ok && !answer.redirected) {
      root.querySelector("[data-waiting]")?.remove();
      return answer.json();
    }
    await new Promise((later) => setTimeout(later, pause));
  }
}
