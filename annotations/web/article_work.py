"""Who works on an article and how far it is: the form in the workbench's heading, and the choices of the list."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from annotations.actions import edit_article
from annotations.corpus.outlets import assignees_of
from annotations.models import Article
from annotations.policies import Ability, Actor, assignable, may
from annotations.vocabulary import ArticleStatus
from annotations.web.access import PageRequest, page
from annotations.web.refusals import refused_over

Choices = list[tuple[str, str]]


def work_of(actor: Actor, article: Article) -> dict[str, Any] | None:
    """The choices of the form; None for those who may not change an article."""
    if not may(actor, Ability.EDIT_ARTICLE):
        return None
    members = assignable(actor.workspace)
    named = [article.assignee] if article.assignee else []
    return {"statuses": ArticleStatus.choices, "assignees": _labelled(members, named)}


def assignee_choices(actor: Actor, members: list[str]) -> Choices:
    """What the list can be narrowed to: me, nobody, each member, and whoever left with work in their name."""
    names = _labelled(members, assignees_of(actor.workspace))
    return [("me", _("me")), ("nobody", _("nobody")), *((f"@{name}", label) for name, label in names)]


def _labelled(members: list[str], named: list[str]) -> Choices:
    """Members by their names, then those who are named and are no members any more."""
    gone = [name for name in named if name not in members]
    return [(name, name) for name in members] + [(name, _("%(who)s (no longer here)") % {"who": name}) for name in gone]


@page(Ability.EDIT_ARTICLE, post=Ability.EDIT_ARTICLE)
@require_POST
def article_work(request: PageRequest, uid: UUID) -> HttpResponse:
    """Set status and assignee, and go back to the version that was looked at. The script does the same by the API."""
    mine = Article.objects.visible_to(request.actor.user).in_workspace(request.actor.workspace)
    article = get_object_or_404(mine, uid=uid)
    given = request.POST
    with refused_over(request):
        edit_article(
            actor=request.actor,
            article=article,
            expected=_number(given.get("revision", "")),
            status=given.get("status", ""),
            assignee=given.get("assignee", ""),
        )
        messages.success(request, _("Saved."))
    slug, number = request.actor.workspace.slug, _number(given.get("version", ""))
    if number:
        return redirect("article-version", workspace=slug, uid=uid, number=number)
    return redirect("article", workspace=slug, uid=uid)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
