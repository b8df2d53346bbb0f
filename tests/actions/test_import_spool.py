"""What an import puts aside comes back by documents, from as few files as there are levels."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from pathlib import Path

import pytest

from annotations.actions import import_spool
from annotations.actions.import_document import Entry
from annotations.actions.import_spool import MAX_LEVEL, Queue, Spool
from annotations.corpus import head_of

KEYS = [f"01900000-0000-7000-8000-{number:012x}" for number in range(300)]


def entry(number: int, *, size: int = 10) -> Entry:
    return Entry("span", number, KEYS[number % len(KEYS)], ("x" * size,), None)


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.parametrize("levels", [1, MAX_LEVEL + 1])
def test_entries_come_back_by_documents_in_their_order(monkeypatch: pytest.MonkeyPatch, levels: int) -> None:
    monkeypatch.setattr(import_spool, "MAX_HELD", 3)
    if levels > 1:
        monkeypatch.setattr(import_spool, "MAX_PART", 1)  # all is dealt out again, as often as it may be
    entries = [entry(number, size=number % 50) for number in range(2000)]
    before = open_files()
    with Spool() as spool:
        for one in entries:
            spool.add(one.uid, one, large=one.line % 7 == 0)
        found, most = [], 0
        for document in spool.documents():
            found.append(document.whole())
            most = max(most, open_files() - before)
        again = list(spool.read())
    assert Counter(len({one.uid for one in document}) for document in found) == {1: len(KEYS)}
    assert all([one.line for one in document] == sorted(one.line for one in document) for document in found)
    assert sorted(chain(*found), key=lambda one: one.line) == entries
    assert sorted(again, key=lambda one: one.line) == entries
    assert most == levels
    assert open_files() == before


def test_lines_wait_unread_among_entries() -> None:
    uid = KEYS[1]
    line = b'{"type":"span","id":"%s","version":"%s","layer":"x"}\n' % (uid.encode(), KEYS[0].encode())
    assert head_of(line)
    with Spool() as spool:
        spool.add(KEYS[0], entry(5))
        spool.add_line(KEYS[0], 3, line)
        (document,) = spool.documents()
        wrong, good = document.whole()
        assert [one.line for one in spool.read()] == [5]
    assert (wrong.line, wrong.noun, wrong.uid, wrong.values) == (3, "span", uid, None)
    assert wrong.error is not None
    assert good == entry(5)


def test_a_queue_gives_each_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_spool, "MAX_HELD", 2)
    entries = [entry(number) for number in range(7)]
    before = open_files()
    with Queue() as queue, Queue() as empty:
        for one in entries:
            queue.add(one)
        assert [document.whole() for document in queue.documents()] == [[one] for one in entries]
        assert list(queue.read()) == entries
        assert list(empty.documents()) == []
        assert open_files() == before + 1
    assert open_files() == before
