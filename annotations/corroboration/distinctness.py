"""Which roots are provably different, and how many people they are at least."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from annotations.corroboration.colouring import bits
from annotations.corroboration.findings import Difference
from annotations.corroboration.identity import Identity
from annotations.corroboration.values import Case, Statement, Voice, VoiceKind

MOST_DIFFERENCES = 500
"""Differences that are listed; the others are only counted."""
_NAMED: dict[VoiceKind, str] = {
    "named_person": "person",
    "named_organisation": "institution",
    "named_group": "institution",
    "newsroom": "institution",
    "state": "state",
}
# An outlet in whose own words a report ends is a voice, but its name does not prove that nobody told it; a state that
# is spoken of as a person may speak through any of its people and institutions.


class Distinctness:
    """The graph over some roots: vertex i is the root named `groups[i]`."""

    def __init__(self, case: Case, identity: Identity, groups: Sequence[str]) -> None:
        self._identity = identity
        self.groups = groups
        self._place = {group: place for place, group in enumerate(groups)}
        self._members = self._voices_here(case.voices)
        self.neighbours = [0] * len(groups)
        self._statements = self._between(case.statements)
        self._alike = _both_ways(case.alike)
        self._incompatible = _both_ways(case.incompatible)
        for one in self._statements:
            self._join(self._at(one.a), self._at(one.b))
        self._join_named()
        self._join_incompatible()

    def _voices_here(self, voices: Iterable[Voice]) -> list[list[Voice]]:
        members: list[list[Voice]] = [[] for _ in self.groups]
        for voice in sorted(voices, key=lambda one: one.key):
            place = self._place.get(self._identity.group(voice.key))
            if place is not None:
                members[place].append(voice)
        return members

    def _at(self, voice: str) -> int:
        return self._place[self._identity.group(voice)]

    def _between(self, statements: Iterable[Statement]) -> list[Statement]:
        """The statements of difference between two of the roots."""
        here = []
        for one in statements:
            a, b = self._identity.group(one.a), self._identity.group(one.b)
            if one.kind == "distinct" and a != b and a in self._place and b in self._place:
                here.append(one)
        return sorted(here, key=lambda one: one.key)

    def _join(self, a: int, b: int) -> None:
        if a != b:
            self.neighbours[a] |= 1 << b
            self.neighbours[b] |= 1 << a

    def _join_named(self) -> None:
        """Named people differ from one another by their names, institutions likewise, unless the names may be one."""
        of_class: dict[tuple[str, str], int] = {}
        for place, members in enumerate(self._members):
            for voice in members:
                if voice.kind in _NAMED:
                    of_class[_name_class(voice)] = of_class.get(_name_class(voice), 0) | 1 << place
        unsure = self._unsure()
        for alike in of_class.values():
            for place in bits(alike):
                self.neighbours[place] |= alike & ~(1 << place) & ~unsure.get(place, 0)

    def _unsure(self) -> dict[int, int]:
        """For each root those that no name tells from it, because each pair of names may be two spellings of one."""
        unsure: dict[int, int] = {}
        for one, other in self._alike:
            if self._identity.group(one) in self._place and self._identity.group(other) in self._place:
                a, b = self._at(one), self._at(other)
                if self._named_pair(a, b) is None:
                    unsure[a] = unsure.get(a, 0) | 1 << b
        return unsure

    def _named_pair(self, a: int, b: int) -> tuple[str, str] | None:
        """Two sources of these roots whose names prove that they differ."""
        for mine in self._members[a]:
            for theirs in self._members[b]:
                named = mine.kind in _NAMED and theirs.kind in _NAMED and _name_class(mine) == _name_class(theirs)
                if named and (mine.key, theirs.key) not in self._alike:
                    return mine.key, theirs.key
        return None

    def _join_incompatible(self) -> None:
        of_affiliation: dict[str, int] = {}
        for place, members in enumerate(self._members):
            for voice in members:
                if voice.affiliation:
                    of_affiliation[voice.affiliation] = of_affiliation.get(voice.affiliation, 0) | 1 << place
        for one, other in self._incompatible:
            for place in bits(of_affiliation.get(one, 0)):
                self.neighbours[place] |= of_affiliation.get(other, 0) & ~(1 << place)

    def differences(self) -> tuple[tuple[Difference, ...], int]:
        """The first differences, each with its reason, and the number of all."""
        stated: dict[tuple[int, int], Statement] = {}
        for one in self._statements:
            a, b = sorted((self._at(one.a), self._at(one.b)))
            stated.setdefault((a, b), one)
        count = sum(mask.bit_count() for mask in self.neighbours) // 2
        listed = (self._difference(a, b, stated.get((a, b))) for a, b in self._edges())
        return tuple(islice(listed, MOST_DIFFERENCES)), count

    def _edges(self) -> Iterator[tuple[int, int]]:
        for a, mask in enumerate(self.neighbours):
            for b in bits(mask >> (a + 1)):
                yield a, a + 1 + b

    def _difference(self, a: int, b: int, stated: Statement | None) -> Difference:
        one, other = self.groups[a], self.groups[b]
        if stated is not None:
            ordered = (stated.a, stated.b) if self._at(stated.a) == a else (stated.b, stated.a)
            return Difference(one, other, "stated", ordered, stated.key)
        named = self._named_pair(a, b)
        if named is not None:
            return Difference(one, other, "named", named)
        pair = next(
            (mine.key, theirs.key)
            for mine in self._members[a]
            for theirs in self._members[b]
            if (mine.affiliation, theirs.affiliation) in self._incompatible
        )
        return Difference(one, other, "affiliation", pair)


def _name_class(voice: Voice) -> tuple[str, str]:
    """Within which kind names prove a difference; for institutions, only within one script."""
    kind = _NAMED[voice.kind]
    return kind, "" if kind == "person" else voice.script


def _both_ways(pairs: Iterable[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    return frozenset((a, b) for pair in pairs for a, b in (pair, pair[::-1]))
