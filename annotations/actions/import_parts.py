"""What the planning of an import works with: the rows to write, in whose name, and frames before they are stored."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from annotations.actions.import_report import Refusal
from annotations.corpus import CORPUS_TYPES, VersionRecord


@dataclass(slots=True)
class Frame:
    """As much of a frame as its rules look at; takes the place of an Attribution that is not stored yet."""

    pk: int
    source_id: int | None
    cue_id: int | None
    addressee_id: int | None
    channel_id: int | None
    content_ids: list[int]
    parent: Frame | None = None

    @property
    def spans(self) -> list[int]:
        single = (self.source_id, self.cue_id, self.addressee_id, self.channel_id)
        return [key for key in single if key is not None] + self.content_ids


@dataclass(slots=True)
class Plan:
    """Rows to COPY by type. With refusals nothing of the document is stored."""

    rows: dict[str, list[str]] = field(default_factory=lambda: {noun: [] for noun in CORPUS_TYPES})
    created: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    refusals: list[Refusal] = field(default_factory=list)
    # Article uid to its highest new version, where the article was here: what it is found by has to be told anew.
    indexed: dict[str, VersionRecord] = field(default_factory=dict)
    # Pairs of articles (internal ids) of whose likeness the file brings a verdict: open offers here give way to it.
    decided: list[tuple[int, int]] = field(default_factory=list)
    # What a new article is found by, as a row to COPY.
    searched: str = ""


@dataclass(slots=True)
class Writer:
    """For whom the rows are written, and the time (RFC 3339) of what has none."""

    workspace: int
    username: str
    now: str


class HeldBack(Exception):  # noqa: N818 - no error of this record
    """A record cannot be judged, because one that it needs was refused."""
