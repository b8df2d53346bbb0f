"""A reproducible corpus: the seed article and variants of it, as isnad-jsonl.

Each article has about 4,500 code points. A frame takes two spans (source and content), so 20 frames are 40 spans.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import regex

ROOT = Path(__file__).resolve().parents[2]
SEED_TEXT = ROOT / "seeds" / "000_61cb0b5ecef4338c.txt"
CREATED = "2026-01-01T00:00:00Z"
CONTEXT = 32
# Marks belong to the word: a span never splits a character from its vowel sign.
_WORD = regex.compile(r"[\w\p{M}]+")

Record = dict[str, Any]


def _uid(*parts: object) -> str:
    """A UUID with the version and variant bits of UUIDv7, the same for the same parts."""
    raw = int.from_bytes(hashlib.sha256(repr(parts).encode()).digest()[:16], "big")
    raw = raw & ~(0xF << 76) | 0x7 << 76
    return str(UUID(int=raw & ~(0x3 << 62) | 0x2 << 62))


def variant(number: int) -> str:
    """The seed article with its paragraphs shuffled and one numbered line, so that no two texts are alike."""
    paragraphs = SEED_TEXT.read_text(encoding="utf-8").split("\n")
    random.Random(number).shuffle(paragraphs)  # noqa: S311 - reproducible on purpose
    return "\n".join([f"تقرير رقم {number}", *paragraphs])


def _made(noun: str, uid: str, **fields: Any) -> Record:
    return {"type": noun, "id": uid, **fields, "created_by": "annotator", "created_at": CREATED}


def _span(text: str, segment: tuple[int, int], ids: dict[str, str], uid: str) -> Record:
    start, end = segment
    quote = {
        "exact": text[start:end],
        "prefix": text[max(0, start - CONTEXT) : start],
        "suffix": text[end : end + CONTEXT],
    }
    return _made("span", uid, **ids, segments=[[start, end]], quote=quote, carried_from=None)


def document(number: int, *, frames: int, repeat: int = 1) -> dict[str, list[Record]]:
    """One article as records by type; its text is the variant, `repeat` times over."""
    text = "\n".join(variant(number + 100_000 * turn) for turn in range(repeat))
    article, version, layer = (_uid(number, noun) for noun in ("article", "version", "layer"))
    ids = {"version": version, "layer": layer}
    words = [match.span() for match in _WORD.finditer(text)]
    step = max(3, len(words) // frames)
    spans, attributions = [], []
    for place in range(frames):
        first = place * step % max(1, len(words) - 3)
        source, content = words[first], (words[first + 1][0], words[first + 2][1])
        uids = [_uid(number, "span", place, role) for role in ("source", "content")]
        spans += [_span(text, source, ids, uids[0]), _span(text, content, ids, uids[1])]
        attributions.append(_frame(_uid(number, "frame", place), ids, uids))
    return {
        "article": [_article(article, number)],
        "version": [_version(version, article, text)],
        "layer": [_made("layer", layer, version=version, kind="shared", annotator="", name="")],
        "span": spans,
        "attribution": attributions,
    }


def _frame(uid: str, ids: dict[str, str], spans: list[str]) -> Record:
    return _made(
        "attribution", uid, **ids, source=spans[0], cue=None, contents=[spans[1]], addressee=None, channel=None,
        parent=None, speakers=[], resolution="explicit", antecedent=None, cites=None, cue_kind="", attitude="assertion",
        quotation="indirect",
    )  # fmt: skip


def _article(uid: str, number: int) -> Record:
    return _made(
        "article", uid, title=f"تقرير رقم {number}", language="ar", direction="rtl", outlet=f"outlet {number % 50}",
        url="", published_at="2020-09-28T00:00:00Z", credited_wire="AFP", origin="", copy_of=None,
        status="new", metadata={},
    )  # fmt: skip


def _version(uid: str, article: str, text: str) -> Record:
    return {
        "type": "version", "id": uid, "article": article, "number": 1, "text": text,
        "sha256": hashlib.sha256(text.encode()).hexdigest(), "captured_at": CREATED, "captured_how": "imported",
        "captured_by": "annotator", "note": "",
    }  # fmt: skip


ORDER = ("article", "version", "layer", "span", "attribution")


def lines(documents: list[dict[str, list[Record]]]) -> Iterator[bytes]:
    """The documents as one isnad-jsonl file, line by line."""
    records = {kind: sorted((r for d in documents for r in d[kind]), key=lambda r: str(r["id"])) for kind in ORDER}
    header = {
        "type": "header", "format": "isnad-jsonl", "version": 1, "offset_unit": "code_point", "workspace": "bench",
        "known_at": CREATED, "rule_version": None, "counts": {kind: len(records[kind]) for kind in ORDER},
    }  # fmt: skip
    digest = hashlib.sha256()
    for record in [header, *(record for kind in ORDER for record in records[kind])]:
        line = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        digest.update(line)
        yield line
    yield json.dumps({"type": "end", "sha256": digest.hexdigest()}, separators=(",", ":")).encode() + b"\n"


def corpus(articles: int, *, first: int = 0, frames: int = 20, repeat: int = 1) -> bytes:
    """The file of that many articles, numbered from `first`."""
    return b"".join(lines([document(first + n, frames=frames, repeat=repeat) for n in range(articles)]))
