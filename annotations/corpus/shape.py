"""A type of record as SQL: its lines of JSON, and its rows as they were at a time."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import models

from annotations.corpus.json_sql import Pieces, as_one


@dataclass(frozen=True, slots=True)
class Shape:
    """A type of record: its table, and for each field the SQL of its JSON text, in pieces (see `json_sql`).

    `joined` are few rows that many of these rows refer to, by column: read once, not once a row. `only` is a condition:
    other rows of the table are told by changes/, but are no part of a corpus.
    """

    noun: str
    model: type[models.Model]
    fields: dict[str, Pieces]
    joined: dict[str, type[models.Model]] = field(default_factory=dict)
    only: str = ""

    @property
    def line(self) -> str:
        """SQL of one whole line of JSON: type first, then the fields in their order, no white space between."""
        return self._line("'}'")

    def _line(self, end: str) -> str:
        parts = [f"""'{{"type":"{self.noun}"'"""]
        for key, pieces in self.fields.items():
            parts += [f"""',"{key}":'""", *pieces]
        return as_one((*parts, end))

    def lines(self, where: str = "true") -> str:
        """SQL of the lines of all rows `where`, each with its newline, in the order of their ids; parameters as for
        `as_of`.
        """
        return f"SELECT {self._newlined} FROM {self._joined(where)} ORDER BY t.uid"

    def pieces(self, size: int, where: str = "true") -> str:
        """SQL of the same lines put together: in each row as many as end within the next `size` bytes, or one.

        A row that goes to a client costs much more than the bytes in it.
        """
        return f"""SELECT string_agg(line, '') FROM (
            SELECT line, sum(octet_length(line)) OVER (ORDER BY uid ROWS UNBOUNDED PRECEDING) / {size} AS piece
            FROM (SELECT t.uid, {self._newlined} AS line FROM {self._joined(where)} ORDER BY t.uid OFFSET 0) l
        ) p GROUP BY piece ORDER BY piece"""

    @property
    def _newlined(self) -> str:
        return self._line("'}\n'")

    def _joined(self, where: str) -> str:
        joins = "".join(
            f" LEFT JOIN {as_of(model)} {column} ON {column}.id = t.{column}" for column, model in self.joined.items()
        )
        return f"{as_of(self.model, where)} t{joins}"

    @property
    def present(self) -> str:
        """SQL of (internal id, line) of the rows of %(workspace)s that have one of the %(uids)s now; %(known_at)s is
        the present time.
        """
        joins = "".join(
            f" LEFT JOIN {model._meta.db_table} {column} ON {column}.id = t.{column}"
            for column, model in self.joined.items()
        )
        return f"""SELECT t.id, {self.line} FROM {self.model._meta.db_table} t{joins}
            WHERE t.workspace_id = %(workspace)s AND t.uid = ANY (%(uids)s::uuid[])"""


def as_of(model: type[models.Model], where: str = "true") -> str:
    """SQL of the rows that were current at %(known_at)s in the workspace %(workspace)s."""
    table = model._meta.db_table
    columns = ", ".join(str(field.column) for field in model._meta.concrete_fields)
    return f"""(
        SELECT {columns} FROM {table}
        WHERE workspace_id = %(workspace)s AND recorded_at <= %(known_at)s AND {where}
        UNION ALL
        SELECT {columns} FROM {table}_history
        WHERE workspace_id = %(workspace)s AND recorded_at <= %(known_at)s AND superseded_at > %(known_at)s AND {where}
    )"""
