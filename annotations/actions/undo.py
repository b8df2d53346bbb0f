"""A step of one's own work is undone, or done again, by turning round what the history says that it did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from annotations.actions.assessing import assess, weighing
from annotations.actions.attributions import check_children
from annotations.actions.frame_rules import check_frame
from annotations.actions.moved import claims_of_frames
from annotations.actions.progress import turn_progress
from annotations.actions.proposals import forget_evidence, propose_again
from annotations.actions.recording import own, stamp_of
from annotations.actions.restore import missing, revive, revive_evidence, revive_missing_spans, revive_span
from annotations.actions.since import Since
from annotations.actions.spans import drop_unused, lock_layer, quotation_of, retell_quotations
from annotations.actions.steps import COLUMNS, Piece, Step, history, main_piece, pieces_of, stack_of
from annotations.errors import ConflictError, DomainError, ManyErrors
from annotations.models import Attribution, Claim, Layer, Mention, Source, Span, Undoing
from annotations.policies import Actor, may_annotate
from annotations.vocabulary import Way

_SPANS = ("source_id", "cue_id", "addressee_id", "channel_id", "antecedent_span_id")
_GOING = ("mentions", "attributions", "spans")


@dataclass(frozen=True, slots=True)
class UndoneStep:
    """A step as a person knows it: when it was taken, and what it did above all."""

    at: datetime
    kind: str
    verb: str
    uid: str | None


@dataclass(frozen=True, slots=True)
class Undone:
    """`done`: the step that was turned round (None when this request had been served before); what can be next."""

    done: UndoneStep | None
    undo: UndoneStep | None
    redo: UndoneStep | None


def undoable(*, actor: Actor, layer: Layer) -> Undone:
    """What this person can undo and do again in the layer."""
    own(actor, layer)
    stack = stack_of(layer, actor.username)
    steps = [step for step in (stack.undo, stack.redo) if step is not None]
    made = {stamp for step in steps for stamp in step.made}
    pieces = pieces_of(layer, actor.username, made, frozenset[str]().union(*(step.kinds for step in steps)))
    return Undone(None, _told_step(stack.undo, pieces), _told_step(stack.redo, pieces))


def undo(
    *, actor: Actor, layer: Layer, way: Way = Way.UNDO, keep: str | None = None, request: UUID | None = None
) -> Undone:
    """Undo the newest step of this person in the layer, or do again the one undone last.

    Where others changed the same things since, nothing happens and ManyErrors of ConflictErrors
    (``undo.changed_since``) name each; `keep` then says which to keep: "theirs" leaves those as they are and turns the
    rest round, "mine" turns all of it round. Raise ConflictError ``undo.nothing`` where there is no step.
    `request` is the client's id: the same request again does nothing more.
    """
    own(actor, layer)
    may_annotate(actor, layer).require()
    with weighing(actor):
        locked = lock_layer(actor, layer)
        mine = Undoing.objects.filter(workspace=actor.workspace, username=actor.username)
        if request is not None and mine.filter(request=request).exists():
            return undoable(actor=actor, layer=locked)
        stack = stack_of(locked, actor.username)
        chosen = stack.undo if way == Way.UNDO else stack.redo
        if chosen is None:
            raise ConflictError("undo.nothing", "there is nothing of yours to undo or do again here")
        pieces = pieces_of(locked, actor.username, {*chosen.made, *chosen.stamps}, chosen.kinds)
        turned = _turn_step_round(actor, locked, chosen, pieces, Since(locked, actor.username, chosen, way), keep)
        Undoing.objects.create(
            workspace=actor.workspace, layer=locked, username=actor.username, step=chosen.name, at=stamp_of(actor),
            way=way if turned else Way.LEAVE, request=request,
        )  # fmt: skip
        left = undoable(actor=actor, layer=locked)
        return Undone(_told_step(chosen, pieces), left.undo, left.redo)


def _told_step(chosen: Step | None, pieces: dict[datetime, list[Piece]]) -> UndoneStep | None:
    if chosen is None:
        return None
    main = main_piece(piece for stamp in chosen.made for piece in pieces[stamp])
    if main is None:  # it came to nothing that is told here, and turning it round does nothing
        return UndoneStep(chosen.name, "attributions", "change", None)
    return UndoneStep(chosen.name, main.kind, main.verb, main.uid)


def _told(piece: Piece, who: str) -> DomainError:
    return ConflictError("undo.changed_since", f"{who} changed this since", field=f"{piece.kind}.{piece.uid}")


def _turn_step_round(
    actor: Actor, layer: Layer, step: Step, pieces: dict[datetime, list[Piece]], since: Since, keep: str | None
) -> int:
    """Turn the transactions of the step round, the last first; return how many pieces. `pieces`: as they are now."""
    turned = 0
    for stamp in reversed(step.stamps):
        if turned:  # which may have changed the same objects
            pieces = pieces_of(layer, actor.username, {stamp}, step.kinds)
        turned += _turn_stamp_round(actor, layer, pieces[stamp], since.clashes(pieces[stamp], stamp), keep)
    return turned


def _turn_stamp_round(
    actor: Actor, layer: Layer, pieces: list[Piece], clashing: list[tuple[Piece, str]], keep: str | None
) -> int:
    """Turn one transaction of the step round, but for what `keep` spares; return how many pieces."""
    if clashing and keep not in ("mine", "theirs"):
        raise ManyErrors([_told(piece, who) for piece, who in clashing])
    if keep == "theirs":
        spared = {(piece.kind, piece.key) for piece, _ in clashing}
        pieces = [piece for piece in pieces if (piece.kind, piece.key) not in spared]
    _turn_round(actor, layer, pieces)
    return len(pieces)


def _turn_round(actor: Actor, layer: Layer, pieces: list[Piece]) -> None:
    """Turn the pieces round, and assess anew every claim that this moves."""
    frames = [piece.key for piece in pieces if piece.kind == "attributions"]
    moved = claims_of_frames(frames)
    moved |= _turn_each_round(actor, layer, pieces)
    assess(actor.workspace, moved | claims_of_frames(frames))


def _turn_each_round(actor: Actor, layer: Layer, pieces: list[Piece]) -> set[int]:
    """First what comes back, from the spans up; then what changes; last what goes, from the mentions down.

    Return the claims whose evidence came or went with a mention.
    """
    by: dict[tuple[str, str], list[Piece]] = {}
    for piece in pieces:
        by.setdefault((piece.kind, piece.verb), []).append(piece)
    for piece in by.get(("spans", "remove"), []):
        if piece.now is None:
            revive_span(piece.before)
    for piece in _parents_first(by.get(("attributions", "remove"), [])):
        if piece.now is None:
            _bring_frame_back(layer, piece.before)
    for piece in by.get(("spans", "change"), []):
        _move_back(layer, piece)
    for piece in by.get(("attributions", "change"), []):
        _change_back(layer, piece)
    moved: set[int] = set()
    for piece in [*by.get(("mentions", "remove"), []), *by.get(("mentions", "change"), [])]:
        moved |= _tie_again(actor, piece)
    moved |= _take_away(*([piece.key for piece in by.get((kind, "create"), [])] for kind in _GOING))
    turn_progress([piece for piece in pieces if piece.kind == "progress"])
    return moved


def _parents_first(pieces: list[Piece]) -> list[Piece]:
    waiting = {piece.key: piece for piece in pieces}
    placed: list[Piece] = []
    while waiting:
        ready = [piece for piece in waiting.values() if piece.before and piece.before.parent_id not in waiting]
        placed += [waiting.pop(piece.key) for piece in ready or list(waiting.values())]
    return placed


def _bring_frame_back(layer: Layer, past: Any) -> None:
    _need(past)
    revive_missing_spans(_spans_of(past), past.workspace_id)
    frame = revive(Attribution, past)
    _settle(layer, frame)


def _need(past: Any) -> None:
    """What the row names must be there."""
    for key, name in ((past.parent_id, "the frame that it lay in"), (past.antecedent_frame_id, "its antecedent")):
        if key is not None and not Attribution.objects.filter(pk=key).exists():
            raise missing(name)
    if Source.objects.filter(pk__in=past.speaker_ids).count() < len(set(past.speaker_ids)):
        raise missing("one of its speakers")


def _spans_of(past: Any) -> set[int]:
    return {key for key in (*(getattr(past, name) for name in _SPANS), *past.content_ids) if key is not None}


def _settle(layer: Layer, frame: Attribution) -> None:
    """A frame that was written keeps every rule, and knows how it is quoted."""
    frame.refresh_from_db()
    check_frame(frame)
    check_children(frame)
    told = quotation_of(layer.version.text, frame)
    if told != frame.quotation:
        frame.quotation = told
        frame.save(update_fields=["quotation"])


def _move_back(layer: Layer, piece: Piece) -> None:
    span = piece.now or revive_span(_last(piece))
    for name in COLUMNS["spans"]:
        setattr(span, name, getattr(piece.before, name))
    span.save(update_fields=COLUMNS["spans"])
    retell_quotations(layer, [span.pk])


def _change_back(layer: Layer, piece: Piece) -> None:
    """Only the columns that the step changed: what others made of the rest stays."""
    frame, past = piece.now, piece.before
    if frame is None:
        _bring_frame_back(layer, _last(piece))
        frame = Attribution.objects.get(pk=piece.key)
    used, changed = _spans_of(frame), piece.changed()
    for name in changed:
        setattr(frame, name, getattr(past, name))
    _need(frame)
    revive_missing_spans(_spans_of(frame), frame.workspace_id)
    frame.save(update_fields=[name.removesuffix("_id") if hasattr(Attribution, name.removesuffix("_id")) else name
                              for name in changed])  # fmt: skip
    _settle(layer, frame)
    drop_unused(sorted(used - _spans_of(frame)))


def _last(piece: Piece) -> Any:
    return history(piece.kind).filter(id=piece.key).order_by("-history_id").first()


def _tie_again(actor: Actor, piece: Piece) -> set[int]:
    past: Any = piece.before
    moved: set[int] = set()
    mention = piece.now
    if mention is None:
        model, key = (Attribution, past.attribution_id) if past.attribution_id else (Span, past.span_id)
        if not model._default_manager.filter(pk=key).exists():
            raise missing("the place that it stands at")
        if not Claim.objects.filter(pk=past.claim_id).exists():
            raise missing("its claim")
        twin = Mention.objects.filter(claim=past.claim_id, attribution=past.attribution_id, span=past.span_id)
        if twin.exists():
            return moved
        mention = revive(Mention, past)
        moved = revive_evidence(past)
    elif piece.verb == "remove":
        return moved  # somebody brought it back, and it is as they want it
    for name in COLUMNS["mentions"]:
        setattr(mention, name, getattr(past, name))
    propose_again(actor, mention)
    mention.save(update_fields=COLUMNS["mentions"])
    return moved


def _untie(keys: Iterable[int]) -> set[int]:
    mentions = Mention.objects.filter(pk__in=list(keys))
    moved = forget_evidence(list(mentions.values_list("pk", flat=True)))
    mentions.delete()
    return moved


def _take_away(mentions: list[int], frames: list[int], spans: list[int]) -> set[int]:
    """Take away what a step made, and the spans that its frames used, where nothing else uses them."""
    moved = _untie(mentions)
    let_go = set(spans)
    for key in frames:
        frame = Attribution.objects.filter(pk=key).first()  # as the frame that went before has left it
        if frame is not None:
            let_go |= _spans_of(frame)
            moved |= _take_frame_away(frame)
    drop_unused(sorted(let_go))
    return moved


def _take_frame_away(frame: Attribution) -> set[int]:
    Attribution.objects.filter(parent=frame).update(parent=frame.parent_id)
    Attribution.objects.filter(antecedent_frame=frame).update(antecedent_frame=None)
    moved = _untie(Mention.objects.filter(attribution=frame).values_list("pk", flat=True))
    frame.delete()
    return moved
