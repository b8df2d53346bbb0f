"""Everything dated that touched a claim, in order: reports, evidence, decisions, assessments, steps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from annotations.corpus.evidence_rows import Reader
from annotations.models import Article, ArticleVersion, Assessment, Claim, Corroboration, Exhibit, Transition


class Event(NamedTuple):
    """`kind`: stated, happened, published, corrected, exhibit, proposed, accepted, rejected, assessed, step, horizon.
    `at` is when it happened; `uid` names the object that tells of it, of the type `type`.
    """

    at: datetime
    kind: str
    type: str
    uid: str
    text: str = ""
    by: str = ""
    state: str = ""

    def shape(self) -> dict[str, Any]:
        """As plain values, `uid` called `id`."""
        fields = self._asdict()
        return {"id": fields.pop("uid"), **fields}


class _ClaimRow(NamedTuple):
    id: int
    uid: Any
    created_by: str
    created_at: datetime
    happened_at: datetime | None
    horizon: datetime | None


class _EvidenceRow(NamedTuple):
    id: int
    uid: Any
    mention_id: int | None
    exhibit_id: int | None
    version_id: int | None
    stance: str
    state: str
    bears_from: datetime | None
    created_by: str
    created_at: datetime
    decided_by: str
    decided_at: datetime | None
    decided_reason: str


class _VersionRow(NamedTuple):
    id: int
    article_id: int


class _LaterRow(NamedTuple):
    id: int
    uid: Any
    article_id: int
    note: str
    captured_by: str
    captured_at: datetime


class _ArticleRow(NamedTuple):
    id: int
    uid: Any
    title: str
    outlet: str
    published_at: datetime | None


class _ExhibitRow(NamedTuple):
    id: int
    uid: Any
    title: str
    happened_at: datetime | None
    captured_at: datetime | None


class _AssessmentRow(NamedTuple):
    id: int
    uid: Any
    cause: str
    computed: str
    asserted: str
    confirmed_by: str
    reason: str
    created_by: str
    created_at: datetime


class _StepRow(NamedTuple):
    id: int
    uid: Any
    to_workflow: str
    reason: str
    created_by: str
    created_at: datetime


def timeline_of(workspace: int, claim: int, *, known_at: datetime | None = None) -> list[Event]:
    """The claim's events in order of their times, as the workspace knew them at `known_at` (settled; None: now)."""
    reader = Reader(workspace, known_at)
    found = [*_of_claim(reader, claim), *_of_evidence(reader, claim), *_of_assessments(reader, claim)]
    return sorted(found, key=lambda one: (one.at, one.kind, one.uid))


def _of_claim(reader: Reader, claim: int) -> Iterator[Event]:
    for row in reader.by_id(Claim, _ClaimRow, [claim]).values():
        uid = str(row.uid)
        yield Event(row.created_at, "stated", "claim", uid, by=row.created_by)
        if row.happened_at is not None:
            yield Event(row.happened_at, "happened", "claim", uid)
        if row.horizon is not None:
            yield Event(row.horizon, "horizon", "claim", uid)
    for step in reader.rows(Transition, _StepRow, "claim_id = %(claim)s", claim=claim):
        yield Event(
            step.created_at, "step", "transition", str(step.uid), step.reason, step.created_by, step.to_workflow
        )


def _of_evidence(reader: Reader, claim: int) -> Iterator[Event]:
    rows = reader.rows(Corroboration, _EvidenceRow, "claim_id = %(claim)s", claim=claim)
    versions = reader.by_id(ArticleVersion, _VersionRow, (row.version_id for row in rows))
    articles = reader.by_id(Article, _ArticleRow, (row.article_id for row in versions.values()))
    exhibits = reader.by_id(Exhibit, _ExhibitRow, (row.exhibit_id for row in rows))
    later = reader.rows(
        ArticleVersion, _LaterRow, "article_id = ANY (%(articles)s) AND number > 1", articles=sorted(articles)
    )
    for one in later:
        words = " · ".join(filter(None, (articles[one.article_id].outlet or articles[one.article_id].title, one.note)))
        yield Event(one.captured_at, "corrected", "version", str(one.uid), words, one.captured_by)
    told: set[tuple[str, str]] = set()
    for row in rows:
        uid = str(row.uid)
        yield Event(row.created_at, "proposed", "corroboration", uid, by=row.created_by, state=row.stance)
        if row.decided_at is not None:
            yield Event(row.decided_at, row.state, "corroboration", uid, row.decided_reason, row.decided_by, row.stance)
        if row.version_id is not None:
            article = articles[versions[row.version_id].article_id]
            event = Event(
                row.bears_from or article.published_at or row.created_at, "published", "article", str(article.uid),
                article.outlet or article.title, state=row.stance,
            )  # fmt: skip
            if (article.published_at or row.bears_from) and (event.uid, row.stance) not in told:
                told.add((event.uid, row.stance))
                yield event
        else:
            exhibit = exhibits[row.exhibit_id or 0]
            at = row.bears_from or exhibit.happened_at or exhibit.captured_at
            if at is not None:
                yield Event(at, "exhibit", "exhibit", str(exhibit.uid), exhibit.title, state=row.stance)


def _of_assessments(reader: Reader, claim: int) -> Iterator[Event]:
    for row in reader.rows(Assessment, _AssessmentRow, "claim_id = %(claim)s", claim=claim):
        state = row.asserted if row.confirmed_by else row.computed
        yield Event(row.created_at, "assessed", "assessment", str(row.uid), row.reason, row.created_by, state)
