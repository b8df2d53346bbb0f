"""What a reader of a foreign format makes of its file: documents of text, spans and frames, each with its place.

Whatever the format calls its things, they are spans and frames here, named by keys of the format's own (unique within
a layer). `annotations.formats.building` turns them into records.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from annotations.anchoring import Segment
from annotations.errors import DomainError

Fields = dict[str, Any]


@dataclass(slots=True)
class ForeignSpan:
    """`segments` are code points, in any order. `place` says where in the file: a path and a line, say.

    `made` are fields of the record that the file happens to know (id, created_by, created_at, carried_from).
    """

    key: str
    segments: list[Segment]
    place: str = ""
    made: Fields = field(default_factory=dict)


@dataclass(slots=True)
class ForeignFrame:
    """Spans, parent and antecedent by their keys in the layer, speakers by their keys in the document.

    `features`: resolution, cue_kind, attitude, as far as the file knows them. `made` may hold `cites` besides, the id
    of the article that the source repeats: it is none of this file's keys.
    """

    key: str
    place: str = ""
    source: str | None = None
    cue: str | None = None
    contents: list[str] = field(default_factory=list)
    addressee: str | None = None
    channel: str | None = None
    parent: str | None = None
    antecedent: str | None = None
    speakers: list[str] = field(default_factory=list)
    features: Fields = field(default_factory=dict)
    made: Fields = field(default_factory=dict)


@dataclass(slots=True)
class ForeignMention:
    """Ties the frame or span `target` (a key of the layer) to the claim `claim` (a key of the document).

    `features`: polarity, credibility.
    """

    key: str
    claim: str
    target: str
    place: str = ""
    features: Fields = field(default_factory=dict)
    made: Fields = field(default_factory=dict)


@dataclass(slots=True)
class ForeignNote:
    """A remark on a span, frame or mention by its key; on the version where `target` is None, or on the article."""

    key: str
    body: str
    target: str | None = None
    place: str = ""
    on_article: bool = False
    made: Fields = field(default_factory=dict)


@dataclass(slots=True)
class ForeignLayer:
    """`fields` of the record as far as the file knows them: id, kind, annotator, name. None of them: the shared one."""

    fields: Fields = field(default_factory=dict)
    spans: list[ForeignSpan] = field(default_factory=list)
    frames: list[ForeignFrame] = field(default_factory=list)
    mentions: list[ForeignMention] = field(default_factory=list)
    notes: list[ForeignNote] = field(default_factory=list)


@dataclass(slots=True)
class Refused:
    """What a reader could not make anything of, or (with `adjusted`) made something else of, and why."""

    place: str
    error: DomainError
    adjusted: bool = False


@dataclass(slots=True)
class ForeignDocument:
    """A text and all that the file says of it.

    `name` tells it from other documents of the file (two texts of one name are one article only if they are equal).
    `article`, `version`, and the members of `sources` and `claims` (by a key of the format) are fields of the records
    as far as they are known; what is missing is filled in. `error`: the document as a whole is refused.
    """

    name: str
    text: str
    place: str = ""
    article: Fields = field(default_factory=dict)
    version: Fields = field(default_factory=dict)
    layers: list[ForeignLayer] = field(default_factory=list)
    sources: dict[str, Fields] = field(default_factory=dict)
    claims: dict[str, Fields] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)
    error: DomainError | None = None
