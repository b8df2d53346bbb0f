"""The wish for a frame, as it comes from outside, and how its parts are found or made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from enum import Enum
from typing import Any, Final
from uuid import UUID

from annotations.actions.fields import clean_own_uid
from annotations.actions.recording import make
from annotations.actions.spans import build_span
from annotations.anchoring import flatten, read_segments
from annotations.errors import DomainError, MalformedError, RuleBrokenError
from annotations.models import Article, Attribution, Layer, Source, Span
from annotations.policies import Actor

MAX_CONTENTS = 50
MAX_SPEAKERS = 50


class Unset(Enum):
    """The one value that says: leave as it is."""

    UNSET = "unset"


UNSET: Final = Unset.UNSET


@dataclass(frozen=True, slots=True)
class FrameDraft:
    """What a frame should be. UNSET leaves a part as it is (or empty in a new frame).

    A span part is a span's public id, ``{"segments": [[start, end], …]}`` (code points; makes the span; may have
    its own ``id``), or None. `contents` is a list of these. `parent` is a frame's id or None, `speakers` a list of
    source ids, `antecedent` the id of a frame or of a span, or None, `cites` that of an article, or None.
    """

    source: Any = UNSET
    cue: Any = UNSET
    contents: Any = UNSET
    addressee: Any = UNSET
    channel: Any = UNSET
    parent: Any = UNSET
    speakers: Any = UNSET
    resolution: Any = UNSET
    antecedent: Any = UNSET
    cites: Any = UNSET
    cue_kind: Any = UNSET
    attitude: Any = UNSET

    def given(self) -> dict[str, Any]:
        """The parts that are set."""
        return {part.name: getattr(self, part.name) for part in fields(self) if getattr(self, part.name) is not UNSET}


def read_uid(value: object, field: str) -> UUID:
    """A UUID from outside; MalformedError when it is none."""
    if isinstance(value, UUID):
        return value
    try:
        return UUID(str(value)) if isinstance(value, str) else _no_uid(field)
    except ValueError:
        return _no_uid(field)


def _no_uid(field: str) -> UUID:
    raise MalformedError("field.uuid", f"{field} must be a UUID", field=field)


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds what a draft names within one layer, and makes the spans that it describes.

    `ready`: those of them, by field, that are made already.
    """

    actor: Actor
    layer: Layer
    ready: Mapping[str, Span] = field(default_factory=dict)

    def span(self, value: object, field: str) -> Span | None:
        if value is None:
            return None
        if field in self.ready:
            return self.ready[field]
        if isinstance(value, dict):
            return self._described(value, field)
        uid = read_uid(value, field)
        span = Span.objects.filter(workspace=self.actor.workspace, layer=self.layer, uid=uid).first()
        if span is None:
            role = "content" if field.startswith("contents.") else field
            raise RuleBrokenError(f"frame.{role}_outside_layer", f"no span {uid} in this layer", field=field)
        return span

    def _described(self, value: dict[str, Any], field: str) -> Span:
        unknown = set(value) - {"segments", "id"}
        if unknown or "segments" not in value:
            raise MalformedError(
                "frame.span", f"{field} must be a span's id, or an object with segments (and an id)", field=field
            )
        uid = read_uid(value["id"], f"{field}.id") if value.get("id") is not None else None
        clean_own_uid(uid, f"{field}.id")
        try:
            place = flatten(read_segments(value["segments"], length=self.layer.version.length))
            request = {"layer": self.layer.uid, "segments": place}
            return make(
                Span,
                actor=self.actor,
                uid=uid,
                request=request,
                build=lambda: build_span(self.actor, self.layer, value["segments"], uid),
            ).object
        except DomainError as error:
            raise error.at(field) from None

    def spans(self, values: object, field: str) -> list[Span]:
        if not isinstance(values, list | tuple) or len(values) > MAX_CONTENTS:
            raise MalformedError(
                "frame.contents", f"{field} must be a list of at most {MAX_CONTENTS} spans", field=field
            )
        found = [self.span(value, f"{field}.{place}") for place, value in enumerate(values)]
        for place, span in enumerate(found):
            if span is None:
                raise MalformedError("frame.contents", "a content cannot be null", field=f"{field}.{place}")
        spans = [span for span in found if span is not None]
        if len({span.pk for span in spans}) < len(spans):
            raise RuleBrokenError("frame.content_twice", "a content is named twice", field=field)
        return spans

    def frame(self, value: object, field: str) -> Attribution | None:
        if value is None:
            return None
        uid = read_uid(value, field)
        frame = Attribution.objects.filter(workspace=self.actor.workspace, layer=self.layer, uid=uid).first()
        if frame is None:
            raise RuleBrokenError("frame.parent_outside_layer", f"no frame {uid} in this layer", field=field)
        return frame

    def antecedent(self, value: object) -> tuple[Attribution | None, Span | None]:
        if value is None:
            return None, None
        uid = read_uid(value, "antecedent")
        here = {"workspace": self.actor.workspace, "layer": self.layer, "uid": uid}
        frame = Attribution.objects.filter(**here).first()
        span = None if frame else Span.objects.filter(**here).first()
        if frame is None and span is None:
            raise RuleBrokenError(
                "frame.antecedent_outside_layer", f"no frame or span {uid} in this layer", field="antecedent"
            )
        return frame, span

    def article(self, value: object, field: str) -> UUID | None:
        """The public id of another article of the workspace, which is no later than this one."""
        if value is None:
            return None
        uid = read_uid(value, field)
        found = Article.objects.filter(workspace=self.actor.workspace, uid=uid).first()
        here = self.layer.version.article
        if found is None:
            raise RuleBrokenError("article.missing", f"there is no article {uid} here", field=field)
        if found.pk == here.pk:
            raise RuleBrokenError("frame.cites_itself", "an article does not repeat itself", field=field)
        if found.published_at and here.published_at and found.published_at > here.published_at:
            raise RuleBrokenError("frame.cites_later", "what is cited cannot be later than what cites it", field=field)
        return uid

    def speakers(self, values: object) -> list[int]:
        if not isinstance(values, list | tuple) or len(values) > MAX_SPEAKERS:
            raise MalformedError(
                "frame.speakers", f"speakers must be a list of at most {MAX_SPEAKERS} sources", field="speakers"
            )
        uids = [read_uid(value, f"speakers.{place}") for place, value in enumerate(values)]
        known = dict(Source.objects.filter(workspace=self.actor.workspace, uid__in=uids).values_list("uid", "pk"))
        for place, uid in enumerate(uids):
            if uid not in known:
                raise RuleBrokenError("frame.speaker_missing", f"no source {uid} here", field=f"speakers.{place}")
        return list(dict.fromkeys(known[uid] for uid in uids))


def span_keys(frame: Attribution) -> list[int]:
    """The internal ids of every span that the frame uses."""
    single: Iterable[int | None] = (frame.source_id, frame.cue_id, frame.addressee_id, frame.channel_id)
    return [key for key in single if key is not None] + list(frame.content_ids)
