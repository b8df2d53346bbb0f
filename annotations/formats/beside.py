"""What stands beside the documents of a corpus: records that belong to no text, and what a text format has no words
for. Formats that could not hold it otherwise carry it as lines or members of JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from annotations.corpus import CORPUS_TYPES, CommentRecord, Document, Incoming, Selection, keys_of, lines, read_object
from annotations.errors import DomainError, MalformedError
from annotations.formats.building import Builder
from annotations.formats.foreign import Fields, ForeignNote, Refused

IN_DOCUMENTS = ("article", "version", "layer", "span", "attribution", "mention")
BESIDE = tuple(noun for noun in CORPUS_TYPES if noun not in (*IN_DOCUMENTS, "comment"))
_TARGETS = tuple(f'"target_type":"{noun}"'.encode() for noun in IN_DOCUMENTS)
"""Comments on these stand in the documents."""


def beside(selection: Selection) -> Iterator[bytes]:
    """The records of the selection that belong to no document, as lines of isnad-jsonl; inside `snapshot`."""
    for noun in CORPUS_TYPES:
        if noun not in IN_DOCUMENTS:
            for line in lines(selection, noun):
                if noun != "comment" or not any(target in line for target in _TARGETS):
                    yield line


def read_beside(builder: Builder, line: bytes, place: str) -> Iterator[Incoming]:
    """The record of such a line; refused at its place where it is none."""
    try:
        record = read_object(line)
        noun = record.pop("type", None)
        known = isinstance(noun, str) and noun in CORPUS_TYPES and noun not in IN_DOCUMENTS
        if not known or not isinstance(record.get("id"), str):
            raise MalformedError("record.unknown_type", "no record that stands beside documents", field="type")
    except DomainError as error:
        yield builder.refuse(Refused(place, error))
        return
    yield from builder.record(str(noun), place, record)


def fields_of(record: Any, *left_out: str) -> Fields:
    """A record's fields by their names outside, but for some."""
    names = keys_of(type(record))
    return {name: value for name, value in zip(names, record, strict=True) if name not in left_out}


def made_of(record: Any, *more: str) -> Fields:
    """What a record says of its own making, and whatever `more` is not empty."""
    made = {name: getattr(record, name) for name in ("id", "created_by", "created_at")}
    return made | {name: value for name in more if (value := getattr(record, name)) not in (None, "")}


def document_fields(document: Document) -> Fields:
    """The records of an article and its version; the text stands elsewhere."""
    return {"article": fields_of(document.article), "version": fields_of(document.version, "text")}


def comment_fields(comment: CommentRecord) -> Fields:
    return made_of(comment, "resolved", "resolved_by")


def notes_beside(raw: object, place: str) -> list[ForeignNote]:
    """Notes on a version and its article, from members that `note_fields` made."""
    notes = []
    for number, member in enumerate(raw if isinstance(raw, list) else []):
        if isinstance(member, dict) and isinstance(member.get("body"), str):
            made = {key: value for key, value in member.items() if key not in ("body", "on_article")}
            on_article = member.get("on_article") is True
            notes.append(ForeignNote(f"beside/{number}", member["body"], None, place, on_article, made))
    return notes


def note_fields(document: Document) -> list[Fields]:
    """The comments on a document and its article."""
    return [
        {**comment_fields(one), "body": one.body, "on_article": one.target_type == "article"}
        for one in document.comments.values()
    ]


def compact(value: Any) -> str:
    """JSON on one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def members(raw: bytes) -> Fields:
    """A JSON object of a side file; empty for what is none (a file of somebody else's). Values are checked later."""
    try:
        return read_object(raw)
    except DomainError:
        return {}
