"""Where the files are, and where the socket goes when its path would be too long."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from project.embedded import Places, StartError
from project.embedded.places import SOCKET_NAME, SOCKET_PATH_BYTES, prepare_root


def test_the_socket_lies_in_the_data_directory():
    assert Places(Path("/srv/isnad")).sockets == Path("/srv/isnad/socket")


@pytest.mark.parametrize("root", ["/" + "deep/" * 30, "/srv/" + "ع" * 45])
def test_a_long_path_moves_the_socket_to_a_short_one(root: str):
    sockets = Places(Path(root)).sockets
    assert len(os.fsencode(sockets / SOCKET_NAME)) <= SOCKET_PATH_BYTES
    assert not sockets.is_relative_to(root)


def test_two_long_paths_have_two_sockets_and_one_always_the_same():
    first, second = Path("/a" * 60), Path("/b" * 60)
    assert Places(first).sockets != Places(second).sockets
    assert Places(first).sockets == Places(Path(first)).sockets


def test_the_longest_path_that_fits_stays():
    room = SOCKET_PATH_BYTES - len(f"/socket/{SOCKET_NAME}")
    fits = Path("/" + "x" * (room - 1))
    assert Places(fits).sockets == fits / "socket"
    assert Places(fits.with_name(fits.name + "x")).sockets != fits / "socket"


def test_the_data_directory_is_made_and_not_listed_to_others(data: Path):
    places = prepare_root(data / "deeper")
    assert places.root.is_dir()
    assert stat.S_IMODE(places.root.stat().st_mode) & (stat.S_IROTH | stat.S_IWOTH) == 0


def test_a_file_in_the_place_of_the_directory_is_named(data: Path):
    data.touch()
    with pytest.raises(StartError, match="ISNAD_DATA") as refusal:
        prepare_root(data)
    assert str(data) in str(refusal.value)
    assert "\n" not in str(refusal.value)
