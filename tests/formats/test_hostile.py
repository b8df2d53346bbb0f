"""Whatever stands in a file where we wrote something else, it is taken or told by its rule: no other error."""

from __future__ import annotations

import io
import json
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.actions.import_values import clean
from annotations.corpus import CORPUS_TYPES, Incoming, read_record, read_unread
from annotations.errors import DomainError
from annotations.formats import import_format

GOLDEN = Path(__file__).parent / "golden"
FORMS = ("isnad-jsonl", "isnad-zip", "web-annotation", "brat", "conll", "cas-json", "cas-xmi")
MEMBER = re.compile(rb"(?m)^=== (.+)\n")
JSON = re.compile(rb"(?m)^(# [a-z.]+ = )?(\{.*\})$")


def nested(depth: int) -> Any:
    return [nested(depth - 1)] if depth else "x"


HOSTILE: list[Any] = [
    None, True, -1, 1.5, 10**30, 2**63, "", "\0", "\ud800", "x" * 3000, "عربي\n\t", "0", " 0 1", "../x", "]]>", [], {},
    [None], [[0]], [[0, 1, 2]], [["a", "b"]], [{}], {"a": None}, {"id": []}, nested(90), nested(150),
]  # fmt: skip


def zipped(parts: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return out.getvalue()


def parts_of(form: str) -> list[tuple[str, bytes]]:
    """The files of the golden archive, or the one golden file, as (name, content)."""
    path = next(path for path in GOLDEN.iterdir() if path.name.startswith(f"{form}."))
    if path.suffix != ".txt":
        return [("", path.read_bytes())]
    _, *parts = MEMBER.split(path.read_bytes())
    return [(name.decode(), content[:-1]) for name, content in zip(parts[::2], parts[1::2], strict=True)]


def places_in(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The ways to everything in a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        yield (*way, key)
        yield from places_in(part, (*way, key))


def exchanged(value: Any, way: tuple[Any, ...], other: Any) -> Any:
    """The value with another one at that place; all else is shared."""
    if not way:
        return other
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[way[0]] = exchanged(value[way[0]], way[1:], other)
    return copy


def with_other_value(content: bytes, chance: random.Random) -> bytes:
    """One value of one of the JSONs in the file exchanged; where there is none, a few bytes."""
    found = list(JSON.finditer(content))
    if not found:
        start = chance.randrange(len(content) + 1)
        other = chance.choice([b"", b"0", b"-1", b"9" * 20, b"\0", b"\xff", b"T1", b"\t", b"\n", b"\xef\xbb\xbf"])
        return content[:start] + other + content[start + chance.randrange(20) :]
    match = chance.choice(found)
    whole = json.loads(match[2])
    changed = exchanged(whole, chance.choice([*places_in(whole), ()]), chance.choice(HOSTILE))
    return content[: match.start(2)] + json.dumps(changed).encode() + content[match.end(2) :]


def record_on(line: bytes) -> Any:
    """The record on a line of which only the head has been read."""
    noun, values = read_unread(line)
    return CORPUS_TYPES[noun](*values)


def judgements(one: Incoming) -> list[Callable[[], object]]:
    """What raises where a record is not good, for each that came in."""
    if one.unread:
        return [partial(judged_late, noun, line) for _number, (noun, *_ids), line in one.unread]
    return [partial(judged, one)]


def judged_late(noun: str, line: bytes) -> None:
    clean(noun, record_on(line))


def judged(one: Incoming) -> None:
    if one.error is not None:
        raise one.error
    if one.wanting is None and one.content is None:
        clean(one.noun, read_record(one.noun, one.fields))


def taken_or_told(form: str, file: bytes) -> tuple[int, list[str]]:
    """How many records are good, and the rules by which others, or the file, are refused."""
    good, rules = 0, []
    try:
        for one in import_format(form).read(file[at : at + 4096] for at in range(0, len(file), 4096)):
            for judge in judgements(one):
                try:
                    judge()
                    good += 1
                except DomainError as error:
                    rules.append(error.rule)
    except DomainError as error:
        rules.append(error.rule)
    return good, rules


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_value_of_our_own_file_exchanged_for_another(form: str, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - reproducible on purpose
    parts = parts_of(form)
    number = chance.randrange(len(parts))
    parts[number] = (parts[number][0], with_other_value(parts[number][1], chance))
    good, rules = taken_or_told(form, zipped(parts) if parts[0][0] else parts[0][1])
    assert good or rules
    assert all(re.fullmatch(r"[a-z_]+\.[a-z_0-9]+", rule) for rule in rules)


@pytest.mark.parametrize("form", FORMS)
def test_our_own_file_is_good_as_it_is(form: str) -> None:
    parts = parts_of(form)
    good, rules = taken_or_told(form, zipped(parts) if parts[0][0] else parts[0][1])
    assert good >= 19
    assert set(rules) <= {"exhibit.file_missing"}, "the golden files show no file of an exhibit"


TEXT = '# text = "قال"\n# isnad = {}\n1\tقال\t0\t3\t_\n\n'


@pytest.mark.parametrize("other", [["a"], {"a": 1}, 7, True, nested(40)], ids=str)
@pytest.mark.parametrize("where", ["article", "version", "layer"])
def test_an_id_that_is_none_is_refused_at_its_place(where: str, other: object) -> None:
    columns = "# global.columns = ID FORM START END SPANS\n"
    file = columns + TEXT.format(json.dumps({where: {"id": other}}))
    _good, rules = taken_or_told("conll", file.encode())
    assert rules[0] == "field.uuid"


@pytest.mark.parametrize("noun", [["source"], {}, None, 7, "span", "nothing"], ids=str)
def test_a_record_beside_documents_of_no_such_type(noun: object) -> None:
    line = json.dumps({"type": noun, "id": "01900000-0000-7000-8000-000000000001"})
    assert taken_or_told("conll", f"# beside = {line}\n".encode())[1][:1] == ["record.unknown_type"]
