"""The rule's reasons in the words of the interface."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from annotations.corroboration import Counts, Stance, Why

COUNTS: dict[Counts, str | Promise] = {
    "fully": _("counts"),
    "max_only": _("counts towards the maximum only"),
    "not": _("does not count"),
}
SIGNS: dict[Counts, str | Promise] = {"fully": _("counts"), "max_only": _("at most"), "not": _("does not count")}
WHY: dict[Why, str | Promise] = {
    "circular": _("The chain comes back to where it has been: it has no root."),
    "unknown_link": _("It leads to something that is not in this workspace."),
    "grade_e": _("A link of it is graded E: unreliable."),
    "grade_f": _("A link of it is graded F, cannot be judged: it counts towards the maximum only."),
    "retracted": _("A link of it took back what it had said."),
    "cites_later": _("It cites something later than itself."),
    "before_event": _("It is earlier than the event that it attests."),
    "not_yet": _("It did not bear on the claim by then."),
    "undated": _("It has no date, so nobody can say whether it bore on the claim by then."),
}
NOT_DECISIVE: dict[str, str | Promise] = {
    "does_not_count": _("Called decisive, but none of its paths counts fully."),
    "interested_denial": _("A denial by an interested party is never decisive."),
    "not_on_record": _("Called decisive, but who speaks is not on record."),
}
SIDES: dict[Stance, str | Promise] = {
    "supports": _("For it"),
    "refutes": _("Against it"),
    "qualifies": _("Qualifies it"),
    "updates": _("Updates it"),
    "corrects": _("Corrects it"),
    "retracts": _("Takes it back"),
}
DRAWN: dict[Stance, str | Promise] = {
    "supports": _("The chain of the voices for the claim"),
    "refutes": _("The chain of the voices against the claim"),
    "qualifies": _("The chain of what qualifies the claim"),
    "updates": _("The chain of what updates the claim"),
    "corrects": _("The chain of what corrects the claim"),
    "retracts": _("The chain of what takes the claim back"),
}
