"""Which voices are one: merging by statements and by institution, and statements that contradict each other."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence

from annotations.corroboration.findings import Contradiction, Merge
from annotations.corroboration.values import Statement, Voice


class Identity:
    """The voices in groups of one root each. A group is named by its smallest key."""

    def __init__(self, merges: Iterable[Merge]) -> None:
        self._above: dict[str, str] = {}
        self._next: dict[str, list[tuple[str, Merge]]] = {}
        for merge in merges:
            self._next.setdefault(merge.a, []).append((merge.b, merge))
            self._next.setdefault(merge.b, []).append((merge.a, merge))
            high, low = sorted((self.group(merge.a), self.group(merge.b)), reverse=True)
            if high != low:
                self._above[high] = low

    def group(self, voice: str) -> str:
        """The name of the group in which `voice` is."""
        top = voice
        while top in self._above:
            top = self._above[top]
        while voice != top:  # the next one finds it at once
            self._above[voice], voice = top, self._above[voice]
        return top

    def way(self, a: str, b: str) -> tuple[Merge, ...]:
        """The shortest row of merges that makes `a` and `b` one; empty where they are the same key or not one."""
        came: dict[str, tuple[str, Merge] | None] = {a: None}
        waiting = deque([a])
        while waiting and b not in came:
            here = waiting.popleft()
            for there, merge in self._next.get(here, ()):
                if there not in came:
                    came[there] = (here, merge)
                    waiting.append(there)
        row: list[Merge] = []
        step = came.get(b)
        while step is not None:
            row.append(step[1])
            step = came[step[0]]
        return tuple(reversed(row))


def merges_of(statements: Iterable[Statement], voices: Iterable[Voice] = ()) -> list[Merge]:
    """Every reason for which two voices are one, in a fixed order."""
    stated = [
        Merge(min(one.a, one.b), max(one.a, one.b), "stated", one.key) for one in statements if one.kind == "same"
    ]
    official = [
        Merge(voice.key, voice.institution, "institution", voice.institution)
        for voice in voices
        if voice.institution and voice.institution != voice.key
    ]
    return sorted((*stated, *official), key=lambda merge: (merge.a, merge.b, merge.why, merge.by))


def find_contradiction(
    standing: Sequence[Statement], new: Statement, voices: Iterable[Voice] = ()
) -> Contradiction | None:
    """Return the statement in `standing` that `new` contradicts, also through others, or None.

    Two voices that are the same, by however many statements, or as official voices of one institution (`voices`),
    cannot be stated different; and what makes two voices one must not join two that are stated different. Among
    several, the one with the smallest key is named.
    """
    merges = merges_of(standing, voices)
    before = Identity(merges)
    a, b = before.group(new.a), before.group(new.b)
    if new.kind == "distinct":
        return _denied_by_sameness(standing, new, before.way(new.a, new.b)) if a == b else None
    for one in sorted(standing, key=lambda one: one.key):
        if one.kind == "distinct" and a != b and {before.group(one.a), before.group(one.b)} == {a, b}:
            after = Identity([*merges, *merges_of([new])])
            return Contradiction(new, one, after.way(one.a, one.b))
    return None


def _denied_by_sameness(standing: Sequence[Statement], new: Statement, through: tuple[Merge, ...]) -> Contradiction:
    by_key = {one.key: one for one in standing}
    stated = [by_key[merge.by] for merge in through if merge.why == "stated"]
    return Contradiction(new, stated[0] if stated else None, through)
