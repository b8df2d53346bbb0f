"""Making a cluster once, whole, and for Arabic."""

from __future__ import annotations

import stat
from pathlib import Path

import psycopg
import pytest

from project.embedded import Cluster, StartError
from project.embedded.initialise import clean_environment, utf8_locale


def test_the_database_knows_arabic_letters(cluster: Cluster):
    cluster.join()
    with psycopg.connect(cluster.url) as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
        assert connection.execute("SELECT show_trgm('بغداد')").fetchone() != ([],)
        assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)


def test_nobody_else_may_enter_it(cluster: Cluster):
    cluster.join()
    for path in (cluster.places.cluster, cluster.places.sockets):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700


def test_the_applications_role_is_no_superuser(cluster: Cluster):
    cluster.join()
    with psycopg.connect(cluster.url) as connection:
        row = connection.execute("SELECT rolname, rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    assert row == ("isnad", False)


def test_an_interrupted_attempt_is_swept_away(cluster: Cluster):
    cluster.places.unfinished.mkdir()
    (cluster.places.unfinished / "PG_VERSION").write_text("18\n")
    cluster.join()
    assert not cluster.places.unfinished.exists()


def test_data_of_another_major_version_are_left_alone(cluster: Cluster):
    cluster.places.cluster.mkdir()
    (cluster.places.cluster / "PG_VERSION").write_text("16\n")
    with pytest.raises(StartError, match=r"made by PostgreSQL 16.*PG_BIN"):
        cluster.join()
    assert [path.name for path in cluster.places.cluster.iterdir()] == ["PG_VERSION"]


def test_a_directory_of_something_else_is_left_alone(cluster: Cluster):
    cluster.places.cluster.mkdir()
    (cluster.places.cluster / "diary.txt").write_text("dear")
    with pytest.raises(StartError, match="is not a data directory of PostgreSQL"):
        cluster.join()
    assert (cluster.places.cluster / "diary.txt").read_text() == "dear"


def test_what_initdb_objects_to_is_one_line(cluster: Cluster, place: Path, monkeypatch: pytest.MonkeyPatch):
    folder = place / "bin"
    folder.mkdir()
    for name, words in (
        ("postgres", "echo 'postgres (PostgreSQL) 18.1'"),
        ("initdb", "echo 'initdb: error: No' >&2; exit 1"),
    ):
        (folder / name).write_text(f"#!/bin/sh\n{words}\n")
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PG_BIN", str(folder))
    with pytest.raises(StartError, match="initdb: error: No") as refusal:
        cluster.join()
    assert "\n" not in str(refusal.value)
    assert not cluster.places.unfinished.exists()


def test_the_locale_is_utf8():
    assert utf8_locale().lower().replace("-", "").endswith("utf8")


def test_a_machine_without_one_is_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("project.embedded.initialise.LOCALES", ("xx_XX.UTF-8",))
    monkeypatch.setenv("LC_ALL", "POSIX")
    monkeypatch.setenv("LANG", "yy_YY.UTF-8")
    with pytest.raises(StartError, match="no UTF-8 locale"):
        utf8_locale()


def test_the_callers_environment_does_not_reach_the_server(monkeypatch: pytest.MonkeyPatch):
    for name in ("PGDATA", "PGPORT", "LC_ALL", "LANG"):
        monkeypatch.setenv(name, "x")
    monkeypatch.setenv("HOME", "/home")
    assert not {"PGDATA", "PGPORT", "LC_ALL", "LANG"} & clean_environment().keys()
    assert clean_environment()["HOME"] == "/home"
