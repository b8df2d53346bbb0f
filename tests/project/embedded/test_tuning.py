"""The server's settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from project.embedded import Cluster
from project.embedded.tuning import options


def _values(words: list[str]) -> dict[str, str]:
    assert words[::2] == ["-c"] * (len(words) // 2)
    return dict(word.split("=", 1) for word in words[1::2])


def test_writes_are_durable_and_the_network_is_closed():
    values = _values(options(Path("/srv/socket"), durable=True))
    assert (values["fsync"], values["synchronous_commit"], values["full_page_writes"]) == ("on", "on", "on")
    assert values["listen_addresses"] == ""


def test_only_a_throw_away_cluster_is_hasty():
    assert _values(options(Path("/srv/socket"), durable=False))["fsync"] == "off"


@pytest.mark.parametrize("name", ["with space", "with,comma", 'with"quote', "عربي"])
def test_a_directory_of_any_name_holds_the_socket(place: Path, name: str):
    cluster = Cluster(place / name)
    try:
        cluster.join()
        assert (cluster.places.sockets / ".s.PGSQL.5432").is_socket()
    finally:
        cluster.stop()
