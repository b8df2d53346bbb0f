"""ClaimReview of schema.org (JSON-LD, one a line) for claims that are published: who said it, where, and how it stands.

A header first, the loss report last. A claim is left out, with the reason in that report, where nobody is known to
have said it, or where there is nothing yet to say of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.translation import gettext_noop as _
from django.utils.translation import override

from annotations.corpus import ClaimEvidence, Selection, count, load_evidence, snapshot
from annotations.corpus.evidence_rows import Reader
from annotations.corroboration import judge
from annotations.formats.export import in_pieces
from annotations.formats.header import header_of
from annotations.formats.isnad_jsonl import line_of
from annotations.formats.losses import Losses
from annotations.models import Article, Assessment, Claim, Source, Transition, Workspace
from annotations.text import time_text
from annotations.vocabulary import AssessmentState, SourceKind, Workflow

NAME = "claimreview"
VERSION = 1
BATCH = 200
_LAST = datetime(9999, 12, 31, tzinfo=UTC)
_LANGUAGES = ("ar", "en")
_PEOPLE = (SourceKind.NAMED_PERSON, SourceKind.ANONYMOUS_PERSON)
# Of five; states of which no number says enough have none.
_RATINGS = {
    AssessmentState.CONFIRMED: 5, AssessmentState.CORROBORATED: 4, AssessmentState.DISPUTED: 3,
    AssessmentState.REFUTED: 1, AssessmentState.RETRACTED: 1,
}  # fmt: skip
LOSSES = {
    "unpublished": _("only published claims are reviewed in public"),
    "no_origin": _("nobody is known to have said it: no accepted report supports it"),
    "no_rating": _("there is nothing to say of it yet: it is unverified"),
}


class _ClaimRow(NamedTuple):
    id: int
    uid: UUID
    statement: str
    language: str
    workflow: str


class _AssessmentRow(NamedTuple):
    id: int
    claim_id: int
    number: int
    computed: str
    asserted: str
    confirmed_by: str


class _StepRow(NamedTuple):
    id: int
    claim_id: int
    to_workflow: str
    created_at: datetime


class _ArticleRow(NamedTuple):
    id: int
    uid: UUID
    title: str
    url: str
    outlet: str
    language: str
    published_at: datetime | None


class _SourceRow(NamedTuple):
    id: int
    uid: UUID
    kind: str
    name: str
    descriptor: str


class ClaimReview:
    """Writes schema.org ClaimReview."""

    name = NAME
    media_type = "application/x-ndjson"
    suffix = ".claimreview.jsonl"
    losses: Mapping[str, str] = LOSSES

    def export(self, selection: Selection) -> Iterator[bytes]:
        """The file in pieces. So many claims as BATCH are in memory at a time."""
        return in_pieces(_lines(selection))


def _lines(selection: Selection) -> Iterator[bytes]:
    losses = Losses(LOSSES)
    with snapshot():
        counts = count(selection)
        yield line_of({"type": "header", **header_of(selection, counts, name=NAME, version=VERSION)})
        reader = Reader(selection.workspace, selection.known_at)
        name = Workspace.objects.values_list("name", flat=True).get(pk=selection.workspace)
        unpublished = counts["claim"]
        for claims in _published(reader, selection):
            unpublished -= len(claims)
            yield from _reviews(reader, name, claims, losses)
        losses.lose("unpublished", number=unpublished)
        yield line_of(losses.report())


def _published(reader: Reader, selection: Selection) -> Iterator[list[_ClaimRow]]:
    where = "workflow = %(published)s"
    chosen: dict[str, Any] = {"published": Workflow.PUBLISHED.value}
    if selection.scope is not None:
        where += " AND id = ANY (%(chosen)s)"
        chosen["chosen"] = list(selection.scope["claim"])
    yield from reader.batches(Claim, _ClaimRow, where, size=BATCH, **chosen)


def _reviews(reader: Reader, author: str, claims: list[_ClaimRow], losses: Losses) -> Iterator[bytes]:
    ids = [row.id for row in claims]
    evidence = load_evidence(reader.workspace, ids, known_at=reader.known_at)
    states = _states(reader, ids)
    steps = reader.rows(Transition, _StepRow, "claim_id = ANY (%(ids)s)", ids=ids)
    published = {row.claim_id: row.created_at for row in steps if row.to_workflow == Workflow.PUBLISHED}
    places = [place for one in evidence.values() for place in one.places.values()]
    articles = _by_uid(reader, Article, _ArticleRow, (place.article for place in places))
    sources = _by_uid(reader, Source, _SourceRow, (place.source for place in places))
    for row in claims:
        state = states.get(row.id, AssessmentState.UNVERIFIED)
        origin = _origin(evidence[row.id], articles, sources)
        if state == AssessmentState.UNVERIFIED or origin is None:
            losses.lose("no_origin" if origin is None else "no_rating", str(row.uid))
            continue
        yield line_of(_review(row, author, AssessmentState(state), origin, published.get(row.id)))


def _states(reader: Reader, ids: list[int]) -> dict[int, str]:
    """The state that counted, by the last assessment of the time."""
    rows = reader.rows(Assessment, _AssessmentRow, "claim_id = ANY (%(ids)s)", ids=ids)
    last: dict[int, _AssessmentRow] = {}
    for row in rows:
        if row.claim_id not in last or last[row.claim_id].number < row.number:
            last[row.claim_id] = row
    return {key: row.asserted if row.confirmed_by else row.computed for key, row in last.items()}


def _by_uid(reader: Reader, model: Any, shape: Any, uids: Any) -> dict[UUID, Any]:
    wanted = sorted({uid for uid in uids if uid is not None}, key=str)
    return {row.uid: row for row in reader.rows(model, shape, "uid = ANY (%(uids)s)", uids=wanted)} if wanted else {}


class _Origin(NamedTuple):
    """Who said it first, and the reports in which it stands, the earliest first."""

    author: dict[str, Any]
    appearances: list[dict[str, Any]]


def _origin(
    evidence: ClaimEvidence, articles: dict[UUID, _ArticleRow], sources: dict[UUID, _SourceRow]
) -> _Origin | None:
    voices = judge(evidence.case).stances.get("supports")
    dated = {one.key: one.bears_from for one in evidence.case.evidence}
    paths = [path for path in (voices.paths if voices else ()) if path.root is not None]
    if not paths:
        return None
    paths.sort(key=lambda path: (dated[path.evidence] is None, dated[path.evidence] or _LAST, path.evidence))
    last = evidence.places[paths[0].links[-1]]
    speaker = sources.get(last.source) if last.source else None
    voice = next(link.voice for link in evidence.case.links if link.key == paths[0].links[-1])
    name = (speaker.name or speaker.descriptor) if speaker else evidence.names.get(voice, "")
    if not name:
        return None
    kind = "Person" if speaker and speaker.kind in _PEOPLE else "Organization"
    seen: dict[UUID, None] = {}
    for path in paths:
        for key in path.links[:1]:
            article = evidence.places[key].article
            if article is not None:
                seen.setdefault(article)
    return _Origin({"@type": kind, "name": name}, [_work(articles[uid]) for uid in seen if uid in articles])


def _work(article: _ArticleRow) -> dict[str, Any]:
    work: dict[str, Any] = {"@type": "Article", "@id": f"urn:uuid:{article.uid}", "headline": article.title}
    if article.url:
        work["url"] = article.url
    work["inLanguage"] = article.language
    if article.outlet:
        work["publisher"] = {"@type": "Organization", "name": article.outlet}
    if article.published_at is not None:
        work["datePublished"] = time_text(article.published_at)
    return work


def _review(
    row: _ClaimRow, author: str, state: AssessmentState, origin: _Origin, published: datetime | None
) -> dict[str, Any]:
    language = row.language.split("-")[0]
    with override(language if language in _LANGUAGES else "en"):
        rating: dict[str, Any] = {"@type": "Rating", "alternateName": str(state.label)}
    if state in _RATINGS:
        rating |= {"ratingValue": _RATINGS[state], "bestRating": 5, "worstRating": 1}
    item: dict[str, Any] = {"@type": "Claim", "author": origin.author}
    if origin.appearances:
        first = origin.appearances[0]
        if "datePublished" in first:
            item["datePublished"] = first["datePublished"]
        item |= {"firstAppearance": first, "appearance": origin.appearances}
    review: dict[str, Any] = {"@context": "https://schema.org", "@type": "ClaimReview", "@id": f"urn:uuid:{row.uid}"}
    if published is not None:
        review["datePublished"] = time_text(published)
    return review | {
        "author": {"@type": "Organization", "name": author},
        "claimReviewed": row.statement,
        "inLanguage": row.language,
        "itemReviewed": item,
        "reviewRating": rating,
    }
