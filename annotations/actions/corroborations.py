"""Evidence is brought to a claim, accepted or rejected. What is accepted moves the claim at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from annotations.actions.assessing import assess, weighing
from annotations.actions.fields import clean_choice, clean_flag, clean_text, clean_time, refuse_unknown
from annotations.actions.proposals import ACCEPTED_LAYERS, STANCE_OF, layer_of
from annotations.actions.recording import Made, author, lock, make, own, save
from annotations.errors import ConflictError, RuleBrokenError
from annotations.models import Claim, Corroboration, Exhibit, Mention
from annotations.policies import Ability, Actor, may
from annotations.vocabulary import (
    CorroborationState,
    DecisiveGround,
    ExhibitKind,
    Stance,
)

MAX_REASON = 5000
CLEANERS: Mapping[str, Callable[[object], Any]] = {
    "stance": lambda value: clean_choice(value, "stance", Stance),
    "decisive": lambda value: clean_flag(value, "decisive"),
    "decisive_ground": lambda value: clean_choice(value, "decisive_ground", DecisiveGround, blank=True),
    "decisive_reason": lambda value: clean_text(value, "decisive_reason", max_length=MAX_REASON),
    "interested": lambda value: clean_flag(value, "interested"),
    "bears_from": lambda value: clean_time(value, "bears_from"),
}
_COLUMNS = tuple(CLEANERS)


def corroborate(
    *,
    actor: Actor,
    claim: Claim,
    mention: Mention | None = None,
    exhibit: Exhibit | None = None,
    state: str = CorroborationState.PROPOSED,
    uid: UUID | None = None,
    **said: Any,
) -> Made[Corroboration]:
    """Bring a mention or an exhibit as evidence to a claim: proposed, or by an editor accepted at once.

    `said`: stance, decisive, decisive_ground, decisive_reason, interested, bears_from.
    """
    may(actor, Ability.ADD_EVIDENCE).require()
    evidence = _one_of(mention, exhibit)
    own(actor, claim, evidence)
    chosen = _beginning(state)
    if chosen == CorroborationState.ACCEPTED or said.get("decisive"):
        may(actor, Ability.DECIDE_EVIDENCE).require()
    columns = _cleaned(said)
    if "stance" not in columns:
        columns["stance"] = _stance_of(mention)
    request = {"claim": claim.uid, "evidence": evidence.uid, "state": chosen, **columns}

    def build() -> Corroboration:
        row = Corroboration(
            **author(actor, uid, request, Corroboration), claim=claim, mention=mention, exhibit=exhibit,
            version=_version_of(mention), **columns,
        )  # fmt: skip
        _bring(row, actor, accepted=chosen == CorroborationState.ACCEPTED)
        return row

    with weighing(actor):
        made = make(Corroboration, actor=actor, uid=uid, request=request, build=build)
        if made.created and chosen == CorroborationState.ACCEPTED:
            assess(actor.workspace, [claim.pk])
        return made


def _bring(row: Corroboration, actor: Actor, *, accepted: bool) -> None:
    if Corroboration.objects.filter(claim=row.claim, mention=row.mention, exhibit=row.exhibit).exists():
        raise ConflictError("corroboration.duplicate", "this bears on this claim already", field="claim")
    _check(row)
    if accepted:
        _decide(row, actor, CorroborationState.ACCEPTED, "")
    row.save(force_insert=True)


def _one_of(mention: Mention | None, exhibit: Exhibit | None) -> Mention | Exhibit:
    evidence = mention or exhibit
    if evidence is None or (mention is not None and exhibit is not None):
        raise RuleBrokenError(
            "corroboration.one_evidence", "evidence is either a mention or an exhibit", field="mention"
        )
    return evidence


def _cleaned(said: Mapping[str, Any]) -> dict[str, Any]:
    refuse_unknown(said, CLEANERS)
    return {name: CLEANERS[name](value) for name, value in said.items()}


def _beginning(state: object) -> str:
    chosen: str = clean_choice(state, "state", CorroborationState)
    if chosen == CorroborationState.REJECTED:
        raise RuleBrokenError("corroboration.decided", "evidence begins as proposed or accepted", field="state")
    return chosen


def edit_corroboration(
    *, actor: Actor, corroboration: Corroboration, expected: int | None, **changes: Any
) -> Corroboration:
    """Say otherwise how it bears on the claim. What is decisive, and what was accepted, is an editor's to change."""
    may(actor, Ability.ADD_EVIDENCE).require()
    columns = _cleaned(changes)
    with weighing(actor):
        current = lock(actor, Corroboration.objects.select_related("claim"), corroboration, expected=expected)
        if current.state != CorroborationState.PROPOSED or columns.get("decisive"):
            may(actor, Ability.DECIDE_EVIDENCE).require()
        for name, value in columns.items():
            setattr(current, name, value)
        if columns.get("decisive") is False:
            current.decisive_ground, current.decisive_reason = "", ""
        _check(current)
        save(current, *_COLUMNS)
        if current.state == CorroborationState.ACCEPTED:
            assess(actor.workspace, [current.claim_id])
        return current


