"""What incoming records refer to: what stands beside them, and what the workspace has already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain
from typing import Any

from django.db import connection

from annotations.actions.import_copy import TABLES, take_ids
from annotations.actions.import_document import Document
from annotations.corpus import BETWEEN, CORPUS_TYPES, as_array, id_of, ids_of, is_uid, present

# The fields of each type that hold ids, and the types that these may be of.
REFERENCES: dict[str, dict[str, tuple[str, ...]]] = {
    "version": {"article": ("article",)},
    "layer": {"version": ("version",)},
    "span": {"version": ("version",), "layer": ("layer",), "carried_from": ("span",)},
    "attribution": {
        "version": ("version",),
        "layer": ("layer",),
        **dict.fromkeys(("source", "cue", "contents", "addressee", "channel"), ("span",)),
        "parent": ("attribution",),
        "speakers": ("source",),
        "antecedent": ("attribution", "span"),
    },
    "progress": {"version": ("version",), "layer": ("layer",)},
    "mention": {"claim": ("claim",), "attribution": ("attribution",), "span": ("span",)},
    "source_relation": {"a": ("source",), "b": ("source",)},
    "exhibit": {"origin": ("source",)},
    "corroboration": {
        "claim": ("claim",),
        "mention": ("mention",),
        "exhibit": ("exhibit",),
        "version": ("version",),
    },
    "resemblance": {"article": ("article",), "other": ("article",)},
    "source_dismissal": {"a": ("source",), "b": ("source",)},
    "assessment": {"claim": ("claim",)},
    "transition": {"claim": ("claim",)},
    "comment": {
        "target": (
            "article",
            "version",
            "span",
            "attribution",
            "source",
            "claim",
            "mention",
            "exhibit",
            "corroboration",
        )
    },
}
_PLACES = {
    noun: [(CORPUS_TYPES[noun]._fields.index(name), types) for name, types in fields.items()]
    for noun, fields in REFERENCES.items()
}

_MARKS = ("span", "attribution")
_UID = 36  # characters
Uids = dict[str, set[str]]


def _wanted(noun: str, records: list[tuple[Any, ...]]) -> Iterator[tuple[str, set[str]]]:
    """(type, ids of it) of all that the records refer to."""
    for place, types in _PLACES.get(noun, ()):
        values = [values[place] for values in records]
        if type(values[0]) is list:
            values = [uid for value in values for uid in value]
        named = set(values)
        named.discard(None)
        for one in types:
            yield one, named


class _Marks:
    """The lines of a batch that nobody has read but for their form."""

    def __init__(self, documents: Iterable[Document]) -> None:
        spans = [columns for document in documents for columns in document.spans.columns]
        frames = [columns for document in documents for columns in document.frames.columns]
        self.columns: dict[str, list[tuple[str, ...]]] = {"span": spans, "attribution": frames}

    def in_others(self, noun: str, versions: set[str]) -> set[str]:
        """Ids of those of a type that lie in other versions than these."""
        return {columns[0] for columns in self.columns[noun] if columns[1][:_UID] not in versions}

    def wanted(self) -> Iterator[tuple[str, set[str]]]:
        """(type, ids of it) of all that they refer to; some may be no ids."""
        frames = self.columns["attribution"]
        within = [one.split(BETWEEN) for one in {columns[1] for columns in chain(*self.columns.values())}]
        yield "version", {version for version, _layer in within}
        yield "layer", {layer for _version, layer in within}
        for noun, places in (("span", (2, 3, 5, 6)), ("attribution", (7,))):
            for place in places:
                yield noun, {uid for one in {columns[place] for columns in frames} if (uid := id_of(one))}
        for noun, place in (("span", 4), ("source", 8)):
            yield noun, {uid for one in {columns[place] for columns in frames} for uid in ids_of(one)}


def _without(keys: dict[str, int], deleted: set[str]) -> dict[str, int]:
    return {uid: key for uid, key in keys.items() if uid not in deleted} if deleted else keys


class Known:
    """Internal ids and records by public id, for one batch of documents.

    `new` holds the ids that the batch's own records will have, `stored` what the workspace has now, `deleted` the
    public ids of rows that it had once.

    What lies in a version that is new here is taken for new as well: nearly always it is, and where it is not, the
    unique keys refuse it. `sure`: it is looked for too, so that each record is known by its own name.
    """

    def __init__(self, workspace: int, documents: Sequence[Document], *, sure: bool = False) -> None:
        self.workspace = workspace
        self.stored: dict[str, dict[str, tuple[int, Any]]] = {noun: {} for noun in CORPUS_TYPES}
        self.new: dict[str, dict[str, int]] = {noun: {} for noun in CORPUS_TYPES}
        self.deleted: Uids = {noun: set() for noun in CORPUS_TYPES}
        own: Uids = {noun: set() for noun in CORPUS_TYPES}
        wanted: Uids = {noun: set() for noun in CORPUS_TYPES}
        found: dict[str, list[tuple[Any, ...]]] = {}
        for document in documents:
            for entry in document.entries:
                if entry.values is not None:
                    found.setdefault(entry.noun, []).append(entry.values)
        for noun, records in found.items():
            own[noun] = {values[0] for values in records}
            for one, named in _wanted(noun, records):
                wanted[one] |= named
        marks = _Marks(documents)
        for noun in _MARKS:
            own[noun].update(columns[0] for columns in marks.columns[noun])
        for one, named in marks.wanted():
            wanted[one] |= named
        self._load({noun: uids for noun, uids in own.items() if noun not in _MARKS})
        new = set() if sure else own["version"] - self.stored["version"].keys()
        self._load({noun: {one[0] for one in found.get(noun, ()) if one[1] not in new} for noun in _MARKS})
        self._load({noun: marks.in_others(noun, new) for noun in _MARKS})
        for noun, uids in own.items():
            fresh = sorted(uids - self.stored[noun].keys())
            if fresh:
                self.deleted[noun] = self._once(noun, fresh)
                self.new[noun] = dict(zip(fresh, take_ids(noun, len(fresh)), strict=True))
        self._load({noun: uids - own[noun] for noun, uids in wanted.items()})
        self._load_ancestors(own)

    def _load(self, wanted: Uids) -> None:
        for noun, uids in wanted.items():
            asked = [uid for uid in uids if uid not in self.stored[noun] and is_uid(uid)]
            if asked:
                self.stored[noun] |= present(self.workspace, noun, asked)

    def _load_ancestors(self, own: Uids) -> None:
        """Frames that an incoming one lies in, up to the outermost, with the spans of their contents."""
        seen: set[str] = set(own["attribution"])
        while outer := self.stored["attribution"].keys() - seen:
            seen |= outer
            wanted: Uids = {"span": set(), "attribution": set()}
            for uid in outer:
                record = self.stored["attribution"][uid][1]
                wanted["span"].update(record.contents)
                if record.parent:
                    wanted["attribution"].add(record.parent)
            self._load({noun: uids - own[noun] for noun, uids in wanted.items()})

    def _once(self, noun: str, uids: list[str]) -> set[str]:
        """Those of the ids that belonged to something once. Most workspaces never took anything away."""
        history = f"{TABLES[noun]}_history"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {history} WHERE workspace_id = %s)", [self.workspace])  # noqa: S608
            if not cursor.fetchone()[0]:
                return set()
            statement = f"SELECT uid::text FROM {history} WHERE workspace_id = %s AND uid = ANY (%s::uuid[])"  # noqa: S608
            cursor.execute(statement, [self.workspace, as_array(uids)])
            return {row[0] for row in cursor.fetchall()}

    @cached_property
    def fresh(self) -> dict[str, dict[str, int]]:
        """Of the new ids those of what was never here."""
        return {noun: _without(keys, self.deleted[noun]) for noun, keys in self.new.items()}

    def key(self, noun: str, uid: str) -> int | None:
        """The internal id of a record, or None where nobody knows it."""
        new = self.new[noun].get(uid)
        if new is not None:
            return new
        stored = self.stored[noun].get(uid)
        return stored[0] if stored else None

    def take(self, noun: str) -> int:
        """One more internal id."""
        return take_ids(noun, 1)[0]
