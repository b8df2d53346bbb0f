"""The worked case of the design, entered by actions: reports, speakers, evidence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from annotations.actions import accept_corroborations, add_mention, edit_article, relate_sources
from annotations.models import Article, Claim, Corroboration, Resemblance, Source, Standing
from annotations.policies import Actor
from tests.cast import Cast, find_span, make_article, make_claim, make_frame, make_source

TEXT = "An official said that the embassy will close."


@dataclass
class Desk:
    """Reports on one claim, by an editor's hand."""

    cast: Cast
    who: str = "editor"
    claim: Claim = field(init=False)
    articles: dict[str, Article] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.claim = make_claim(self.actor, "The embassy will close.", kind="threat")

    @property
    def actor(self) -> Actor:
        return self.cast.actor(self.who)

    def voice(self, words: str = "an official", **fields: Any) -> Source:
        """Somebody of the registry; unnamed where `fields` say nothing else."""
        described = {"kind": "anonymous_person", "descriptor": words, "name": "", **fields}
        return make_source(self.actor, described.pop("name"), **described)

    def report(
        self,
        outlet: str,
        *speakers: Source,
        cites: str = "",
        polarity: str = "asserts",
        at: str | None = None,
        wire: str = "",
        claim: Claim | None = None,
    ) -> Corroboration:
        """An article of the outlet, a frame whose speakers say it (or which repeats another outlet's article), and the
        evidence that this proposes.
        """
        version = make_article(self.actor, TEXT, outlet=outlet, published_at=at, credited_wire=wire)
        self.articles[outlet] = version.article
        source, content = find_span(self.actor, version, "An official"), find_span(self.actor, version, "that the")
        frame = make_frame(
            self.actor, version, source=source, contents=(content,), speakers=speakers,
            cites=self.articles[cites].uid if cites in self.articles else None,
        )  # fmt: skip
        mention = add_mention(actor=self.actor, claim=claim or self.claim, attribution=frame, polarity=polarity).object
        return Corroboration.objects.get(mention=mention)

    def accept(self, *corroborations: Corroboration) -> None:
        accept_corroborations(actor=self.actor, corroborations=corroborations)

    def relate(self, kind: str, a: Source, b: Source) -> None:
        relate_sources(actor=self.actor, kind=kind, a=a, b=b, reason="we know")

    def copy(self, outlet: str, **origin: Any) -> None:
        edit_article(actor=self.actor, article=self.articles[outlet], expected=None, **origin)

    def stands(self, claim: Claim | None = None) -> tuple[str, tuple[int, int], tuple[int, int]]:
        """State, S and R as the lists have them."""
        row = Standing.objects.get(claim=claim or self.claim)
        return row.effective, (row.supporting_min, row.supporting_max), (row.refuting_min, row.refuting_max)


def two_alike(cast: Cast) -> Desk:
    """Two articles by two outlets, each on the word of an official of its own; their texts are nearly the same."""
    desk = Desk(cast)
    desk.accept(desk.report("AFP", desk.voice("an official"), at="2020-09-27T10:00Z"))
    desk.accept(desk.report("Herald", desk.voice("a source"), at="2020-09-27T12:00Z"))
    return desk


def offered(desk: Desk, copy: str, original: str) -> Resemblance:
    """What the program says of two articles that are alike, for a person to decide."""
    pair = {"article": desk.articles[copy], "other": desk.articles[original]}
    return Resemblance.objects.create(workspace=desk.cast.workspace, similarity=0.87, **pair)
