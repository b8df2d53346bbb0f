"""What every recorded table has in common, and the mirror table of its history."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.functions import Now

from annotations.models.constraints import ReferencedKey
from annotations.models.identity import uuid7
from annotations.models.triggers import ENDED, AppendOnly, NeverTruncate, WrittenByTrigger, recording
from annotations.vocabulary import Through

MAX_USERNAME = 150


class Versioned(models.Model):
    """System columns, stamped by trigger: see annotations.models.triggers."""

    revision = models.IntegerField(db_default=1, editable=False)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    recorded_by = models.CharField(max_length=MAX_USERNAME, db_default="", editable=False)
    recorded_through = models.CharField(max_length=10, choices=Through, db_default="sql", editable=False)

    class Meta:
        abstract = True


class Recorded(Versioned):
    """An object of a workspace. `id` is internal; the world knows it by `uid`, unique within its workspace."""

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, editable=False)
    workspace = models.ForeignKey("annotations.Workspace", on_delete=models.PROTECT, related_name="+", db_index=False)
    created_by = models.CharField(max_length=MAX_USERNAME, blank=True, db_default="")
    created_at = models.DateTimeField(db_default=Now())
    # SHA-256 of the request that made the object, where the client chose the id: tells a repeated
    # request from another one under the same id.
    made_from = models.CharField(max_length=64, blank=True, db_default="", editable=False)

    class Meta:
        abstract = True
        triggers = recording()


def workspace_through_parent(on_delete: Any = models.PROTECT) -> Any:
    """The workspace of a row of a very large table, whose parent has the same: a check of that table says so, and the
    parent's key keeps the workspace there. A key of its own would only be looked up once more for every row. What is
    derived from its parent goes with the workspace: CASCADE.
    """
    return models.ForeignKey(
        "annotations.Workspace", on_delete=on_delete, related_name="+", db_index=False, db_constraint=False
    )


def identity(noun: str) -> list[models.UniqueConstraint]:
    """The two unique keys of a recorded table: the public id, and the target of composite foreign keys."""
    return [
        models.UniqueConstraint(fields=("workspace", "uid"), name=f"{noun}.duplicate_id"),
        ReferencedKey(fields=("workspace", "id"), name=f"{noun}_workspace_id_key"),
    ]


def in_order(noun: str) -> list[models.Index]:
    """The index of a table whose changes others follow (annotations.corpus.changes)."""
    return [models.Index(fields=("workspace", "recorded_at"), name=f"{noun}_in_order")]


def where_named(noun: str, field: str) -> models.Index:
    """The index of a reference that most rows do not have: they cost nothing there."""
    return models.Index(fields=(field,), name=f"{noun}_{field}", condition=models.Q(**{f"{field}__isnull": False}))


def in_order_of_history(noun: str) -> list[models.Index]:
    """The same for its history: rows that once were, and rows that ended."""
    return [
        models.Index(fields=("workspace_id", column), name=f"{noun[:20]}_h_{short}")
        for column, short in (("recorded_at", "order"), ("superseded_at", "ends"))
    ]


def _mirror(field: models.Field[Any, Any]) -> models.Field[Any, Any]:
    """The same column without its rules: history holds whatever once was."""
    if isinstance(field, models.ForeignKey):
        return models.BigIntegerField(null=field.null, db_column=field.column)
    if isinstance(field, models.AutoField):
        return models.BigIntegerField(db_index=False)
    _, _, args, kwargs = field.deconstruct()
    for rule in (
        "unique",
        "choices",
        "default",
        "db_default",
        "validators",
        "auto_now",
        "auto_now_add",
        "db_index",
    ):
        kwargs.pop(rule, None)
    kwargs["editable"] = False
    if isinstance(field, models.GeneratedField):
        return models.IntegerField(null=True)
    return field.__class__(*args, **kwargs)


def _of_layer(model: type[models.Model]) -> list[models.Index]:
    """What undoing looks for: the history of what lies in one layer, by itself or (mentions) by what it is tied to."""
    ties = {"layer", "attribution", "span"} & {field.name for field in model._meta.concrete_fields}
    return [models.Index(fields=[f"{tie}_id"], name=f"{model._meta.model_name}_h_{tie}") for tie in sorted(ties)]


def history_of(model: type[models.Model]) -> type[models.Model]:
    """Make the model of `<table>_history`: every column of `model`, and who ended the row, when, through what."""
    meta = type(
        "Meta",
        (),
        {
            "app_label": "annotations",
            "db_table": f"{model._meta.db_table}_history",
            "triggers": [AppendOnly(), NeverTruncate(), WrittenByTrigger()],
            "indexes": [
                *([] if model._meta.model_name == "workspace" else in_order_of_history(str(model._meta.model_name))),
                models.Index(fields=["id"], name=f"{model._meta.model_name}_h_id"),
                models.Index(fields=["uid"], name=f"{model._meta.model_name}_h_uid"),
                models.Index(fields=["superseded_at"], name=f"{model._meta.model_name}_h_at"),
                *_of_layer(model),
            ],
        },
    )
    attributes: dict[str, Any] = {
        "__module__": model.__module__,
        "Meta": meta,
        "history_id": models.BigAutoField(primary_key=True),
        ENDED[0]: models.DateTimeField(),
        ENDED[1]: models.CharField(max_length=MAX_USERNAME),
        ENDED[2]: models.CharField(max_length=10),
    }
    for field in model._meta.concrete_fields:
        attributes[field.attname] = _mirror(field)
    return type(f"{model.__name__}History", (models.Model,), attributes)
