"""What the cards say."""

from __future__ import annotations

from typing import Any

from annotations.web.frame_page import FramePage
from annotations.web.workbench_cards import Card, cards_of


def records(*frames: tuple[str, str | None, dict[str, Any]], plain: tuple[tuple[str, int, int], ...] = ()) -> Any:
    """Annotations of frames given as id, parent and parts; a part is (start, end), contents are a list of these."""
    spans: list[Any] = []

    def span(key: str, place: tuple[int, int] | None) -> str | None:
        if place is None:
            return None
        spans.append({"id": key, "segments": [list(place)], "quote": {"exact": f"text of {key}"}})
        return key

    attributions = [
        {
            "id": key,
            "parent": parent,
            **{role: span(f"{key}-{role}", parts.get(role)) for role in ("source", "cue", "addressee", "channel")},
            "contents": [span(f"{key}-content-{n}", place) for n, place in enumerate(parts.get("contents", []))],
            "speakers": parts.get("speakers", []),
        }
        for key, parent, parts in frames
    ]
    for key, start, end in plain:
        span(key, (start, end))
    return {
        "spans": spans,
        "attributions": attributions,
        "sources": [{"id": "afp", "name": "AFP", "descriptor": ""}, {"id": "man", "name": "", "descriptor": "a man"}],
        "claims": [
            {
                "id": "c",
                "statement": "It rained.",
                "assessment": {"effective": "corroborated", "number": 1},
                "supporting": {"min": 2, "max": 3, "exact": True},
            }
        ],
        "mentions": [],
    }


def cards(annotations: Any) -> list[Card]:
    return cards_of(annotations, "/frames/{}".format, "/claims/{}".format)


OUTER = ("outer", None, {"source": (0, 5), "contents": [(10, 100)]})
INNER = ("inner", "outer", {"source": (12, 15), "contents": [(20, 60)]})


def test_cards_stand_in_the_order_of_the_text_with_their_depth():
    found = cards(records(INNER, OUTER, plain=(("lone", 5, 8),)))
    assert [(card.id, card.depth, card.is_plain) for card in found] == [
        ("outer", 1, False),
        ("lone", 1, True),
        ("inner", 2, False),
    ]
    assert found[2].inside == "text of outer-source"
    assert found[0].address == "/frames/outer"


def test_a_speaker_is_named_by_the_registry_then_by_the_text_then_not():
    speaking = ("f", None, {"source": (0, 5), "speakers": ["afp", "man"]})
    assert cards(records(speaking))[0].speaker == "AFP, a man"
    assert cards(records(OUTER))[0].speaker == "text of outer-source"
    assert cards(records(("f", None, {"contents": [(0, 5)]})))[0].speaker == "speaker not named"


def test_claims_stand_on_the_card_with_how_it_takes_them():
    annotations = records(OUTER)
    annotations["mentions"] = [{"id": "m", "claim": "c", "attribution": "outer", "span": None, "polarity": "denies"}]
    (line,) = cards(annotations)[0].claims
    assert (line.statement, line.polarity_label, line.address) == ("It rained.", "denies", "/claims/c")
    assert (line.state, line.state_label, line.supporting["max"]) == ("corroborated", "corroborated", 3)


def test_lawful_parents_hold_every_part_in_one_content():
    annotations = records(OUTER, INNER, ("low", None, {"cue": (21, 25), "contents": [(30, 40)]}))
    assert [key for key, _ in FramePage(annotations, "low").parents()] == ["outer", "inner"]
    assert FramePage(annotations, "outer").parents() == []


def test_a_frame_is_not_offered_what_lies_in_it_nor_more_than_five_levels():
    same = {"contents": [(0, 50)]}
    chain = [(str(n), str(n - 1) if n > 1 else None, same) for n in range(1, 6)]
    annotations = records(*chain, ("x", None, same))
    assert [key for key, _ in FramePage(annotations, "x").parents()] == ["1", "2", "3", "4"]
    assert [key for key, _ in FramePage(annotations, "2").parents()] == ["1", "x"]
