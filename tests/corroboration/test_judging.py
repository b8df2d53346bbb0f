"""What counts, what does not, and why: grades, time, withdrawals, numbers, names, institutions, what is decisive."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from annotations.corroboration import (
    Case,
    Evidence,
    Grade,
    Interval,
    Judgement,
    Link,
    Statement,
    Voice,
    VoiceKind,
    judge,
)
from annotations.corroboration.chains import MOST_PATHS
from annotations.corroboration.distinctness import MOST_DIFFERENCES
from tests.effort import effort

NOON = datetime(2020, 9, 27, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def reported(*voices, statements=(), stance="supports", **more):
    """Each of the voices is quoted by an outlet of its own."""
    links = [Link(voice.key, voice.key) for voice in voices]
    links += [Link(f"by-{voice.key}", f"by-{voice.key}", (voice.key,)) for voice in voices]
    evidence = [Evidence(f"e-{voice.key}", stance, f"by-{voice.key}", bears_from=NOON) for voice in voices]
    return Case(tuple(evidence), tuple(links), voices, tuple(statements), **more)


def official(key, **known):
    return Voice(key, "anonymous_person", **known)


def chain(*links, evidence=None, voices=(), **more):
    evidence = evidence or [Evidence("e", "supports", links[0].key, bears_from=NOON)]
    return Case(tuple(evidence), links, voices or tuple(Voice(link.voice, "outlet") for link in links), **more)


def only_path(case, stance="supports", **at):
    (path,) = judge(case, **at).stances[stance].paths
    return path


@pytest.mark.parametrize(
    ("grades", "grade", "counts", "why", "interval"),
    [
        (("A", "D"), "D", "fully", None, Interval(1, 1)),
        (("A", None), "A", "fully", None, Interval(1, 1)),
        ((None, None), None, "fully", None, Interval(1, 1)),
        (("A", "F"), "F", "max_only", "grade_f", Interval(0, 1)),
        (("F", "E"), "E", "not", "grade_e", Interval(0, 0)),
        (("E", "A"), "E", "not", "grade_e", Interval(0, 0)),
    ],
)
def test_a_path_is_as_good_as_its_weakest_link(grades, grade, counts, why, interval):
    case = chain(Link("o", "o", ("s",), grade=grades[0]), Link("s", "s", grade=grades[1]))
    path = only_path(case)
    assert (path.grade, path.counts, path.why) == (grade, counts, why)
    assert path.ungraded == tuple(key for key, one in zip("os", grades, strict=True) if one is None)
    assert judge(case).supporting == interval


def test_a_better_way_to_the_same_root_counts():
    links = (Link("bad", "bad", ("s",), grade="F"), Link("good", "good", ("s",), grade="B"), Link("s", "s"))
    evidence = [Evidence(key, "supports", key) for key in ("bad", "good")]
    assert judge(chain(*links, evidence=evidence)).supporting == Interval(1, 1)
    assert judge(chain(*links, evidence=evidence[:1])).supporting == Interval(0, 1)


def test_what_nobody_can_judge_is_a_single_source_and_disputes():
    weak = chain(Link("s", "s", grade="F"))
    assert judge(weak).state == "single_source"
    case = Case(
        (*weak.evidence, Evidence("d", "refutes", "d")),
        (*weak.links, Link("d", "d")),
        (*weak.voices, Voice("d", "state")),
    )
    assert judge(case).state == "disputed"


def test_a_cited_item_is_no_later_than_what_cites_it():
    early, late = Link("o", "o", ("s",), at=NOON), Link("s", "s", at=NOON + HOUR)
    path = only_path(chain(early, late))
    assert (path.counts, path.why, path.at) == ("not", "cites_later", "s")
    assert only_path(chain(early, Link("s", "s", at=NOON))).counts == "fully"
    assert only_path(chain(early, Link("s", "s"))).counts == "fully"


def test_evidence_is_no_earlier_than_its_event():
    evidence = [Evidence("e", "supports", "o", bears_from=NOON, event_at=NOON)]
    path = only_path(chain(Link("o", "o", at=NOON - HOUR), evidence=evidence))
    assert (path.why, path.at) == ("before_event", "o")
    assert only_path(chain(Link("o", "o", at=NOON), evidence=evidence)).counts == "fully"


def test_valid_at():
    dated = chain(Link("o", "o"))
    assert only_path(dated, valid_at=NOON).counts == "fully"
    assert only_path(dated, valid_at=NOON - HOUR).why == "not_yet"
    undated = chain(Link("o", "o"), evidence=[Evidence("e", "supports", "o")])
    assert only_path(undated, valid_at=NOON).why == "undated"
    assert only_path(undated).counts == "fully"


def test_an_origin_that_is_not_here_counts_nothing():
    path = only_path(chain(Link("o", "o", ("gone",))))
    assert (path.why, path.at, path.root) == ("unknown_link", "gone", None)
    assert judge(chain(Link("o", "o", ("gone",)))).state == "unverified"


def withdrawal(by, at, *links):
    evidence = [
        Evidence("e", "supports", links[0].key, bears_from=NOON),
        Evidence("w", "retracts", f"w-{by}", bears_from=at),
    ]
    return chain(*links, Link(f"w-{by}", by, at=at), evidence=evidence)


@pytest.mark.parametrize("by", ["agency", "s"])
def test_whoever_stands_on_the_way_can_withdraw(by):
    links = (Link("o", "outlet", ("a",), at=NOON), Link("a", "agency", ("s",), at=NOON), Link("s", "s", at=NOON))
    found = judge(withdrawal(by, NOON + HOUR, *links))
    assert found.state == "retracted"
    assert found.supporting == Interval(0, 0)
    (path,) = found.stances["supports"].paths
    assert path.why == "retracted"


def test_a_withdrawal_reaches_what_was_said_before_it_and_nobody_else():
    links = (Link("o", "outlet", ("s",), at=NOON), Link("s", "s", at=NOON))
    assert judge(withdrawal("s", NOON - HOUR, *links)).state == "single_source"
    assert judge(withdrawal("other", NOON + HOUR, *links)).state == "single_source"
    assert judge(withdrawal("s", NOON + HOUR, *links), valid_at=NOON).state == "single_source"


def test_no_other_root_remains():
    case = withdrawal("s", NOON + HOUR, Link("s", "s", at=NOON))
    other = Case(
        (*case.evidence, Evidence("x", "supports", "x", bears_from=NOON)),
        (*case.links, Link("x", "x")),
        (*case.voices, Voice("x", "anonymous_person")),
    )
    assert judge(other).state == "single_source"
    assert judge(other).supporting == Interval(1, 1)


def test_a_stated_number_is_so_many_people_and_a_plural_is_not():
    assert judge(reported(Voice("two", "anonymous_group", count=2))).supporting == Interval(2, 2)
    assert judge(reported(Voice("officials", "anonymous_group"))).supporting == Interval(1, 1)
    three = reported(Voice("two", "anonymous_group", count=2), official("one"))
    assert judge(three).supporting == Interval(2, 3)
    apart = reported(*three.voices, statements=[Statement("d", "distinct", "one", "two")])
    assert judge(apart).supporting == Interval(3, 3)
    together = reported(*three.voices, statements=[Statement("s", "same", "one", "two")])
    assert judge(together).supporting == Interval(2, 2)


def test_not_by_connected_components():
    """An Iraqi official, one of a ministry and one of an office, the last two distinct, are at least two."""
    case = reported(*map(official, "imo"), statements=[Statement("d", "distinct", "m", "o")])
    assert judge(case).supporting == Interval(2, 3)


def test_the_official_voices_of_an_institution_are_one_root():
    voices = (
        Voice("minister", "named_person", institution="ministry"),
        Voice("spokesman", "named_person", institution="ministry"),
        Voice("ministry", "named_organisation"),
    )
    found = judge(reported(*voices))
    assert found.supporting == Interval(1, 1)
    (root,) = found.stances["supports"].roots
    assert root.voices == ("minister", "ministry", "spokesman")
    assert {merge.why for merge in root.merges} == {"institution"}


@pytest.mark.parametrize(
    ("kinds", "scripts", "fewest"),
    [
        (("named_person", "named_person"), ("Arab", "Latn"), 2),
        (("named_organisation", "named_group"), ("Arab", "Arab"), 2),
        (("named_organisation", "named_organisation"), ("Arab", "Latn"), 1),
        (("named_person", "named_organisation"), ("Latn", "Latn"), 1),
        (("state", "state"), ("Latn", "Latn"), 2),
        (("state", "named_organisation"), ("Latn", "Latn"), 1),
        (("outlet", "outlet"), ("Latn", "Latn"), 1),
        (("anonymous_person", "named_person"), ("", "Latn"), 1),
        (("unnamed_group", "unnamed_group"), ("", ""), 1),
        (("unknown_origin", "named_person"), ("", "Latn"), 1),
    ],
)
def test_what_a_name_proves(kinds, scripts, fewest):
    voices = [Voice(key, kind, script=script) for key, kind, script in zip("ab", kinds, scripts, strict=True)]
    found = judge(reported(*voices))
    assert found.supporting == Interval(fewest, 2)
    assert [one.why for one in found.stances["supports"].differences] == ["named"] * (fewest - 1)


def test_names_that_may_be_one_prove_nothing_until_an_editor_decides():
    voices = (Voice("صدر", "named_person"), Voice("Sadr", "named_person"))
    alike = frozenset({("Sadr", "صدر")})
    assert judge(reported(*voices, alike=alike)).supporting == Interval(1, 2)
    one, other = Statement("d", "same", "صدر", "Sadr"), Statement("d", "distinct", "صدر", "Sadr")
    for decision, interval in ((one, Interval(1, 1)), (other, Interval(2, 2))):
        decided = [decision]
        assert judge(reported(*voices, alike=alike, statements=decided)).supporting == interval


def test_affiliations_that_nobody_has_at_once():
    voices = (official("a", affiliation="US"), official("b", affiliation="Iraq"), official("c"))
    incompatible = frozenset({("Iraq", "US")})
    found = judge(reported(*voices, incompatible=incompatible))
    assert found.supporting == Interval(2, 3)
    assert [(one.voices, one.why) for one in found.stances["supports"].differences] == [(("a", "b"), "affiliation")]


def test_an_unknown_origin_alone_is_one_voice_and_beside_others_may_be_one_of_them():
    assert judge(reported(Voice("u", "unknown_origin"))).supporting == Interval(1, 1)
    assert judge(reported(Voice("u", "unknown_origin"), official("a"))).supporting == Interval(1, 2)


def decisive(*given):
    """(voice kind, stance, why decisive, interested, grade) for each piece of evidence."""
    evidence, links, voices = [], [], []
    for number, (kind, stance, why, interested, grade) in enumerate(given):
        key = f"d{number}"
        evidence.append(Evidence(key, stance, key, decisive=why, interested=interested))
        links.append(Link(key, key, grade=grade))
        voices.append(Voice(key, kind))
    return judge(Case(tuple(evidence), tuple(links), tuple(voices)))


SPOKESMAN = ("named_person", "supports", "competent_party", False, None)
DENIAL = ("named_person", "refutes", "competent_party", False, None)


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ([SPOKESMAN], "confirmed"),
        ([DENIAL], "refuted"),
        ([SPOKESMAN, DENIAL], "disputed"),
        ([SPOKESMAN, ("anonymous_person", "refutes", None, False, None)], "confirmed"),
        ([DENIAL, ("anonymous_person", "supports", None, False, None)], "refuted"),
        ([("named_person", "refutes", "competent_party", True, None)], "disputed"),
        ([("anonymous_person", "supports", "competent_party", False, None)], "single_source"),
        ([("document", "supports", "authenticated_document", False, None)], "confirmed"),
        ([("newsroom", "supports", "own_witness", False, None)], "confirmed"),
        ([("document", "supports", "authenticated_document", False, "F")], "single_source"),
        ([("document", "supports", "authenticated_document", False, "E")], "unverified"),
        ([("document", "qualifies", "authenticated_document", False, None)], "unverified"),
    ],
)
def test_what_is_decisive(given, state):
    assert decisive(*given).state == state


def test_why_something_is_not_decisive():
    def why(*given):
        return [one.why_not for one in decisive(*given).decisions]

    assert why(SPOKESMAN) == [""]
    assert why(("named_person", "refutes", "competent_party", True, None)) == ["interested_denial"]
    assert why(("anonymous_person", "supports", "competent_party", False, None)) == ["not_on_record"]
    assert why(("named_person", "supports", "competent_party", False, "E")) == ["does_not_count"]


def test_a_difference_within_one_root_is_void():
    voices = (Voice("a", "named_person", institution="i"), Voice("b", "named_person", institution="i"))
    found = judge(reported(*voices, statements=[Statement("d", "distinct", "a", "b")]))
    assert [one.key for one in found.void] == ["d"]
    assert found.supporting == Interval(1, 1)


def lattice(layers: int) -> list[Link]:
    """Each link cites both of the next layer: 2 to the power of `layers` ways."""
    rows = [[f"{place}{side}" for side in "ab"] for place in range(layers)]
    links = [Link("o", "o", tuple(rows[0]))]
    for here, there in zip(rows, [*rows[1:], ["r"]], strict=True):
        links += [Link(key, key, tuple(there)) for key in here]
    return [*links, Link("r", "r")]


def test_a_web_of_citations_is_cut_short_and_no_root_lost():
    links = [*lattice(30), Link("far", "far"), Link("good", "good", grade="A")]
    links[0] = Link("o", "o", ("0a", "0b", "far", "good"))
    found = judge(chain(*links))
    voices = found.stances["supports"]
    assert voices.paths_left_out
    assert MOST_PATHS <= len(voices.paths) <= MOST_PATHS + 3
    assert {root.key for root in voices.roots} == {"r", "far", "good"}
    assert found.supporting == Interval(1, 3)


def test_of_a_web_cut_short_only_ways_that_count_are_looked_for():
    links = [*lattice(30), Link("bad", "bad", grade="E"), Link("again", "again", ("0a", "new"))]
    links[0] = Link("o", "o", ("0a", "0b", "again", "bad", "bad too", "nowhere"))
    links.append(Link("bad too", "bad too", ("far",), grade="E"))
    found = judge(chain(*links, Link("far", "far"), Link("new", "new")))
    paths = found.stances["supports"].paths
    assert [path.links for path in paths[MOST_PATHS:]] == [("o", "again", "new")]
    assert found.supporting == Interval(1, 2)


def many(paths: int, sources: int) -> Case:
    """Reports of a thousand outlets, each on the word of ten sources; some are named, some stated same or distinct."""
    kinds: tuple[VoiceKind, ...] = ("anonymous_person", "named_person", "anonymous_person", "unnamed_group")
    grades: tuple[Grade, ...] = ("A", "B", "C", "D", "F")
    voices = [Voice(f"s{n}", kinds[n % 4], count=1 + (n % 50 == 0)) for n in range(sources)]
    links = [Link(one.key, one.key, grade=grades[n % 5]) for n, one in enumerate(voices)]
    evidence = []
    for n in range(paths // 10):
        cited = tuple(f"s{(n * 7 + k * 191) % sources}" for k in range(10))
        links.append(Link(f"o{n}", f"o{n}", cited, at=NOON))
        evidence.append(Evidence(f"e{n}", "supports", f"o{n}", bears_from=NOON))
    voices += [Voice(f"o{n}", "outlet") for n in range(paths // 10)]
    same = [Statement(f"same{n}", "same", f"s{4 * n}", f"s{4 * n + 2}") for n in range(sources // 40)]
    distinct = [Statement(f"d{n}", "distinct", f"s{n}", f"s{(n * 3 + 1) % sources}") for n in range(sources // 2)]
    return Case(tuple(evidence), tuple(links), tuple(voices), (*same, *distinct))


def test_ten_thousand_paths_over_two_thousand_sources():
    case = many(10_000, 2_000)
    answers: list[Judgement] = []
    taken = effort(lambda: answers.append(judge(case)))
    [found] = answers
    assert len(found.stances["supports"].paths) == 10_000
    assert found.supporting.min >= 400
    assert found.supporting.max > 1_900
    assert len(found.stances["supports"].differences) == MOST_DIFFERENCES
    assert found.stances["supports"].differences_in_all > 100_000
    assert taken < 300


def test_of_two_retractions_the_one_without_a_date_reaches_furthest():
    """One that says from when on it holds leaves what its source said later."""
    link = Link("s", "s", at=NOON + 2 * HOUR)
    said = Evidence("said", "supports", "s", bears_from=NOON + 2 * HOUR)
    dated, always = Evidence("dated", "retracts", "s", bears_from=NOON), Evidence("always", "retracts", "s")
    for evidence, counts in (
        ([said, dated], 1),
        ([said, always], 0),
        ([said, dated, always], 0),
        ([said, always, dated], 0),
    ):
        assert judge(chain(link, evidence=evidence)).supporting.max == counts, evidence


def test_that_paths_were_left_out_is_said_where_they_were():
    voices = judge(chain(Link("o", "o", ("s",)), Link("s", "s"))).stances["supports"]
    assert not voices.paths_left_out
