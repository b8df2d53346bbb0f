"""Querysets over a table as it was at a time: filters, orders and values work on them as on the present."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.db.models.sql.datastructures import BaseTable

Row = TypeVar("Row", bound=Model)


class PastTable(BaseTable):
    """Stands in a query's FROM for the rows of `model` that were current in one workspace at one time.

    PostgreSQL takes the two halves of a UNION ALL apart again, so that conditions reach the indexes of both tables.
    """

    def __init__(self, model: type[Model], alias: str, workspace: int, known_at: datetime) -> None:
        super().__init__(model._meta.db_table, alias)
        self.model = model
        self.workspace = workspace
        self.known_at = known_at

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        quote = connection.ops.quote_name
        columns = ", ".join(quote(field.column) for field in self.model._meta.concrete_fields)
        table = self.model._meta.db_table
        then = "workspace_id = %s AND recorded_at <= %s"
        sql = (
            f"(SELECT {columns} FROM {quote(table)} WHERE {then} UNION ALL"
            f" SELECT {columns} FROM {quote(f'{table}_history')} WHERE {then} AND superseded_at > %s)"
            f" {compiler.quote_name_unless_alias(self.table_alias)}"
        )
        return sql, [self.workspace, self.known_at, self.workspace, self.known_at, self.known_at]

    def relabeled_clone(self, change_map: Mapping[str | None, str]) -> PastTable:
        alias = change_map.get(self.table_alias, self.table_alias)
        return PastTable(self.model, str(alias), self.workspace, self.known_at)

    @property
    def identity(self) -> tuple[Any, ...]:
        return (self.__class__, self.table_name, self.table_alias, self.workspace, self.known_at)


def rows_at(model: type[Row], *, workspace: int, known_at: datetime) -> QuerySet[Row]:
    """The rows of a workspace (its internal id) that were current at `known_at`, which must be settled (see `select`).

    Only this table is read as of then: a join to another one sees its present rows.
    """
    rows: QuerySet[Row] = model._default_manager.all()
    query: Any = rows.query
    alias = query.get_initial_alias()
    query.alias_map[alias] = PastTable(model, alias, workspace, known_at)
    return rows


class RevisionTable(BaseTable):
    """Stands in a query's FROM for certain revisions of rows of `model`, given as (internal id, revision)."""

    def __init__(self, model: type[Model], alias: str, wanted: tuple[tuple[int, int], ...]) -> None:
        super().__init__(model._meta.db_table, alias)
        self.model = model
        self.wanted = wanted

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        quote = connection.ops.quote_name
        columns = ", ".join(f"r.{quote(field.column)}" for field in self.model._meta.concrete_fields)
        table = self.model._meta.db_table
        wanted = "JOIN unnest(%s::bigint[], %s::int[]) AS w (id, revision) ON w.id = r.id AND w.revision = r.revision"
        sql = (
            f"(SELECT {columns} FROM {quote(table)} AS r {wanted} UNION ALL"
            f" SELECT {columns} FROM {quote(f'{table}_history')} AS r {wanted})"
            f" {compiler.quote_name_unless_alias(self.table_alias)}"
        )
        keys, revisions = [key for key, _ in self.wanted], [revision for _, revision in self.wanted]
        return sql, [keys, revisions, keys, revisions]

    def relabeled_clone(self, change_map: Mapping[str | None, str]) -> RevisionTable:
        alias = change_map.get(self.table_alias, self.table_alias)
        return RevisionTable(self.model, str(alias), self.wanted)

    @property
    def identity(self) -> tuple[Any, ...]:
        return (self.__class__, self.table_name, self.table_alias, self.wanted)


def revisions_of(model: type[Row], wanted: Iterable[tuple[int, int]]) -> QuerySet[Row]:
    """The rows as they were in these (internal id, revision). A join to another table sees its present rows."""
    rows: QuerySet[Row] = model._default_manager.all()
    query: Any = rows.query
    alias = query.get_initial_alias()
    query.alias_map[alias] = RevisionTable(model, alias, tuple(wanted))
    return rows
