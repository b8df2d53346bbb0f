"""The registry of sources is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q

from annotations.actions.assessing import assess, weighing
from annotations.actions.fields import clean_choice, clean_text, clean_whole_number, refuse_unknown
from annotations.actions.moved import claims_of_sources
from annotations.actions.namesakes import read_name
from annotations.actions.recording import Made, author, lock, make, recording, save
from annotations.corpus import SourceRecord
from annotations.errors import ConflictError, RuleBrokenError
from annotations.models import Attribution, Exhibit, Source, SourceRelation
from annotations.policies import Ability, Actor, may
from annotations.text import fold_plain
from annotations.vocabulary import Reliability, SourceKind

# What the way from a claim to its voices looks at.
_IN_CHAINS = {"kind", "name", "descriptor", "affiliation", "stated_count", "reliability"}
_FOUND_BY_NAME = (SourceKind.OUTLET, SourceKind.NEWSROOM, SourceKind.NAMED_ORGANISATION, SourceKind.STATE)
_LENGTHS = {
    "name": 300,
    "descriptor": 500,
    "affiliation": 300,
    "nationality": 100,
    "rank": 200,
    "relayed_by": 200,
    "anonymity_reason": 500,
}


def _text_cleaner(name: str, length: int) -> Callable[[object], Any]:
    return lambda value: clean_text(value, name, max_length=length)


CLEANERS: Mapping[str, Callable[[object], Any]] = {
    "kind": lambda value: clean_choice(value, "kind", SourceKind),
    **{name: _text_cleaner(name, length) for name, length in _LENGTHS.items()},
    "stated_count": lambda value: clean_whole_number(value, "stated_count", least=1, most=1_000_000),
    "reliability": lambda value: clean_choice(value, "reliability", Reliability, blank=True),
}


def folded_source(source: Source | SourceRecord) -> str:
    """What a search in the registry looks through."""
    return fold_plain(" ".join([source.name, source.descriptor, source.affiliation, source.rank]))


def _check(source: Source) -> None:
    if not source.name.strip() and not source.descriptor.strip():
        raise RuleBrokenError("source.nameless", "a source needs a name, or the words that describe it", field="name")


def register_source(*, actor: Actor, kind: str, uid: UUID | None = None, **described: Any) -> Made[Source]:
    """Add a source. An anonymous one is always a record of its own: nothing is merged here."""
    may(actor, Ability.REGISTER_SOURCE).require()
    given = {"kind": kind, **described}
    refuse_unknown(given, CLEANERS)
    columns = {name: CLEANERS[name](value) for name, value in given.items()}
    if columns.get("reliability"):
        may(actor, Ability.GRADE_SOURCE).require()

    def build() -> Source:
        source = Source(**author(actor, uid, columns, Source), **columns)
        _check(source)
        source.folded = folded_source(source)
        source.save(force_insert=True)
        read_name(source)
        return source

    # An outlet or an institution may be named already in what claims rest on.
    moves = columns["kind"] in _FOUND_BY_NAME
    with weighing(actor) if moves else recording(actor):
        made = make(Source, actor=actor, uid=uid, request=columns, build=build)
        if moves and made.created:
            assess(actor.workspace, claims_of_sources(actor.workspace, [made.object.pk]))
        return made


def edit_source(*, actor: Actor, source: Source, expected: int | None, **changes: Any) -> Source:
    """Change a source's record; its grade is an editor's to give."""
    may(actor, Ability.REGISTER_SOURCE).require()
    refuse_unknown(changes, CLEANERS)
    columns = {name: CLEANERS[name](value) for name, value in changes.items()}
    moves = bool(_IN_CHAINS & columns.keys())
    with weighing(actor) if moves else recording(actor):
        current = lock(actor, Source.objects.all(), source, expected=expected)
        moved = claims_of_sources(actor.workspace, [current.pk]) if moves else set()
        if columns.get("reliability", current.reliability) != current.reliability:
            may(actor, Ability.GRADE_SOURCE).require()
        for name, value in columns.items():
            setattr(current, name, value)
        _check(current)
        current.folded = folded_source(current)
        save(current, *columns, "folded")
        if {"name", "kind"} & columns.keys():
            read_name(current)
        if moves:
            assess(actor.workspace, moved | claims_of_sources(actor.workspace, [current.pk]))
        return current


def delete_source(*, actor: Actor, source: Source, expected: int | None) -> None:
    """Take a source out of the registry; ConflictError while a frame, an exhibit or a statement names it."""
    may(actor, Ability.REGISTER_SOURCE).require()
    with weighing(actor):
        current = lock(actor, Source.objects.all(), source, expected=expected, to_delete=True)
        if Attribution.objects.filter(speaker_ids__contains=[current.pk]).exists():
            raise ConflictError("source.in_use", "an attribution names this source as its speaker")
        if Exhibit.objects.filter(origin=current).exists():
            raise ConflictError("source.in_use", "an exhibit comes from this source")
        if SourceRelation.objects.filter(Q(a=current) | Q(b=current)).exists():
            raise ConflictError("source.in_use", "it was stated of this source who it is, or is not")
        moved = claims_of_sources(actor.workspace, [current.pk])
        current.delete()
        assess(actor.workspace, moved)
