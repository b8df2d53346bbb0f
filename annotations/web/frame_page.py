"""What the page of one frame shows, worked out from the records of its version."""

from __future__ import annotations

from typing import Any

from annotations.anchoring import covers
from annotations.web.workbench_cards import Card, Deck, spans_of
from annotations.web.workbench_words import roles

Record = dict[str, Any]
DEEPEST = 5
MOST_EARLIER = 30


class FramePage:
    """One frame (or plain span) of `annotations`, by its public id."""

    def __init__(self, annotations: Record, uid: str) -> None:
        self.deck = Deck(annotations, str, str)
        self.uid = uid
        self.frame: Record | None = self.deck.frames.get(uid)

    @property
    def card(self) -> Card:
        return self.deck.frame_card(self.frame) if self.frame else self.deck.plain_card(self.deck.spans[self.uid])

    def parts(self) -> list[tuple[str, str, str]]:
        """Role, its label, and the quoted words, for every part."""
        if not self.frame:
            return []
        labels = {role["value"]: role["label"] for role in roles()}
        single = [(role, self.frame[role]) for role in ("source", "cue", "addressee", "channel") if self.frame[role]]
        every = [*single, *(("content", span) for span in self.frame["contents"])]
        return [(role, labels[role], self.deck.quote(span)) for role, span in every]

    def mentions(self) -> list[Record]:
        """The ties to claims, each with its claim."""
        found = self.deck.mentions.get(self.uid, [])
        return [{**mention, "claim": self.deck.claims[mention["claim"]]} for mention in found]

    def claims(self) -> list[Record]:
        """Claims of this version that it is not tied to yet."""
        tied = {mention["claim"] for mention in self.deck.mentions.get(self.uid, [])}
        return [claim for key, claim in self.deck.claims.items() if key not in tied]

    def speakers(self) -> list[tuple[str, str, bool]]:
        """Id and name of every source that speaks in this version, and whether it speaks here."""
        mine = self.frame["speakers"] if self.frame else []
        return [(key, one["name"] or one["descriptor"], key in mine) for key, one in self.deck.sources.items()]

    def parents(self) -> list[tuple[str, str]]:
        """Id and name of the frames in whose content every part of this one lies; no circle, at most five deep."""
        frame = self.frame
        if not frame:
            return []
        height = self._height(frame["id"])
        return [
            (key, self._called(other))
            for key, other in self.deck.frames.items()
            if self._holds(other, frame)
            and self.deck.depth(other) + height <= DEEPEST
            and frame["id"] not in self._upwards(key)
        ]

    @property
    def antecedent(self) -> str:
        """The words of the frame, or of the span, that its speaker goes back to."""
        chosen = self.frame["antecedent"] if self.frame else None
        if not chosen:
            return ""
        spans = spans_of(self.deck.frames[chosen]) if chosen in self.deck.frames else [chosen]
        return " … ".join(self.deck.quote(span) for span in spans)

    def antecedents(self) -> list[tuple[str, str]]:
        """Id and name of the frames that begin before this one, the nearest first, and of what it goes back to now."""
        if not self.frame:
            return []
        begins = {key: self.deck.frame_card(one).at for key, one in self.deck.frames.items()}
        before = [key for key, at in begins.items() if at < begins[self.uid]]
        nearest = sorted(before, key=lambda key: begins[key], reverse=True)[:MOST_EARLIER]
        chosen = self.frame["antecedent"]
        found = [(key, self._called(self.deck.frames[key])) for key in nearest]
        return found if not chosen or chosen in nearest else [*found, (chosen, self.antecedent[:60])]

    def _called(self, other: Record) -> str:
        said = self.deck.quote(other["contents"][0])[:60] if other["contents"] else ""
        return f"{self.deck.speaker(other)}: {said}" if said else self.deck.speaker(other)

    def _holds(self, other: Record, frame: Record) -> bool:
        inner = [self.deck.spans[span]["segments"] for span in spans_of(frame)]
        outer = [self.deck.spans[span]["segments"] for span in other["contents"]]
        return any(all(covers(content, part) for part in inner) for content in outer)

    def _upwards(self, key: str | None) -> list[str]:
        """The frame and all above it."""
        chain: list[str] = []
        while key and key not in chain:
            chain.append(key)
            key = self.deck.frames[key]["parent"]
        return chain

    def _height(self, key: str) -> int:
        under = [self._height(child) for child, one in self.deck.frames.items() if one["parent"] == key]
        return 1 + max(under, default=0)
