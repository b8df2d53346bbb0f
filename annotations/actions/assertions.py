"""What editors say of a claim beside what is computed: an override that a second one confirms; and looking again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from annotations.actions.assessing import measures_of, react, since, weighing, with_assertion_of
from annotations.actions.fields import clean_choice, clean_text, clean_time
from annotations.actions.recording import lock
from annotations.corpus import load_evidence
from annotations.corpus.validity import validity_at
from annotations.corroboration import judge
from annotations.errors import ConflictError, MissingError, RuleBrokenError
from annotations.models import Assessment, Claim
from annotations.policies import Ability, Actor, denied, may
from annotations.vocabulary import AssessmentCause, AssessmentState

MAX_REASON = 5000


def assert_state(
    *,
    actor: Actor,
    claim: Claim,
    state: str,
    reason: str,
    valid_from: datetime | str | None = None,
    recheck_at: datetime | str | None = None,
) -> Assessment:
    """Say that the claim is in another state than the computed one. It counts once a second editor confirms it.

    An assertion that is still to be confirmed is replaced; one in force must be lifted first (ConflictError).
    `unverifiable` needs `recheck_at`.
    """
    may(actor, Ability.ASSESS).require()
    asserted = clean_choice(state, "state", AssessmentState)
    reason = clean_text(reason, "reason", max_length=MAX_REASON, required=True)
    from_then, again = clean_time(valid_from, "valid_from"), clean_time(recheck_at, "recheck_at")
    if asserted == AssessmentState.UNVERIFIABLE and again is None:
        raise RuleBrokenError(
            "assessment.recheck_missing", "what cannot be verified needs a date to look again", field="recheck_at"
        )
    with weighing(actor):
        current = lock(actor, Claim.objects.all(), claim, expected=None)
        last = last_assessment(current)
        if last is not None and last.confirmed_by:
            raise ConflictError("assessment.in_force", f"“{last.asserted}” is in force; lift that first", field="state")
        return _append(
            current, last, actor, AssessmentCause.ASSERTED, asserted=asserted, asserted_by=actor.username,
            confirmed_by="", reason=reason, recheck_at=again, **({"valid_from": from_then} if from_then else {}),
        )  # fmt: skip


def confirm_state(*, actor: Actor, claim: Claim, number: int) -> Assessment:
    """Put the assertion of that number in force; by another editor than the one who made it."""
    may(actor, Ability.ASSESS).require()
    with weighing(actor):
        current = lock(actor, Claim.objects.all(), claim, expected=None)
        asked = Assessment.objects.filter(claim=current, number=number).first()
        last = last_assessment(current)
        if asked is None or last is None:
            raise MissingError("object.missing", f"the claim has no assessment {number}")
        waiting = (last.asserted, last.asserted_by) == (asked.asserted, asked.asserted_by) and not last.confirmed_by
        if not asked.asserted or not waiting:
            raise ConflictError("assessment.not_waiting", f"nothing of assessment {number} waits to be confirmed")
        if last.asserted_by == actor.username:
            denied("assessment.second_person", _("A second editor must confirm what you asserted.")).require()
        return _append(
            current,
            last,
            actor,
            AssessmentCause.CONFIRMED,
            confirmed_by=actor.username,
            reason=asked.reason,
            valid_from=asked.valid_from,
        )


def lift_state(*, actor: Actor, claim: Claim, reason: str) -> Assessment:
    """Take an assertion back, confirmed or not: what is computed counts again."""
    may(actor, Ability.ASSESS).require()
    reason = clean_text(reason, "reason", max_length=MAX_REASON, required=True)
    with weighing(actor):
        current = lock(actor, Claim.objects.all(), claim, expected=None)
        last = last_assessment(current)
        if last is None or not last.asserted:
            raise ConflictError("assessment.nothing_asserted", "nothing is asserted of this claim")
        return _append(
            current, last, actor, AssessmentCause.LIFTED, asserted="", asserted_by="", confirmed_by="",
            recheck_at=None, reason=reason,
        )  # fmt: skip


def look_again(*, actor: Actor, claim: Claim, note: str = "", next_at: datetime | str | None = None) -> Assessment:
    """Note that somebody looked at the claim again and left it as it is. It is due at `next_at`, else after the
    interval of its state. Where its horizon had passed, they have seen that it lapsed: that is stated from now on.
    """
    may(actor, Ability.ASSESS).require()
    note = clean_text(note, "note", max_length=MAX_REASON)
    moment = clean_time(next_at, "next_at")
    with weighing(actor):
        current = lock(actor, Claim.objects.all(), claim, expected=None)
        validity = validity_at(current.validity, current.horizon)
        if (current.recheck_at, current.validity) != (moment, validity):
            current.recheck_at, current.validity = moment, validity
            current.save(update_fields=["recheck_at", "validity"])
        last = last_assessment(current)
        again = moment or (last.recheck_at if last is not None else None)
        return _append(current, last, actor, AssessmentCause.LOOKED, reason=note, recheck_at=again)


def last_assessment(claim: Claim) -> Assessment | None:
    return Assessment.objects.filter(claim=claim).order_by("-number").first()


def _append(claim: Claim, last: Assessment | None, actor: Actor, cause: AssessmentCause, **changed: Any) -> Assessment:
    """The next row: what the evidence gives now, what was asserted before, and what is changed."""
    evidence = load_evidence(claim.workspace_id, [claim.pk])[claim.pk]
    judgement = judge(evidence.case)
    row = Assessment(
        workspace_id=claim.workspace_id, created_by=actor.username, claim=claim, cause=cause,
        number=last.number + 1 if last else 1, rule_version=judgement.rule_version,
        valid_from=since(evidence, judgement), **measures_of(judgement),
    )  # fmt: skip
    if last is not None:
        with_assertion_of(row, last)
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(force_insert=True)
    react(claim, last, row)
    return row
