"""Frames are built, changed and taken away."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import TextChoices

from annotations.actions.assessing import assess, weighing
from annotations.actions.described import Ready, make_described
from annotations.actions.drafts import Finder, FrameDraft, span_keys
from annotations.actions.fields import clean_choice
from annotations.actions.frame_rules import check_frame
from annotations.actions.moved import claims_of_frames
from annotations.actions.proposals import forget_evidence
from annotations.actions.recording import Made, author, lock, make, own, recording, save, translated
from annotations.actions.spans import drop_unused, lock_layer, quotation_of
from annotations.errors import DomainError, ManyErrors, RuleBrokenError
from annotations.models import Attribution, Layer, Mention
from annotations.policies import Actor, may_annotate
from annotations.vocabulary import Attitude, CueKind, Resolution

MAX_BULK = 1000
_CHOICES: dict[str, type[TextChoices]] = {"resolution": Resolution, "cue_kind": CueKind, "attitude": Attitude}
_COLUMNS = (
    "source", "cue", "addressee", "channel", "content_ids", "speaker_ids", "parent", "resolution",
    "antecedent_frame", "antecedent_span", "cites", "cue_kind", "attitude", "quotation",
)  # fmt: skip
# On whose word something is said: a change of these can move what is known of a claim.
_IN_CHAINS = {"speakers", "parent", "antecedent", "cites"}


def apply_draft(frame: Attribution, given: dict[str, Any], finder: Finder) -> None:
    """Set the parts of the frame that the draft names; makes the spans that it describes."""
    for role in ("source", "cue", "addressee", "channel"):
        if role in given:
            setattr(frame, role, finder.span(given[role], role))
    if "contents" in given:
        frame.content_ids = [span.pk for span in finder.spans(given["contents"], "contents")]
    if "parent" in given:
        frame.parent = finder.frame(given["parent"], "parent")
    if "speakers" in given:
        frame.speaker_ids = finder.speakers(given["speakers"])
    if "antecedent" in given:
        frame.antecedent_frame, frame.antecedent_span = finder.antecedent(given["antecedent"])
    if "cites" in given:
        frame.cites = finder.article(given["cites"], "cites")
    for name, choices in _CHOICES.items():
        if name in given:
            setattr(frame, name, clean_choice(given[name], name, choices, blank=True))


def build_frame(
    actor: Actor, layer: Layer, draft: FrameDraft, uid: UUID | None, ready: Ready | None = None
) -> Attribution:
    """Check and insert one frame. To be called inside `recording`, with the layer locked."""
    given = draft.given()
    frame = Attribution(
        **author(actor, uid, {"layer": layer.uid, **given}, Attribution), version=layer.version, layer=layer
    )
    apply_draft(frame, given, Finder(actor, layer, ready or {}))
    check_frame(frame)
    frame.quotation = quotation_of(layer.version.text, frame)
    frame.save(force_insert=True)
    return frame


def attribute(*, actor: Actor, layer: Layer, draft: FrameDraft, uid: UUID | None = None) -> Made[Attribution]:
    """Build a frame over spans of the layer, making the spans that the draft describes in the same transaction."""
    own(actor, layer)
    may_annotate(actor, layer).require()
    with recording(actor):
        locked = lock_layer(actor, layer)
        return make(
            Attribution,
            actor=actor,
            uid=uid,
            request={"layer": layer.uid, **draft.given()},
            build=lambda: build_frame(actor, locked, draft, uid),
        )


def attribute_many(
    *, actor: Actor, layer: Layer, drafts: Sequence[tuple[UUID | None, FrameDraft]]
) -> list[Attribution]:
    """Build all of the frames or none. ManyErrors names each at fault by its place: attributions.3.cue.

    A later draft may name an earlier one's id as its parent.
    """
    own(actor, layer)
    may_annotate(actor, layer).require()
    if len(drafts) > MAX_BULK:
        raise RuleBrokenError(
            "bulk.too_many", f"at most {MAX_BULK} attributions a request, not {len(drafts)}", field="attributions"
        )
    errors: list[DomainError] = []
    frames: list[Attribution] = []
    with recording(actor):
        locked = lock_layer(actor, layer)
        ready = make_described(actor, locked, drafts)
        for place, (uid, draft) in enumerate(drafts):
            request = {"layer": layer.uid, **draft.given()}
            try:
                with translated():
                    made = make(
                        Attribution, actor=actor, uid=uid, request=request,
                        build=partial(build_frame, actor, locked, draft, uid, ready[place]),
                    )  # fmt: skip
                frames.append(made.object)
            except DomainError as error:
                errors.append(error.at(f"attributions.{place}"))
        if errors:
            raise ManyErrors(errors)
    return frames


def edit_attribution(*, actor: Actor, attribution: Attribution, draft: FrameDraft, expected: int | None) -> Attribution:
    """Change the parts that the draft names. Spans that nothing uses any more go with the change."""
    may_annotate(actor, attribution.layer).require()
    moves = bool(_IN_CHAINS & draft.given().keys())
    with weighing(actor) if moves else recording(actor):
        layer = lock_layer(actor, attribution.layer)
        frame = lock(actor, Attribution.objects.select_related("parent"), attribution, expected=expected)
        before = set(span_keys(frame)) | ({frame.antecedent_span_id} - {None})
        apply_draft(frame, draft.given(), Finder(actor, layer))
        check_frame(frame)
        check_children(frame)
        frame.quotation = quotation_of(layer.version.text, frame)
        save(frame, *_COLUMNS)
        drop_unused([key for key in before if key is not None and key not in span_keys(frame)])
        if moves:
            assess(actor.workspace, claims_of_frames([frame.pk]))
        return frame


def check_children(frame: Attribution) -> None:
    """The frames that lie in this one must still lie inside one of its contents."""
    for child in Attribution.objects.filter(parent=frame):
        child.parent = frame
        try:
            check_frame(child)
        except RuleBrokenError as error:
            raise RuleBrokenError(
                error.rule, f"a frame that lies inside this one would break a rule: {error.detail}", field="contents"
            ) from None


def delete_attribution(*, actor: Actor, attribution: Attribution, expected: int | None) -> None:
    """Take a frame away: its mentions go with it, its children are lifted to its parent, spans that nothing else
    uses go too. All of it stays in the history.
    """
    may_annotate(actor, attribution.layer).require()
    with weighing(actor):
        lock_layer(actor, attribution.layer)
        frame = lock(actor, Attribution.objects.all(), attribution, expected=expected, to_delete=True)
        moved = claims_of_frames([frame.pk])
        Attribution.objects.filter(parent=frame).update(parent=frame.parent_id)
        Attribution.objects.filter(antecedent_frame=frame).update(antecedent_frame=None)
        mentions = Mention.objects.filter(attribution=frame)
        moved |= forget_evidence(list(mentions.values_list("pk", flat=True)))
        mentions.delete()
        frame.delete()
        drop_unused([key for key in (*span_keys(frame), frame.antecedent_span_id) if key is not None])
        assess(actor.workspace, moved)
