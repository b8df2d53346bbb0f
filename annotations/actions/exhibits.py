"""Exhibits are added and described; a file stays as it came."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePath
from typing import Any
from uuid import UUID

from annotations.actions.assessing import assess, weighing
from annotations.actions.fields import clean_choice, clean_text, clean_time, clean_url, refuse_unknown
from annotations.actions.files import StoredFile, store_file
from annotations.actions.moved import claims_of_exhibits
from annotations.actions.recording import Made, author, lock, make, own, recording, save
from annotations.errors import ConflictError, RuleBrokenError
from annotations.models import Corroboration, Exhibit, Source
from annotations.policies import Ability, Actor, may
from annotations.vocabulary import ExhibitKind

MAX_TITLE = 500
MAX_DESCRIPTION = 20_000
CLEANERS: Mapping[str, Callable[[object], Any]] = {
    "kind": lambda value: clean_choice(value, "kind", ExhibitKind),
    "title": lambda value: clean_text(value, "title", max_length=MAX_TITLE, required=True),
    "description": lambda value: clean_text(value, "description", max_length=MAX_DESCRIPTION),
    "url": clean_url,
    "captured_at": lambda value: clean_time(value, "captured_at"),
    "happened_at": lambda value: clean_time(value, "happened_at"),
}
_IN_CHAINS = {"kind", "captured_at", "happened_at", "origin"}


def add_exhibit(
    *,
    actor: Actor,
    kind: str,
    title: str,
    origin: Source | None = None,
    file: Iterable[bytes] | None = None,
    file_name: str = "",
    uid: UUID | None = None,
    **described: Any,
) -> Made[Exhibit]:
    """Add evidence that is no article: a file (in pieces), an address, or what the newsroom itself saw.

    `described`: description, url, captured_at, happened_at. Raises what `store_file` raises.
    """
    may(actor, Ability.ADD_EVIDENCE).require()
    if origin is not None:
        own(actor, origin)
    given = {"kind": kind, "title": title, **described}
    refuse_unknown(given, CLEANERS)
    columns = {name: CLEANERS[name](value) for name, value in given.items()}
    name = clean_text(PurePath(file_name.replace("\\", "/")).name, "file", max_length=200)
    stored = None if file is None else store_file(actor.workspace, file, name)
    columns |= _file_columns(stored, name)
    request = {**columns, "origin": origin.uid if origin else None}

    def build() -> Exhibit:
        exhibit = Exhibit(**author(actor, uid, request, Exhibit), origin=origin, **columns)
        _check(exhibit)
        exhibit.save(force_insert=True)
        return exhibit

    with recording(actor):
        return make(Exhibit, actor=actor, uid=uid, request=request, build=build)


def edit_exhibit(*, actor: Actor, exhibit: Exhibit, expected: int | None, **changes: Any) -> Exhibit:
    """Describe an exhibit otherwise; `origin` is a Source or None. Its file stays as it came."""
    may(actor, Ability.ADD_EVIDENCE).require()
    refuse_unknown(changes, {**CLEANERS, "origin": None})
    columns = {name: CLEANERS[name](value) if name in CLEANERS else value for name, value in changes.items()}
    if columns.get("origin") is not None:
        own(actor, columns["origin"])
    with weighing(actor):
        current = lock(actor, Exhibit.objects.all(), exhibit, expected=expected)
        for name, value in columns.items():
            setattr(current, name, value)
        _check(current)
        save(current, *columns)
        assess(actor.workspace, claims_of_exhibits([current.pk]))
        return current


def delete_exhibit(*, actor: Actor, exhibit: Exhibit, expected: int | None) -> None:
    """Take back an exhibit that bears on no claim. The file stays: another exhibit may have the same."""
    may(actor, Ability.ADD_EVIDENCE).require()
    with recording(actor):
        current = lock(actor, Exhibit.objects.all(), exhibit, expected=expected, to_delete=True)
        if Corroboration.objects.filter(exhibit=current).exists():
            raise ConflictError("exhibit.in_use", "this bears on a claim; reject that instead")
        current.delete()


def _file_columns(stored: StoredFile | None, name: str) -> dict[str, Any]:
    if stored is None:
        return {}
    return {**stored._asdict(), "file_name": name}


def _check(exhibit: Exhibit) -> None:
    if not (exhibit.url or exhibit.sha256 or exhibit.kind == ExhibitKind.OWN_WITNESS):
        raise RuleBrokenError("exhibit.nothing_there", "an exhibit needs an address or a file", field="url")
    if exhibit.captured_at and exhibit.happened_at and exhibit.captured_at < exhibit.happened_at:
        raise RuleBrokenError("exhibit.captured_before", "nothing is captured before it happened", field="captured_at")
