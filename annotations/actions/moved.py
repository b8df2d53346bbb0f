"""Which claims a change can move: those of whose accepted evidence the changed thing is a part.

It looks the same way that `corpus.load_evidence` looks, from the other end. Every function returns internal ids.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.db.models import Q

from annotations.models import Article, Attribution, Source, SourceRelation, Workspace
from annotations.text import fold_plain
from annotations.vocabulary import RelationKind, SourceKind

_OUTLETS = (SourceKind.OUTLET, SourceKind.NEWSROOM)
_INSTITUTIONS = (SourceKind.NAMED_ORGANISATION, SourceKind.STATE)

_OF_FRAMES = """
WITH RECURSIVE frames (id) AS (
    SELECT unnest(%s::bigint[])
    UNION
    SELECT beyond.id FROM frames CROSS JOIN LATERAL (
        SELECT id FROM annotations_attribution WHERE parent_id = frames.id
        UNION ALL
        SELECT id FROM annotations_attribution WHERE antecedent_frame_id = frames.id) AS beyond
)
SELECT DISTINCT c.claim_id FROM frames
JOIN annotations_mention m ON m.attribution_id = frames.id
JOIN annotations_corroboration c ON c.mention_id = m.id AND c.state = 'accepted'
"""
_OF_ARTICLES = """
SELECT DISTINCT c.claim_id FROM annotations_articleversion v
JOIN annotations_corroboration c ON c.version_id = v.id AND c.state = 'accepted'
WHERE v.article_id = ANY (%s)
"""
_OF_EXHIBITS = """
SELECT DISTINCT claim_id FROM annotations_corroboration WHERE exhibit_id = ANY (%s) AND state = 'accepted'
"""
# The distinct values of a column, read off its index.
_EACH_ONCE = """
WITH RECURSIVE names (name) AS (
    (SELECT {0} FROM annotations_article WHERE workspace_id = %(workspace)s AND {0} > '' ORDER BY {0} LIMIT 1)
    UNION ALL
    SELECT (SELECT {0} FROM annotations_article WHERE workspace_id = %(workspace)s AND {0} > names.name
            ORDER BY {0} LIMIT 1)
    FROM names WHERE names.name IS NOT NULL
)
SELECT name FROM names WHERE name IS NOT NULL
"""


def _ids(query: str, keys: Iterable[int]) -> set[int]:
    wanted = list(keys)
    if not wanted:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(query, [wanted])
        return {row[0] for row in cursor.fetchall()}


def claims_of_frames(frames: Iterable[int]) -> set[int]:
    """Claims mentioned by these frames, by those that lie in them, and by those that continue them."""
    return _ids(_OF_FRAMES, frames)


def claims_of_exhibits(exhibits: Iterable[int]) -> set[int]:
    return _ids(_OF_EXHIBITS, exhibits)


def claims_of_articles(workspace: Workspace, articles: Iterable[int]) -> set[int]:
    """Claims that these articles mention, or others that cite or copy them."""
    keys = set(articles)
    uids = list(Article.objects.filter(pk__in=keys).values_list("uid", flat=True))
    copies = Article.objects.filter(workspace=workspace, copy_of__in=uids).values_list("pk", flat=True)
    citing = Attribution.objects.filter(workspace=workspace, cites__in=uids).values_list("pk", flat=True)
    return _ids(_OF_ARTICLES, keys | set(copies)) | claims_of_frames(citing)


def claims_of_sources(workspace: Workspace, sources: Iterable[int]) -> set[int]:
    """Claims of whose evidence one of the sources is a part, as a speaker, an outlet, a wire, the origin of an exhibit
    or the institution of a speaker; or a source that is stated to be the same.
    """
    keys = _with_members(workspace, _with_the_same(workspace, set(sources)))
    frames = Attribution.objects.filter(workspace=workspace, speaker_ids__overlap=sorted(keys))
    found = claims_of_frames(frames.values_list("pk", flat=True))
    found |= _ids(
        "SELECT DISTINCT c.claim_id FROM annotations_exhibit e JOIN annotations_corroboration c"
        " ON c.exhibit_id = e.id AND c.state = 'accepted' WHERE e.origin_id = ANY (%s)",
        keys,
    )
    outlets = Source.objects.filter(pk__in=keys, kind__in=_OUTLETS)
    named = {fold_plain(name) for row in outlets for name in (row.name, row.descriptor) if name.strip()}
    return found | claims_of_outlets(workspace, named)


def claims_of_outlets(workspace: Workspace, folded: set[str]) -> set[int]:
    """Claims that articles mention which came out in, or credit, an outlet of one of these folded names."""
    if not folded:
        return set()
    articles: set[int] = set()
    for column in ("outlet", "credited_wire"):
        names = [name for name in _names_in(workspace, column) if fold_plain(name) in folded]
        if names:
            rows = Article.objects.filter(workspace=workspace, **{f"{column}__in": names})
            articles.update(rows.values_list("pk", flat=True))
    return claims_of_articles(workspace, articles)


def _names_in(workspace: Workspace, column: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_EACH_ONCE.format(column), {"workspace": workspace.pk})
        return [row[0] for row in cursor.fetchall()]


def _with_the_same(workspace: Workspace, sources: set[int]) -> set[int]:
    """These, and all that statements in force join to them."""
    found, fresh = set(sources), set(sources)
    same = SourceRelation.objects.in_force().filter(workspace=workspace, kind=RelationKind.SAME)
    while fresh:
        pairs = same.filter(Q(a__in=fresh) | Q(b__in=fresh)).values_list("a_id", "b_id")
        fresh = {key for pair in pairs for key in pair} - found
        found |= fresh
    return found


def _with_members(workspace: Workspace, sources: set[int]) -> set[int]:
    """These, and the named people who belong to the institutions among them."""
    bodies = Source.objects.filter(pk__in=sources, kind__in=_INSTITUTIONS)
    found = set(sources)
    for body in bodies:
        for name in {fold_plain(body.name), fold_plain(body.descriptor)} - {""}:
            people = Source.objects.filter(
                workspace=workspace, kind=SourceKind.NAMED_PERSON, folded__contains=name
            ).values_list("pk", "affiliation")
            found.update(key for key, affiliation in people if fold_plain(affiliation) == name)
    return found
