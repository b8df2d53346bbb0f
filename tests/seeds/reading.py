"""Reads the committed seed files as they are: records by type, spans as places, frames as trees."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import regex

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
CORPUS = SEEDS / "demo.isnad.jsonl"
ARTICLE = "000_61cb0b5ecef4338c"
Record = dict[str, Any]
Segments = list[tuple[int, int]]


@cache
def lines() -> list[str]:
    """The lines of the corpus with their newlines."""
    return CORPUS.read_bytes().decode("utf-8").splitlines(keepends=True)


@cache
def records() -> list[Record]:
    return [json.loads(line) for line in lines()]


def of_type(kind: str) -> list[Record]:
    return [record for record in records() if record["type"] == kind]


@cache
def by_id() -> dict[str, Record]:
    return {record["id"]: record for record in records() if "id" in record}


def text_of(record: Record) -> str:
    """The text that a span or frame lies in."""
    return str(by_id()[record["version"]]["text"])


def segments(span_id: str | None) -> Segments:
    """The segments of a span, none for no span."""
    return [] if span_id is None else [(start, end) for start, end in by_id()[span_id]["segments"]]


def exact(span_id: str | None) -> str:
    return "" if span_id is None else str(by_id()[span_id]["quote"]["exact"])


def overlap(one: Segments, other: Segments) -> bool:
    return any(a < d and c < b for a, b in one for c, d in other)


def inside(one: Segments, other: Segments) -> bool:
    """Every segment of `one` lies in a segment of `other`."""
    return all(any(c <= a and b <= d for c, d in other) for a, b in one)


def parts(frame: Record) -> list[str]:
    """The ids of all spans of a frame but its antecedent."""
    single = [frame[role] for role in ("source", "cue", "addressee", "channel") if frame[role]]
    return [*single, *frame["contents"]]


def depth(frame: Record) -> int:
    """1 for a frame without a parent."""
    steps, seen = 1, {frame["id"]}
    while frame["parent"]:
        frame = by_id()[frame["parent"]]
        assert frame["id"] not in seen, "a frame lies inside itself"
        seen.add(frame["id"])
        steps += 1
    return steps


@cache
def boundaries(text: str) -> frozenset[int]:
    """The grapheme cluster boundaries of `text`, both ends included."""
    return frozenset({0, *(found.end() for found in regex.finditer(r"\X", text))})


def seed_version() -> Record:
    """The version of the real article."""
    text = (SEEDS / f"{ARTICLE}.txt").read_bytes().decode("utf-8")
    [version] = [one for one in of_type("version") if one["text"] == text]
    return version


def paragraph_of(text: str, offset: int) -> int:
    """The number of the line, from 1, that `offset` lies in."""
    return text.count("\n", 0, offset) + 1


def frames_of(version: Record) -> list[Record]:
    return [frame for frame in of_type("attribution") if frame["version"] == version["id"]]


def version_of_mention(mention: Record) -> str:
    """The id of the version in which a mention stands."""
    return str(by_id()[mention["attribution"] or mention["span"]]["version"])
