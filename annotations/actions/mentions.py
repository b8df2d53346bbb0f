"""Mentions tie the text to claims."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from annotations.actions.assessing import assess, weighing
from annotations.actions.fields import clean_choice, clean_whole_number, refuse_unknown
from annotations.actions.proposals import forget_evidence, layer_of, propose_again, propose_mention
from annotations.actions.recording import Made, author, lock, make, own, recording, save
from annotations.errors import ConflictError, RuleBrokenError
from annotations.models import Attribution, Claim, Mention, Span
from annotations.policies import Actor, may_annotate
from annotations.vocabulary import MentionPolarity

CLEANERS: Mapping[str, Callable[[object], Any]] = {
    "polarity": lambda value: clean_choice(value, "polarity", MentionPolarity),
    "credibility": lambda value: clean_whole_number(value, "credibility", least=1, most=6),
}


def add_mention(
    *,
    actor: Actor,
    claim: Claim,
    attribution: Attribution | None = None,
    span: Span | None = None,
    uid: UUID | None = None,
    **said: Any,
) -> Made[Mention]:
    """Tie a frame, or a plain span that the outlet itself asserts, to a claim. `said`: polarity, credibility."""
    target = attribution or span
    if target is None or (attribution is not None and span is not None):
        raise RuleBrokenError(
            "mention.one_target", "a mention names either an attribution or a span", field="attribution"
        )
    own(actor, claim, target)
    may_annotate(actor, target.layer).require()
    refuse_unknown(said, CLEANERS)
    columns = {name: CLEANERS[name](value) for name, value in said.items()}
    request = {"claim": claim.uid, "target": target.uid, **columns}

    def build() -> Mention:
        if Mention.objects.filter(claim=claim, attribution=attribution, span=span).exists():
            raise ConflictError("mention.duplicate", "this place is tied to this claim already", field="claim")
        mention = Mention.objects.create(
            **author(actor, uid, request, Mention), claim=claim, attribution=attribution, span=span, **columns
        )
        propose_mention(actor, mention)
        return mention

    with recording(actor):
        return make(Mention, actor=actor, uid=uid, request=request, build=build)


def edit_mention(*, actor: Actor, mention: Mention, expected: int | None, **changes: Any) -> Mention:
    """Change what the place says of the claim, or how credible the report is judged."""
    may_annotate(actor, layer_of(mention)).require()
    refuse_unknown(changes, CLEANERS)
    columns = {name: CLEANERS[name](value) for name, value in changes.items()}
    with weighing(actor):
        current = lock(actor, Mention.objects.all(), mention, expected=expected)
        for name, value in columns.items():
            setattr(current, name, value)
        propose_again(actor, current)
        return save(current, *columns) if columns else current


def delete_mention(*, actor: Actor, mention: Mention, expected: int | None) -> None:
    """Untie the place from the claim; it is no evidence any more."""
    may_annotate(actor, layer_of(mention)).require()
    with weighing(actor):
        current = lock(actor, Mention.objects.all(), mention, expected=expected, to_delete=True)
        moved = forget_evidence([current.pk])
        current.delete()
        assess(actor.workspace, moved)
