"""Passages: the places of articles that speak of a claim, or in which a source speaks, with what stands around them.

Each reading takes a fixed number of queries however many passages it returns, and never loads an article's text: a
span carries its quote and 32 code points on either side.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from annotations.models import Article, ArticleVersion, Attribution, Claim, Layer, Mention, Source, Span

MOST = 40
"""Passages that one reading returns at most."""
_UNDATED = datetime.max.replace(tzinfo=UTC)
_FRAME_PARTS = ("source", "cue", "version__article", "layer")


@dataclass(frozen=True, slots=True)
class Passage:
    """One place: the frame, where there is one; the span that is shown; who speaks; and what it says of the claim."""

    version: ArticleVersion
    layer: Layer
    shown: Span
    frame: Attribution | None
    speakers: list[Source]
    mention: Mention | None = None

    @property
    def anchor(self) -> str:
        """Where the workbench finds it."""
        return f"frame-{self.frame.uid if self.frame else self.shown.uid}"


@dataclass(slots=True)
class ArticlePassages:
    """The passages of one article: those of its newest version, and those that only earlier ones hold or held."""

    article: Article
    newest: list[Passage] = field(default_factory=list)
    earlier: list[Passage] = field(default_factory=list)


def passages_of_claim(claim: Claim, *, after: str = "") -> tuple[list[ArticlePassages], str]:
    """The places that mention the claim, by article in the order of publication; and the cursor of the rest, or ""."""
    mentions = list(
        claim.mentions.filter(pk__gt=_number(after))
        .select_related(*[f"attribution__{part}" for part in _FRAME_PARTS], "span__version__article", "span__layer")
        .defer("attribution__version__text", "span__version__text")
        .order_by("pk")[: MOST + 1]
    )
    shown = mentions[:MOST]
    frames = [one.attribution for one in shown if one.attribution is not None]
    spans, speakers = _parts(frames)
    passages = []
    for mention in shown:
        frame, span = mention.attribution, mention.span
        place = span if frame is None else _place(frame, spans)
        if place is not None:
            version, layer = (frame or place).version, (frame or place).layer
            named = _named(frame, speakers) if frame else []
            passages.append(Passage(version, layer, place, frame, named, mention))
    return _by_article(passages), str(shown[-1].pk) if len(mentions) > MOST else ""


def passages_of_source(source: Source, *, before: str = "") -> tuple[list[ArticlePassages], str]:
    """The frames in which the source speaks, the latest made first, by article; and the cursor of the rest."""
    found = Attribution.objects.filter(workspace_id=source.workspace_id, speaker_ids__contains=[source.pk])
    if before:
        found = found.filter(pk__lt=_number(before))
    frames = list(
        found.select_related(*_FRAME_PARTS).defer("version__text").order_by("-pk")[: MOST + 1],
    )
    shown = frames[:MOST]
    spans, speakers = _parts(shown)
    passages = []
    for frame in shown:
        place = _place(frame, spans)
        if place is not None:
            passages.append(Passage(frame.version, frame.layer, place, frame, _named(frame, speakers)))
    return _by_article(passages), str(shown[-1].pk) if len(frames) > MOST else ""


def _parts(frames: Sequence[Attribution]) -> tuple[dict[int, Span], dict[int, Source]]:
    contents = [pk for frame in frames for pk in frame.content_ids[:1]]
    speakers = [pk for frame in frames for pk in frame.speaker_ids]
    return Span.objects.in_bulk(contents), Source.objects.in_bulk(speakers)


def _place(frame: Attribution, spans: dict[int, Span]) -> Span | None:
    """What of a frame is quoted: its first content, or else its cue or its source."""
    contents = [spans[pk] for pk in frame.content_ids[:1] if pk in spans]
    return contents[0] if contents else frame.cue or frame.source


def _named(frame: Attribution, speakers: dict[int, Source]) -> list[Source]:
    return [speakers[pk] for pk in frame.speaker_ids if pk in speakers]


def _by_article(passages: Iterable[Passage]) -> list[ArticlePassages]:
    grouped: dict[int, ArticlePassages] = {}
    passages = list(passages)
    newest = _newest_versions({one.version.article_id for one in passages})
    for one in sorted(passages, key=_order):
        group = grouped.setdefault(one.version.article_id, ArticlePassages(one.version.article))
        is_newest = newest.get(one.version.article_id) == one.version.pk
        (group.newest if is_newest else group.earlier).append(one)
    return list(grouped.values())


def _order(one: Passage) -> tuple[datetime, int, int, list[int]]:
    article = one.version.article
    return article.published_at or _UNDATED, article.pk, -one.version.number, one.shown.segments


def _newest_versions(articles: set[int]) -> dict[int, int]:
    """The primary key of each article's newest version."""
    rows = ArticleVersion.objects.filter(article__in=articles).order_by("article_id", "-number")
    return dict(rows.distinct("article_id").values_list("article_id", "pk"))


def _number(cursor: str) -> int:
    """The key in a cursor; 0 where it is none of ours."""
    return int(cursor) if cursor.isascii() and cursor.isdigit() and len(cursor) < 19 else 0
