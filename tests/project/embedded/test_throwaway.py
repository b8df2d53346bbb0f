"""Clusters that leave nothing behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from project.embedded import Cluster
from project.embedded.postmaster import find_running
from project.embedded.throwaway import PREFIX, ThrowAway, sweep


@pytest.fixture(autouse=True)
def base(place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("project.embedded.throwaway._base", lambda: place)
    return place


def test_it_is_gone_afterwards_whoever_uses_it(base: Path):
    throw_away = ThrowAway()
    user = Cluster(throw_away.root, durable=False)
    user.join()
    throw_away.remove()
    assert find_running(user.places) is None
    assert list(base.glob(f"{PREFIX}*")) == []


def test_what_a_killed_run_left_is_swept(base: Path):
    left = Cluster(base / f"{PREFIX}left", durable=False)
    left.join()
    left._membership.leave()  # as the kernel does for a killed process
    sweep(base)
    assert find_running(left.places) is None
    assert not left.places.root.exists()


def test_a_run_that_goes_on_is_not_swept(base: Path):
    going = ThrowAway()
    sweep(base)
    assert going.root.exists()
    going.remove()
