"""Counting the users of a server by locks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from project.embedded.locks import Membership
from project.embedded.places import prepare_root

# A process that joins, says so, and stays until its standard input ends.
MEMBER = """
import sys
from pathlib import Path
from project.embedded.locks import Membership
from project.embedded.places import prepare_root
member = Membership(prepare_root(Path(sys.argv[1])))
with member.gate():
    member.join()
print("joined", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def member(data: Path) -> Membership:
    return Membership(prepare_root(data))


def _other(data: Path) -> subprocess.Popen[bytes]:
    other = subprocess.Popen([sys.executable, "-c", MEMBER, str(data)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert other.stdout is not None
    assert other.stdout.readline() == b"joined\n"
    return other


def test_one_alone_is_the_last(member: Membership):
    with member.gate():
        member.join()
        assert member.is_last()


def test_who_never_joined_is_not_the_last(member: Membership):
    with member.gate():
        assert not member.is_last()


def test_nobody_is_the_last_while_another_stays(member: Membership, data: Path):
    with _other(data) as other:
        with member.gate():
            member.join()
            assert not member.is_last()
        other.communicate()
        with member.gate():
            member.join()
            assert member.is_last()


def test_the_killed_are_not_counted(member: Membership, data: Path):
    with _other(data) as other:
        with member.gate():
            member.join()
        other.kill()
        other.wait()
        with member.gate():
            assert member.is_last()


def test_the_programs_that_a_member_starts_are_not_members(member: Membership, data: Path):
    with member.gate():
        member.join()
    with subprocess.Popen(["sleep", "30"], close_fds=False) as child:
        with member.gate():
            member.leave()
        second = Membership(prepare_root(data))
        with second.gate():
            second.join()
            assert second.is_last()
        child.kill()