def accept_corroborations(*, actor: Actor, corroborations: Sequence[Corroboration]) -> list[Corroboration]:
    """Accept all of these; those that are accepted already stay as they are. Their claims are assessed together."""
    may(actor, Ability.DECIDE_EVIDENCE).require()
    own(actor, *corroborations)
    with weighing(actor):
        keys = [one.pk for one in corroborations]
        rows = list(Corroboration.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))
        taken = [row for row in rows if row.state != CorroborationState.ACCEPTED]
        for row in taken:
            _decide(row, actor, CorroborationState.ACCEPTED, "")
            save(row, "state", "decided_by", "decided_at", "decided_reason")
        assess(actor.workspace, {row.claim_id for row in taken})
        return rows


def proposed_of(claim: Claim) -> QuerySet[Corroboration]:
    """What accepted layers say of the claim, and nobody has decided on."""
    kinds = [str(kind) for kind in ACCEPTED_LAYERS]
    accepted = Q(mention__attribution__layer__kind__in=kinds) | Q(mention__span__layer__kind__in=kinds)
    return Corroboration.objects.filter(accepted, claim=claim, state=CorroborationState.PROPOSED)


def accept_proposed(*, actor: Actor, claim: Claim, among: Collection[UUID] | None = None) -> list[Corroboration]:
    """Accept whatever accepted layers propose for the claim; with `among` (public ids), no more than what the editor
    has seen. The claim is assessed once.
    """
    may(actor, Ability.DECIDE_EVIDENCE).require()
    own(actor, claim)
    with weighing(actor):
        waiting = proposed_of(claim)
        rows = list(waiting if among is None else waiting.filter(uid__in=among))
        return accept_corroborations(actor=actor, corroborations=rows)


def accept_corroboration(
    *, actor: Actor, corroboration: Corroboration, reason: str = "", expected: int | None = None
) -> Corroboration:
    """Let the evidence count."""
    return _settle(actor, corroboration, CorroborationState.ACCEPTED, reason, expected)


def reject_corroboration(
    *, actor: Actor, corroboration: Corroboration, reason: str, expected: int | None = None
) -> Corroboration:
    """Let the evidence not count, or no longer; with a reason."""
    clean_text(reason, "reason", max_length=MAX_REASON, required=True)
    return _settle(actor, corroboration, CorroborationState.REJECTED, reason, expected)


def _settle(
    actor: Actor, corroboration: Corroboration, state: CorroborationState, reason: str, expected: int | None
) -> Corroboration:
    may(actor, Ability.DECIDE_EVIDENCE).require()
    reason = clean_text(reason, "reason", max_length=MAX_REASON)
    with weighing(actor):
        current = lock(actor, Corroboration.objects.all(), corroboration, expected=expected)
        before = current.state
        if before == state:
            return current
        _decide(current, actor, state, reason)
        save(current, "state", "decided_by", "decided_at", "decided_reason")
        if CorroborationState.ACCEPTED in (before, state):
            assess(actor.workspace, [current.claim_id])
        return current


def _decide(row: Corroboration, actor: Actor, state: CorroborationState, reason: str) -> None:
    row.state, row.decided_reason = state, reason
    row.decided_by, row.decided_at = actor.username, timezone.now()


def _stance_of(mention: Mention | None) -> Stance:
    stance = STANCE_OF[mention.polarity] if mention is not None else Stance.SUPPORTS
    if stance is None:
        raise RuleBrokenError("field.required", "a question takes no side: say the stance", field="stance")
    return stance


def _version_of(mention: Mention | None) -> Any:
    if mention is None:
        return None
    layer = layer_of(mention)
    if layer.kind not in ACCEPTED_LAYERS:
        raise RuleBrokenError(
            "corroboration.layer", f"a mention of the {layer.kind} layer is no evidence yet", field="mention"
        )
    return layer.version


def _check(row: Corroboration) -> None:
    if row.decisive and not row.decisive_ground:
        row.decisive_ground = _ground_of(row)
    if row.decisive and not row.decisive_reason.strip():
        raise RuleBrokenError(
            "corroboration.decisive_reason", "what is decisive needs a reason", field="decisive_reason"
        )
    if not row.decisive and (row.decisive_reason or row.decisive_ground):
        raise RuleBrokenError(
            "corroboration.decisive_reason", "only what is decisive has a reason for it", field="decisive_reason"
        )
    if row.decisive and row.interested and row.stance == Stance.REFUTES:
        raise RuleBrokenError(
            "corroboration.interested_denial", "the denial of an interested party is never decisive", field="decisive"
        )
    happened_at = row.claim.happened_at
    if row.bears_from and happened_at and row.bears_from < happened_at:
        raise RuleBrokenError(
            "corroboration.before_event", "evidence cannot be earlier than what it attests", field="bears_from"
        )


def _ground_of(row: Corroboration) -> str:
    if row.exhibit is None:
        return DecisiveGround.COMPETENT_PARTY
    own_witness = row.exhibit.kind == ExhibitKind.OWN_WITNESS
    return DecisiveGround.OWN_WITNESS if own_witness else DecisiveGround.AUTHENTICATED_DOCUMENT
