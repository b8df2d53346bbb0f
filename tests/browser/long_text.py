"""A text as long as any: 1.2 million code points, ten thousand spans. Rows are made directly, as in tests.cast."""

from __future__ import annotations

from typing import Any

from django.db import connection

from annotations.models import ArticleVersion, Attribution, Layer, Span
from annotations.policies import Actor
from tests.cast import make_article, shared_layer

SENTENCE = "وقالت المصادر {} 👩🏽‍👧🏽 إن واشنطن حَذَّرَت AFP من ذلك. Officials {} told cafés that it holds. "
PARAGRAPH = 3  # sentences
SPAN_ROLES = (("وقالت", 1, 5), ("المصادر", 0, 7))


def make_long_article(actor: Actor, *, code_points: int, spans: int) -> ArticleVersion:
    """An article of about so many code points, with frames of a cue and a source each, spread evenly."""
    lines: list[str] = []
    length = 0
    while length < code_points:
        line = "".join(SENTENCE.format(len(lines) * PARAGRAPH + k, k) for k in range(PARAGRAPH)).rstrip()
        lines.append(line)
        length += len(line) + 1
    text = "\n".join(lines)
    version = make_article(actor, text, title="نص طويل", language="ar", direction="rtl")
    layer = shared_layer(version)
    starts = _starts(text, spans // 2)
    places = [
        (text.index(word, start, start + 40) + first, word[first : first + size])
        for start in starts
        for word, first, size in SPAN_ROLES
    ]
    first, *others = places
    one = _span(actor, version, layer, *first)
    one.save()
    made = [one.pk, *_more_spans(one, text, others)]
    cues, sources = made[::2], made[1::2]
    frame = Attribution.objects.create(
        workspace=actor.workspace, created_by=actor.username, version=version, layer=layer, cue_id=cues[0],
        source_id=sources[0],
    )  # fmt: skip
    _more(frame, {"cue_id": ("bigint", cues[1:]), "source_id": ("bigint", sources[1:])})
    return version


def _more_spans(one: Span, text: str, places: list[tuple[int, str]]) -> list[int]:
    starts = [start for start, _exact in places]
    ends = [start + len(exact) for start, exact in places]
    return _more(
        one,
        {
            "segments": ("text", [f"{{{start},{end}}}" for start, end in zip(starts, ends, strict=True)]),
            "exact": ("text", [exact for _start, exact in places]),
            "prefix": ("text", [text[max(0, start - 32) : start] for start in starts]),
            "suffix": ("text", [text[end : end + 32] for end in ends]),
        },
    )


def _more(one: Span | Attribution, columns: dict[str, tuple[str, list[Any]]]) -> list[int]:
    """Rows like this one but for these columns, in one statement; Django would take seconds to word it. Their keys."""
    stored = [field for field in one._meta.concrete_fields if not field.generated]
    names = [str(field.column) for field in stored if not field.primary_key]
    values = {"uid": "uuidv7()", **{name: f"x.{name}" for name in columns}}
    if "segments" in columns:
        values["segments"] = "x.segments::integer[]"
    table = one._meta.db_table
    arrays = ", ".join(f"%s::{kind}[]" for kind, _list in columns.values())
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(names)}) "
            f"SELECT {', '.join(values.get(name, f'one.{name}') for name in names)} "
            f"FROM {table} one, unnest({arrays}) WITH ORDINALITY AS x({', '.join(columns)}, place) "
            "WHERE one.id = %s ORDER BY place RETURNING id",
            [*(found for _kind, found in columns.values()), one.pk],
        )
        return [pk for (pk,) in cursor.fetchall()]


def _starts(text: str, count: int) -> list[int]:
    """Where so many sentences begin, spread over the text."""
    every = [0]
    while (at := text.find("وقالت", every[-1] + 1)) >= 0:
        every.append(at)
    return [every[k * len(every) // count] for k in range(count)]


def _span(actor: Actor, version: ArticleVersion, layer: Layer, start: int, exact: str) -> Span:
    return Span(
        workspace=actor.workspace, created_by=actor.username, version=version, layer=layer,
        segments=[start, start + len(exact)], exact=exact, prefix=version.text[max(0, start - 32) : start],
        suffix=version.text[start + len(exact) : start + len(exact) + 32],
    )  # fmt: skip
