"""What is kept in the data directory besides the database."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from project.data import DEMO_USERS, accounts_file, data_directory, demo_passwords, secret_key
from project.embedded import StartError


def test_the_secret_key_is_made_once(data: Path):
    key = secret_key(data)
    assert len(key) >= 50
    assert secret_key(data) == key


def test_each_demo_user_has_a_password_of_their_own(data: Path):
    passwords = demo_passwords(data)
    assert tuple(passwords) == DEMO_USERS
    assert len(set(passwords.values())) == len(DEMO_USERS)
    assert all(len(password) >= 12 for password in passwords.values())
    assert demo_passwords(data) == passwords


def test_two_data_directories_have_different_secrets(place: Path):
    assert secret_key(place / "a") != secret_key(place / "b")
    assert demo_passwords(place / "a") != demo_passwords(place / "b")


def test_only_the_owner_reads_them(data: Path):
    secret_key(data)
    demo_passwords(data)
    for path in (data / "secret-key", accounts_file(data)):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_all_who_come_first_at_once_get_the_same(data: Path):
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: secret_key(data), range(16)))
    assert len(keys) == 1
    assert [path.name for path in data.iterdir()] == ["secret-key"]


def test_a_password_that_was_changed_by_hand_is_kept(data: Path):
    demo_passwords(data)
    accounts_file(data).write_text("reader  a phrase of words\n\nadmin x\nbroken\n")
    assert demo_passwords(data) == {"reader": "a phrase of words", "admin": "x"}


def test_a_file_that_cannot_be_read_is_named(data: Path):
    (data / "secret-key").mkdir(parents=True)
    with pytest.raises(StartError, match="secret-key"):
        secret_key(data)


def test_the_directory_is_set_by_the_environment(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ISNAD_DATA", "somewhere")
    assert data_directory() == Path.cwd() / "somewhere"
    monkeypatch.setenv("ISNAD_DATA", "")
    assert data_directory().name == "data"
    assert (data_directory().parent / "manage.py").exists()
