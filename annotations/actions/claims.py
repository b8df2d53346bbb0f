"""Claims are stated and reworded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from annotations.actions.assessing import assess, weighing
from annotations.actions.drafts import read_uid
from annotations.actions.fields import (
    clean_choice,
    clean_language,
    clean_text,
    clean_time,
    refuse_unknown,
)
from annotations.actions.recording import Made, author, lock, make, recording, save
from annotations.corpus import ClaimRecord
from annotations.errors import ConflictError, RuleBrokenError
from annotations.models import Claim, Corroboration, Mention
from annotations.policies import Actor, may_edit_claim, may_write_claims
from annotations.text import fold_plain
from annotations.vocabulary import Certainty, ClaimKind, ClaimPolarity, Validity, Workflow

MAX_STATEMENT = 5000
MAX_TRANSLATIONS = 50


def clean_translations(value: object) -> dict[str, str]:
    """{language tag: statement}."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise RuleBrokenError("field.not_object", "translations must be an object", field="translations")
    if len(value) > MAX_TRANSLATIONS:
        raise RuleBrokenError(
            "field.too_long", f"at most {MAX_TRANSLATIONS} translations are allowed", field="translations"
        )
    clean = {}
    for language, statement in value.items():
        tag = clean_language(language, "translations")
        clean[tag] = clean_text(statement, f"translations.{tag}", max_length=MAX_STATEMENT, required=True)
    return clean


CLEANERS: Mapping[str, Callable[[object], Any]] = {
    "statement": lambda value: clean_text(value, "statement", max_length=MAX_STATEMENT, required=True),
    "language": clean_language,
    "translations": clean_translations,
    "kind": lambda value: clean_choice(value, "kind", ClaimKind),
    "certainty": lambda value: clean_choice(value, "certainty", Certainty),
    "polarity": lambda value: clean_choice(value, "polarity", ClaimPolarity),
    "validity": lambda value: clean_choice(value, "validity", Validity, blank=True),
    "overtaken_by": lambda value: None if value is None else read_uid(value, "overtaken_by"),
    "happened_at": lambda value: clean_time(value, "happened_at"),
    "horizon": lambda value: clean_time(value, "horizon"),
    "recheck_at": lambda value: clean_time(value, "recheck_at"),
}


def folded_claim(claim: Claim | ClaimRecord) -> str:
    """What a search among the claims looks through."""
    return fold_plain(" \n".join([claim.statement, *claim.translations.values()]))


def add_claim(
    *, actor: Actor, statement: str, language: str, kind: str, uid: UUID | None = None, **described: Any
) -> Made[Claim]:
    """State a claim; it begins as a draft.

    `described`: translations, certainty, polarity, validity, overtaken_by, happened_at, horizon, recheck_at.
    """
    may_write_claims(actor).require()
    given = {"statement": statement, "language": language, "kind": kind, **described}
    refuse_unknown(given, CLEANERS)
    columns = {name: CLEANERS[name](value) for name, value in given.items()}

    def build() -> Claim:
        claim = Claim(**author(actor, uid, columns, Claim), **columns)
        claim.folded = folded_claim(claim)
        _check_overtaken(claim)
        claim.save(force_insert=True)
        return claim

    with recording(actor):
        return make(Claim, actor=actor, uid=uid, request=columns, build=build)


def edit_claim(*, actor: Actor, claim: Claim, expected: int | None, **changes: Any) -> Claim:
    """Reword or reclassify a claim. Its workflow moves by `transition` alone.

    `validity` other than overtaken also takes away what it was overtaken by.
    """
    refuse_unknown(changes, CLEANERS)
    columns = {name: CLEANERS[name](value) for name, value in changes.items()}
    if columns.get("validity", Validity.OVERTAKEN) != Validity.OVERTAKEN:
        columns.setdefault("overtaken_by", None)
    with weighing(actor) if "happened_at" in columns else recording(actor):
        current = lock(actor, Claim.objects.all(), claim, expected=expected)
        may_edit_claim(actor, current).require()
        for name, value in columns.items():
            setattr(current, name, value)
        _check_overtaken(current)
        current.folded = folded_claim(current)
        save(current, *columns, "folded")
        if "happened_at" in columns:
            assess(actor.workspace, [current.pk])
        return current


def _check_overtaken(claim: Claim) -> None:
    if claim.overtaken_by is None:
        return
    if claim.validity != Validity.OVERTAKEN or claim.overtaken_by == claim.uid:
        raise RuleBrokenError(
            "claim.overtaken_by", "only what is overtaken is overtaken by another claim", field="overtaken_by"
        )
    if not Claim.objects.filter(workspace_id=claim.workspace_id, uid=claim.overtaken_by).exists():
        raise RuleBrokenError("claim.missing", f"there is no claim {claim.overtaken_by} here", field="overtaken_by")


def delete_claim(*, actor: Actor, claim: Claim, expected: int | None) -> None:
    """Take back a draft that nothing mentions; whatever went further is rejected or withdrawn, not deleted."""
    with recording(actor):
        current = lock(actor, Claim.objects.all(), claim, expected=expected, to_delete=True)
        may_edit_claim(actor, current).require()
        if current.workflow != Workflow.DRAFT or current.transitions.exists():
            raise ConflictError("claim.in_use", "only a draft can be deleted; reject the claim instead")
        if Mention.objects.filter(claim=current).exists():
            raise ConflictError("claim.in_use", "an article mentions this claim; remove the mention first")
        if Corroboration.objects.filter(claim=current).exists():
            raise ConflictError("claim.in_use", "something bears on this claim; reject the claim instead")
        if Claim.objects.filter(workspace=actor.workspace, overtaken_by=current.uid).exists():
            raise ConflictError("claim.in_use", "this claim overtook another one")
        current.delete()
