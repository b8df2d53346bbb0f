/** What the page carries for the script, and what comes after it. */

/** The content of one of the page's blocks of JSON. */
export function read(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

/** What is marked: of a long text it comes after the page, unless that was kept for lack of a connection, with everything. */
export async function marksFor(root) {
  return root.dataset.marks && !root.dataset.kept ? fetchMarks(root) : read("annotations-data");
}

/** Asked for again until the server can be reached. */
async function fetchMarks(root) {
  for (let pause = 1000; ; pause = Math.min(pause * 2, 30000)) {
    const answer = await fetch(root.dataset.marks, { credentials: "same-origin" }).catch(() => null);
    if (answer?.ok && !answer.redirected) {
      root.querySelector("[data-waiting]")?.remove();
      return answer.json();
    }
    await new Promise((later) => setTimeout(later, pause));
  }
}
