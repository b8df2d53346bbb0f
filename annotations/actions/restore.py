"""What was deleted comes back from the history, as it last was and under the same id."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.db.models import Q

from annotations.actions.assessing import assess, weighing
from annotations.actions.frame_rules import check_frame
from annotations.actions.moved import claims_of_frames, claims_of_sources
from annotations.actions.namings import name_members
from annotations.actions.spans import lock_layer, quotation_of
from annotations.errors import ConflictError, MissingError, RuleBrokenError
from annotations.models import (
    Attribution,
    Claim,
    Comment,
    Corroboration,
    Exhibit,
    Layer,
    Mention,
    Source,
    Span,
)
from annotations.models.base import Recorded
from annotations.policies import Ability, Actor, denied, may, may_annotate, may_write_claims
from annotations.vocabulary import CorroborationState

Row = TypeVar("Row", bound=Recorded)
Past = Any  # a row of a history table: its class is made at run time

_SPAN_COLUMNS = ("source_id", "cue_id", "addressee_id", "channel_id", "antecedent_span_id")


def restore(*, actor: Actor, model: type[Row], uid: UUID) -> Row:
    """Bring back the span, attribution (with its mentions, and as the parent that it was), mention, comment, claim,
    source or exhibit that had this id. Its revisions go on counting.

    Raises MissingError where nothing of that id was ever deleted, ConflictError (`restore.not_deleted`) where it is
    there, RuleBrokenError (`restore.missing_part`) where something that it needs is gone; and whatever rule it would
    break by now.
    """
    if model not in _RESTORERS:
        message = f"{model.__name__} is never deleted"
        raise TypeError(message)
    with weighing(actor, field="id"):
        past = last_deleted(model, workspace_id=actor.workspace.pk, uid=uid)
        bring_back = cast("Callable[[Actor, Past], Row]", _RESTORERS[model])
        row = bring_back(actor, past)
        row.refresh_from_db()
        return row


def last_deleted(model: type[Recorded], **which: Any) -> Past:
    """The row as it was when it was deleted; to be called with the columns that identify it in its workspace."""
    noun = model._meta.model_name or ""
    if model._default_manager.filter(**which).exists():
        raise ConflictError("restore.not_deleted", f"this {noun} is not deleted", field="id")
    past = history_of_rows(model).filter(**which).order_by("-history_id").first()
    if past is None:
        raise MissingError("object.missing", f"no such {noun} was ever here", field="id")
    return past


def history_of_rows(model: type[Recorded]) -> Any:
    """All rows of the model's history."""
    return model._meta.apps.get_model("annotations", f"{model.__name__}History")._default_manager.all()


def as_it_was(model: type[Row], past: Past, **changed: Any) -> Row:
    """The row that the history remembers, not yet stored."""
    written = [field for field in model._meta.concrete_fields if not isinstance(field, models.GeneratedField)]
    columns = {field.attname: getattr(past, field.attname) for field in written}
    return model(**{**columns, **changed})


