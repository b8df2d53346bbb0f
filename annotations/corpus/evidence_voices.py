"""Who speaks behind the evidence: the registry's sources, outlets and wires by their names, and unknown origins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, NamedTuple, cast

from annotations.corpus.evidence_rows import ArticleRow, EvidenceRows, ExhibitRow, SourceRow
from annotations.corroboration import Statement, Voice, VoiceKind
from annotations.text import fold_plain, may_be_one_name, name_keys, script_of
from annotations.vocabulary import SourceKind

NEWSROOM = "newsroom"
_NAMED = (SourceKind.NAMED_PERSON, SourceKind.NAMED_ORGANISATION, SourceKind.NAMED_GROUP, SourceKind.STATE)
_COUNTED = (
    SourceKind.ANONYMOUS_GROUP, SourceKind.NAMED_GROUP, SourceKind.MIXED_GROUP, SourceKind.UNNAMED_GROUP,
)  # fmt: skip


class Told(NamedTuple):
    """What the rule is told of the voices of one case, and the words for each."""

    voices: tuple[Voice, ...]
    statements: tuple[Statement, ...]
    alike: frozenset[tuple[str, str]]
    names: dict[str, str]


@dataclass(slots=True)
class Speakers:
    """Voices by key, made as chains name them. One for all claims that are read together."""

    rows: EvidenceRows
    voices: dict[str, Voice] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    group: dict[str, str] = field(default_factory=dict)
    statements: dict[str, list[Statement]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        uids = {row.id: str(row.uid) for row in self._registered()}
        told = [
            Statement(str(one.uid), "same" if one.kind == "same" else "distinct", uids[one.a_id], uids[one.b_id])
            for one in self.rows.relations
            if one.a_id in uids and one.b_id in uids
        ]
        for one in told:
            if one.kind == "same":
                self.group[max(self._top(one.a), self._top(one.b))] = min(self._top(one.a), self._top(one.b))
        for one in told:
            for group in {self._top(one.a), self._top(one.b)}:
                self.statements[group].append(one)

    def _registered(self) -> Iterable[SourceRow]:
        yield from self.rows.sources.values()
        yield from self.rows.outlets.values()
        yield from self.rows.institutions.values()

    def _top(self, key: str) -> str:
        while self.group.get(key, key) != key:
            key = self.group[key]
        return key

    def _voice(self, key: str, kind: str, name: str, **more: Any) -> str:
        if key not in self.voices:
            self.voices[key] = Voice(key, cast("VoiceKind", kind), **more)
            self.names[key] = name
        return key

    def source(self, row: SourceRow) -> str:
        """The key of the registry's source."""
        count = row.stated_count if row.stated_count and row.kind in _COUNTED else 1
        return self._voice(
            str(row.uid), row.kind, row.name or row.descriptor, count=count, institution=self._institution(row),
            affiliation=fold_plain(row.affiliation), script=script_of(row.name),
        )  # fmt: skip

    def _institution(self, row: SourceRow) -> str:
        """Whose official voice this is: a named person's, on record, that of the institution that they belong to."""
        if row.kind in (SourceKind.NAMED_ORGANISATION, SourceKind.STATE):
            return str(row.uid)
        if row.kind != SourceKind.NAMED_PERSON or not row.affiliation.strip():
            return ""
        body = self.rows.institutions.get(fold_plain(row.affiliation))
        return str(body.uid) if body is not None else f"institution/{fold_plain(row.affiliation)}"

    def outlet(self, article: ArticleRow) -> tuple[str, SourceRow | None]:
        """The key of the article's outlet, and its record in the registry."""
        if not article.outlet.strip():
            return self._voice(f"outlet-of/{article.uid}", SourceKind.OUTLET, article.title), None
        return self._by_name(article.outlet)

    def wire(self, article: ArticleRow) -> tuple[str, SourceRow | None] | None:
        """As `outlet`, of the wire that the article credits; None where it credits none but its own outlet."""
        if not article.credited_wire.strip():
            return None
        wire = self._by_name(article.credited_wire)
        return None if wire[0] == self.outlet(article)[0] else wire

    def _by_name(self, name: str) -> tuple[str, SourceRow | None]:
        row = self.rows.outlets.get(fold_plain(name))
        if row is not None:
            return self.source(row), row
        return self._voice(f"outlet/{fold_plain(name)}", SourceKind.OUTLET, name), None

    def unknown(self, key: str) -> str:
        """Somebody whom nobody knows, different from nobody."""
        return self._voice(f"unknown/{key}", "unknown_origin", "")

    def newsroom(self) -> str:
        return self._voice(NEWSROOM, SourceKind.NEWSROOM, "")

    def document(self, key: str, exhibit: ExhibitRow) -> str:
        """An exhibit of which nobody said where it comes from speaks for itself."""
        return self._voice(key, SourceKind.DOCUMENT, exhibit.title)

    def told_by(self, keys: Iterable[str]) -> Told:
        """Everything that the rule must know of these voices."""
        own = sorted(set(keys))
        voices = tuple(self.voices[key] for key in own)
        reached = {self._top(key) for voice in voices for key in (voice.key, voice.institution) if key}
        statements = {
            one.key: one
            for group in reached
            for one in self.statements.get(group, ())
            if self._top(one.a) in reached and self._top(one.b) in reached
        }
        decided = {(one.a, one.b) for one in statements.values()} | {(one.b, one.a) for one in statements.values()}
        named = [voice for voice in voices if voice.kind in _NAMED]
        alike = frozenset(pair for pair in _alike(named, self.names) if pair not in decided)
        return Told(
            voices, tuple(statements[key] for key in sorted(statements)), alike, {key: self.names[key] for key in own}
        )


def _alike(named: Iterable[Voice], names: dict[str, str]) -> Iterable[tuple[str, str]]:
    """Pairs of these whose names may be two spellings of one."""
    under: dict[str, list[str]] = defaultdict(list)
    for voice in named:
        for key in name_keys(names[voice.key]):
            under[key].append(voice.key)
    seen: set[tuple[str, str]] = set()
    for keys in under.values():
        seen.update(combinations(sorted(set(keys)), 2))
    return (pair for pair in sorted(seen) if may_be_one_name(names[pair[0]], names[pair[1]]))
