"""Retractions, and what they would do before they are done: the change itself, looked at and taken back."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override

from annotations.actions.assessing import AT_ONCE, Difference, assess, find_differences, weighing
from annotations.actions.fields import clean_text, clean_url
from annotations.actions.moved import claims_of_articles, claims_of_exhibits, claims_of_sources
from annotations.actions.recording import own
from annotations.actions.relations import end_relation
from annotations.errors import RuleBrokenError
from annotations.models import Article, Claim, Corroboration, Exhibit, Source, SourceRelation
from annotations.policies import Ability, Actor, may
from annotations.text import fold_plain
from annotations.vocabulary import CorroborationState, ExhibitKind, SourceKind, Stance

MAX_REASON = 5000
MAX_LISTED = 2000


@dataclass(frozen=True, slots=True)
class Preview:
    """The claims that would change, at most MAX_LISTED of the `total` that were looked at, each as it stands and as it
    would stand.
    """

    total: int
    differences: list[Difference]


def _preview(actor: Actor, change: Callable[[], Collection[int]]) -> Preview:
    """Make the change, see which claims it moves, and take it back."""
    may(actor, Ability.READ).require()
    with weighing(actor), transaction.atomic():
        moved = sorted(change())
        found: list[Difference] = []
        for start in range(0, min(len(moved), MAX_LISTED), AT_ONCE):
            found += find_differences(actor.workspace, moved[start : start + AT_ONCE])
        transaction.set_rollback(True)
    return Preview(len(moved), found)


def preview_withdrawal(*, actor: Actor, relation: SourceRelation) -> Preview:
    """Which claims would change if the statement were withdrawn."""
    own(actor, relation)

    def change() -> set[int]:
        ended = end_relation(actor, relation, "preview", expected=None)
        return claims_of_sources(actor.workspace, (ended.a_id, ended.b_id))

    return _preview(actor, change)


def preview_exhibit_retraction(*, actor: Actor, exhibit: Exhibit) -> Preview:
    """Which claims would change if the exhibit were retracted."""
    own(actor, exhibit)
    return _preview(actor, lambda: _reject_all(actor, exhibit, "preview"))


def retract_exhibit(*, actor: Actor, exhibit: Exhibit, reason: str) -> None:
    """Reject whatever the exhibit corroborates, with the reason. The exhibit stays."""
    may(actor, Ability.DECIDE_EVIDENCE).require()
    own(actor, exhibit)
    reason = clean_text(reason, "reason", max_length=MAX_REASON, required=True)
    with weighing(actor):
        assess(actor.workspace, _reject_all(actor, exhibit, reason))


def _reject_all(actor: Actor, exhibit: Exhibit, reason: str) -> set[int]:
    moved = claims_of_exhibits([exhibit.pk])
    Corroboration.objects.filter(exhibit=exhibit).exclude(state=CorroborationState.REJECTED).update(
        state=CorroborationState.REJECTED, decided_by=actor.username, decided_at=timezone.now(), decided_reason=reason
    )
    return moved


def preview_article_retraction(*, actor: Actor, article: Article) -> Preview:
    """Which claims would change if the outlet took the article back."""
    own(actor, article)
    return _preview(actor, lambda: _take_back(actor, article, "preview", ""))


def retract_article(*, actor: Actor, article: Article, reason: str, url: str = "") -> None:
    """Note that the article's outlet took it back: evidence of its own, which withdraws what the outlet had said or
    passed on of each claim that the article bears on. `url`: where it says so.
    """
    may(actor, Ability.DECIDE_EVIDENCE).require()
    own(actor, article)
    reason = clean_text(reason, "reason", max_length=MAX_REASON, required=True)
    address = clean_url(url)
    with weighing(actor):
        assess(actor.workspace, _take_back(actor, article, reason, address))


def _take_back(actor: Actor, article: Article, reason: str, url: str) -> set[int]:
    if not article.outlet.strip():
        raise RuleBrokenError("article.no_outlet", "nobody is named who could take it back", field="outlet")
    outlet = _outlet(actor, article.outlet)
    with override(article.language.split("-")[0]):
        title = gettext("Retraction: %(title)s") % {"title": article.title}
    claims = list(Claim.objects.filter(pk__in=claims_of_articles(actor.workspace, [article.pk])).order_by("pk"))
    now = timezone.now()
    address = url or article.url
    notice = Exhibit.objects.create(
        workspace=actor.workspace, created_by=actor.username, title=title[:500],
        kind=ExhibitKind.DOCUMENT if address else ExhibitKind.OWN_WITNESS, description=reason, url=address,
        captured_at=now, origin=outlet,
    )  # fmt: skip
    made = {"workspace": actor.workspace, "created_by": actor.username, "exhibit": notice, "bears_from": now}
    decided = {"state": CorroborationState.ACCEPTED, "decided_by": actor.username, "decided_at": now}
    Corroboration.objects.bulk_create(
        Corroboration(**made, **decided, claim=claim, stance=Stance.RETRACTS) for claim in claims
    )
    return {claim.pk for claim in claims} | claims_of_sources(actor.workspace, [outlet.pk])


def _outlet(actor: Actor, name: str) -> Source:
    """The outlet's record in the registry; made where there is none."""
    folded = fold_plain(name)
    kinds = (SourceKind.OUTLET, SourceKind.NEWSROOM)
    for source in Source.objects.filter(workspace=actor.workspace, kind__in=kinds, folded__contains=folded):
        if folded in (fold_plain(source.name), fold_plain(source.descriptor)):
            return source
    return Source.objects.create(
        workspace=actor.workspace, created_by=actor.username, kind=SourceKind.OUTLET, name=name, folded=folded
    )
