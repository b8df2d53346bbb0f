/** The fields of comments on pages that have nothing else of the workbench: names are offered in them, too. */
import { Calling } from "./calling.js";
import { Members } from "./members.js";

for (const form of document.querySelectorAll("form[data-calls]")) {
  const members = new Members(form.dataset);
  for (const field of form.querySelectorAll("textarea")) new Calling(field, { members: () => members.names(), label: form.dataset.calls });
}
