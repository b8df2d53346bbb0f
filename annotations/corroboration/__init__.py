"""How many independent voices stand behind a claim: chains, roots, the interval, the state. Pure; knows no Django."""

from annotations.corroboration.findings import (
    Contradiction,
    Counts,
    Decision,
    Difference,
    Interval,
    Judgement,
    Merge,
    Path,
    Root,
    State,
    Voices,
    Why,
)
from annotations.corroboration.identity import find_contradiction
from annotations.corroboration.judging import judge
from annotations.corroboration.states import state_of
from annotations.corroboration.values import (
    Case,
    DecisiveReason,
    Evidence,
    Grade,
    Link,
    Stance,
    Statement,
    Voice,
    VoiceKind,
)
from annotations.corroboration.version import RULE_VERSION

__all__ = [
    "RULE_VERSION",
    "Case",
    "Contradiction",
    "Counts",
    "Decision",
    "DecisiveReason",
    "Difference",
    "Evidence",
    "Grade",
    "Interval",
    "Judgement",
    "Link",
    "Merge",
    "Path",
    "Root",
    "Stance",
    "State",
    "Statement",
    "Voice",
    "VoiceKind",
    "Voices",
    "Why",
    "find_contradiction",
    "judge",
    "state_of",
]
