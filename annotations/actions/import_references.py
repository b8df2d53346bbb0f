"""What incoming records name by public ids that are no foreign keys: the article that a frame cites, or that another
is a copy of; the claim that overtook one. It may come before or after them in the file, or be in the workspace already.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from annotations.actions.import_document import Document, Entry
from annotations.actions.import_report import ImportReport, refusal_of
from annotations.corpus import CORPUS_TYPES, is_uid, present
from annotations.errors import RuleBrokenError
from annotations.models import Article, Claim, Workspace

# Type of record, its field, what that names, and the rule.
_NAMING = (
    ("article", "copy_of", "article", "article.copy_of_missing"),
    ("attribution", "cites", "article", "frame.cites_missing"),
    ("claim", "overtaken_by", "claim", "claim.overtaken_by_missing"),
)
_PLACES = {noun: (CORPUS_TYPES[noun]._fields.index(name), name, to, rule) for noun, name, to, rule in _NAMING}
_MODELS: dict[str, Any] = {"article": Article, "claim": Claim}


class References:
    """To be told of every record before any is stored (`note`); then `judged` refuses those that name nothing."""

    def __init__(self) -> None:
        self._here: dict[str, set[str]] = {"article": set(), "claim": set()}
        self._named: dict[str, dict[str, Entry]] = {"article": {}, "claim": {}}
        self._absent: dict[str, set[str]] = {"article": set(), "claim": set()}

    def note(self, entry: Entry) -> None:
        if entry.values is None:
            return
        if entry.noun in self._here:
            self._here[entry.noun].add(entry.uid)
        if (found := _named_by(entry)) is not None:
            # Of many that name it the first; without its values, which may be long.
            self._named[_PLACES[entry.noun][2]].setdefault(found, entry._replace(values=()))

    def look(self, workspace: Workspace) -> None:
        """See which of the named are neither in the file nor in the workspace."""
        for noun, named in self._named.items():
            asked = [uid for uid in named if uid not in self._here[noun] and is_uid(uid)]
            there = present(workspace.pk, noun, asked) if asked else {}
            self._absent[noun] = {uid for uid in named if uid not in self._here[noun] and uid not in there}
            self._here[noun] = set()

    def judged(self, documents: Iterable[Document]) -> Iterator[Document]:
        """The documents, with an error in each record that names what is nowhere."""
        if not any(self._absent.values()):
            yield from documents
            return
        for document in documents:
            document.entries = [self._judged(entry) for entry in document.entries]
            yield document

    def _judged(self, entry: Entry) -> Entry:
        uid = _named_by(entry)
        if uid is None:
            return entry
        _place, field, noun, rule = _PLACES[entry.noun]
        if uid not in self._absent[noun]:
            return entry
        return entry._replace(values=None, error=(rule, _missing(noun, uid), field))

    def tell(self, workspace: Workspace, report: ImportReport) -> None:
        """Tell of what was named by records that came in, and was itself refused: the chains say that it is missing."""
        for noun, named in self._named.items():
            left = {uid: entry for uid, entry in named.items() if uid not in self._absent[noun]}
            rows = _MODELS[noun].objects.filter(workspace=workspace, uid__in=left)
            there = {str(uid) for uid in rows.values_list("uid", flat=True)}
            for uid, entry in left.items():
                if uid not in there:
                    _at, field, _noun, rule = _PLACES[entry.noun]
                    error = RuleBrokenError(rule, _missing(noun, uid), field=field)
                    report.adjust(refusal_of(entry.line, entry.noun, entry.uid, error, place=entry.place))


def _named_by(entry: Entry) -> str | None:
    if entry.values is None or entry.noun not in _PLACES:
        return None
    value = entry.values[_PLACES[entry.noun][0]]
    return value.lower() if isinstance(value, str) and is_uid(value.lower()) else None


def _missing(noun: str, uid: str) -> str:
    return f"there is no {noun} {uid} in this file or in this workspace"
