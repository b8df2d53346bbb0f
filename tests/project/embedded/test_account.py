"""As whom PostgreSQL runs: never as root, and always so that the same person finds the data again."""

from __future__ import annotations

import os
import pwd
import shutil
from pathlib import Path

import pytest

from project.embedded import Cluster, StartError
from project.embedded.account import choose_account
from project.embedded.binaries import find_binaries
from project.embedded.places import prepare_root
from project.embedded.postmaster import find_running

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
as_user = pytest.mark.skipif(os.geteuid() == 0, reason="needs an ordinary user")


def _only(place: Path, monkeypatch: pytest.MonkeyPatch, *programs: str) -> None:
    """Leave only these programs on the path."""
    folder = place / "programs"
    folder.mkdir()
    for name in programs:
        found = shutil.which(name)
        if found is None:
            pytest.skip(f"{name} is not installed")
        (folder / name).symlink_to(found)
    monkeypatch.setenv("PATH", str(folder))


def _real_uid(cluster: Cluster) -> int:
    running = find_running(cluster.places)
    assert running is not None
    return Path(f"/proc/{running.pid}").stat().st_uid


@as_user
def test_an_ordinary_user_takes_no_detour(data: Path):
    account = choose_account(prepare_root(data), find_binaries())
    assert (account.prefix, account.uid) == ((), os.geteuid())


@as_root
def test_root_in_a_user_namespace_keeps_its_files(cluster: Cluster, place: Path, monkeypatch: pytest.MonkeyPatch):
    _only(place, monkeypatch, "unshare", "sh", "id")
    try:
        cluster.join()
    except StartError:
        pytest.skip("this machine allows no user namespaces")
    assert cluster.places.cluster.stat().st_uid == 0


@as_root
def test_root_without_namespaces_uses_another_account(cluster: Cluster, place: Path, monkeypatch: pytest.MonkeyPatch):
    _only(place, monkeypatch, "setpriv", "sh", "id")
    cluster.join()
    owner = cluster.places.cluster.stat().st_uid
    assert owner != 0
    assert _real_uid(cluster) == owner


@as_root
def test_setpriv_reaches_a_checkout_that_is_closed_to_others(place: Path, monkeypatch: pytest.MonkeyPatch):
    closed = place / "root-only"
    closed.mkdir(mode=0o700)
    _only(place, monkeypatch, "setpriv", "sh", "id")
    cluster = Cluster(closed / "data")
    try:
        cluster.join()
        assert _real_uid(cluster) != 0
    finally:
        cluster.stop()


@as_root
@pytest.mark.parametrize(("first", "second"), [("unshare", "setpriv"), ("setpriv", "unshare")])
def test_data_survive_a_change_of_the_way(
    data: Path, place: Path, monkeypatch: pytest.MonkeyPatch, first: str, second: str
):
    for number, way in enumerate((first, second)):
        with monkeypatch.context() as patch:
            (place / str(number)).mkdir()
            _only(place / str(number), patch, way, "sh", "id", *({"setpriv"} - {way} if number else ()))
            cluster = Cluster(data)
            cluster.join()
            cluster.leave()
            assert find_running(cluster.places) is None


@as_root
def test_root_runs_a_users_cluster_as_that_user(cluster: Cluster):
    user = next((entry for entry in pwd.getpwall() if entry.pw_uid >= 1000 and entry.pw_uid < 65534), None)
    if user is None:
        pytest.skip("this machine has no ordinary user")
    cluster.join()
    cluster.leave()
    for folder, _, files in os.walk(cluster.places.root):
        for name in ("", *files):
            os.chown(Path(folder, name), user.pw_uid, user.pw_gid)
    cluster.join()
    assert _real_uid(cluster) == user.pw_uid
    assert cluster.places.cluster.stat().st_uid == user.pw_uid
    assert cluster.places.log.stat().st_uid == user.pw_uid


@as_root
def test_root_is_told_when_no_way_works(cluster: Cluster, place: Path, monkeypatch: pytest.MonkeyPatch):
    _only(place, monkeypatch, "sh", "id")
    with pytest.raises(StartError, match="run as an ordinary user, or set DATABASE_URL"):
        cluster.join()
