"""Who has an article open, as a process knows it: its own windows, and those of others until they fall silent."""

from __future__ import annotations

from typing import Any

import pytest

from project.live import presence
from project.live.presence import LASTS, Here, Presence


class Clock:
    """Time that stands until a test moves it."""

    now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(presence, "time", clock)
    return clock


def message(viewer: str, name: str = "Ann", **more: Any) -> dict[str, Any]:
    return {"viewer": viewer, "username": name.lower(), "name": name, "frame": None, **more}


def names(here: Presence) -> list[str]:
    return [one["name"] for one in here.shown()]


def test_what_is_new_to_the_viewers_is_told_and_a_sign_of_life_is_not(clock: Clock) -> None:
    here = Presence()
    assert here.told(message("w1"))
    assert not here.told(message("w1"))
    assert here.told(message("w1", frame="f"))
    assert here.shown() == [{"viewer": "w1", "username": "ann", "name": "Ann", "frame": "f"}]
    assert here.told(message("w1", gone=True))
    assert not here.told(message("w1", gone=True))
    assert here.shown() == []


def test_who_says_nothing_is_forgotten_and_who_does_stays(clock: Clock) -> None:
    here = Presence()
    here.told(message("w1", "Ann"))
    here.told(message("w2", "Bob"))
    here.own["w3"] = Here("w3", "eve", "Eve")
    clock.now += LASTS
    here.told(message("w2", "Bob"))
    assert not here.sweep()
    clock.now += 1
    assert here.sweep()
    assert names(here) == ["Bob", "Eve"]
    clock.now += 10 * LASTS
    assert here.sweep()
    assert names(here) == ["Eve"]  # a window of one's own leaves when its stream ends
    assert not here.sweep()


def test_shown_by_name_and_each_window_once(clock: Clock) -> None:
    here = Presence()
    for viewer, name in (("w2", "Bob"), ("w3", "Ann"), ("w1", "Bob")):
        here.told(message(viewer, name))
    here.own["w2"] = Here("w2", "bob", "Bob", "mine")
    shown = [(one["name"], one["viewer"], one["frame"]) for one in here.shown()]
    assert shown == [("Ann", "w3", None), ("Bob", "w1", None), ("Bob", "w2", "mine")]
