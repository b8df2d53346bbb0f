"""What claims rest on, put as the rule takes it: chains from each accepted piece of evidence to its roots.

The way of a report: the article, the wire that it credits or the article that it repeats, the speakers of the frames
from the outermost to the one that mentions the claim. A frame that cites another article of the workspace leads on to
what that article says of the claim, and only where it says nothing of it does its outlet stand there as the root.
Keys of links begin with what they are (`report/`, `article/`, `wire/`, `said/`, `copied/`, `origin/`, `exhibit/`),
and `places` tells what each stands for; keys of voices are the public ids of sources, or names of our own making.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast
from uuid import UUID

from annotations.corpus.evidence_rows import (
    MAX_STEPS,
    ArticleRow,
    CorroborationRow,
    EvidenceRows,
    ExhibitRow,
    FrameRow,
    MentionRow,
    Reader,
    SourceRow,
    read_evidence,
)
from annotations.corpus.evidence_voices import Speakers
from annotations.corroboration import Case, DecisiveReason, Evidence, Grade, Judgement, Link, Stance, judge
from annotations.vocabulary import ExhibitKind, Origin


@dataclass(frozen=True, slots=True)
class Place:
    """What a link stands for: `kind` is the first word of its key, the rest are public ids, where it has them."""

    kind: str
    article: UUID | None = None
    frame: UUID | None = None
    source: UUID | None = None
    exhibit: UUID | None = None


@dataclass(frozen=True, slots=True)
class ClaimEvidence:
    """One claim's case, and what its keys stand for. `names` are the words for each voice."""

    claim: UUID
    case: Case
    places: Mapping[str, Place]
    names: Mapping[str, str]


def load_evidence(
    workspace: int, claims: Sequence[int], *, known_at: datetime | None = None
) -> dict[int, ClaimEvidence]:
    """The evidence of each claim (internal ids of one workspace), now or as of `known_at`, which is settled.

    A claim that the workspace did not have then is left out. The number of statements does not grow with the claims.
    """
    rows = read_evidence(Reader(workspace, known_at), claims)
    by_claim: dict[int, list[CorroborationRow]] = defaultdict(list)
    for one in rows.corroborations:
        by_claim[one.claim_id].append(one)
    speakers = Speakers(rows)
    return {key: _Chains(rows, speakers, by_claim[key]).evidence_of(key) for key in sorted(rows.claims)}


def judge_claim(
    workspace: int, claim: int, *, known_at: datetime | None = None, valid_at: datetime | None = None
) -> tuple[ClaimEvidence, Judgement] | None:
    """The claim and what the rule gives for it, as this workspace knew it at `known_at` (settled; None: now),
    counting what bore on it by `valid_at`. None where the workspace had no such claim then.
    """
    found = load_evidence(workspace, [claim], known_at=known_at).get(claim)
    return None if found is None else (found, judge(found.case, valid_at=valid_at))


