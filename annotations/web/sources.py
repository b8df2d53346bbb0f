"""The registry of sources: the list, a source's page, its record."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from annotations.actions import edit_source, register_source
from annotations.corpus.namesakes import known_as, namesakes_of
from annotations.corpus.passages import passages_of_source
from annotations.corpus.source_list import listed_sources
from annotations.corpus.source_view import found_sources, grades_of, relations_of
from annotations.models import Source
from annotations.policies import Ability, may
from annotations.text import fold_plain
from annotations.vocabulary import Reliability, SourceKind
from annotations.web.access import PageRequest, page
from annotations.web.filters import Filters
from annotations.web.forms import RelateForm, SourceForm
from annotations.web.paging import newest_first
from annotations.web.refusals import refused_in


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


def source_of(request: PageRequest, uid: UUID) -> Source:
    mine = Source.objects.visible_to(request.actor.user).in_workspace(request.actor.workspace)
    return get_object_or_404(mine, uid=uid)


@page()
def source(request: PageRequest, uid: UUID) -> HttpResponse:
    """A source's record, what it is quoted for, its grades over time, and what is stated of it and others."""
    return source_page(request, source_of(request, uid))


def source_page(request: PageRequest, found: Source, *, relate: RelateForm | None = None) -> HttpResponse:
    """The page, with a statement that was refused where there is one (422)."""
    words = request.GET.get("find", "").replace("\x00", "")[:200]
    passages, older = passages_of_source(found, before=request.GET.get("before", ""))
    context: dict[str, Any] = {
        "section": "sources",
        "source": found,
        "passages": passages,
        "older": older,
        "may_edit": bool(may(request.actor, Ability.REGISTER_SOURCE)),
        "relations": relations_of(found),
        "namesakes": namesakes_of(found),
        "grades": grades_of(found),
        "may_relate": bool(may(request.actor, Ability.RELATE_SOURCES)),
        "relate_form": relate or RelateForm(),
        "find": words,
        "candidates": _candidates(found, words, relate),
    }
    return render(request, "sources/page.html", context, status=422 if relate else 200)


def _candidates(found: Source, words: str, relate: RelateForm | None) -> list[Source]:
    """The sources to choose from: what was looked for, and what was chosen in a form that was refused."""
    chosen = relate.cleaned_data.get("other") if relate else None
    rows = found_sources(found, words)
    if chosen and all(row.uid != chosen for row in rows):
        rows += Source.objects.filter(workspace_id=found.workspace_id, uid=chosen)
    return rows


@page(Ability.REGISTER_SOURCE, post=Ability.REGISTER_SOURCE)
def source_add(request: PageRequest) -> HttpResponse:
    """Add a source to the registry. Where one of that very name is known it is asked first whether it is them."""
    form = _form(request, None)
    twin: Source | None = None
    if request.method == "POST" and form.is_valid():
        if "another" not in request.POST:
            twin = known_as(request.actor.workspace.pk, form.cleaned_data["name"])
        if twin is None:
            with refused_in(form):
                made = register_source(actor=request.actor, **form.described())
                messages.success(request, _("The source is in the registry."))
                return redirect("source", workspace=request.actor.workspace.slug, uid=made.object.uid)
    context = {"section": "sources", "form": form, "twin": twin}
    return render(request, "sources/form.html", context, status=422 if form.errors or twin else 200)


@page(Ability.REGISTER_SOURCE, post=Ability.REGISTER_SOURCE)
def source_edit(request: PageRequest, uid: UUID) -> HttpResponse:
    """Change a source's record."""
    found = source_of(request, uid)
    form = _form(request, found)
    if request.method == "POST" and form.is_valid():
        with refused_in(form):
            edit_source(actor=request.actor, source=found, expected=form.cleaned_data["revision"], **form.described())
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
