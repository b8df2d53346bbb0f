"""The registry of sources: the list, a source's page, its record."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from annotations.actions import edit_source, register_source
from annotations.corpus.passages import passages_of_source
from annotations.corpus.source_list import listed_sources
from annotations.errors import DeniedError, DomainError
from annotations.models import Source
from annotations.policies import Ability, may
from annotations.text import fold_plain
from annotations.vocabulary import Reliability, SourceKind
from annotations.web.access import PageRequest, page
from annotations.web.filters import Filters, renew_revision
from annotations.web.forms import SourceForm
from annotations.web.paging import newest_first
from annotations.web.words import blame


@page()
def sources(request: PageRequest) -> HttpResponse:
    """The registry, searched and filtered. htmx gets the list alone."""
    filters = Filters.of(request, ("kind", "reliability"))
    found = Source.objects.visible_to(request.actor.user).in_workspace(request.actor.workspace)
    if filters.q:
        found = found.matching(fold_plain(filters.q))
    listed_page = newest_first(found.filter(**filters.exact()), request.GET.get("page", ""))
    context = {
        "section": "sources",
        "filters": filters,
        "page": listed_page,
        "rows": listed_sources(listed_page.rows),
        "may_add": bool(may(request.actor, Ability.REGISTER_SOURCE)),
        "kinds": SourceKind.choices,
        "grades": Reliability.choices,
    }
    return render(request, "sources/list.html#list" if filters.wants_list_only else "sources/list.html", context)


def _source(request: PageRequest, uid: UUID) -> Source:
    mine = Source.objects.visible_to(request.actor.user).in_workspace(request.actor.workspace)
    return get_object_or_404(mine, uid=uid)


@page()
def source(request: PageRequest, uid: UUID) -> HttpResponse:
    """A source's record, and what it is quoted for."""
    found = _source(request, uid)
    passages, older = passages_of_source(found, before=request.GET.get("before", ""))
    context: dict[str, Any] = {
        "section": "sources",
        "source": found,
        "passages": passages,
        "older": older,
        "may_edit": bool(may(request.actor, Ability.REGISTER_SOURCE)),
    }
    return render(request, "sources/page.html", context)


@page(Ability.REGISTER_SOURCE, post=Ability.REGISTER_SOURCE)
def source_add(request: PageRequest) -> HttpResponse:
    """Add a source to the registry."""
    form = _form(request, None)
    if request.method == "POST" and form.is_valid():
        try:
            made = register_source(actor=request.actor, **form.described())
        except DeniedError:
            raise
        except DomainError as error:
            blame(form, error)
        else:
            messages.success(request, _("The source is in the registry."))
            return redirect("source", workspace=request.actor.workspace.slug, uid=made.object.uid)
    context = {"section": "sources", "form": form}
    return render(request, "sources/form.html", context, status=422 if form.errors else 200)


@page(Ability.REGISTER_SOURCE, post=Ability.REGISTER_SOURCE)
def source_edit(request: PageRequest, uid: UUID) -> HttpResponse:
    """Change a source's record."""
    found = _source(request, uid)
    form = _form(request, found)
    if request.method == "POST" and form.is_valid():
        try:
            edit_source(actor=request.actor, source=found, expected=form.cleaned_data["revision"], **form.described())
        except DeniedError:
            raise
        except DomainError as error:
            blame(form, error)
            renew_revision(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("source", workspace=request.actor.workspace.slug, uid=found.uid)
    context = {"section": "sources", "source": found, "form": form}
    return render(request, "sources/form.html", context, status=422 if form.errors else 200)


def _form(request: PageRequest, found: Source | None) -> SourceForm:
    """The form; whoever may not grade does not get that field, so that saving leaves the grade alone."""
    form = SourceForm(request.POST or None, initial=SourceForm.values_of(found) if found else {})
    if not may(request.actor, Ability.GRADE_SOURCE):
        del form.fields["reliability"]
    return form
