"""The worked case of the design, report by report."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from annotations.corroboration import Case, Evidence, Interval, Link, Statement, Voice, VoiceKind, judge

CASE = json.loads((Path(__file__).parent / "independence.json").read_text())
STEPS = CASE["steps"]
KINDS: dict[str, VoiceKind] = {"u3": "unknown_origin", "gov": "named_organisation"}


def told(steps: int) -> Case:
    """What is known after the first reports; who cites whom is known of all."""
    voices = [Voice(key, KINDS.get(key, "anonymous_person")) for key in CASE["sources"]]
    voices += [Voice(one["outlet"], "outlet") for one in STEPS]
    links = [Link(key, key) for key in CASE["sources"]]
    links += [Link(one["outlet"], one["outlet"], tuple(one["cites"]), at=time_of(one["time"])) for one in STEPS]
    evidence = [
        Evidence(
            str(number),
            one["stance"],
            one["outlet"],
            bears_from=time_of(one["time"]),
            decisive="competent_party" if one["stance"] == "refutes" else None,
            interested=one["stance"] == "refutes",
        )
        for number, one in enumerate(STEPS[:steps])
    ]
    distinct = [Statement(f"{a}-{b}", "distinct", a, b) for a, b in CASE["distinct"]]
    return Case(tuple(evidence), tuple(links), tuple(voices), tuple(distinct))


def time_of(words: str) -> datetime:
    return datetime.fromisoformat(words)


@pytest.mark.parametrize("number", range(len(STEPS)), ids=[one["outlet"] for one in STEPS])
def test_each_step(number):
    found, expected = judge(told(number + 1)), STEPS[number]
    assert found.supporting == Interval(*expected["S"])
    assert found.refuting == Interval(*expected["R"])
    assert found.state.replace("_", " ") == expected["state"]


def test_as_of_a_time():
    expected = CASE["as_of"]
    found = judge(told(len(STEPS)), valid_at=time_of(expected["valid_at"]))
    assert found.supporting == Interval(*expected["S"])
    assert found.refuting == Interval(0, 0)
    assert found.state.replace("_", " ") == expected["state"]


def test_outlets_are_not_voices():
    supporting = [one["outlet"] for one in STEPS if one["stance"] == "supports"]
    assert len(set(supporting)) == CASE["naive_outlet_count_after_last_supporting_step"]
    assert judge(told(len(STEPS))).supporting.max < len(set(supporting))


def test_the_reasons():
    found = judge(told(len(STEPS)))
    supports = found.stances["supports"]
    assert {(path.links[0], path.at) for path in supports.circular} == {("P", "P"), ("Q", "Q")}
    assert {path.links for path in supports.paths if path.root == "r1"} == {
        ("AFP", "r1"),
        ("Al Arabiya", "AFP", "r1"),
    }
    assert [(one.a, one.b, one.why) for one in supports.differences] == [
        ("r1", "r5", "stated"),
        ("r4a", "r4b", "stated"),
        ("r4a", "r5", "stated"),
        ("r4b", "r5", "stated"),
    ]
    assert [root.key for root in supports.roots if root.unknown] == ["u3"]
    assert [(one.holds, one.why_not) for one in found.decisions] == [(False, "interested_denial")]
