"""However a file is cut into pieces, the same stands in it: also where many lines are looked at in one step."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from annotations.corpus import heads_of
from annotations.errors import DomainError
from annotations.formats import import_format
from tests.bench.corpus import document, lines

WHOLE = list(lines([document(number, frames=3) for number in range(4)]))
Change = Callable[[list[bytes]], None]


def told(pieces: Iterable[bytes]) -> list[Any]:
    """What a reader says of each line, and at last why it ended, where it did."""
    found: list[Any] = []
    try:
        for one in import_format("isnad-jsonl").read(pieces):
            found += [(number, *head, line) for number, head, line in one.unread]
            if not one.unread:
                found.append((one.line, one.noun, one.fields, one.error and (one.error.rule, one.error.detail)))
    except DomainError as error:
        found.append((error.rule, error.detail, error.field))
    return found


def place_of(found: list[bytes], noun: bytes, number: int = 0) -> int:
    return [place for place, line in enumerate(found) if line.startswith(b'{"type":"%s"' % noun)][number]


def swapped(found: list[bytes]) -> None:
    place = place_of(found, b"span", 3)
    found[place], found[place + 1] = found[place + 1], found[place]


def twice(found: list[bytes]) -> None:
    place = place_of(found, b"attribution", 2)
    found.insert(place, found[place])


def cites(found: list[bytes]) -> None:
    place = place_of(found, b"attribution", 2)
    found[place] = found[place].replace(b'"cites":null', b'"cites":"x"')


def headless(found: list[bytes]) -> None:
    place = place_of(found, b"span", 5)
    found[place] = found[place].replace(b'"type":"span"', b'"type": "span"')


def blank(found: list[bytes]) -> None:
    found.insert(place_of(found, b"span", 5), b"\n")


def other_ends(found: list[bytes]) -> None:
    found[5:9] = [line.replace(b"\n", b"\r\n") for line in found[5:9]]


def no_header(found: list[bytes]) -> None:
    del found[0]


def after_the_end(found: list[bytes]) -> None:
    found.append(found[place_of(found, b"attribution", -1)])


def cut_off(found: list[bytes]) -> None:
    found[-2:] = [found[-2][:-9]]


def changed(found: list[bytes]) -> None:
    place = place_of(found, b"span", 1)
    found[place] = found[place].replace(b"annotator", b"somebody ")


@pytest.mark.parametrize(
    "change",
    [list, swapped, twice, cites, headless, blank, other_ends, no_header, after_the_end, cut_off, changed],
)
@pytest.mark.parametrize("right_sum", [True, False])
def test_pieces_of_every_length_say_the_same(change: Change, right_sum: bool) -> None:
    found = list(WHOLE)
    change(found)
    if right_sum and found[-1].startswith(b'{"type":"end"'):
        found[-1] = b'{"type":"end","sha256":"%s"}\n' % hashlib.sha256(b"".join(found[:-1])).hexdigest().encode()
    file = b"".join(found)
    expected = told([file])
    assert expected
    assert told(found) == expected
    for size in (700, 5000):
        assert told(file[start : start + size] for start in range(0, len(file), size)) == expected


def test_lines_of_one_type_are_looked_at_in_one_step() -> None:
    spans = [line for line in WHOLE if line.startswith(b'{"type":"span"')]
    found = heads_of(b"".join(spans))
    assert found is not None
    assert found[0] == spans
    assert {head[0] for head in found[1]} == {"span"}
    assert heads_of(b"".join(WHOLE)) is None
    assert heads_of(b"".join(spans) + b'{"type":"span"}\n') is None
    assert heads_of(b"".join(spans)[:-1]) is None
