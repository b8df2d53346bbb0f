"""What the rule is told of a claim: who said what, on whose word, and which of them are known to be who.

All keys are the caller's (public ids, say): the rule compares them and hands them back. Times are aware.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Stance = Literal["supports", "refutes", "qualifies", "updates", "corrects", "retracts"]
Grade = Literal["A", "B", "C", "D", "E", "F"]
"""Admiralty code of a source: A to D as they are, E unreliable, F cannot be judged."""
VoiceKind = Literal[
    "named_person",
    "named_organisation",
    "state",
    "anonymous_person",
    "anonymous_group",
    "named_group",
    "mixed_group",
    "unnamed_group",
    "document",
    "social_media_post",
    "outlet",
    "newsroom",
    "unknown_origin",
]
"""The kinds of the registry, and the unknown origin of a near-copy without credit."""
DecisiveReason = Literal["competent_party", "authenticated_document", "own_witness"]


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who speaks: a source of the registry, an outlet, or an unknown origin.

    `count` is the number of people that is stated explicitly ("two officials": 2); a bare plural stays 1.
    `institution` is the key of the institution whose official voice this is, on record, or "". It need not be a
    voice itself. `affiliation` is compared with `Case.incompatible` alone. `script` is the writing of the name
    ("Arab", "Latn"): names of institutions in two scripts may be translations of one another.
    """

    key: str
    kind: VoiceKind
    count: int = 1
    institution: str = ""
    affiliation: str = ""
    script: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """One place on the way from the claim to a root: an article, a wire, a speaker as somebody quotes them, an exhibit.

    `voice` says who speaks there (of an article, its outlet). `cites` are the links on whose word it rests; a link that
    cites nothing is a root, and one that cites a key which is no link leads to an origin that nobody knows, which
    counts nothing. `at` is when it was published or said; `grade` is its voice's, or None where nobody has graded it.
    """

    key: str
    voice: str
    cites: tuple[str, ...] = ()
    grade: Grade | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """An accepted corroboration. It rests on the link `start`, and bears on the claim from `bears_from` on.

    `event_at` is when the thing that it attests happened, None where that is unknown or still to come (a threat, a
    prediction). `interested`: the party that speaks has an interest in the answer. A `retracts` withdraws whatever its
    root had said or passed on until then.
    """

    key: str
    stance: Stance
    start: str
    bears_from: datetime | None = None
    event_at: datetime | None = None
    decisive: DecisiveReason | None = None
    interested: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """An editor's word that two voices are the same, or provably different people. `key` names the statement."""

    key: str
    kind: Literal["same", "distinct"]
    a: str
    b: str


@dataclass(frozen=True, slots=True)
class Case:
    """All that is known of one claim. The order of none of these matters.

    `statements` holds every statement in force that hangs together with the voices, also through voices that do not
    speak on this claim (A same as X, X same as B). `alike` are pairs of named voices whose names may be two spellings
    of one, which no editor has decided on: they are not different by their names. `incompatible` are pairs of
    affiliations that nobody has at once.
    """

    evidence: tuple[Evidence, ...]
    links: tuple[Link, ...]
    voices: tuple[Voice, ...]
    statements: tuple[Statement, ...] = ()
    alike: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    incompatible: frozenset[tuple[str, str]] = field(default_factory=frozenset)