def insert(row: Row) -> Row:
    """Store the row again; the triggers stamp it anew."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        if type(row)._default_manager.filter(pk=row.pk).exists():  # another restored it meanwhile
            raise ConflictError("restore.not_deleted", "it is not deleted any more", field="id") from None
        raise
    return row


def revive(model: type[Row], past: Past) -> Row:
    return insert(as_it_was(model, past))


def revive_missing_spans(keys: set[int], workspace_id: int) -> None:
    """Bring back those of the spans that went with what used them."""
    there = set(Span.objects.filter(pk__in=keys).values_list("pk", flat=True))
    for key in sorted(keys - there):
        revive_span(last_deleted(Span, workspace_id=workspace_id, id=key))


def revive_span(past: Past) -> Span:
    origin = past.carried_from_id
    if origin is not None and not Span.objects.filter(pk=origin).exists():
        origin = None
    return insert(as_it_was(Span, past, carried_from_id=origin))


def missing(what: str) -> RuleBrokenError:
    return RuleBrokenError("restore.missing_part", f"{what} was deleted too; restore that first", field="id")


def _layer(actor: Actor, key: int) -> Layer:
    """The layer, locked, if the actor may annotate it."""
    layer = Layer.objects.get(pk=key)
    may_annotate(actor, layer).require()
    return lock_layer(actor, layer)


def _span(actor: Actor, past: Past) -> Span:
    _layer(actor, past.layer_id)
    return revive_span(past)


def _attribution(actor: Actor, past: Past) -> Attribution:
    layer = _layer(actor, past.layer_id)
    for column, name in (("parent_id", "the frame that it lay in"), ("antecedent_frame_id", "its antecedent")):
        key = getattr(past, column)
        if key is not None and not Attribution.objects.filter(pk=key).exists():
            raise missing(name)
    speakers = set(past.speaker_ids)
    if Source.objects.filter(pk__in=speakers).count() < len(speakers):
        raise missing("one of its speakers")
    keys = {getattr(past, column) for column in _SPAN_COLUMNS} | set(past.content_ids)
    revive_missing_spans(keys - {None}, past.workspace_id)
    frame = as_it_was(Attribution, past)
    check_frame(frame)
    frame.quotation = quotation_of(layer.version.text, frame)  # a shared span may have moved meanwhile
    insert(frame)
    _take_back_children(past)
    moved = _revive_mentions(past)
    assess(actor.workspace, moved | claims_of_frames([frame.pk]))
    return frame


def _take_back_children(past: Past) -> None:
    """The frames that lay in this one, and those that continued it, do so again, unless somebody changed them since
    or they no longer fit.
    """
    let_go = history_of_rows(Attribution).filter(
        Q(parent_id=past.id) | Q(antecedent_frame_id=past.id),
        workspace_id=past.workspace_id,
        superseded_at=past.superseded_at,
    )
    before: dict[int, Past] = {}
    untouched: dict[int, int] = {}
    for was in let_go.order_by("revision"):
        before.setdefault(was.id, was)
        untouched[was.id] = was.revision + 1
    for key, was in before.items():
        child = Attribution.objects.filter(pk=key, revision=untouched[key]).first()
        if child is not None:
            child.parent_id, child.antecedent_frame_id = was.parent_id, was.antecedent_frame_id
            with contextlib.suppress(RuleBrokenError):
                check_frame(child)
                child.save(update_fields=["parent", "antecedent_frame"])


def _revive_mentions(past: Past) -> set[int]:
    """Those that went with the frame; not where the claim went, or where the place is tied to it again."""
    gone = history_of_rows(Mention).filter(attribution_id=past.id, superseded_at=past.superseded_at)
    moved: set[int] = set()
    for was in gone.order_by("id"):
        there = Mention.objects.filter(claim_id=was.claim_id, attribution_id=past.id).exists()
        if Claim.objects.filter(pk=was.claim_id).exists() and not there:
            revive(Mention, was)
            moved |= revive_evidence(was)
    return moved


def _mention(actor: Actor, past: Past) -> Mention:
    target: type[Attribution | Span] = Attribution if past.attribution_id else Span
    key: int = past.attribution_id or past.span_id
    found = target._default_manager.filter(pk=key).first()
    if found is None:
        raise missing("the place that it stands at")
    may_annotate(actor, found.layer).require()
    if not Claim.objects.filter(pk=past.claim_id).exists():
        raise missing("its claim")
    mention = revive(Mention, past)
    assess(actor.workspace, revive_evidence(past))
    return mention


def _comment(actor: Actor, past: Past) -> Comment:
    may(actor, Ability.COMMENT).require()
    if past.created_by != actor.username:
        denied("comment.of_another", f"only {past.created_by} may bring this comment back").require()
    comment = revive(Comment, past)
    name_members(comment)
    return comment


def _claim(actor: Actor, past: Past) -> Claim:
    may_write_claims(actor).require()
    return revive(Claim, past)


def _source(actor: Actor, past: Past) -> Source:
    may(actor, Ability.REGISTER_SOURCE).require()
    source = revive(Source, past)
    assess(actor.workspace, claims_of_sources(actor.workspace, [source.pk]))
    return source


def _exhibit(actor: Actor, past: Past) -> Exhibit:
    may(actor, Ability.ADD_EVIDENCE).require()
    if past.origin_id and not Source.objects.filter(pk=past.origin_id).exists():
        raise missing("the source that it comes from")
    return revive(Exhibit, past)


def revive_evidence(past: Past) -> set[int]:
    """What went with a mention comes back with it, as it was before; return the claims that this moves."""
    gone = history_of_rows(Corroboration).filter(mention_id=past.id, superseded_at=past.superseded_at)
    gone = gone.exclude(recorded_at=past.superseded_at)  # changed first, then taken away: nobody saw what was between
    back = [revive(Corroboration, was) for was in gone.order_by("id") if Claim.objects.filter(pk=was.claim_id).exists()]
    return {one.claim_id for one in back if one.state == CorroborationState.ACCEPTED}


_RESTORERS: dict[type[Recorded], Callable[[Actor, Past], Recorded]] = {
    Span: _span,
    Attribution: _attribution,
    Mention: _mention,
    Comment: _comment,
    Claim: _claim,
    Source: _source,
    Exhibit: _exhibit,
}
