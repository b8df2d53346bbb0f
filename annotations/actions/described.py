"""The spans that many drafts describe, made in one statement: one by one they took most of a bulk request's time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from annotations.actions.drafts import MAX_CONTENTS, FrameDraft
from annotations.actions.spans import new_span
from annotations.errors import DomainError
from annotations.models import Attribution, Layer, Span
from annotations.policies import Actor

Ready = Mapping[str, Span]


def make_described(actor: Actor, layer: Layer, drafts: Sequence[tuple[UUID | None, FrameDraft]]) -> list[Ready]:
    """For each draft the new spans that it describes, by the field that describes them: see `drafts.Finder`.

    Left out are those that bring an id of their own, which may be here already, and what breaks a rule, which is told
    where the draft is read; and all of a draft whose frame is here already, since nothing is made of it. To be
    called inside `recording`, with the layer locked.
    """
    uids = [uid for uid, _ in drafts if uid is not None]
    here = Attribution.objects.filter(workspace=actor.workspace, uid__in=uids) if uids else Attribution.objects.none()
    known = set(here.values_list("uid", flat=True))
    ready: list[dict[str, Span]] = []
    for uid, draft in drafts:
        ready.append({} if uid in known else dict(_described(actor, layer, draft)))
        if uid is not None:
            known.add(uid)
    Span.objects.bulk_create(span for spans in ready for span in spans.values())
    return list(ready)


def _described(actor: Actor, layer: Layer, draft: FrameDraft) -> Iterator[tuple[str, Span]]:
    for field, value in _parts(draft):
        if isinstance(value, dict) and set(value) == {"segments"}:
            try:
                yield field, new_span(actor, layer, value["segments"], None)
            except DomainError:
                continue


def _parts(draft: FrameDraft) -> Iterator[tuple[str, object]]:
    """(field, value) of all that may describe a span."""
    yield from (("source", draft.source), ("cue", draft.cue))
    yield from (("addressee", draft.addressee), ("channel", draft.channel))
    if isinstance(draft.contents, list | tuple) and len(draft.contents) <= MAX_CONTENTS:
        yield from ((f"contents.{place}", value) for place, value in enumerate(draft.contents))
