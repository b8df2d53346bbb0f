/** Shows the API's own description with Swagger UI, from our own files; writes from it carry the pages' CSRF token. */
const place = document.getElementById("docs");

function withCsrfToken(request) {
  const cookie = document.cookie.split("; ").find((one) => one.startsWith("csrftoken="));
  if (cookie) request.headers["X-CSRFToken"] = cookie.slice("csrftoken=".length);
  return request;
}

globalThis.SwaggerUIBundle({
  domNode: place,
  url: place.dataset.schema,
  deepLinking: true,
  docExpansion: "none",
  filter: true,
  persistAuthorization: false,
  requestInterceptor: withCsrfToken,
  validatorUrl: null,
});
