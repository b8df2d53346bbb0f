"""Composite foreign keys, declared beside the other constraints of a model.

Django 5.2 has none of its own. Isnad holds two rules with them: nothing crosses a workspace, and
a span, its layer and its frame belong to one version.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table
from django.db.models.constraints import BaseConstraint
from django.db.models.functions import Greatest, Least


class ReferencedKey(models.UniqueConstraint):
    """A unique key that composite foreign keys name. It goes, and they go with it.

    Django takes constraints away in an order that knows nothing of them; without this no migration could go back.
    """

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        return f"{super().remove_sql(model, schema_editor)} CASCADE"


class CompositeForeignKey(BaseConstraint):
    """``(fields)`` of this table must name a row of `to` by its ``(to_fields)``, which are unique there.

    With a NULL among the columns nothing is checked (SQL's MATCH SIMPLE). Checked at the end of the statement.
    """

    def __init__(self, *, name: str, fields: Iterable[str], to: str, to_fields: Iterable[str]) -> None:
        super().__init__(name=name)
        self.fields = tuple(fields)
        self.to = to
        self.to_fields = tuple(to_fields)

    def _columns(self, model: type[models.Model], fields: tuple[str, ...]) -> list[str]:
        by_name = {field.name: field for field in model._meta.concrete_fields}
        return [str(by_name[name].column) for name in fields]

    def _statement(self, model: type[models.Model], editor: BaseDatabaseSchemaEditor) -> Statement:
        registry = model._meta.apps if hasattr(model._meta, "apps") else apps
        target = registry.get_model(self.to)
        quote = editor.quote_name
        return Statement(
            "ALTER TABLE %(table)s ADD CONSTRAINT %(name)s "
            "FOREIGN KEY (%(columns)s) REFERENCES %(to)s (%(to_columns)s)",
            table=Table(model._meta.db_table, quote),
            name=quote(self.name),
            columns=", ".join(quote(column) for column in self._columns(model, self.fields)),
            to=Table(target._meta.db_table, quote),
            to_columns=", ".join(quote(column) for column in self._columns(target, self.to_fields)),
        )

    def constraint_sql(self, model: Any, schema_editor: Any) -> str:
        """Nothing inside CREATE TABLE; see create_sql."""
        self.create_sql(model, schema_editor)
        return ""

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        """Wait for the end of the migration: the target's unique constraint may not exist yet."""
        schema_editor.deferred_sql.append(self._statement(model, schema_editor))

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        return Statement(
            "ALTER TABLE %(table)s DROP CONSTRAINT IF EXISTS %(name)s",
            table=Table(model._meta.db_table, schema_editor.quote_name),
            name=schema_editor.quote_name(self.name),
        )

    def validate(self, *_args: Any, **_kwargs: Any) -> None:
        """The database checks; the actions have said it in friendly words before."""

    def deconstruct(self) -> tuple[str, tuple[()], dict[str, Any]]:
        path, _, _ = super().deconstruct()
        return (
            path,
            (),
            {"name": self.name, "fields": self.fields, "to": self.to, "to_fields": self.to_fields},
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CompositeForeignKey) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash((self.name, self.fields, self.to, self.to_fields))


def same_workspace(name: str, field: str, to: str) -> CompositeForeignKey:
    """The row that `field` names lies in this row's workspace."""
    return CompositeForeignKey(name=name, fields=("workspace", field), to=to, to_fields=("workspace", "id"))


def pair(
    noun: str, one: str, other: str, to: str, *also: str, condition: models.Q | None = None
) -> list[BaseConstraint]:
    """The row is of two rows of `to` in its workspace, of two different ones, and the only one of these two.

    `also` names fields that two rows of the same pair may differ in; `condition` says which rows must be the only one.
    """
    return [
        same_workspace(f"{noun}.{one}_of_other_workspace", one, to),
        same_workspace(f"{noun}.{other}_of_other_workspace", other, to),
        models.CheckConstraint(condition=~models.Q(**{one: models.F(other)}), name=f"{noun}.itself"),
        models.UniqueConstraint(
            Least(one, other), Greatest(one, other), *also, condition=condition, name=f"{noun}.duplicate"
        ),
    ]
