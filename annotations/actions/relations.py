"""Editors state that two sources are the same people, or provably different ones; and take that back."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from annotations.actions.assessing import assess, weighing
from annotations.actions.fields import clean_choice, clean_text
from annotations.actions.moved import claims_of_sources
from annotations.actions.recording import Made, author, lock, make, own, save
from annotations.corroboration import Contradiction, Statement, find_contradiction
from annotations.errors import ConflictError, RuleBrokenError
from annotations.models import Source, SourceRelation, Workspace
from annotations.policies import Ability, Actor, may
from annotations.vocabulary import RelationKind

MAX_REASON = 5000


def relate_sources(
    *, actor: Actor, kind: str, a: Source, b: Source, reason: str, uid: UUID | None = None
) -> Made[SourceRelation]:
    """State that `a` and `b` are the same, or distinct. Raise RuleBrokenError `relation.contradiction`, naming both
    statements, where others say the opposite, also through sources in between.
    """
    may(actor, Ability.RELATE_SOURCES).require()
    own(actor, a, b)
    chosen = clean_choice(kind, "kind", RelationKind)
    reason = clean_text(reason, "reason", max_length=MAX_REASON, required=True)
    if a.pk == b.pk:
        raise RuleBrokenError("relation.itself", "a source is not related to itself", field="b")
    request = {"kind": chosen, "a": a.uid, "b": b.uid, "reason": reason}

    def build() -> SourceRelation:
        _refuse_duplicate(chosen, a, b)
        _refuse_contradiction(actor.workspace, chosen, a, b)
        return SourceRelation.objects.create(
            **author(actor, uid, request, SourceRelation), kind=chosen, a=a, b=b, reason=reason
        )

    with weighing(actor, field="b"):
        made = make(SourceRelation, actor=actor, uid=uid, request=request, build=build)
        if made.created:
            assess(actor.workspace, claims_of_sources(actor.workspace, (a.pk, b.pk)))
        return made


def withdraw_relation(
    *, actor: Actor, relation: SourceRelation, reason: str, expected: int | None = None
) -> SourceRelation:
    """Take a statement back, with a reason; it stays in the list as withdrawn."""
    may(actor, Ability.RELATE_SOURCES).require()
    reason = clean_text(reason, "reason", max_length=MAX_REASON, required=True)
    with weighing(actor):
        current = end_relation(actor, relation, reason, expected=expected)
        assess(actor.workspace, claims_of_sources(actor.workspace, (current.a_id, current.b_id)))
        return current


def end_relation(actor: Actor, relation: SourceRelation, reason: str, *, expected: int | None) -> SourceRelation:
    """The change itself, under `weighing`, before any claim is assessed."""
    current = lock(actor, SourceRelation.objects.all(), relation, expected=expected)
    if current.withdrawn_at is not None:
        raise ConflictError("relation.withdrawn_already", f"{current.withdrawn_by} has withdrawn this already")
    current.withdrawn_at = timezone.now()
    current.withdrawn_by, current.withdrawn_reason = actor.username, reason
    return save(current, "withdrawn_at", "withdrawn_by", "withdrawn_reason")


def _refuse_duplicate(kind: str, a: Source, b: Source) -> None:
    pairs = SourceRelation.objects.in_force().filter(kind=kind, a__in=(a.pk, b.pk), b__in=(a.pk, b.pk))
    found = pairs.first()
    if found is not None:
        raise ConflictError(
            "relation.duplicate", f"{found.created_by} has stated this already ({found.uid})", field="b"
        )


def _refuse_contradiction(workspace: Workspace, kind: str, a: Source, b: Source) -> None:
    standing = [
        Statement(str(one.uid), "same" if one.kind == RelationKind.SAME else "distinct", str(one.a_id), str(one.b_id))
        for one in statements_around(workspace, {a.pk, b.pk})
    ]
    new = Statement("", "same" if kind == RelationKind.SAME else "distinct", str(a.pk), str(b.pk))
    found = find_contradiction(standing, new)
    if found is not None and found.old is not None:
        raise _both(workspace, found, found.old)


def statements_around(workspace: Workspace, sources: set[int]) -> list[SourceRelation]:
    """The statements in force that could contradict a new one between two of these."""
    in_force = SourceRelation.objects.in_force().filter(workspace=workspace)
    found: dict[int, SourceRelation] = {}
    known, fresh = set(sources), set(sources)
    while fresh:
        rows = [*in_force.filter(a__in=fresh), *in_force.filter(b__in=fresh)]
        found |= {row.pk: row for row in rows}
        same = [row for row in rows if row.kind == RelationKind.SAME]
        fresh = {key for row in same for key in (row.a_id, row.b_id)} - known
        known |= fresh
    return [found[key] for key in sorted(found)]


class ContradictionError(RuleBrokenError):
    """Statements that contradict each other (`relation.contradiction`).

    `new` and `old` are the names of the sources of each; `kind` is what the new one says of them, and the old one says
    the opposite; `who` stated that.
    """

    def __init__(self, detail: str, *, kind: str, new: tuple[str, str], old: tuple[str, str], who: str) -> None:
        super().__init__("relation.contradiction", detail, field="b")
        self.kind, self.new, self.old, self.who = kind, new, old, who


def _both(workspace: Workspace, found: Contradiction, old: Statement) -> ContradictionError:
    """Both statements, and what lies between them, in words."""
    keys = {int(key) for one in (found.new, old) for key in (one.a, one.b)}
    names = {str(row.pk): str(row) for row in Source.objects.filter(workspace=workspace, pk__in=keys)}
    words = {"same": "are the same", "distinct": "are different"}

    def said(one: Statement) -> str:
        return f"“{names[one.a]}” and “{names[one.b]}” {words[one.kind]}"

    who = SourceRelation.objects.get(workspace=workspace, uid=old.key).created_by
    through = [merge.by for merge in found.through if merge.by and merge.by != old.key]
    more = f"; with the statements {', '.join(through)}" if through else ""
    return ContradictionError(
        f"that {said(found.new)} contradicts {who}'s statement {old.key} that {said(old)}{more}",
        kind=found.new.kind,
        new=(names[found.new.a], names[found.new.b]),
        old=(names[old.a], names[old.b]),
        who=who,
    )
