"""Many changes of tables in one operation: all tables of a first start, or one change of several.

Django works out the models anew after each operation of a migration, which for the few hundred that make up the tables
takes twenty seconds of processor time. Here it does so once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import CreateModel
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger


class CreateModels(Operation):
    """`CreateModel`, many at once, in any order: keys may lead to any of them. Triggers stand among the options."""

    category = OperationCategory.ADDITION

    def __init__(self, creations: Sequence[CreateModel]) -> None:
        self.creations = creations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Add every model; they are worked out when they are asked for next."""
        vars(state).pop("apps", None)
        for creation in self.creations:
            creation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Make the tables, then what leads from one to another, then the triggers."""
        made = [to_state.apps.get_model(app_label, creation.name) for creation in self.creations]
        made = [model for model in made if self.allow_migrate_model(schema_editor.connection.alias, model)]
        for model in made:
            _make_table(schema_editor, model)
        for model in made:
            for constraint in model._meta.constraints:
                schema_editor.add_constraint(model, constraint)
        for trigger in self._triggers():
            trigger.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Take triggers and tables away again."""
        for trigger in reversed(self._triggers()):
            trigger.database_backwards(app_label, schema_editor, to_state, from_state)
        for creation in reversed(self.creations):
            creation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """What it does, in words."""
        return f"Create {len(self.creations)} models"

    def references_model(self, name: str, app_label: str) -> bool:
        """Whether it makes or refers to the model."""
        return any(creation.references_model(name, app_label) for creation in self.creations)

    def _triggers(self) -> list[Any]:
        return [
            AddTrigger(creation.name, trigger)
            for creation in self.creations
            for trigger in creation.options.get("triggers", ())
        ]


class AtOnce(Operation):
    """Several operations on what there is, between which nobody needs the models as they are in the meantime."""

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change everything; the models are worked out when they are asked for next."""
        vars(state).pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Each in its turn."""
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """The last one first."""
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """What it does, in words."""
        return "; ".join(operation.describe() for operation in self.operations)

    def references_model(self, name: str, app_label: str) -> bool:
        """Whether one of them refers to the model."""
        return any(operation.references_model(name, app_label) for operation in self.operations)


def _make_table(editor: BaseDatabaseSchemaEditor, model: type[models.Model]) -> None:
    """Without its constraints, which Django would put off in an order that knows nothing of composite keys."""
    constraints, model._meta.constraints = model._meta.constraints, []
    try:
        editor.create_model(model)
    finally:
        model._meta.constraints = constraints
