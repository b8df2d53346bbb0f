"""Drawings: valid SVG without style, mirrored in Arabic, everything in them told in words, and nothing injected."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from annotations.corroboration import Case, Evidence, Link, Statement, Voice, judge
from annotations.web.drawings import ChainWords, Moment, draw_chain, draw_timeline
from annotations.web.drawings.chain import MOST_PATHS, ROOM
from annotations.web.drawings.timeline import MOST_MOMENTS, Lane
from tests.corroboration.test_worked_case import CASE, STEPS, time_of, told

NS = {"svg": "http://www.w3.org/2000/svg"}
NOON = datetime(2020, 9, 27, 12, tzinfo=UTC)


def words_of(case, names=None):
    known = names or CASE["sources"]
    return ChainWords(
        name_of=lambda voice: known.get(voice, voice),
        voice_of={link.key: link.voice for link in case.links},
        label="The chain",
        description="In words",
        unknown="unknown origin",
        merged=lambda number: f"{number} as one",
        people=lambda number: f"{number} people",
        counts={"fully": "counts", "max_only": "at most", "not": "does not count"},
        differs="different",
        circular="circular",
    )


def chain(case, *, right_to_left=False, stance="supports", names=None):
    return draw_chain(judge(case).stances[stance], words_of(case, names), right_to_left=right_to_left, key="c")


def parsed(drawing):
    return ET.fromstring(str(drawing.svg).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))  # noqa: S314 - of our own making


def nodes(drawing):
    """The left edge of each box, by the whole of its words."""
    found = {}
    for group in parsed(drawing).iterfind("svg:g", NS):
        if "node" in group.get("class", "").split():
            found[group.find("svg:title", NS).text] = float(group.find("svg:rect", NS).get("x"))
    return found


def wide(drawing):
    return max(float(rect.get("width")) for rect in parsed(drawing).iter(f"{{{NS['svg']}}}rect"))


def text_of(drawing):
    """The lines of names that are drawn."""
    return [one.text for one in parsed(drawing).iter(f"{{{NS['svg']}}}text") if one.get("class") == "node-words"]


def classes(drawing, name):
    return [group.get("class") for group in parsed(drawing).iter(f"{{{NS['svg']}}}g") if name in group.get("class", "")]


class TestChain:
    def test_outlets_lead_over_wires_to_roots(self):
        places = nodes(chain(told(8)))
        assert places["Al Arabiya"] < places["AFP"] < places["AFP's 'an Iraqi official': counts"]
        assert places["Reuters"] == places["WSJ"] == places["Al Arabiya"]
        assert len({x for words, x in places.items() if words.endswith("counts")}) == 1

    def test_arabic_reads_it_from_the_right(self):
        ltr, rtl = chain(told(8)), chain(told(8), right_to_left=True)
        width = ltr.width
        assert {words: width - x for words, x in nodes(ltr).items()} == {
            words: x + wide(rtl) for words, x in nodes(rtl).items()
        }

    def test_circular_paths_are_shown_as_such(self):
        drawing = chain(told(8))
        assert len(classes(drawing, "node-circular")) == 2
        assert len(classes(drawing, "edge-circular")) == 2
        assert "P: ↻ circular" in nodes(drawing)

    def test_unknown_origins_and_differences_are_shown(self):
        drawing = chain(told(8))
        assert len(classes(drawing, "node-unknown")) == 1
        assert len(classes(drawing, "difference")) == 4

    def test_merged_roots_name_all_that_they_are(self):
        case = replace(told(8), statements=(Statement("s", "same", "r1", "r4a"),))
        drawing = chain(case)
        (merged,) = [words for words in nodes(drawing) if " = " in words]
        assert merged == "AFP's 'an Iraqi official' = first of Reuters' 'two Iraqi officials': 2 as one · counts"

    def test_what_counts_partly_or_not_differs_by_line(self):
        links = [Link(key, key, ("s" + key,)) for key in "ab"]
        links += [Link("sa", "sa", grade="F"), Link("sb", "sb", grade="E")]
        evidence = tuple(Evidence(key, "supports", key) for key in "ab")
        voices = tuple(Voice(link.voice, "anonymous_person") for link in links)
        drawing = chain(Case(evidence, tuple(links), voices))
        assert len(classes(drawing, "node-max_only")) == 1
        assert len(classes(drawing, "node-not")) == 1
        assert len(classes(drawing, "edge-max_only")) == 1

    def test_of_very_many_paths_those_that_count_are_drawn(self):
        links = [Link(f"o{n}", f"o{n}", (f"s{n}",)) for n in range(200)]
        links += [Link(f"s{n}", f"s{n}", grade="E" if n < 150 else "A") for n in range(200)]
        evidence = tuple(Evidence(f"e{n:03}", "supports", f"o{n}") for n in range(200))
        drawing = chain(Case(evidence, tuple(links), tuple(Voice(link.voice, "outlet") for link in links)))
        assert drawing.left_out == 200 - MOST_PATHS
        assert len(classes(drawing, "node-fully")) == 50

    def test_names_cannot_break_out(self):
        names = {"r1": '<script>alert("1")</script>&', "AFP": '" onload="x'}
        svg = str(chain(told(1), names=names).svg)
        assert "<script" not in svg
        assert 'onload="' not in svg.replace("&quot;", "'")
        assert parsed(chain(told(1), names=names)) is not None

    @pytest.mark.parametrize("steps", range(1, 9))
    def test_svg_has_words_for_itself_and_no_style(self, steps):
        for stance in judge(told(steps)).stances:
            drawing = chain(told(steps), stance=stance)
            root = parsed(drawing)
            assert root.get("aria-labelledby") == "c-title c-desc"
            assert root.find("svg:title", NS).text == "The chain"
            assert "style" not in str(drawing.svg)
            xs = [float(rect.get("x")) for rect in root.iter(f"{{{NS['svg']}}}rect")]
            assert min(xs) >= 0
            assert max(xs) + wide(drawing) <= drawing.width + 6

    def test_names_stand_whole_where_there_is_room(self):
        name = "وكيل وزارة الخارجية العراقية لشؤون العلاقات الثنائية"
        drawing = chain(told(1), names={"r1": name, "AFP": "AFP"})
        assert name in " ".join(text_of(drawing))
        assert drawing.width <= ROOM
        # Where there is none the name is cut, and whole beside the pointer.
        endless = " ".join(f"{name} {number}" for number in range(9))
        drawing = chain(told(8), names={"r1": endless})
        assert any(endless in told_words for told_words in nodes(drawing))
        assert any(line.endswith("…") for line in text_of(drawing))
        boxes = [float(rect.get("width")) for rect in parsed(drawing).iter(f"{{{NS['svg']}}}rect")]
        assert max(map(len, text_of(drawing))) * 6 < max(boxes)


def timeline(moments, *, right_to_left=False):
    return draw_timeline(
        moments, names=str, day=lambda at: at.strftime("%d %b"), label="When", description="In words",
        right_to_left=right_to_left, key="t",
    )  # fmt: skip


def reports():
    sides: dict[str, Lane] = {"supports": "supports", "refutes": "refutes"}
    return [Moment(time_of(step["time"]), sides[step["stance"]], step["outlet"]) for step in STEPS]


def marks(drawing):
    """How far from the left each moment stands, by its words."""
    found = {}
    for group in parsed(drawing).iterfind("svg:g", NS):
        if "moment" in group.get("class", "").split():
            shape = group.find("svg:circle", NS)
            numbers = [shape.get("cx")] if shape is not None else re.findall(r"[\d.]+", group[1].get("d") or "")
            found[group.find("svg:title", NS).text] = float(numbers[0] if numbers else group[1].get("x"))
    return found


class TestTimeline:
    def test_time_runs_in_the_direction_of_reading(self):
        places = [marks(timeline(reports()))[step["outlet"]] for step in STEPS]
        assert places == sorted(places)
        mirrored = [marks(timeline(reports(), right_to_left=True))[step["outlet"]] for step in STEPS]
        assert mirrored == sorted(mirrored, reverse=True)

    def test_moments_of_one_lane_do_not_cover_each_other(self):
        crowd = [Moment(NOON + timedelta(seconds=n), "supports", f"report {n}") for n in range(20)]
        crowd.append(Moment(NOON + timedelta(days=3000), "supports", "much later"))
        places = sorted(marks(timeline(crowd)).values())
        assert min(b - a for a, b in pairwise(places)) >= 20

    def test_lanes_that_nothing_stands_in_are_left_out(self):
        assert len(classes(timeline(reports()), "lane")) == 2
        more = [*reports(), Moment(NOON, "assessment", "disputed", "disputed"), Moment(NOON, "correction", "AFP")]
        drawing = timeline(more)
        assert [one for one in classes(drawing, "lane") if one == "lane"] == ["lane"] * 4
        assert classes(drawing, "moment-disputed") == ["moment moment-of-assessment moment-disputed"]

    def test_of_very_many_the_last_are_drawn(self):
        many = [Moment(NOON + timedelta(hours=n), "supports", f"report {n}") for n in range(MOST_MOMENTS + 20)]
        drawing = timeline(many)
        assert drawing.left_out == 20
        assert "report 0" not in marks(drawing)

    def test_nothing_at_all_is_a_drawing_too(self):
        assert timeline([]).width > 0
