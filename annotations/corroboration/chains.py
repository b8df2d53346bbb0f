"""The paths from a piece of evidence to its roots: where they lead, what they are worth, and what breaks them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from annotations.corroboration.findings import Path, Why
from annotations.corroboration.identity import Identity
from annotations.corroboration.values import Evidence, Grade, Link

MOST_PATHS = 500
"""Paths of one piece of evidence that are followed one by one; beyond them one way to each root is looked for."""
_WEAKEST_FIRST: tuple[Grade, ...] = ("E", "F", "D", "C", "B", "A")


class Chains:
    """The links of a claim, followed from any piece of evidence; `left_out` tells whether some paths were not."""

    def __init__(
        self,
        links: Mapping[str, Link],
        identity: Identity,
        withdrawn: Mapping[str, datetime | None] | None = None,
    ) -> None:
        self._links = links
        self._identity = identity
        self._withdrawn = withdrawn or {}
        self.left_out = False

    def paths_of(self, evidence: Evidence) -> list[Path]:
        """Every path of `evidence`, judged; the roots are named by their group."""
        found: list[Path] = []
        for keys, closes in self._followed(evidence.start):
            if len(found) == MOST_PATHS:
                self.left_out = True
                return [*found, *self._best(evidence, found)]
            found.append(self._judged(evidence, keys, closes))
        return found

    def _followed(self, start: str) -> Iterator[tuple[tuple[str, ...], bool]]:
        """Yield each way from `start` to its end, and whether that end is a link already passed."""
        waiting: list[tuple[str, ...]] = [(start,)]
        while waiting:
            way = waiting.pop()
            here = self._links.get(way[-1])
            if here is None or not here.cites or way[-1] in way[:-1]:
                yield way, way[-1] in way[:-1]
            else:
                waiting.extend((*way, key) for key in sorted(set(here.cites), reverse=True))

    def _judged(self, evidence: Evidence, keys: tuple[str, ...], closes: bool) -> Path:
        path = Path(evidence.key, keys, None, None, (), "not")
        if closes:
            return replace(path, why="circular", at=keys[-1])
        if keys[-1] not in self._links:
            return replace(path, why="unknown_link", at=keys[-1])
        links = [self._links[key] for key in keys]
        grades: set[Grade | None] = {link.grade for link in links}
        path = replace(
            path,
            root=self._identity.group(links[-1].voice),
            grade=next((grade for grade in _WEAKEST_FIRST if grade in grades), None),
            ungraded=tuple(link.key for link in links if link.grade is None),
        )
        broken = self._broken(evidence, links)
        if broken is not None:
            return replace(path, why=broken[0], at=broken[1])
        if path.grade == "F":
            return replace(path, counts="max_only", why="grade_f", at=_graded(links, "F"))
        return replace(path, counts="fully")

    def _broken(self, evidence: Evidence, links: Sequence[Link]) -> tuple[Why, str] | None:
        """What keeps the path from counting at all, and the link where."""
        for link, cited in pairwise(links):
            if link.at is not None and cited.at is not None and cited.at > link.at:
                return "cites_later", cited.key
        for link in links:
            if evidence.event_at is not None and link.at is not None and link.at < evidence.event_at:
                return "before_event", link.key
        for link in links:
            if link.grade == "E":
                return "grade_e", link.key
        for link in links:
            if self._is_withdrawn(evidence, link):
                return "retracted", link.key
        return None

    def _is_withdrawn(self, evidence: Evidence, link: Link) -> bool:
        """Whether the voice of `link` took back what it had said by the time of this evidence."""
        voice = self._identity.group(link.voice)
        if evidence.stance == "retracts" or voice not in self._withdrawn:
            return False
        until = self._withdrawn[voice]
        said = link.at or evidence.bears_from
        return until is None or said is None or said <= until

    def _best(self, evidence: Evidence, found: Sequence[Path]) -> list[Path]:
        """One more path to each root that is not yet reached as well as it can be, in the order of the roots."""
        reached = {(path.root, path.counts) for path in found}
        more: list[Path] = []
        for allowed, counts in (("ABCD", "fully"), ("ABCDF", "max_only")):
            for keys in self._shortest(evidence, allowed):
                root = self._identity.group(self._links[keys[-1]].voice)
                if not reached & {(root, "fully"), (root, counts)}:
                    more.append(self._judged(evidence, keys, closes=False))
                    reached.add((root, more[-1].counts))
        return more

    def _shortest(self, evidence: Evidence, allowed: str) -> list[tuple[str, ...]]:
        """The shortest way to each root over links of the `allowed` grades that keep the order of time."""
        came: dict[str, str | None] = {}
        ends: list[str] = []
        level: list[tuple[str, str | None]] = [(evidence.start, None)]
        while level:
            following: list[tuple[str, str | None]] = []
            for key, before in level:
                link = self._links.get(key)
                row = [self._links[before]] if before is not None else []
                if key in came or link is None or (link.grade or "A") not in allowed:
                    continue
                if self._broken(evidence, [*row, link]) is not None:
                    continue
                came[key] = before
                ends += [] if link.cites else [key]
                following += [(cited, key) for cited in sorted(set(link.cites))]
            level = following
        return [_traced(came, end) for end in ends]


def _traced(came: Mapping[str, str | None], end: str) -> tuple[str, ...]:
    way = [end]
    while (before := came[way[-1]]) is not None:
        way.append(before)
    return tuple(reversed(way))


def _graded(links: Sequence[Link], grade: Grade) -> str:
    return next(link.key for link in links if link.grade == grade)
