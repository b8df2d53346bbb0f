"""A claim's timeline in the words of the interface, drawn and told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotations.actions.assessing import LEFT_FIRM
from annotations.corpus import Event
from annotations.vocabulary import AssessmentState, Stance, Workflow
from annotations.web.drawings import Drawing, Moment, draw_timeline
from annotations.web.drawings.timeline import Lane

_LANES: dict[Lane, str | Promise] = {
    "supports": gettext_lazy("For it"),
    "refutes": gettext_lazy("Against it"),
    "other": gettext_lazy("About it"),
    "assessment": gettext_lazy("Assessment"),
    "correction": gettext_lazy("Corrections"),
}
_KINDS: dict[str, str | Promise] = {
    "stated": gettext_lazy("The claim was stated"),
    "happened": gettext_lazy("What it states happened"),
    "horizon": gettext_lazy("Its horizon"),
    "proposed": gettext_lazy("Evidence was proposed"),
    "accepted": gettext_lazy("Evidence was accepted"),
    "rejected": gettext_lazy("Evidence was rejected"),
    "corrected": gettext_lazy("A corrected text came in"),
}
_CORRECTING = (Workflow.CORRECTION_PENDING, Workflow.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """One line of the timeline in words."""

    event: Event
    words: str


def draw_events(events: Sequence[Event], *, right_to_left: bool) -> Drawing | None:
    """The drawing: reports and exhibits, assessments, corrections. All else is left to the words; None where there is
    nothing but that.
    """
    moments = [
        Moment(one.at, lane, f"{date_format(one.at, 'j M Y H:i')}: {_words(one)}", _state(one))
        for one in events
        if (lane := _lane(one)) is not None
    ]
    if not moments:
        return None
    return draw_timeline(
        moments,
        names=lambda lane: str(_LANES[lane]),
        day=lambda at: date_format(at, "j M Y"),
        label=_("The timeline of the claim"),
        description=_("Reports, assessments and corrections on one axis. The list below says the same in words."),
        right_to_left=right_to_left,
        key="timeline",
    )


def told_events(events: Sequence[Event]) -> list[ToldEvent]:
    """All of them in words, the latest first."""
    return [ToldEvent(one, _words(one)) for one in reversed(events)]


def _lane(event: Event) -> Lane | None:
    if event.kind in ("published", "exhibit"):
        sides: dict[str, Lane] = {Stance.SUPPORTS: "supports", Stance.REFUTES: "refutes"}
        return sides.get(event.state, "other")
    if event.kind == "assessed":
        return "assessment"
    correcting = event.kind == "corrected" or (event.kind == "step" and event.state in _CORRECTING)
    return "correction" if correcting else None


def _state(event: Event) -> str:
    return event.state if event.kind == "assessed" else ""


def _words(event: Event) -> str:
    if event.kind in ("published", "exhibit"):
        return f"{Stance(event.state).label} · {event.text}"
    if event.kind == "assessed":
        told = f"{_LANES['assessment']} · {AssessmentState(event.state).label}"
        return f"{told} · {event.text}" if event.text else told
    if event.kind == "step":
        told = f"{_('Workflow')} · {Workflow(event.state).label}"
        reason = _(event.text) if event.text == LEFT_FIRM else event.text
        return f"{told} · {reason}" if reason else told
    words = str(_KINDS.get(event.kind, event.kind))
    return f"{words} · {event.text}" if event.text else words
