"""Statements that come with nearly every request: Django words them once a process, PostgreSQL plans them once a
connection. Wording one anew takes longer than answering it.

Nothing else differs from a queryset or `save`: the same SQL, the same objects, counted and logged as others are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Generic, TypeVar
from uuid import UUID

import psycopg
from django.db import connection, models
from django.db.backends.utils import CursorWrapper
from django.db.models.query import get_related_populators
from psycopg.pq import TransactionStatus
from psycopg.types.numeric import Int8

_populators: Any = get_related_populators
Row = TypeVar("Row", bound=models.Model)
Kind = type[str] | type[int] | type[UUID] | type[datetime]
# What PostgreSQL says of a plan that a table was altered under, of one that is not there (behind a pooler it may lie
# on another connection), and of a name that another's plan has.
_STALE = {"0A000", "42P18", "26000", "42P05"}


class _PreparedCursor(psycopg.Cursor[Any]):
    """PostgreSQL keeps the plans of what it is asked, for the life of the connection.

    Of nothing else: a connection that may prepare remembers the last hundred statements, with all that Django put into
    them. A plan that does not hold any more is made anew; within a transaction, which is over then, that is
    an OperationalError: whoever tries again will have it.
    """

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        self.connection.prepare_threshold = 0
        try:
            return super().execute(query, params, **options)
        except psycopg.Error as error:
            if error.sqlstate not in _STALE:
                raise
            if self.connection.info.transaction_status != TransactionStatus.IDLE:
                raise psycopg.OperationalError(f"what was prepared does not hold any more: {error}") from error
            super().execute("DEALLOCATE ALL", prepare=False)  # psycopg sees it, and forgets the names
            return super().execute(query, params, **options)
        finally:
            self.connection.prepare_threshold = None


@contextmanager
def prepared_cursor() -> Iterator[CursorWrapper]:
    """Django's cursor, but for SQL that is the same each time, whose values go to PostgreSQL beside it."""
    if connection.queries_logged:  # with their values, which only Django's own cursor puts into the SQL
        with connection.cursor() as plain:
            yield plain
        return
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    cursor: Any = _PreparedCursor(connection.connection)
    with connection.make_cursor(cursor) as wrapped:
        yield wrapped


class Compiled(Generic[Row]):
    """A query of whole objects. `build` makes it of values of these kinds, each under its name; none may be None."""

    def __init__(self, build: Callable[..., models.QuerySet[Row]], **kinds: Kind) -> None:
        self._build = build
        self._kinds = kinds

    def first(self, **values: Any) -> Row | None:
        """The first of the objects, None where there is none. `values`: one of each name."""
        sql, takes, make = self._worded
        with prepared_cursor() as cursor:
            cursor.execute(sql, [value if name is None else value(values[name]) for name, value in takes])
            row = cursor.fetchone()
        return None if row is None else make(row)

    @cached_property
    def _worded(self) -> tuple[str, list[tuple[str | None, Any]], Callable[[tuple[Any, ...]], Row]]:
        """The SQL; what it takes, in order: (name, how its value is told), or (None, a value that is always the same);
        and what makes an object of a row.
        """
        samples = {name: _sample(kind, place) for place, (name, kind) in enumerate(self._kinds.items())}
        query = self._build(**samples)[:1].query
        compiler: Any = query.get_compiler(connection=connection)
        sql, given = compiler.as_sql()
        names = {sample: name for name, sample in samples.items()}
        takes = [(names.get(value), _teller(value) if value in names else value) for value in given]
        if {name for name, _ in takes} - {None} != set(self._kinds):
            raise ValueError("the query does not ask for each of its values")
        return sql, takes, _maker(compiler)


def _sample(kind: Kind, place: int) -> Any:
    """A value of the kind that stands nowhere else."""
    if kind is datetime:
        return datetime(1, 1, 1, 0, 0, place, tzinfo=UTC)
    if kind is UUID:
        return UUID(int=(1 << 100) + place)
    return f"\ue000{place}" if kind is str else (1 << 62) + place


def _teller(value: Any) -> Callable[[Any], Any]:
    """Numbers go under one type, or there would be a plan for each size of them."""
    return Int8 if isinstance(value, int) else _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def _maker(compiler: Any) -> Callable[[tuple[Any, ...]], Any]:
    """What a queryset does with each row of its answer."""
    klass, select = compiler.klass_info, compiler.select
    first, last = klass["select_fields"][0], klass["select_fields"][-1] + 1
    names = [column[0].target.attname for column in select[first:last]]
    populators = _populators(klass, select, connection.alias)
    converters = compiler.get_converters([column[0] for column in select])
    annotations = list(compiler.annotation_col_map.items())

    def make(row: tuple[Any, ...]) -> Any:
        if converters:
            row = tuple(next(iter(compiler.apply_converters([row], converters))))
        made = klass["model"].from_db(connection.alias, names, row[first:last])
        for populator in populators:
            populator.populate(row, made)
        for name, place in annotations:
            setattr(made, name, row[place])
        return made

    return make


class CompiledInsert:
    """Inserts objects of a model, of which these fields are said; the others are as the database gives them."""

    def __init__(self, model: type[models.Model], *said: str) -> None:
        self._fields: list[Any] = [model._meta.get_field(name) for name in said]
        self._given = [field for field in model._meta.concrete_fields if field not in self._fields]
        self._table = model._meta.db_table

    def insert(self, row: models.Model) -> None:
        """Insert the row, and read into it what the database gave."""
        values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in self._fields]
        with prepared_cursor() as cursor:
            cursor.execute(self._sql, values)
            found = cursor.fetchone() or ()
        for field, value in zip(self._given, found, strict=True):
            setattr(row, field.attname, value)
        row._state.adding, row._state.db = False, connection.alias  # noqa: SLF001 - as `save` does

    @cached_property
    def _sql(self) -> str:
        columns = ", ".join(f'"{field.column}"' for field in self._fields)
        places = ", ".join(_placeholder(field) for field in self._fields)
        given = ", ".join(f'"{field.column}"' for field in self._given)
        return f'INSERT INTO "{self._table}" ({columns}) VALUES ({places}) RETURNING {given}'


def _placeholder(field: Any) -> str:
    return str(field.get_placeholder(None, None, connection)) if hasattr(field, "get_placeholder") else "%s"
