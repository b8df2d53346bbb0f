"""Two articles have nearly the same text: a person decides what that means, and the claims follow."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from annotations.actions.articles import check_origin
from annotations.actions.assessing import assess, weighing
from annotations.actions.fields import clean_choice, clean_text
from annotations.actions.moved import claims_of_articles
from annotations.actions.recording import lock, save
from annotations.actions.resembling import compare_again
from annotations.errors import ConflictError
from annotations.models import Article, Resemblance
from annotations.policies import Ability, Actor, may
from annotations.vocabulary import Origin, ResemblanceVerdict

MAX_REASON = 5000
VERDICTS = {Origin.COPY: ResemblanceVerdict.COPY, Origin.UNKNOWN: ResemblanceVerdict.UNKNOWN_ORIGIN}
ORIGINS: dict[str, str] = {verdict: origin for origin, verdict in VERDICTS.items()}


def accept_resemblance(
    *, actor: Actor, resemblance: Resemblance, origin: str, reason: str, expected: int | None = None
) -> Resemblance:
    """The article is a copy of the other, or of unknown origin, as both may be. That becomes its `origin`, and the
    claims are assessed by it. Raise RuleBrokenError `article.copy_of_later` where the copy came out first.
    """
    chosen = clean_choice(origin, "origin", Origin)
    return _decide(actor, resemblance, VERDICTS[Origin(chosen)], reason, expected)


def dismiss_resemblance(
    *, actor: Actor, resemblance: Resemblance, reason: str, expected: int | None = None
) -> Resemblance:
    """The two were written independently of one another. It is not offered again."""
    return _decide(actor, resemblance, ResemblanceVerdict.INDEPENDENT, reason, expected)


def _decide(
    actor: Actor, resemblance: Resemblance, verdict: ResemblanceVerdict, reason: str, expected: int | None
) -> Resemblance:
    """A verdict may be replaced by another one; the history keeps both."""
    may(actor, Ability.DECIDE_EVIDENCE).require()
    reason = clean_text(reason, "reason", max_length=MAX_REASON, required=True)
    with weighing(actor):
        current = lock(actor, Resemblance.objects.all(), resemblance, expected=expected)
        if current.verdict == verdict:
            raise ConflictError("resemblance.decided_already", f"{current.decided_by} has decided this already")
        before, current.verdict = current.verdict, verdict
        current.reason, current.decided_by, current.decided_at = reason, actor.username, timezone.now()
        save(current, "verdict", "reason", "decided_by", "decided_at")
        _follow(actor, current, before)
        return current


def _follow(actor: Actor, decided: Resemblance, before: str) -> None:
    """The article's origin, where the verdict says something of it, or takes back what an earlier one said."""
    article = lock(actor, Article.objects.all(), decided.article, expected=None)
    was = (article.origin, article.copy_of)
    if decided.verdict == ResemblanceVerdict.INDEPENDENT and was != _origin_by(before, decided.other.uid):
        return
    article.origin, article.copy_of = _origin_by(decided.verdict, decided.other.uid)
    if (article.origin, article.copy_of) == was:
        return
    check_origin(article)
    save(article, "origin", "copy_of")
    assess(actor.workspace, claims_of_articles(actor.workspace, [article.pk]))
    # Whether the article is offered as a copy of others too depends on its origin.
    compare_again(actor.workspace, article.pk)


def _origin_by(verdict: str, other: UUID) -> tuple[str, UUID | None]:
    origin = ORIGINS.get(verdict, "")
    return origin, other if origin == Origin.COPY else None


def make_way(pairs: Iterable[tuple[int, int]]) -> None:
    """Take back the open offers about these pairs of articles (internal ids, either way round): a verdict comes in."""
    either = Q()
    for a, b in pairs:
        either |= Q(article=a, other=b) | Q(article=b, other=a)
    if either:
        Resemblance.objects.filter(either, verdict=ResemblanceVerdict.OPEN).delete()
