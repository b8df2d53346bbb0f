"""The corpus as plain records: what leaves Isnad, and what comes in, whatever the format.

Every id is a public uid as a string, every time RFC 3339 in UTC, every offset a code point. A field with a default
may be missing where records are read from outside. `CORPUS_TYPES` is the order in which records stand in a corpus:
a record refers to records of earlier types, and a span or a frame also to others of its own type.
"""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias


class SourceRecord(NamedTuple):
    id: str
    kind: str
    name: str = ""
    descriptor: str = ""
    affiliation: str = ""
    nationality: str = ""
    rank: str = ""
    relayed_by: str = ""
    anonymity_reason: str = ""
    stated_count: int | None = None
    reliability: str = ""
    created_by: str = ""
    created_at: str | None = None


class SourceRelationRecord(NamedTuple):
    """A statement of two sources; withdrawn where it has `withdrawn_at`."""

    id: str
    kind: str
    a: str
    b: str
    reason: str
    withdrawn_at: str | None = None
    withdrawn_by: str = ""
    withdrawn_reason: str = ""
    created_by: str = ""
    created_at: str | None = None


class ArticleRecord(NamedTuple):
    id: str
    title: str
    language: str
    direction: str
    outlet: str = ""
    url: str = ""
    published_at: str | None = None
    credited_wire: str = ""
    origin: str = ""
    copy_of: str | None = None
    status: str = "new"
    assignee: str = ""
    metadata: dict[str, Any] = {}
    created_by: str = ""
    created_at: str | None = None


class VersionRecord(NamedTuple):
    id: str
    article: str
    number: int
    text: str
    sha256: str
    captured_at: str | None = None
    captured_how: str = "imported"
    captured_by: str = ""
    note: str = ""


class LayerRecord(NamedTuple):
    id: str
    version: str
    kind: str
    annotator: str = ""
    name: str = ""
    created_by: str = ""
    created_at: str | None = None


class SpanRecord(NamedTuple):
    """`segments`: [[start, end], …]; `quote`: exact, prefix, suffix."""

    id: str
    version: str
    layer: str
    segments: list[list[int]]
    quote: dict[str, str]
    carried_from: str | None = None
    created_by: str = ""
    created_at: str | None = None


class AttributionRecord(NamedTuple):
    """`source` to `channel` are ids of spans, `speakers` of sources, `antecedent` of a frame or a span,
    `cites` of an article.
    """

    id: str
    version: str
    layer: str
    source: str | None = None
    cue: str | None = None
    contents: list[str] = []
    addressee: str | None = None
    channel: str | None = None
    parent: str | None = None
    speakers: list[str] = []
    resolution: str = ""
    antecedent: str | None = None
    cites: str | None = None
    cue_kind: str = ""
    attitude: str = ""
    quotation: str = ""
    created_by: str = ""
    created_at: str | None = None


class ClaimRecord(NamedTuple):
    """`validity` is that at the time of the corpus, `validity_stated` what somebody stated (see corpus.validity);
    where that is missing, the former was stated.
    """

    id: str
    statement: str
    language: str
    translations: dict[str, str] = {}
    kind: str = ""
    certainty: str = "unspecified"
    polarity: str = "positive"
    workflow: str = "draft"
    validity: str = "open"
    overtaken_by: str | None = None
    happened_at: str | None = None
    horizon: str | None = None
    recheck_at: str | None = None
    validity_stated: str | None = None
    created_by: str = ""
    created_at: str | None = None


class MentionRecord(NamedTuple):
    id: str
    claim: str
    attribution: str | None = None
    span: str | None = None
    polarity: str = "asserts"
    credibility: int | None = None
    created_by: str = ""
    created_at: str | None = None


class ExhibitRecord(NamedTuple):
    """`origin` is a source. The file itself is not part of a corpus; its sum is."""

    id: str
    kind: str
    title: str
    description: str = ""
    url: str = ""
    sha256: str = ""
    size: int | None = None
    media_type: str = ""
    file_name: str = ""
    captured_at: str | None = None
    happened_at: str | None = None
    origin: str | None = None
    created_by: str = ""
    created_at: str | None = None


