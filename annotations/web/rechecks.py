"""After how many days claims are to be looked at again: a page of the workspace's settings."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from annotations.actions import set_recheck_days
from annotations.corpus.rechecks import recheck_history, rechecks
from annotations.corpus.stood import present_rows
from annotations.policies import Ability, may
from annotations.web.access import PageRequest, page
from annotations.web.forms.rechecks import RecheckForm


@page(Ability.READ, post=Ability.SET_RECHECKS)
def recheck_intervals(request: PageRequest) -> HttpResponse:
    """Show the intervals, and what was chosen when; POST chooses them."""
    workspace = request.actor.workspace
    now = rechecks(partial(present_rows, workspace.pk))
    form = RecheckForm(request.POST or None, initial={one.state.value: one.days for one in now})
    if request.method == "POST" and form.is_valid():
        set_recheck_days(actor=request.actor, days=form.cleaned_data)
        messages.success(request, _("The intervals are set; claims are due by them at once."))
        return redirect("rechecks", workspace=workspace.slug)
    context = {
        "rows": [(one, form[one.state.value]) for one in now],
        "form": form,
        "may_set": bool(may(request.actor, Ability.SET_RECHECKS)),
        "history": recheck_history(workspace),
    }
    return render(request, "rechecks.html", context, status=422 if form.errors else 200)
