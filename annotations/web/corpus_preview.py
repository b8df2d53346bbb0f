"""What an export would hold, before it is made: counts, its beginning, and what its format leaves out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from annotations.corpus import Selection, count, sample_of, snapshot
from annotations.formats import ExportFormat, overheard

WHOLE = 5000
"""Up to so many records the file is made whole, and thrown away, to count what is left out."""
SHOWN = 2400
"""Bytes of the file that are kept to be shown."""
MAX_ARCHIVE = 4 * 1024 * 1024
MAX_MADE = 64 * 1024 * 1024
"""Beyond so many bytes, as files of exhibits may have, it is not made whole either."""

TITLES: dict[str, str | Promise] = {
    "isnad-jsonl": "Isnad JSON Lines",
    "isnad-zip": _("Isnad archive, with the files of exhibits"),
    "web-annotation": "W3C Web Annotation (JSON-LD)",
    "brat": "brat",
    "conll": "CoNLL",
    "tei": "TEI P5",
    "cas-xmi": "UIMA CAS (XMI)",
    "cas-json": "UIMA CAS (JSON)",
    "parquet": "Parquet",
    "claimreview": "ClaimReview (schema.org)",
    "doccano": "doccano",
    "label-studio": "Label Studio",
}
TYPES: dict[str, str | Promise] = {
    "source": _("Sources"),
    "source_relation": _("Relations of sources"),
    "article": _("Articles"),
    "version": _("Versions"),
    "layer": _("Layers"),
    "span": _("Spans"),
    "attribution": _("Attributions"),
    "claim": _("Claims"),
    "mention": _("Mentions"),
    "exhibit": _("Exhibits"),
    "corroboration": _("Corroborations"),
    "assessment": _("Assessments"),
    "transition": _("Steps of claims"),
    "comment": _("Comments"),
    "progress": _("Paragraphs worked on"),
    "resemblance": _("Verdicts on near-copies"),
    "source_dismissal": _("Names told apart"),
    "file": _("Files of exhibits"),
}


def loss_shown(one: dict[str, Any]) -> dict[str, Any]:
    """What a format left out of one kind, in the reader's words. The report itself speaks English in every file."""
    return {**one, "name": type_name(one["kind"]) if one["kind"] in TYPES else "", "reason": gettext(one["reason"])}


def title_of(name: str) -> str:
    return str(TITLES.get(name, name))


def type_name(noun: str) -> str:
    """A type of record in the words of the interface."""
    return str(TYPES.get(noun, noun))


@dataclass
class Preview:
    """`lost`: kind, reason, and count where `exact`; otherwise what the format may have to leave out. `sampled`:
    `beginning` and `files` are those of the first article alone.
    """

    counts: list[tuple[str, int]]
    beginning: str = ""
    files: list[str] = field(default_factory=list)
    lost: list[dict[str, Any]] = field(default_factory=list)
    exact: bool = True
    size: int | None = None
    sampled: bool = False


def preview_of(chosen: ExportFormat, selection: Selection) -> Preview:
    """Look at an export. Small ones are made whole, of large ones that of their first article: a large one's own
    beginning comes only when all of it has been put in order.
    """
    with snapshot():
        counts = count(selection)
        whole = sum(counts.values()) <= WHOLE
        looked_at = selection if whole else sample_of(selection)
    shown = Preview([(type_name(noun), number) for noun, number in counts.items() if number])
    shown.sampled = looked_at is not selection
    kept = bytearray()
    limit = MAX_ARCHIVE if (whole or shown.sampled) and chosen.suffix.endswith(".zip") else SHOWN
    with overheard() as loss:
        pieces = chosen.export(looked_at)
        size = 0
        for piece in pieces:
            size += len(piece)
            whole = whole and size <= MAX_MADE
            if len(kept) < limit:
                kept += piece[: limit - len(kept)]
            elif not whole:
                break
        closing = getattr(pieces, "close", None)
        if closing:
            closing()
    if whole:
        shown.size, shown.lost = size, [loss_shown(one) for one in loss.get("lost", [])]
    else:
        shown.exact = False
        losses: Mapping[str, str] = getattr(chosen, "losses", {})
        # Of what is not there nothing can be left out. The files are those of exhibits; other kinds are no records.
        there = {**counts, "file": counts["exhibit"]}
        shown.lost = [
            loss_shown({"kind": kind, "reason": reason}) for kind, reason in losses.items() if there.get(kind, 1)
        ]
    _show(shown, bytes(kept), archive=limit == MAX_ARCHIVE and size <= MAX_ARCHIVE)
    return shown


def _show(shown: Preview, kept: bytes, *, archive: bool) -> None:
    if not archive:
        if not kept.startswith(b"PK"):
            shown.beginning = kept[:SHOWN].decode("utf-8", "ignore")
        return
    with zipfile.ZipFile(io.BytesIO(kept)) as file:
        names = file.namelist()
        shown.files = names[:6]
        endings = (".ann", ".xmi", ".xml", ".json")
        readable = next((name for ending in endings for name in names if name.endswith(ending)), None)
        if readable:
            with file.open(readable) as entry:
                shown.beginning = entry.read(SHOWN).decode("utf-8", "ignore")
