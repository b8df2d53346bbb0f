"""The evidence of the demo corpus: each step of the example moves its claim as the table of states says."""

from __future__ import annotations

from tests.seeds.reading import Record, of_type

EXAMPLE = "اتصل بومبيو بالرئيس العراقي برهم صالح هاتفيا"
DENIED = "وجهت الولايات المتحدة إلى العراق إنذارا شديدا بشأن الهجمات"


def history(statement: str) -> list[tuple[str, tuple[int, int], tuple[int, int]]]:
    """State, supporting and refuting interval of the claim's assessments, in their order."""
    [claim] = [one for one in of_type("claim") if one["statement"] == statement]
    rows = sorted((one for one in of_type("assessment") if one["claim"] == claim["id"]), key=lambda one: one["number"])
    assert [row["number"] for row in rows] == list(range(1, len(rows) + 1))
    return [(row["computed"], _pair(row["supporting"]), _pair(row["refuting"])) for row in rows]


def _pair(side: Record) -> tuple[int, int]:
    return side["min"], side["max"]


def test_officials_a_near_copy_two_aides_and_a_ministry_on_record():
    """One agency was told by unnamed officials, and two articles carry it; a copy without credit; aides; a minister."""
    assert history(EXAMPLE) == [
        ("single_source", (1, 1), (0, 0)),
        ("single_source", (1, 2), (0, 0)),
        ("corroborated", (2, 4), (0, 0)),
        ("confirmed", (2, 5), (0, 0)),
    ]


def test_the_denial_of_an_interested_ministry_disputes_and_does_not_decide():
    assert history(DENIED)[-1] == ("disputed", (1, 3), (1, 1))


def test_what_is_decisive_says_why():
    for one in of_type("corroboration"):
        assert bool(one["decisive_reason"]) == bool(one["decisive_ground"]) == one["decisive"]
    assert sum(one["decisive"] for one in of_type("corroboration")) == 2
