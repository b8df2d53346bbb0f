"""Texts that came in are compared with the others of their workspace, and near-copies without credit are offered.

Nothing follows from an offer before a person has decided it (`actions.resemblances`). The work is a job's: whoever
brings a text in leaves a row that waits (a trigger does that) and one job a workspace, which many writers share.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from annotations.actions.queue import enqueue, enqueue_once, stop_if_asked
from annotations.actions.recording import SYSTEM, recording_by_system
from annotations.corpus import settled_until
from annotations.corpus.resemblances import MOST_CANDIDATES, NearCopy, cited_by, is_credited, near_copies
from annotations.models import Article, ArticleVersion, Resemblance, TextSignature, Workspace
from annotations.text import signature
from annotations.vocabulary import ResemblanceVerdict

TASK = "resemblance.compare"
AT_ONCE = 50
"""Texts that are compared in one transaction."""
MOST_OFFERED = 5
"""Open offers that one article has as the copy: of a dispatch that a hundred carry, not every pair."""
_LOCK = 1769173602  # of one comparison a workspace at a time


def compare_later(workspace: Workspace) -> None:
    """Have the texts that wait compared after this transaction."""
    enqueue_once(TASK, lock=f"{TASK}:{workspace.pk}", workspace=workspace.pk)


def compare_again(workspace: Workspace, article: int) -> None:
    """What is said of the article (its internal id) changed: whether it is credited has to be looked at anew."""
    TextSignature.objects.filter(workspace=workspace, version__article=article).update(waiting=True)
    compare_later(workspace)


def compare_everywhere() -> None:
    """Look after the workspaces in which texts wait, whatever became of their jobs."""
    waiting = TextSignature.objects.filter(waiting=True)
    for workspace in Workspace.objects.filter(pk__in=waiting.values("workspace")).order_by("pk"):
        compare_later(workspace)


def compare_waiting(*, workspace: int) -> int:
    """Compare the texts of the workspace (its internal id) that wait, some at a time; return how many. Safe to repeat.

    Whoever writes at this moment may have relied on this run, and is looked after by another one.
    """
    place = Workspace.objects.get(pk=workspace)
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        begun = cursor.fetchone()[0]
    until = settled_until(place)
    done = 0
    while compared := _compare_some(place):
        done += compared
        stop_if_asked()
    if until < begun:
        soon = timezone.now() + timedelta(seconds=1)
        enqueue(TASK, lock=f"{TASK}:{place.pk}", at=soon, workspace=place.pk)
    return done


def _compare_some(place: Workspace) -> int:
    with recording_by_system(place):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, place.pk])
        waiting = TextSignature.objects.filter(workspace=place, waiting=True).order_by("version_id")
        keys = list(waiting.values_list("version_id", flat=True)[:AT_ONCE])
        versions = ArticleVersion.objects.filter(pk__in=keys)
        # All of them are signed before any is compared, so that they find one another.
        _sign(versions)
        for article in Article.objects.filter(pk__in=versions.values("article")).order_by("pk"):
            _offer(article)
        return len(keys)


def _sign(versions: Iterable[ArticleVersion]) -> None:
    rows = [(signature(version.text), version.pk) for version in versions]
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE annotations_textsignature SET bands = %s, waiting = false WHERE version_id = %s", rows
        )


def _offer(article: Article) -> None:
    """Bring the open offers about the article up to its text and its credits."""
    found = near_copies(article)
    rows = Resemblance.objects.filter(Q(article=article) | Q(other=article)).select_related("article", "other")
    there = {frozenset((row.article_id, row.other_id)): row for row in rows}
    _drop(article, there, found)
    free = MOST_OFFERED - sum(
        row.verdict == ResemblanceVerdict.OPEN and row.article_id == article.pk for row in there.values()
    )
    new = [one for one in found if frozenset((one.copy.pk, one.original.pk)) not in there]
    mine = [one for one in new if one.copy.pk == article.pk][: max(free, 0)]
    Resemblance.objects.bulk_create(
        Resemblance(
            workspace_id=article.workspace_id, created_by=SYSTEM, article=one.copy, other=one.original,
            similarity=one.similarity,
        )
        for one in [*mine, *_of_others(article, new)]
    )  # fmt: skip


def _of_others(article: Article, new: list[NearCopy]) -> list[NearCopy]:
    """Those in which another article is the copy, unless it has as many open offers as it may have."""
    theirs = [one for one in new if one.copy.pk != article.pk]
    open_ones = Resemblance.objects.filter(
        article__in=[one.copy for one in theirs], verdict=ResemblanceVerdict.OPEN
    ).values_list("article_id", flat=True)
    held = list(open_ones)
    return [one for one in theirs if held.count(one.copy.pk) < MOST_OFFERED]


def _drop(article: Article, there: dict[frozenset[int], Resemblance], found: list[NearCopy]) -> None:
    """Take back the open offers that stand no longer: credited meanwhile, or no near-copies."""
    cited = cited_by({article.pk, *(key for pair in there for key in pair)})
    near = {frozenset((one.copy.pk, one.original.pk)) for one in found}
    for pair, row in list(there.items()):
        if row.verdict != ResemblanceVerdict.OPEN or pair in near:
            continue
        if is_credited(row.article, row.other, cited) or len(found) < MOST_CANDIDATES:
            row.delete()
            del there[pair]
