"""Finding the programs of PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest

from project.embedded import StartError
from project.embedded.binaries import find_binaries


def _fake(directory: Path, version: str) -> Path:
    directory.mkdir()
    for name in ("postgres", "initdb"):
        program = directory / name
        program.write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
        program.chmod(0o755)
    return directory


def test_the_package_brings_its_own(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("PG_BIN", raising=False)
    binaries = find_binaries()
    assert binaries.major >= 18
    assert binaries.initdb.is_file()


def test_pg_bin_names_others(place: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PG_BIN", str(_fake(place / "bin", "17.4 (Debian 17.4-1)")))
    binaries = find_binaries()
    assert (binaries.directory, binaries.major) == (place / "bin", 17)


def test_an_old_postgresql_is_refused(place: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PG_BIN", str(_fake(place / "bin", "14.11")))
    with pytest.raises(StartError, match="PostgreSQL 14; Isnad needs 15 or newer"):
        find_binaries()


def test_an_empty_directory_is_refused(place: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PG_BIN", str(place))
    with pytest.raises(StartError, match="No program postgres in"):
        find_binaries()


def test_a_program_for_another_machine_is_refused(place: Path, monkeypatch: pytest.MonkeyPatch):
    directory = _fake(place / "bin", "18.1")
    (directory / "postgres").write_bytes(b"\x7fELF\x02\x01\x01 not of this machine")
    monkeypatch.setenv("PG_BIN", str(directory))
    with pytest.raises(StartError, match="does not run on this machine"):
        find_binaries()
