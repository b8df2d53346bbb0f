"""Which rows belong to one article, one claim or one layer, as of a time.

A part is closed: it holds whatever its records refer to. So a claim brings the frames that mention it with their
parents and antecedents, those their spans, layers and versions, and a span carried over brings the one it came from.
"""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from annotations.corpus.shape import as_of
from annotations.corpus.shapes import SHAPES

Scope = dict[str, list[int]]


class Part(NamedTuple):
    """`type` is article, claim or layer."""

    type: str
    uid: UUID


def _rows(name: str, where: str = "true") -> str:
    return as_of(SHAPES[name].model, where)


# Each step finds the rows of one type from those found before; %(type)s are the ids found so far.
_BELOW_ARTICLE = [
    ("version", f"SELECT t.id FROM {_rows('version', 'article_id = ANY (%(article)s)')} t"),
    ("layer", f"SELECT t.id FROM {_rows('layer', 'version_id = ANY (%(version)s)')} t"),
]
_BELOW_LAYER = [
    ("span", f"SELECT t.id FROM {_rows('span', 'layer_id = ANY (%(layer)s)')} t"),
    ("attribution", f"SELECT t.id FROM {_rows('attribution', 'layer_id = ANY (%(layer)s)')} t"),
    (
        "mention",
        f"""SELECT t.id FROM {_rows("mention", "attribution_id = ANY (%(attribution)s)")} t
        UNION SELECT t.id FROM {_rows("mention", "span_id = ANY (%(span)s)")} t""",
    ),
    ("claim", f"SELECT t.claim_id FROM {_rows('mention', 'id = ANY (%(mention)s)')} t"),
    (
        "corroboration",
        f"""SELECT t.id FROM {_rows("corroboration", "mention_id = ANY (%(mention)s)")} t
        WHERE t.claim_id = ANY (%(claim)s)""",
    ),
]
_BELOW_CLAIM = [
    ("corroboration", f"SELECT t.id FROM {_rows('corroboration', 'claim_id = ANY (%(claim)s)')} t"),
    (
        "mention",
        f"""SELECT t.id FROM {_rows("mention", "claim_id = ANY (%(claim)s)")} t
        UNION SELECT t.mention_id FROM {_rows("corroboration", "id = ANY (%(corroboration)s)")} t""",
    ),
    ("exhibit", f"SELECT t.exhibit_id FROM {_rows('corroboration', 'id = ANY (%(corroboration)s)')} t"),
    (
        "claim",
        f"""SELECT unnest(%(claim)s::bigint[])
        UNION SELECT t.claim_id FROM {_rows("mention", "id = ANY (%(mention)s)")} t""",
    ),
    ("attribution", f"SELECT t.attribution_id FROM {_rows('mention', 'id = ANY (%(mention)s)')} t"),
    (
        "attribution",
        f"""WITH RECURSIVE found (id) AS (
            SELECT unnest(%(attribution)s::bigint[])
            UNION
            SELECT named.id FROM found JOIN LATERAL (
                SELECT unnest(ARRAY[t.parent_id, t.antecedent_frame_id]) AS id
                FROM {_rows("attribution", "id = found.id")} t) AS named ON named.id IS NOT NULL
        ) SELECT id FROM found""",
    ),
    (
        "span",
        f"""SELECT t.span_id FROM {_rows("mention", "id = ANY (%(mention)s)")} t
        UNION
        SELECT unnest(ARRAY[t.source_id, t.cue_id, t.addressee_id, t.channel_id, t.antecedent_span_id] || t.content_ids)
        FROM {_rows("attribution", "id = ANY (%(attribution)s)")} t""",
    ),
]
_AROUND = [
    (
        "span",
        f"""WITH RECURSIVE found (id) AS (
            SELECT unnest(%(span)s::bigint[])
            UNION
            SELECT earlier.id FROM found JOIN LATERAL (
                SELECT t.carried_from_id AS id FROM {_rows("span", "id = found.id")} t) AS earlier
            ON earlier.id IS NOT NULL
        ) SELECT id FROM found""",
    ),
    (
        "layer",
        f"""SELECT unnest(%(layer)s::bigint[])
        UNION SELECT t.layer_id FROM {_rows("span", "id = ANY (%(span)s)")} t
        UNION SELECT t.layer_id FROM {_rows("attribution", "id = ANY (%(attribution)s)")} t""",
    ),
    (
        "version",
        f"""SELECT unnest(%(version)s::bigint[])
        UNION SELECT t.version_id FROM {_rows("layer", "id = ANY (%(layer)s)")} t""",
    ),
    (
        "article",
        f"""SELECT unnest(%(article)s::bigint[])
        UNION SELECT t.article_id FROM {_rows("version", "id = ANY (%(version)s)")} t""",
    ),
    (
        "article",  # what its frames cite, and what that or the article itself is a copy of, …
        f"""WITH RECURSIVE found (id) AS (
            (SELECT unnest(%(article)s::bigint[])
            UNION
            SELECT t.id FROM (
                SELECT DISTINCT f.cites FROM {_rows("attribution", "id = ANY (%(attribution)s)")} f
                WHERE f.cites IS NOT NULL) AS named
            JOIN LATERAL (SELECT id FROM {_rows("article", "uid = named.cites")} a) AS t ON true)
            UNION
            SELECT t.id FROM found
            JOIN LATERAL (SELECT copy_of FROM {_rows("article", "id = found.id")} a) AS named ON true
            JOIN LATERAL (SELECT id FROM {_rows("article", "uid = named.copy_of")} a) AS t ON true
        ) SELECT id FROM found""",
    ),
    (
        "version",  # … with its texts
        f"""SELECT unnest(%(version)s::bigint[])
        UNION
        SELECT t.id FROM unnest(%(article)s::bigint[]) AS named (id)
        JOIN LATERAL (SELECT id FROM {_rows("version", "article_id = named.id")} v) AS t ON NOT EXISTS (
            SELECT 1 FROM {_rows("version", "id = ANY (%(version)s)")} own WHERE own.article_id = named.id)""",
    ),
    (
        "claim",
        f"""WITH RECURSIVE found (id) AS (
            SELECT unnest(%(claim)s::bigint[])
            UNION
            SELECT t.id FROM found
            JOIN LATERAL (SELECT overtaken_by FROM {_rows("claim", "id = found.id")} c) AS named ON true
            JOIN LATERAL (SELECT id FROM {_rows("claim", "uid = named.overtaken_by")} c) AS t ON true
        ) SELECT id FROM found""",
    ),
    (
        "source",
        f"""SELECT unnest(t.speaker_ids) FROM {_rows("attribution", "id = ANY (%(attribution)s)")} t
        UNION SELECT t.origin_id FROM {_rows("exhibit", "id = ANY (%(exhibit)s)")} t""",
    ),
    (
        "source_relation",
        f"""SELECT t.id FROM {_rows("source_relation", "a_id = ANY (%(source)s)")} t
        WHERE t.b_id = ANY (%(source)s)""",
    ),
    (
        "source_dismissal",
        f"""SELECT t.id FROM {_rows("source_dismissal", "a_id = ANY (%(source)s)")} t
        WHERE t.b_id = ANY (%(source)s)""",
    ),
    (
        "resemblance",
        f"""SELECT t.id FROM {_rows("resemblance", "article_id = ANY (%(article)s)")} t
        WHERE t.other_id = ANY (%(article)s)""",
    ),
    ("assessment", f"SELECT t.id FROM {_rows('assessment', 'claim_id = ANY (%(claim)s)')} t"),
    ("transition", f"SELECT t.id FROM {_rows('transition', 'claim_id = ANY (%(claim)s)')} t"),
]
_TARGETS = ("article", "version", "span", "attribution", "source", "claim", "mention", "exhibit", "corroboration")
_COMMENTS = (
    "comment",
    f"SELECT t.id FROM {_rows('comment')} t JOIN ("
    + " UNION ALL ".join(
        f"SELECT '{name}' AS type, r.uid FROM {_rows(name, f'id = ANY (%({name})s)')} r" for name in _TARGETS
    )
    + ") AS named ON named.type = t.target_type AND named.uid = t.target",
)
_PROGRESS = ("progress", f"SELECT t.id FROM {_rows('progress', 'layer_id = ANY (%(layer)s)')} t")
_STEPS = {
    "article": [*_BELOW_ARTICLE, *_BELOW_LAYER, _PROGRESS, *_AROUND, _COMMENTS],
    "layer": [*_BELOW_LAYER, _PROGRESS, *_AROUND, _COMMENTS],
    "claim": [*_BELOW_CLAIM, *_AROUND, _COMMENTS],
}


def scope_of(part: Part, parameters: dict[str, Any]) -> Scope | None:
    """The internal ids of each type's rows in the part; None where the workspace had no such object then.

    `parameters`: workspace and known_at, which is settled.
    """
    scope: Scope = {name: [] for name in SHAPES}
    with connection.cursor() as cursor:

        def ids(statement: str, **more: Any) -> list[int]:
            cursor.execute(statement, {**parameters, **scope, **more})
            return [row[0] for row in cursor.fetchall() if row[0] is not None]

        scope[part.type] = ids(f"SELECT t.id FROM {_rows(part.type, 'uid = %(uid)s')} t", uid=part.uid)
        if not scope[part.type]:
            return None
        for name, statement in _STEPS[part.type]:
            scope[name] = ids(statement)
    return scope
