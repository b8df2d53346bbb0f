"""The cards beside the text, for the first sight of the page and for readers without a script.

The page's script fills the same markup when a frame is new or changes; what it shows is computed alike in cards.js.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from annotations.vocabulary import AssessmentState, MentionPolarity

Record = dict[str, Any]
DEEPEST = 5


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One claim on a card, and the mention that ties it there."""

    mention: str
    address: str
    statement: str
    polarity: str
    polarity_label: str
    state: str
    state_label: str
    supporting: Record


@dataclass(frozen=True, slots=True)
class Card:
    """A frame, or a plain span that the outlet itself asserts. `at` is its first code point."""

    id: str = ""
    address: str = ""
    at: int = 0
    depth: int = 1
    speaker: str = ""
    cue: str = ""
    content: str = ""
    inside: str = ""
    is_plain: bool = False
    claims: list[ClaimLine] = field(default_factory=list)


BLANK = Card()


def cards_of(
    annotations: Record, frame_address: Callable[[str], str], claim_address: Callable[[str], str]
) -> list[Card]:
    """Cards of all frames and plain spans, in the order of the text. `annotations` is as `corpus` gives it."""
    return Deck(annotations, frame_address, claim_address).cards()


class Deck:
    """The records of a version by their ids, and what cards say of them."""

    def __init__(
        self, annotations: Record, frame_address: Callable[[str], str], claim_address: Callable[[str], str]
    ) -> None:
        self.spans = {one["id"]: one for one in annotations["spans"]}
        self.frames = {one["id"]: one for one in annotations["attributions"]}
        self.sources = {one["id"]: one for one in annotations["sources"]}
        self.claims = {one["id"]: one for one in annotations["claims"]}
        self.mentions: dict[str, list[Record]] = {}
        for mention in annotations["mentions"]:
            self.mentions.setdefault(mention["attribution"] or mention["span"], []).append(mention)
        self.frame_address = frame_address
        self.claim_address = claim_address

    def cards(self) -> list[Card]:
        used = {span for frame in self.frames.values() for span in spans_of(frame)}
        found = [self.frame_card(frame) for frame in self.frames.values()]
        found += [self.plain_card(span) for key, span in self.spans.items() if key not in used]
        return sorted(found, key=lambda card: (card.at, card.depth))

    def frame_card(self, frame: Record) -> Card:
        starts = [self.spans[span]["segments"][0][0] for span in spans_of(frame)]
        parent = self.frames.get(frame["parent"] or "")
        return Card(
            id=frame["id"],
            address=self.frame_address(frame["id"]),
            at=min(starts, default=0),
            depth=self.depth(frame),
            speaker=self.speaker(frame),
            cue=self.quote(frame["cue"]),
            content=" … ".join(self.quote(span) for span in frame["contents"]),
            inside=self.speaker(parent) if parent else "",
            claims=self.lines(frame["id"]),
        )

    def plain_card(self, span: Record) -> Card:
        return Card(
            id=span["id"],
            address=self.frame_address(span["id"]),
            at=span["segments"][0][0],
            speaker=_("the outlet itself"),
            content=self.quote(span["id"]),
            is_plain=True,
            claims=self.lines(span["id"]),
        )

    def depth(self, frame: Record) -> int:
        depth = 1
        above = frame["parent"]
        while above and depth < DEEPEST:
            depth += 1
            above = self.frames[above]["parent"]
        return depth

    def speaker(self, frame: Record) -> str:
        """The registry's names, else the words of the source, else that nobody is named."""
        known = [self.sources[key] for key in frame["speakers"] if key in self.sources]
        names = [source["name"] or source["descriptor"] for source in known]
        return pgettext("between names", ", ").join(names) or self.quote(frame["source"]) or _("speaker not named")

    def quote(self, span: str | None) -> str:
        return str(self.spans[span]["quote"]["exact"]) if span else ""

    def lines(self, key: str) -> list[ClaimLine]:
        return [
            ClaimLine(
                address=self.claim_address(mention["claim"]),
                mention=mention["id"],
                statement=self.claims[mention["claim"]]["statement"],
                polarity=mention["polarity"],
                polarity_label=str(MentionPolarity(mention["polarity"]).label),
                state=state,
                state_label=str(AssessmentState(state).label),
                supporting=self.claims[mention["claim"]]["supporting"],
            )
            for mention in self.mentions.get(key, [])
            for state in [self.claims[mention["claim"]]["assessment"]["effective"]]
        ]


def spans_of(frame: Record) -> list[str]:
    """Ids of the spans of a frame, in no particular order."""
    single = [frame[role] for role in ("source", "cue", "addressee", "channel")]
    return [span for span in [*single, *frame["contents"]] if span]
