"""What a format cannot hold: named beforehand, counted while a corpus is written, told with the file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.utils.translation import gettext_noop as _

from annotations.corpus import Selection
from annotations.corpus.exhibit_files import files_named

MAX_EXAMPLES = 5
"""Ids that the report names of each kind."""


FILES = {"file": _("the files of these exhibits are in isnad-zip alone; their sums, sizes and names are here")}
"""The kind of loss of every format that carries exhibits without their files."""


_listeners: ContextVar[tuple[dict[str, Any], ...]] = ContextVar("listeners", default=())


@contextmanager
def overheard() -> Iterator[dict[str, Any]]:
    """Whoever exports inside the block has the loss report in this dictionary once the file has ended, as it stands
    in the file.
    """
    report: dict[str, Any] = {}
    before = _listeners.set((*_listeners.get(), report))
    try:
        yield report
    finally:
        _listeners.reset(before)


def told(report: dict[str, Any]) -> dict[str, Any]:
    """The same report; whoever listens has it too."""
    for listener in _listeners.get():
        listener.update(report)
    return report


class Losses:
    """Filled by a format while it writes. `reasons` are all kinds of things that it may have to leave out, with a
    sentence for people: what becomes of them.
    """

    def __init__(self, reasons: Mapping[str, str]) -> None:
        self._reasons = reasons
        self._counts = dict.fromkeys(reasons, 0)
        self._examples: dict[str, list[str]] = {kind: [] for kind in reasons}

    def lose(self, kind: str, uid: str | None = None, *, number: int = 1) -> None:
        """One more (or `number` more) of this kind was left out; `uid` is the object's that it belonged to."""
        self._counts[kind] += number
        examples = self._examples[kind]
        if uid is not None and len(examples) < MAX_EXAMPLES:
            examples.append(uid)

    def lose_files(self, selection: Selection) -> None:
        """The files that exhibits of the selection name, where FILES is among the reasons. Inside `snapshot`."""
        for _sha256, exhibit in files_named(selection):
            self.lose("file", exhibit)

    def count(self, kind: str) -> int:
        """How many of this kind so far."""
        return self._counts[kind]

    @property
    def lost(self) -> list[dict[str, Any]]:
        """What was left out, in the order of the reasons: {"kind", "count", "reason", "examples"}."""
        return [
            {"kind": kind, "count": count, "reason": self._reasons[kind], "examples": self._examples[kind]}
            for kind, count in self._counts.items()
            if count
        ]

    def report(self) -> dict[str, Any]:
        """The report as a record: a sentence for people, and the list for programs."""
        total = sum(self._counts.values())
        summary = f"{total} things could not be held by this format" if total else "nothing was left out"
        return told({"type": "loss", "summary": summary, "lost": self.lost})

    def file(self) -> bytes:
        """LOSS.json of an archive."""
        return json.dumps(self.report(), ensure_ascii=False, indent=2).encode() + b"\n"
