"""The rows that claims rest on, for many claims at once and as of a time, by a fixed number of statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, models

from annotations.corpus.shape import as_of
from annotations.models import (
    Article,
    ArticleVersion,
    Attribution,
    Claim,
    Corroboration,
    Exhibit,
    Mention,
    Source,
    SourceRelation,
    Span,
)
from annotations.text import fold_plain
from annotations.vocabulary import SourceKind

MAX_STEPS = 12
"""Chains that are longer than this many frames, or articles citing one another, are not followed further."""


class ClaimRow(NamedTuple):
    id: int
    uid: UUID
    happened_at: datetime | None


class CorroborationRow(NamedTuple):
    id: int
    uid: UUID
    claim_id: int
    mention_id: int | None
    exhibit_id: int | None
    stance: str
    decisive: bool
    decisive_ground: str
    interested: bool
    bears_from: datetime | None


class MentionRow(NamedTuple):
    id: int
    uid: UUID
    attribution_id: int | None
    span_id: int | None


class FrameRow(NamedTuple):
    id: int
    uid: UUID
    version_id: int
    parent_id: int | None
    antecedent_frame_id: int | None
    speaker_ids: list[int]
    cites: UUID | None


class ArticleRow(NamedTuple):
    id: int
    uid: UUID
    title: str
    outlet: str
    credited_wire: str
    origin: str
    copy_of: UUID | None
    published_at: datetime | None


class ExhibitRow(NamedTuple):
    id: int
    uid: UUID
    kind: str
    title: str
    captured_at: datetime | None
    happened_at: datetime | None
    origin_id: int | None


class SourceRow(NamedTuple):
    id: int
    uid: UUID
    kind: str
    name: str
    descriptor: str
    affiliation: str
    stated_count: int | None
    reliability: str


class RelationRow(NamedTuple):
    id: int
    uid: UUID
    kind: str
    a_id: int
    b_id: int


@dataclass(slots=True)
class EvidenceRows:
    """What was found, by internal id; `by_uid` are the articles by public id, `outlets` the registry's by folded name,
    `institutions` its organisations and states.
    """

    claims: dict[int, ClaimRow] = field(default_factory=dict)
    corroborations: list[CorroborationRow] = field(default_factory=list)
    mentions: dict[int, MentionRow] = field(default_factory=dict)
    frames: dict[int, FrameRow] = field(default_factory=dict)
    article_of_version: dict[int, int] = field(default_factory=dict)
    version_of_span: dict[int, int] = field(default_factory=dict)
    articles: dict[int, ArticleRow] = field(default_factory=dict)
    by_uid: dict[UUID, ArticleRow] = field(default_factory=dict)
    exhibits: dict[int, ExhibitRow] = field(default_factory=dict)
    sources: dict[int, SourceRow] = field(default_factory=dict)
    outlets: dict[str, SourceRow] = field(default_factory=dict)
    institutions: dict[str, SourceRow] = field(default_factory=dict)
    relations: list[RelationRow] = field(default_factory=list)

    def article_of(self, mention: MentionRow) -> ArticleRow:
        """The article in which the mention stands."""
        if mention.attribution_id is not None:
            version = self.frames[mention.attribution_id].version_id
        else:
            version = self.version_of_span[mention.span_id or 0]
        return self.articles[self.article_of_version[version]]


@dataclass(slots=True)
class Reader:
    """Reads rows of one workspace, now (`known_at` None) or as they were then."""

    workspace: int
    known_at: datetime | None = None

    def rows(self, model: type[models.Model], shape: Any, where: str, **parameters: Any) -> list[Any]:
        """Rows of the columns of `shape` (a NamedTuple) that fulfil `where`."""
        with connection.cursor() as cursor:
            cursor.execute(self._query(model, shape, where), self._parameters(parameters))
            return [shape._make(row) for row in cursor.fetchall()]

    def batches(
        self, model: type[models.Model], shape: Any, where: str, *, size: int, **parameters: Any
    ) -> Iterator[list[Any]]:
        """The same rows, `size` at a time and no more of them in memory; inside a transaction."""
        with connection.chunked_cursor() as cursor:
            cursor.execute(self._query(model, shape, where), self._parameters(parameters))
            while rows := cursor.fetchmany(size):
                yield [shape._make(row) for row in rows]

    def _query(self, model: type[models.Model], shape: Any, where: str) -> str:
        columns = ", ".join(f"t.{name}" for name in shape._fields)
        table = f"(SELECT * FROM {model._meta.db_table} WHERE workspace_id = %(workspace)s AND {where})"
        found = table if self.known_at is None else as_of(model, where)
        return f"SELECT {columns} FROM {found} t ORDER BY t.id"

    def _parameters(self, more: dict[str, Any]) -> dict[str, Any]:
        return {"workspace": self.workspace, "known_at": self.known_at, **more}

    def by_id(self, model: type[models.Model], shape: Any, ids: Iterable[int | None]) -> dict[int, Any]:
        wanted = sorted({key for key in ids if key is not None})
        return {row.id: row for row in self.rows(model, shape, "id = ANY (%(ids)s)", ids=wanted)} if wanted else {}


class _IdOf(NamedTuple):
    id: int
    article_id: int


class _VersionOf(NamedTuple):
    id: int
    version_id: int


def read_evidence(reader: Reader, claims: Sequence[int]) -> EvidenceRows:
    """Everything that the accepted evidence of these claims rests on."""
    found = EvidenceRows()
    found.claims = reader.by_id(Claim, ClaimRow, claims)
    found.corroborations = reader.rows(
        Corroboration, CorroborationRow, "claim_id = ANY (%(ids)s) AND state = 'accepted'", ids=list(claims)
    )
    found.mentions = reader.by_id(Mention, MentionRow, (one.mention_id for one in found.corroborations))
    found.exhibits = reader.by_id(Exhibit, ExhibitRow, (one.exhibit_id for one in found.corroborations))
    _read_frames(reader, found)
    _read_articles(reader, found)
    _read_sources(reader, found)
    _read_relations(reader, found)
    return found


def _read_frames(reader: Reader, found: EvidenceRows) -> None:
    """The frames that mention the claims, those in which they lie, and their antecedents."""
    wanted = {one.attribution_id for one in found.mentions.values()} - {None}
    for _step in range(MAX_STEPS):
        more = reader.by_id(Attribution, FrameRow, wanted - found.frames.keys())
        if not more:
            break
        found.frames |= more
        wanted = {key for one in more.values() for key in (one.parent_id, one.antecedent_frame_id) if key is not None}


def _read_articles(reader: Reader, found: EvidenceRows) -> None:
    """The articles that these stand in, and those that are cited or copied, and so on."""
    spans = reader.by_id(Span, _VersionOf, (one.span_id for one in found.mentions.values()))
    found.version_of_span = {key: row.version_id for key, row in spans.items()}
    versions = {one.version_id for one in found.frames.values()} | set(found.version_of_span.values())
    placed = reader.by_id(ArticleVersion, _IdOf, versions)
    found.article_of_version = {key: row.article_id for key, row in placed.items()}
    fresh = reader.by_id(Article, ArticleRow, found.article_of_version.values())
    cited = {one.cites for one in found.frames.values()}
    for _step in range(MAX_STEPS):
        found.articles |= fresh
        found.by_uid |= {row.uid: row for row in fresh.values()}
        wanted = sorted((cited | {row.copy_of for row in fresh.values()}) - {None} - found.by_uid.keys(), key=str)
        if not wanted:
            break
        cited = set()
        rows = reader.rows(Article, ArticleRow, "uid = ANY (%(uids)s)", uids=wanted)
        fresh = {row.id: row for row in rows}


def _read_sources(reader: Reader, found: EvidenceRows) -> None:
    """Who speaks; and what the registry knows of the outlets, the wires and the institutions by their names."""
    speakers = {key for one in found.frames.values() for key in one.speaker_ids}
    found.sources = reader.by_id(Source, SourceRow, speakers | {one.origin_id for one in found.exhibits.values()})
    outlets = {name for row in found.articles.values() for name in (row.outlet, row.credited_wire)}
    found.outlets = _named(reader, outlets, (SourceKind.OUTLET, SourceKind.NEWSROOM))
    bodies = {row.affiliation for row in found.sources.values()}
    found.institutions = _named(reader, bodies, (SourceKind.NAMED_ORGANISATION, SourceKind.STATE))


def _named(reader: Reader, names: Iterable[str], kinds: Sequence[str]) -> dict[str, SourceRow]:
    """The first source of these kinds under each of the names (or described by it), by folded name."""
    wanted = {fold_plain(name) for name in names if name.strip()}
    if not wanted:
        return {}
    patterns = [f"%{name.translate(_LIKE)}%" for name in sorted(wanted)]
    rows = reader.rows(
        Source, SourceRow, "kind = ANY (%(kinds)s) AND folded LIKE ANY (%(patterns)s)",
        kinds=list(kinds), patterns=patterns,
    )  # fmt: skip
    named: dict[str, SourceRow] = {}
    for take in ("name", "descriptor"):
        for row in rows:
            folded = fold_plain(getattr(row, take))
            if folded in wanted:
                named.setdefault(folded, row)
    return named


_LIKE = str.maketrans({"\\": r"\\", "%": r"\%", "_": r"\_"})


def _read_relations(reader: Reader, found: EvidenceRows) -> None:
    """The statements in force about these sources, also through sources that do not speak here."""
    known = {row.id for rows in (found.sources, found.outlets, found.institutions) for row in rows.values()}
    seen: dict[int, RelationRow] = {}
    fresh = known
    for _step in range(MAX_STEPS * 4):
        if not fresh:
            break
        ids = sorted(fresh)
        more = [
            row
            for side in ("a_id", "b_id")
            for row in reader.rows(
                SourceRelation,
                RelationRow,
                f"kind = 'same' AND withdrawn_at IS NULL AND {side} = ANY (%(ids)s)",
                ids=ids,
            )
        ]
        seen |= {row.id: row for row in more}
        fresh = {key for row in more for key in (row.a_id, row.b_id)} - known
        known = known | fresh
    apart = reader.rows(
        SourceRelation, RelationRow,
        "kind = 'distinct' AND withdrawn_at IS NULL AND a_id = ANY (%(ids)s) AND b_id = ANY (%(ids)s)",
        ids=sorted(known),
    )  # fmt: skip
    found.relations = [*seen.values(), *apart]
    found.sources |= reader.by_id(Source, SourceRow, known - found.sources.keys())
