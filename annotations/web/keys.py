"""The sheet of the workbench's keys: to be read, and to be changed. Kept with the person, on every machine."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from annotations.errors import DomainError
from annotations.models import User
from annotations.web.access import signed_in
from annotations.web.keymap import GROUPS, LETTERS, clean_keys, keymap, shown


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One action on the sheet. `value` is what its field holds, `keys` what is printed on the keyboard."""

    id: str
    label: str | Promise
    value: str
    keys: list[str]
    problem: str = ""


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """The sheet, with `?part=sheet` alone, as the workbench shows it. POST keeps other keys, or the first again."""
    assert isinstance(request.user, User)  # noqa: S101 - held by signed_in
    wished: dict[str, str] = {}
    error: DomainError | None = None
    if request.method == "POST":
        wished = {} if "reset" in request.POST else {name: str(value) for name, value in request.POST.items()}
        try:
            kept = clean_keys(wished)
        except DomainError as found:
            error = found
        else:
            User.objects.filter(pk=request.user.pk).update(keys=kept)
            messages.success(request, _("The keys are kept."))
            return redirect("keys")
    context = {
        "groups": _lines(keymap(request.user.keys), wished, error),
        "letters_off": (wished or request.user.keys).get(LETTERS) == "off",
        "problem": error.detail if error else "",
    }
    template = "registration/keys.html#sheet" if request.GET.get("part") == "sheet" else "registration/keys.html"
    return render(request, template, context, status=422 if error else 200)


def _lines(
    chosen: dict[str, list[str]], wished: dict[str, str], error: DomainError | None
) -> list[tuple[str | Promise, list[KeyLine]]]:
    """The groups of the sheet; after a refusal with what was wished for, and the reason where it belongs."""
    return [
        (
            name,
            [
                KeyLine(
                    action.id,
                    action.label,
                    wished.get(action.id, " ".join(chosen[action.id])),
                    [shown(one) for one in chosen[action.id]],
                    error.detail if error and error.field == action.id else "",
                )
                for action in actions
            ],
        )
        for name, actions in GROUPS
    ]
