"""SQL that writes the JSON of a column, in pieces: what they give, one after the other, is the JSON.

Pieces are put together once a line, not once a value: for the hundreds of thousands of rows of a corpus that is a third
of the work. A piece is an expression over one row `t`, or a literal in quotes; NULL gives nothing. They rely on
TimeZone UTC and DateStyle ISO.
"""

from __future__ import annotations

from django.db import models

Pieces = tuple[str, ...]
_MARK = "'\"'"


def as_one(pieces: Pieces) -> str:
    """One expression of text. Literals that stand side by side become one."""
    merged: list[str] = []
    for piece in pieces:
        if merged and piece.startswith("'") and merged[-1].startswith("'"):
            merged[-1] = merged[-1][:-1] + piece[1:]
        else:
            merged.append(piece)
    return f"concat({', '.join(merged)})"


def text(column: str) -> Pieces:
    return (f"to_json(t.{column})",)


def plain(column: str) -> Pieces:
    """A number, a Boolean or JSON, as it is; null where it is none."""
    return (f"coalesce(t.{column}::text, 'null')",)


def word(column: str) -> Pieces:
    """A word of a closed vocabulary, or digits: nothing in it needs escaping."""
    return word_of(f"t.{column}")


def word_of(expression: str) -> Pieces:
    """The same of what an expression over `t` gives."""
    return (_MARK, expression, _MARK)


def word_or_null(column: str) -> Pieces:
    return _or_null(column, word(column))


def interval(side: str) -> Pieces:
    return (
        """'{"min":'""", f"t.{side}_min", """',"max":'""", f"t.{side}_max", """',"exact":'""", f"t.{side}_exact::text",
        "'}'",
    )  # fmt: skip


def time(column: str) -> Pieces:
    """2020-10-06T08:06:01.25Z, from 2020-10-06T08:06:01.25+00:00."""
    return (f"replace(to_json(t.{column})::text, '+00:00', 'Z')",)


def time_or_null(column: str) -> Pieces:
    return _or_null(column, time(column))


def _or_null(column: str, pieces: Pieces) -> Pieces:
    return (f"CASE WHEN t.{column} IS NULL THEN 'null' ELSE {as_one(pieces)} END",)


def _uid_of(model: type[models.Model], key: str) -> str:
    """The public id of a row, which may have been deleted since. An id keeps its uid for ever."""
    table = model._meta.db_table
    return (
        f"coalesce((SELECT r.uid FROM {table} r WHERE r.id = {key}),"
        f" (SELECT r.uid FROM {table}_history r WHERE r.id = {key} LIMIT 1))"
    )


def ref(model: type[models.Model], column: str) -> Pieces:
    """The public id of the row that `column` names."""
    return (_MARK, _uid_of(model, f"t.{column}"), _MARK)


def ref_or_null(model: type[models.Model], column: str) -> Pieces:
    return _or_null(column, ref(model, column))


def joined(model: type[models.Model], column: str) -> Pieces:
    """As `ref`, where `column` is among the shape's `joined`."""
    return (_MARK, f"coalesce({column}.uid, {_uid_of(model, f't.{column}')})", _MARK)


def refs(model: type[models.Model], column: str) -> Pieces:
    """A list of ids in its stored order. Most lists have one member."""
    return (
        f"""CASE cardinality(t.{column})
        WHEN 0 THEN '[]'
        WHEN 1 THEN concat('["', {_uid_of(model, f"t.{column}[1]")}, '"]')
        ELSE (SELECT concat('["', string_agg({_uid_of(model, "m.id")}::text, '","' ORDER BY m.place), '"]')
              FROM unnest(t.{column}) WITH ORDINALITY AS m (id, place)) END""",
    )
