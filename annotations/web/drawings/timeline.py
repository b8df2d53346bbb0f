"""The timeline of a claim: reports, what was made of them, and corrections, on one axis of time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from annotations.web.drawings import svg
from annotations.web.drawings.svg import Drawing

Lane = Literal["supports", "refutes", "other", "assessment", "correction"]
LANES: tuple[Lane, ...] = ("supports", "refutes", "other", "assessment", "correction")
MOST_MOMENTS = 80
_EDGE, _LANE, _AXIS = 14, 34, 30
_NAMES = 128
# All of it fits beside the page's side, unless many moments need their steps.
_STEP, _SPREAD = 30, 520


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened. `state` is the state of an assessment, for its colour; `words` say it whole."""

    at: datetime
    lane: Lane
    words: str
    state: str = ""


def draw_timeline(
    moments: Sequence[Moment],
    *,
    names: Callable[[Lane], str],
    day: Callable[[datetime], str],
    label: str,
    description: str,
    right_to_left: bool,
    key: str,
) -> Drawing:
    """Draw the last moments in order, apart in proportion to the time between them, though never on one another."""
    ordered = sorted(moments, key=lambda one: (one.at, LANES.index(one.lane), one.words))
    shown = ordered[-MOST_MOMENTS:]
    lanes = [lane for lane in LANES if any(one.lane == lane for one in shown)]
    places = _places(shown)
    width = 2 * _EDGE + _NAMES + (places[-1] if places else 0) + _STEP
    height = _EDGE + len(lanes) * _LANE + _AXIS
    sheet = _Sheet(width, right_to_left)
    parts = [sheet.lane(names(lane), row) for row, lane in enumerate(lanes)]
    parts += [sheet.dates(shown, places, day, len(lanes))]
    parts += [sheet.mark(one, place, lanes.index(one.lane)) for one, place in zip(shown, places, strict=True)]
    return svg.drawing(
        *parts, width=width, height=height, label=label, description=description,
        class_="drawing drawing-timeline", key=key, left_out=len(ordered) - len(shown),
    )  # fmt: skip


def _places(moments: Sequence[Moment]) -> list[int]:
    """How far along each stands: by time, and at least a step after the one before, unless they are of one moment."""
    if not moments:
        return []
    first, last = moments[0].at, moments[-1].at
    whole = max((last - first).total_seconds(), 1.0)
    places: list[int] = []
    for number, one in enumerate(moments):
        by_time = round(_SPREAD * (one.at - first).total_seconds() / whole)
        before = moments[number - 1] if number else None
        if before is not None and before.at == one.at and before.lane != one.lane:
            places.append(places[-1])
        else:
            places.append(max(by_time, places[-1] + _STEP) if places else by_time)
    return places


@dataclass(frozen=True, slots=True)
class _Sheet:
    width: int
    mirrored: bool

    def x(self, place: int) -> int:
        along = _EDGE + _NAMES + place
        return self.width - along if self.mirrored else along

    def _beginning(self) -> int:
        return self.width - _EDGE if self.mirrored else _EDGE

    def lane(self, name: str, row: int) -> str:
        y = _EDGE + row * _LANE + _LANE // 2
        start, end = self.x(-10), self.width - self._beginning()
        middle = self.x(-_NAMES // 2 - 10)
        return svg.element(
            "g",
            svg.text(svg.short(name, 18), x=middle, y=y + 4, class_="lane-name"),
            svg.element("path", d=f"M{start} {y}L{end} {y}"),
            class_="lane",
        )

    def dates(
        self, moments: Sequence[Moment], places: Sequence[int], day: Callable[[datetime], str], lanes: int
    ) -> str:
        """The days along the axis, as many as there is room for."""
        y, parts, free = _EDGE + lanes * _LANE + 18, [], -1_000
        last = ""
        for one, place in zip(moments, places, strict=True):
            words = day(one.at)
            if words != last and place >= free:
                parts.append(svg.text(words, x=self.x(place), y=y))
                last, free = words, place + 86
        return svg.element("g", *parts, class_="dates")

    def mark(self, moment: Moment, place: int, row: int) -> str:
        x, y = self.x(place), _EDGE + row * _LANE + _LANE // 2
        shape = {
            "supports": svg.element("circle", cx=x, cy=y, r=7),
            "refutes": svg.element("path", d=f"M{x} {y - 9}L{x + 9} {y}L{x} {y + 9}L{x - 9} {y}Z"),
            "other": svg.element("path", d=f"M{x} {y - 8}L{x + 8} {y + 7}L{x - 8} {y + 7}Z"),
            "assessment": svg.element("rect", x=x - 8, y=y - 8, width=16, height=16, rx=3),
            "correction": svg.element("path", d=f"M{x - 6} {y - 6}L{x + 6} {y + 6}M{x + 6} {y - 6}L{x - 6} {y + 6}"),
        }[moment.lane]
        state = f" moment-{moment.state}" if moment.state else ""
        return svg.element("g", svg.title(moment.words), shape, class_=f"moment moment-of-{moment.lane}{state}")
