"""The texts that a workspace has, by the names that files from elsewhere give them."""

from __future__ import annotations

import re
from typing import NamedTuple

from django.db.models import QuerySet

from annotations.errors import MissingError, RuleBrokenError
from annotations.models import ArticleVersion, Layer, Workspace
from annotations.vocabulary import LayerKind

_URN = re.compile(r"(?:urn:uuid:)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")


class StoredText(NamedTuple):
    """A version's text, its id, and the id of its shared layer."""

    version: str
    layer: str
    text: str


def stored_text(workspace: Workspace, name: str) -> StoredText:
    """The text that `name` means: the id of a version, or that of an article or its address for its newest version.

    Raises MissingError `version.missing`, or RuleBrokenError `article.ambiguous` where several articles have the
    address.
    """
    versions = ArticleVersion.objects.filter(workspace=workspace)
    if match := _URN.fullmatch(name):
        found = versions.filter(uid=match[1]).first() or _newest(versions.filter(article__uid=match[1]))
    else:
        wanted = versions.filter(article__url=name).exclude(article__url="")
        if wanted.values("article").distinct().count() > 1:
            raise RuleBrokenError("article.ambiguous", f"several articles have the address {name[:200]}")
        found = _newest(wanted)
    if found is None:
        raise MissingError("version.missing", f"there is no article or version {name[:200]} here")
    layer = Layer.objects.get(version=found, kind=LayerKind.SHARED)
    return StoredText(str(found.uid), str(layer.uid), found.text)


def _newest(versions: QuerySet[ArticleVersion]) -> ArticleVersion | None:
    return versions.order_by("-number").first()
