/** The CSRF token of Django's cookie, or of the page where the cookie cannot be read. */
export function csrfToken(page = document) {
  const cookie = page.cookie.split("; ").find((one) => one.startsWith("csrftoken="));
  return cookie?.slice("csrftoken=".length) ?? page.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
}

/** Who asks, for requests of a page: the workspace, and the person whose page it is, lest another who signed in meanwhile do it. */
export function askedBy({ workspace, user }) {
  return { "X-Workspace": workspace, ...(user ? { "X-User": encodeURIComponent(user) } : {}) };
}
