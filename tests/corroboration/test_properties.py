"""What holds of every case: more knowledge never widens an interval, order and circles change nothing."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.corroboration import Evidence, Link, Voice, find_contradiction, judge
from tests.corroboration.strategies import DAY, cases, statements

FEW = settings(max_examples=80, deadline=None)
# A name proves a difference, but an editor may know better; and a withdrawal reaches whoever is the same.
PLAIN = ("anonymous_person", "anonymous_group", "unknown_origin", "document")


def width(interval):
    return interval.max - interval.min


@FEW
@given(cases(kinds=PLAIN), st.data())
def test_a_fact_of_sameness_or_difference_narrows(case, data):
    """The minimum never falls and the maximum never rises."""
    keys = sorted(voice.key for voice in case.voices if voice.key.startswith("v"))
    for drawn in data.draw(statements(keys, most=3)):
        new = replace(drawn, key=f"new-{drawn.key}")
        if find_contradiction(case.statements, new, case.voices) is not None:
            continue
        before, case = judge(case), replace(case, statements=(*case.statements, new))
        after = judge(case)
        for side in ("supporting", "refuting"):
            assert getattr(after, side).min >= getattr(before, side).min
            assert getattr(after, side).max <= getattr(before, side).max


@FEW
@given(cases(stances=("supports", "refutes", "retracts")), st.data())
def test_no_statement_widens_even_against_a_name_or_after_a_withdrawal(case, data):
    keys = sorted(voice.key for voice in case.voices)
    for drawn in data.draw(statements(keys, most=3)):
        new = replace(drawn, key=f"new-{drawn.key}")
        if find_contradiction(case.statements, new, case.voices) is not None:
            continue
        before, case = judge(case), replace(case, statements=(*case.statements, new))
        after = judge(case)
        assert width(after.supporting) <= width(before.supporting)
        assert width(after.refuting) <= width(before.refuting)


@FEW
@given(cases(stances=("supports", "refutes", "qualifies", "retracts")), st.randoms(use_true_random=False))
def test_order_does_not_matter(case, random):
    def shuffled(row):
        return tuple(random.sample(row, len(row)))

    links = tuple(replace(link, cites=shuffled(link.cites)) for link in shuffled(case.links))
    mixed = replace(
        case,
        evidence=shuffled(case.evidence),
        links=links,
        voices=shuffled(case.voices),
        statements=tuple(replace(one, a=one.b, b=one.a) for one in shuffled(case.statements)),
    )
    one, other = judge(case), judge(mixed)
    assert (one.state, one.supporting, one.refuting) == (other.state, other.supporting, other.refuting)
    assert one.decisions == other.decisions
    for stance, voices in one.stances.items():
        assert voices.paths == other.stances[stance].paths
        assert [root.voices for root in voices.roots] == [root.voices for root in other.stances[stance].roots]


@FEW
@given(cases(), st.sampled_from(["supports", "refutes"]), st.integers(1, 4))
def test_a_circle_changes_nothing(case, stance, length):
    ring = [f"c{number}" for number in range(length)]
    links = tuple(Link(key, key, (ring[(place + 1) % length],)) for place, key in enumerate(ring))
    wider = replace(
        case,
        evidence=(*case.evidence, *(Evidence(f"e-{key}", stance, key, bears_from=DAY) for key in ring)),
        links=(*case.links, *links),
        voices=(*case.voices, *(Voice(key, "outlet") for key in ring)),
    )
    before, after = judge(case), judge(wider)
    assert (before.state, before.supporting, before.refuting) == (after.state, after.supporting, after.refuting)
    assert {path.evidence for path in after.stances[stance].circular} >= {f"e-{key}" for key in ring}


@FEW
@given(cases())
def test_every_interval_is_one_and_every_number_has_its_reasons(case):
    found = judge(case)
    for voices in found.stances.values():
        interval = voices.interval
        assert 0 <= interval.min <= interval.max
        assert interval.exact
        assert interval.max == sum(root.people for root in voices.roots if root.counts != "not")
        assert {path.root for path in voices.paths if path.counts == "fully"} == {
            root.key for root in voices.roots if root.counts == "fully"
        }
        assert all((path.counts == "fully") == (path.why is None) for path in voices.paths)
        assert all(path.at in path.links for path in voices.paths if path.why)


@FEW
@given(cases(stances=("supports", "refutes")))
def test_more_evidence_never_takes_a_voice_away(case):
    fewer = replace(case, evidence=case.evidence[1:])
    before, after = judge(fewer), judge(case)
    for side in ("supporting", "refuting"):
        assert getattr(after, side).min >= getattr(before, side).min
        assert getattr(after, side).max >= getattr(before, side).max
