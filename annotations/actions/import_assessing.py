"""What an import changed of what claims rest on, and their assessments after it."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db import connection

from annotations.actions.assessing import assess, weighing
from annotations.actions.moved import claims_of_articles, claims_of_sources
from annotations.models import Article, Assessment, Attribution, Corroboration, Source, SourceRelation
from annotations.policies import Actor
from annotations.vocabulary import CorroborationState, SourceKind

_FOUND_BY_NAME = (SourceKind.OUTLET, SourceKind.NEWSROOM, SourceKind.NAMED_ORGANISATION, SourceKind.STATE)


def database_time() -> datetime:
    """The time by which rows are stamped."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
        return now


def assess_imported(actor: Actor, created: Counter[str], began: datetime) -> None:
    """Assess the claims on which something bears that came in since `began`. A claim whose assessment came with it
    keeps that one: a part of a corpus may have come without all that was known where it was assessed.
    """
    evidence = ("corroboration", "source_relation", "source", "article")
    if not any(created[noun] for noun in evidence):
        return
    accepted = Corroboration.objects.filter(workspace=actor.workspace, state=CorroborationState.ACCEPTED)
    if not accepted.exists():
        return
    new = {"workspace": actor.workspace, "recorded_at__gte": began}
    with weighing(actor):
        moved: set[int] = set()
        if created["corroboration"]:
            moved.update(accepted.filter(recorded_at__gte=began).values_list("claim_id", flat=True))
        if created["source_relation"]:
            pairs = SourceRelation.objects.filter(**new).values_list("a_id", "b_id")
            moved |= claims_of_sources(actor.workspace, {key for pair in pairs for key in pair})
        if created["source"]:
            named = Source.objects.filter(**new, kind__in=_FOUND_BY_NAME)
            moved |= claims_of_sources(actor.workspace, named.values_list("pk", flat=True))
        if created["article"]:
            moved |= _of_cited(actor, began)
        if created["assessment"]:
            moved -= set(Assessment.objects.filter(**new).values_list("claim_id", flat=True))
        assess(actor.workspace, moved)


def _of_cited(actor: Actor, began: datetime) -> set[int]:
    """Claims whose evidence cited an article, or copied one, before it came in."""
    cited = Attribution.objects.filter(workspace=actor.workspace, cites__isnull=False).values("cites")
    copied = Article.objects.filter(workspace=actor.workspace, copy_of__isnull=False).values("copy_of")
    new = Article.objects.filter(workspace=actor.workspace, recorded_at__gte=began)
    keys = {
        *new.filter(uid__in=cited).values_list("pk", flat=True),
        *new.filter(uid__in=copied).values_list("pk", flat=True),
    }
    return claims_of_articles(actor.workspace, keys) if keys else set()
