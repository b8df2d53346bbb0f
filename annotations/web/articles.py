"""Articles: the list, adding one, describing it, and the new version of its text."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from annotations.actions import add_article, edit_article
from annotations.actions.versions import add_version
from annotations.corpus.article_list import listed
from annotations.corpus.outlets import outlets_of
from annotations.models import Article, ArticleVersion
from annotations.policies import Ability, assignable, assignee_named, may
from annotations.text import query_terms
from annotations.vocabulary import ArticleStatus
from annotations.web.access import PageRequest, page
from annotations.web.article_work import assignee_choices
from annotations.web.filters import Filters
from annotations.web.forms import AddArticleForm, EditArticleForm, VersionForm
from annotations.web.forms.languages import ARTICLE_LANGUAGES
from annotations.web.paging import newest_first
from annotations.web.refusals import refused_in

FILTERS = ("outlet", "language", "status", "assignee")


@page()
def articles(request: PageRequest) -> HttpResponse:
    """The list, searched and filtered. htmx gets the list alone."""
    filters = Filters.of(request, FILTERS)
    found = Article.objects.visible_to(request.actor.user).in_workspace(request.actor.workspace)
    if filters.q:
        found = found.matching(query_terms(filters.q))
    exact = filters.exact()
    if "assignee" in exact:
        exact["assignee"] = assignee_named(exact["assignee"], me=request.actor.username)
    listed_page = newest_first(found.filter(**exact), request.GET.get("page", ""))
    members = assignable(request.actor.workspace)
    context = {
        "section": "articles",
        "filters": filters,
        "page": listed_page,
        "rows": listed(listed_page.rows),
        "members": members,
        "may_add": bool(may(request.actor, Ability.ADD_ARTICLE)),
    }
    if filters.wants_list_only:
        return render(request, "articles/list.html#list", context)
    context |= {
        "outlets": outlets_of(request.actor.workspace),
        "languages": ARTICLE_LANGUAGES,
        "statuses": ArticleStatus.choices,
        "assignees": assignee_choices(request.actor, members),
    }
    return render(request, "articles/list.html", context)


@page(Ability.ADD_ARTICLE, post=Ability.ADD_ARTICLE)
def article_add(request: PageRequest) -> HttpResponse:
    """Add an article by pasting its text or by uploading it."""
    form = AddArticleForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        if form.is_valid():
            with refused_in(form):
                return _add(request, form)
        form.keep_file()
    status = 422 if form.errors else 200
    return render(request, "articles/add.html", {"section": "articles", "form": form}, status=status)


def _add(request: PageRequest, form: AddArticleForm) -> HttpResponse:
    body, captured_how = form.body()
    described = form.described()
    described["title"] = described["title"].strip() or first_line(body)
    made = add_article(actor=request.actor, text=body, captured_how=captured_how, **described)
    messages.success(request, _("The article is in. Mark who says what."))
    return redirect("article", workspace=request.actor.workspace.slug, uid=made.object.uid)


def first_line(body: bytes | str) -> str:
    """The first line that holds something, at most 500 code points: the title of a text that was given none."""
    start = body[:8000].decode("utf-8-sig", "replace") if isinstance(body, bytes) else body[:8000]
    lines = (line.strip() for line in start.splitlines())
    return next((line[:500] for line in lines if line), "")


def _article(request: PageRequest, uid: UUID) -> Article:
    mine = Article.objects.visible_to(request.actor.user).in_workspace(request.actor.workspace)
    return get_object_or_404(mine, uid=uid)


@page(Ability.EDIT_ARTICLE, post=Ability.EDIT_ARTICLE)
def article_edit(request: PageRequest, uid: UUID) -> HttpResponse:
    """Change what is said of an article, never its text."""
    article = _article(request, uid)
    initial = {name: getattr(article, name) for name in EditArticleForm.base_fields}
    form = EditArticleForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refused_in(form):
            edit_article(
                actor=request.actor, article=article, expected=form.cleaned_data["revision"], **form.described()
            )
            messages.success(request, _("Saved."))
            return redirect("article", workspace=request.actor.workspace.slug, uid=article.uid)
    context: dict[str, Any] = {
        "section": "articles",
        "article": article,
        "form": form,
        "may_version": bool(may(request.actor, Ability.ADD_VERSION)),
        "versions": ArticleVersion.objects.filter(article=article).defer("text").order_by("-number"),
    }
    return render(request, "articles/edit.html", context, status=422 if form.errors else 200)


@page(Ability.ADD_VERSION, post=Ability.ADD_VERSION)
def version_add(request: PageRequest, uid: UUID) -> HttpResponse:
    """Store a corrected text; afterwards show what became of the marks."""
    article = _article(request, uid)
    newest = ArticleVersion.objects.filter(article=article).order_by("-number").first()
    form = VersionForm(request.POST or None, request.FILES or None, initial={"text": newest.text if newest else ""})
    context: dict[str, Any] = {"section": "articles", "article": article, "newest": newest, "form": form}
    if request.method == "POST":
        if form.is_valid():
            body, captured_how = form.body()
            with refused_in(form):
                added = add_version(
                    actor=request.actor,
                    article=article,
                    text=body,
                    captured_how=captured_how,
                    note=form.cleaned_data["note"],
                )
                context |= {"added": added, "counts": added.report.as_dict()["counts"]}
                return render(request, "articles/carried.html", context)
        form.keep_file()
    return render(request, "articles/version.html", context, status=422 if form.errors else 200)
