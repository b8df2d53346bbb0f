"""What the rule answers: the intervals, the reasons for every part of them, and the state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from annotations.corroboration.values import Grade, Stance, Statement

Counts = Literal["fully", "max_only", "not"]
Why = Literal[
    "circular",  # the chain comes back to a link that it passed
    "unknown_link",  # the chain leads to something that nobody here knows
    "grade_e",
    "grade_f",
    "retracted",  # a link of it withdrew what it had said
    "cites_later",  # a link cites one that is later than itself
    "before_event",  # it is earlier than the event that it attests
    "not_yet",  # it did not bear on the claim by then
    "undated",  # nobody knows whether it bore on the claim by then
]
State = Literal[
    "retracted", "confirmed", "refuted", "disputed", "corroborated", "single_source", "unverified", "unverifiable"
]


@dataclass(frozen=True, slots=True)
class Interval:
    """At least `min` and at most `max` voices. Where not `exact`, `min` is a proven bound: there may be more."""

    min: int
    max: int
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Path:
    """One way from a piece of evidence to a root. `links` are keys, the evidence's start first.

    `root` is the key of its `Root`, None where it has none. `grade` is the weakest that anybody gave on the way,
    `ungraded` are the links that nobody graded. `at` names the link that keeps it from counting, if one does.
    """

    evidence: str
    links: tuple[str, ...]
    root: str | None
    grade: Grade | None
    ungraded: tuple[str, ...]
    counts: Counts
    why: Why | None = None
    at: str | None = None


@dataclass(frozen=True, slots=True)
class Merge:
    """Two voices that are one root: by an editor's statement (its key), or as official voices of one institution."""

    a: str
    b: str
    why: Literal["stated", "institution"]
    by: str


@dataclass(frozen=True, slots=True)
class Root:
    """One voice at the end of the paths: the sources that it stands for, why they are one, how many people it is.

    `counts` tells whether it counts for both ends of the interval, towards the maximum only, or (all its paths fail)
    not at all.
    """

    key: str
    voices: tuple[str, ...]
    merges: tuple[Merge, ...]
    people: int
    counts: Counts
    unknown: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """Two roots that are provably different people or institutions. `by` is the statement's key where one says so.

    `voices` are the two members of the roots that prove it.
    """

    a: str
    b: str
    why: Literal["stated", "named", "affiliation"]
    voices: tuple[str, str]
    by: str = ""


@dataclass(frozen=True, slots=True)
class Voices:
    """The voices behind one stance, and the reasons. Of many differences only the first are listed."""

    interval: Interval
    paths: tuple[Path, ...]
    roots: tuple[Root, ...]
    differences: tuple[Difference, ...]
    differences_in_all: int
    paths_left_out: bool

    @property
    def circular(self) -> tuple[Path, ...]:
        """The paths that come back to themselves."""
        return tuple(path for path in self.paths if path.why == "circular")


@dataclass(frozen=True, slots=True)
class Decision:
    """A piece of evidence that an editor called decisive, and whether it is. `why_not` says what keeps it from that."""

    evidence: str
    holds: bool
    why_not: Literal["", "does_not_count", "interested_denial", "not_on_record"] = ""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A statement that cannot stand beside the `old` one. `through` are the merges that lead from one to the other.

    `old` is None where the two are one by their institution alone, or are the same voice.
    """

    new: Statement
    old: Statement | None
    through: tuple[Merge, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """The state of a claim and everything it rests on. `stances` holds each stance that has evidence.

    `void` are statements of difference between voices that are one root all the same: they prove nothing.
    """

    state: State
    supporting: Interval
    refuting: Interval
    stances: Mapping[Stance, Voices]
    decisions: tuple[Decision, ...]
    void: tuple[Statement, ...]
    rule_version: str
