"""What tests look at in the records that a foreign file makes."""

from __future__ import annotations

from typing import Any

from annotations.corpus import Incoming
from annotations.formats import import_format


def read(form: str, file: bytes | str, *, piece: int = 0) -> list[Incoming]:
    """The records of a file, in pieces of `piece` bytes (0: in one)."""
    content = file.encode("utf-8", "surrogatepass") if isinstance(file, str) else file
    pieces = [content[at : at + piece] for at in range(0, len(content), piece)] if piece else [content]
    return list(import_format(form).read(pieces))


def frames_in(found: list[Incoming]) -> list[dict[str, Any]]:
    """Each frame as the words of its parts."""
    words = {one.fields["id"]: one.fields["quote"]["exact"] for one in found if one.noun == "span"}
    frames = []
    for one in found:
        if one.noun == "attribution":
            parts = {role: words[one.fields[role]] for role in ("source", "cue", "addressee") if one.fields[role]}
            frames.append({**parts, "contents": [words[uid] for uid in one.fields["contents"]]})
    return frames


def words_in(found: list[Incoming]) -> list[str]:
    """The words of the spans."""
    return [one.fields["quote"]["exact"] for one in found if one.noun == "span"]


def texts_in(found: list[Incoming]) -> list[str]:
    return [one.fields["text"] for one in found if one.noun == "version"]


def refused_in(found: list[Incoming]) -> list[tuple[str, str]]:
    """(rule, place) of what was refused or adjusted."""
    return [(one.error.rule, one.place) for one in found if one.error]