class CorroborationRecord(NamedTuple):
    """A mention, pinned to its version, or an exhibit bears on a claim."""

    id: str
    claim: str
    mention: str | None = None
    exhibit: str | None = None
    version: str | None = None
    stance: str = "supports"
    decisive: bool = False
    decisive_ground: str = ""
    decisive_reason: str = ""
    interested: bool = False
    bears_from: str | None = None
    state: str = "proposed"
    decided_by: str = ""
    decided_at: str | None = None
    decided_reason: str = ""
    created_by: str = ""
    created_at: str | None = None


class AssessmentRecord(NamedTuple):
    """`supporting` and `refuting`: {"min", "max", "exact"}."""

    id: str
    claim: str
    number: int
    cause: str
    computed: str
    asserted: str = ""
    asserted_by: str = ""
    confirmed_by: str = ""
    reason: str = ""
    supporting: dict[str, Any] = {"min": 0, "max": 0, "exact": True}
    refuting: dict[str, Any] = {"min": 0, "max": 0, "exact": True}
    rule_version: str = ""
    valid_from: str | None = None
    recheck_at: str | None = None
    by: str = ""
    at: str | None = None


class TransitionRecord(NamedTuple):
    """`from_` is called `from` outside: a word that Python keeps to itself."""

    id: str
    claim: str
    from_: str
    to: str
    reason: str = ""
    by: str = ""
    at: str | None = None


class CommentRecord(NamedTuple):
    id: str
    target: str
    target_type: str
    body: str
    resolved: bool = False
    resolved_by: str = ""
    created_by: str = ""
    created_at: str | None = None


class ProgressRecord(NamedTuple):
    """The paragraph of a version that begins at `start`, as a layer has it: looked at or done, by whom and when."""

    id: str
    version: str
    layer: str
    start: int
    state: str
    by: str = ""
    at: str | None = None


class ResemblanceRecord(NamedTuple):
    """`article` is nearly the text of `other`, and what somebody decided of that. Offers that nobody has decided are no
    part of a corpus: they are found anew. `similarity` is 0 to 1, null where a person saw it.
    """

    id: str
    article: str
    other: str
    verdict: str
    similarity: float | None = None
    reason: str = ""
    decided_by: str = ""
    decided_at: str | None = None
    created_by: str = ""
    created_at: str | None = None


class SourceDismissalRecord(NamedTuple):
    """Somebody does not want to be asked again whether these two sources are one. It states nothing of them."""

    id: str
    a: str
    b: str
    reason: str = ""
    created_by: str = ""
    created_at: str | None = None


Record: TypeAlias = (
    SourceRecord
    | SourceRelationRecord
    | ArticleRecord
    | VersionRecord
    | LayerRecord
    | SpanRecord
    | AttributionRecord
    | ClaimRecord
    | MentionRecord
    | ExhibitRecord
    | CorroborationRecord
    | AssessmentRecord
    | TransitionRecord
    | CommentRecord
    | ProgressRecord
    | ResemblanceRecord
    | SourceDismissalRecord
)

CORPUS_TYPES: dict[str, type[Record]] = {
    "source": SourceRecord,
    "source_relation": SourceRelationRecord,
    "article": ArticleRecord,
    "version": VersionRecord,
    "layer": LayerRecord,
    "span": SpanRecord,
    "attribution": AttributionRecord,
    "claim": ClaimRecord,
    "mention": MentionRecord,
    "exhibit": ExhibitRecord,
    "corroboration": CorroborationRecord,
    "assessment": AssessmentRecord,
    "transition": TransitionRecord,
    "comment": CommentRecord,
    "progress": ProgressRecord,
    "resemblance": ResemblanceRecord,
    "source_dismissal": SourceDismissalRecord,
}


def keys_of(record: type[Record]) -> list[str]:
    """The names of a record's fields as the world sees them, in their fixed order."""
    return [name.removesuffix("_") for name in record._fields]
