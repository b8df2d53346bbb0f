/** The CSRF token of Django's cookie, or of the page where the cookie cannot be read. */
export function csrfToken(page = document) {
  const cookie = page.cookie.split("; ").find((one) => one.startsWith("csrftoken="));
  return cookie?.slice("csrftoken=".length) ?? page.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
}
