"""Where in the program the objects stand that comments are about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from annotations.models import (
    Article,
    ArticleVersion,
    Attribution,
    Claim,
    Comment,
    Corroboration,
    Mention,
    Source,
    Span,
)
from annotations.vocabulary import TargetType


@dataclass(frozen=True, slots=True)
class Place:
    """`page` is article, claim or source, `uid` its id, `title` its words. In an article: the number of the version,
    the layer, and the frame or span.
    """

    page: str
    uid: UUID
    title: str
    language: str = ""
    number: int | None = None
    layer: UUID | None = None
    frame: UUID | None = None


def places_of(comments: Iterable[Comment]) -> dict[int, Place]:
    """The place of each comment's target, by the comment's internal id; without those whose target is gone, or is
    shown nowhere. All of one workspace; one query for each type of target.
    """
    wanted: dict[str, list[Comment]] = {}
    for comment in comments:
        wanted.setdefault(comment.target_type, []).append(comment)
    found: dict[int, Place] = {}
    for kind, ones in wanted.items():
        read = _READERS.get(TargetType(kind))
        there = read(ones[0].workspace_id, [one.target for one in ones]) if read else {}
        found |= {one.pk: there[one.target] for one in ones if one.target in there}
    return found


_IN_TEXT = ("version__article__uid", "version__article__title", "version__article__language", "version__number")


def _articles(workspace: int, uids: list[UUID]) -> dict[UUID, Place]:
    rows = Article.objects.filter(workspace_id=workspace, uid__in=uids).values_list("uid", "title", "language")
    return {uid: Place("article", uid, title, language) for uid, title, language in rows}


def _versions(workspace: int, uids: list[UUID]) -> dict[UUID, Place]:
    rows = ArticleVersion.objects.filter(workspace_id=workspace, uid__in=uids)
    columns = ("uid", "article__uid", "article__title", "article__language", "number")
    return {uid: Place("article", *rest) for uid, *rest in rows.values_list(*columns)}


def _marked(model: type[Attribution | Span], workspace: int, uids: list[UUID]) -> dict[UUID, Place]:
    rows = model._default_manager.filter(workspace_id=workspace, uid__in=uids)
    found = rows.values_list("uid", *_IN_TEXT, "layer__uid")
    return {
        uid: Place("article", article, title, language, number, layer, uid)
        for uid, article, title, language, number, layer in found
    }


def _frames(workspace: int, uids: list[UUID]) -> dict[UUID, Place]:
    return _marked(Attribution, workspace, uids)


def _spans(workspace: int, uids: list[UUID]) -> dict[UUID, Place]:
    return _marked(Span, workspace, uids)


def _mentions(workspace: int, uids: list[UUID]) -> dict[UUID, Place]:
    rows = Mention.objects.filter(workspace_id=workspace, uid__in=uids).values_list(
        "uid", "attribution__uid", "span__uid"
    )
    holders = {uid: frame or span for uid, frame, span in rows}
    there = _frames(workspace, list(holders.values())) | _spans(workspace, list(holders.values()))
    return {uid: there[holder] for uid, holder in holders.items() if holder in there}


def _claims(workspace: int, uids: list[UUID]) -> dict[UUID, Place]:
    rows = Claim.objects.filter(workspace_id=workspace, uid__in=uids).values_list("uid", "statement", "language")
    return {uid: Place("claim", uid, statement, language) for uid, statement, language in rows}


def _evidence(workspace: int, uids: list[UUID]) -> dict[UUID, Place]:
    rows = Corroboration.objects.filter(workspace_id=workspace, uid__in=uids)
    columns = ("uid", "claim__uid", "claim__statement", "claim__language")
    return {uid: Place("claim", *rest) for uid, *rest in rows.values_list(*columns)}


def _sources(workspace: int, uids: list[UUID]) -> dict[UUID, Place]:
    rows = Source.objects.filter(workspace_id=workspace, uid__in=uids).values_list("uid", "name", "descriptor")
    return {uid: Place("source", uid, name or descriptor) for uid, name, descriptor in rows}


_READERS = {
    TargetType.ARTICLE: _articles,
    TargetType.VERSION: _versions,
    TargetType.ATTRIBUTION: _frames,
    TargetType.SPAN: _spans,
    TargetType.MENTION: _mentions,
    TargetType.CLAIM: _claims,
    TargetType.CORROBORATION: _evidence,
    TargetType.SOURCE: _sources,
}