@dataclass(slots=True)
class _Chains:
    """The links of one claim's evidence."""

    rows: EvidenceRows
    speakers: Speakers
    accepted: list[CorroborationRow]
    links: dict[str, Link] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    here: dict[int, list[MentionRow]] = field(default_factory=lambda: defaultdict(list))

    def evidence_of(self, claim: int) -> ClaimEvidence:
        mentions = {one.id: self.rows.mentions.get(one.mention_id or 0) for one in self.accepted}
        for mention in mentions.values():
            if mention is not None:
                self.here[self.rows.article_of(mention).id].append(mention)
        happened_at = self.rows.claims[claim].happened_at
        evidence = [self._evidence(one, mentions[one.id], happened_at) for one in self.accepted]
        told = self.speakers.told_by(link.voice for link in self.links.values())
        case = Case(tuple(evidence), tuple(self.links.values()), told.voices, told.statements, told.alike)
        return ClaimEvidence(self.rows.claims[claim].uid, case, self.places, told.names)

    def _evidence(self, one: CorroborationRow, mention: MentionRow | None, happened_at: datetime | None) -> Evidence:
        if mention is not None:
            article = self.rows.article_of(mention)
            start, dated = self._report(article, mention), article.published_at
        else:
            exhibit = self.rows.exhibits[one.exhibit_id or 0]
            start, dated = self._exhibit(exhibit), exhibit.happened_at or exhibit.captured_at
        return Evidence(
            key=str(one.uid),
            stance=cast("Stance", one.stance),
            start=start,
            bears_from=one.bears_from or dated,
            event_at=happened_at,
            decisive=cast("DecisiveReason", one.decisive_ground) if one.decisive else None,
            interested=one.interested,
        )

    def _link(
        self,
        key: str,
        voice: str,
        cites: Iterable[str],
        place: Place,
        *,
        at: datetime | None = None,
        source: SourceRow | None = None,
    ) -> str:
        grade = cast("Grade", source.reliability) if source is not None and source.reliability else None
        self.links[key] = Link(key, voice, tuple(dict.fromkeys(cites)), grade, at)
        self.places[key] = place
        return key

    def _report(self, article: ArticleRow, mention: MentionRow) -> str:
        voice, source = self.speakers.outlet(article)
        place = Place("report", article.uid, source=source.uid if source else None)
        beyond = self._beyond(article, mention)
        return self._link(f"report/{mention.uid}", voice, beyond, place, at=article.published_at, source=source)

    def _article(self, article: ArticleRow) -> str:
        """An article that another one cites, with all that it says of the claim."""
        key = f"article/{article.uid}"
        if key in self.links:
            return key
        voice, source = self.speakers.outlet(article)
        place = Place("article", article.uid, source=source.uid if source else None)
        self._link(key, voice, (), place, at=article.published_at, source=source)  # it may come back to itself
        beyond = [one for mention in self.here.get(article.id, ()) for one in self._beyond(article, mention)]
        beyond = beyond or self._whence(article)
        return self._link(key, voice, beyond, place, at=article.published_at, source=source)

    def _whence(self, article: ArticleRow) -> list[str]:
        """Where an article comes from of which nobody has marked what it says of the claim."""
        if article.origin == Origin.UNKNOWN:
            key = f"origin/{article.uid}"
            return [self._link(key, self.speakers.unknown(key), (), Place("origin", article.uid))]
        other = self.rows.by_uid.get(article.copy_of) if article.origin == Origin.COPY and article.copy_of else None
        return [self._article(other)] if other is not None else []

    def _beyond(self, article: ArticleRow, mention: MentionRow) -> tuple[str, ...]:
        """On whose word the article says it."""
        if article.origin == Origin.UNKNOWN:
            key = f"origin/{article.uid}"
            return (self._link(key, self.speakers.unknown(key), (), Place("origin", article.uid)),)
        if article.origin != Origin.COPY:
            return self._through_wire(article, mention)
        other = self.rows.by_uid.get(article.copy_of) if article.copy_of else None
        if other is None:
            return (f"missing/{article.copy_of}",)
        if self.here.get(other.id) or other.origin:
            return (self._article(other),)
        voice, source = self.speakers.outlet(other)
        place = Place("copied", other.uid, source=source.uid if source else None)
        beyond = self._through_wire(article, mention)
        key = f"copied/{mention.uid}"
        return (self._link(key, voice, beyond, place, at=other.published_at, source=source),)

    def _through_wire(self, article: ArticleRow, mention: MentionRow) -> tuple[str, ...]:
        said = self._said(mention)
        wire = self.speakers.wire(article)
        if wire is None or any(self.links[key].voice == wire[0] for key in said if key in self.links):
            return said
        voice, source = wire
        place = Place("wire", article.uid, source=source.uid if source else None)
        return (self._link(f"wire/{mention.uid}", voice, said, place, source=source),)

    def _said(self, mention: MentionRow) -> tuple[str, ...]:
        """The outermost speakers; each leads on to the speakers of the frame inside, and these to their roots."""
        beyond: tuple[str, ...] = ()
        frame = self.rows.frames.get(mention.attribution_id or 0)
        for _step in range(MAX_STEPS):
            if frame is None:
                break
            beyond = self._said_in(frame, self._cited(frame, beyond)) or beyond
            frame = self.rows.frames.get(frame.parent_id or 0)
        return beyond

    def _cited(self, frame: FrameRow, beyond: tuple[str, ...]) -> tuple[str, ...]:
        if frame.cites is None:
            return beyond
        cited = self.rows.by_uid.get(frame.cites)
        if cited is None:
            return (f"missing/{frame.cites}",)
        return (self._article(cited),) if self.here.get(cited.id) or not beyond else beyond

    def _said_in(self, frame: FrameRow, beyond: tuple[str, ...]) -> tuple[str, ...]:
        said = [
            self._link(
                f"said/{frame.uid}/{source.uid}", self.speakers.source(source), beyond,
                Place("said", frame=frame.uid, source=source.uid), source=source,
            )
            for source in self._speakers_of(frame)
        ]  # fmt: skip
        if said:
            return tuple(said)
        if beyond:
            return beyond
        key = f"said/{frame.uid}"  # somebody whom nobody has looked up in the registry
        return (self._link(key, self.speakers.unknown(key), (), Place("said", frame=frame.uid)),)

    def _speakers_of(self, frame: FrameRow) -> list[SourceRow]:
        """Those of the frame, else those of its antecedent, of that one's antecedent, …"""
        here: FrameRow | None = frame
        for _step in range(MAX_STEPS):
            if here is None or here.speaker_ids:
                break
            here = self.rows.frames.get(here.antecedent_frame_id or 0)
        keys = here.speaker_ids if here is not None else []
        return [self.rows.sources[key] for key in keys if key in self.rows.sources]

    def _exhibit(self, exhibit: ExhibitRow) -> str:
        key = f"exhibit/{exhibit.uid}"
        source = self.rows.sources.get(exhibit.origin_id or 0)
        if source is not None:
            voice = self.speakers.source(source)
        elif exhibit.kind == ExhibitKind.OWN_WITNESS:
            voice = self.speakers.newsroom()
        else:
            voice = self.speakers.document(key, exhibit)
        place = Place("exhibit", exhibit=exhibit.uid, source=source.uid if source else None)
        return self._link(key, voice, (), place, at=exhibit.happened_at or exhibit.captured_at, source=source)
