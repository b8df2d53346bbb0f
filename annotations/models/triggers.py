"""Triggers that every recorded table carries: stamps, history, and the guards around both.

System versioning: a row carries who wrote it, when and through what; an UPDATE or DELETE copies the old row, with
who ended it, to `<table>_history`. So an insert is written once, and the state as of any time is the
union of the rows that were current then.
"""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import models

# Written by the history trigger, not copied from the row that it ends.
ENDED = ("superseded_at", "superseded_by", "superseded_through")

NEW_ROWS: Any = pgtrigger.Referencing(new="new_rows")  # type: ignore[no-untyped-call]
OLD_ROWS: Any = pgtrigger.Referencing(old="old_rows")  # type: ignore[no-untyped-call]


def _columns(model: type[models.Model]) -> list[str]:
    return [f'"{field.column}"' for field in model._meta.concrete_fields]


def _unchanged(model: type[models.Model]) -> str:
    """SQL: the row is as it was. Before an update a generated column has no value yet: it is left out."""
    written = [field.column for field in model._meta.concrete_fields if not isinstance(field, models.GeneratedField)]
    if len(written) == len(model._meta.concrete_fields):
        return "NEW IS NOT DISTINCT FROM OLD"
    new, old = (", ".join(f'{row}."{column}"' for column in written) for row in ("NEW", "OLD"))
    return f"ROW({new}) IS NOT DISTINCT FROM ROW({old})"


class Stamp(pgtrigger.Trigger):
    """Fills revision, recorded_at, recorded_by and recorded_through; nobody can choose them.

    The actor comes from the transaction's settings `isnad.actor` and `isnad.through`; a writer who sets neither is
    recorded under the name of the database role, through 'sql'.

    It also holds fast what a row is: its ids, its workspace, and the columns named in `fixed`.
    """

    def __init__(self, *, workspace_column: str = "workspace_id", fixed: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.workspace_column = workspace_column
        self.fixed = fixed
        super().__init__(
            name="a_stamp",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update,
            declare=[("past", "record")],
            **kwargs,
        )

    def get_func(self, model: Any) -> str:
        identity = list(dict.fromkeys(("id", "uid", self.workspace_column, *self.fixed)))
        new, old = (", ".join(f"{row}.{column}" for column in identity) for row in ("NEW", "OLD"))
        return f"""
            IF TG_OP = 'INSERT' THEN
                SELECT max(revision) AS revision, max(superseded_at) AS at, bool_or(uid <> NEW.uid) AS another INTO past
                FROM {model._meta.db_table}_history WHERE id = NEW.id;
                IF past.another THEN
                    RAISE EXCEPTION 'this id belonged to another row'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'row.identity';
                END IF;
                NEW.revision := 1 + COALESCE(past.revision, 0);
                NEW.recorded_at := isnad_stamp(NEW.{self.workspace_column}, past.at);
            ELSIF {_unchanged(model)} THEN
                RETURN NEW;
            ELSE
                IF ({new}) IS DISTINCT FROM ({old}) THEN
                    RAISE EXCEPTION 'the identity of a row never changes'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'row.identity';
                END IF;
                NEW.revision := OLD.revision + 1;
                NEW.recorded_at := isnad_stamp(NEW.{self.workspace_column}, OLD.recorded_at);
            END IF;
            NEW.recorded_by := COALESCE(NULLIF(current_setting('isnad.actor', true), ''), session_user);
            NEW.recorded_through := COALESCE(NULLIF(current_setting('isnad.through', true), ''), 'sql');
            RETURN NEW;
        """


class KeepHistory(pgtrigger.Trigger):
    """Copies the row as it was to `<table>_history` when it is changed or deleted."""

    def __init__(self, *, workspace_column: str = "workspace_id", **kwargs: Any) -> None:
        self.workspace_column = workspace_column
        super().__init__(
            name="b_history", when=pgtrigger.After, operation=pgtrigger.Update | pgtrigger.Delete, **kwargs
        )

    def get_func(self, model: Any) -> str:
        columns = _columns(model)
        old = ", ".join(f"OLD.{column}" for column in columns)
        return f"""
            IF TG_OP = 'UPDATE' AND NEW.revision = OLD.revision THEN
                RETURN NULL;
            END IF;
            INSERT INTO {model._meta.db_table}_history ({", ".join(columns)}, {", ".join(ENDED)})
            VALUES ({old}, COALESCE(NEW.recorded_at, isnad_stamp(OLD.{self.workspace_column}, OLD.recorded_at)),
                COALESCE(NULLIF(current_setting('isnad.actor', true), ''), session_user),
                COALESCE(NULLIF(current_setting('isnad.through', true), ''), 'sql'));
            RETURN NULL;
        """


class NeverTruncate(pgtrigger.Trigger):
    """TRUNCATE would pass by the history. Only a throw-away test database allows it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            name="c_never_truncate",
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            level=pgtrigger.Statement,
            func="""
                IF COALESCE(current_setting('isnad.throw_away', true), '') <> 'on' THEN
                    RAISE EXCEPTION 'this table is never truncated: its history would be lost'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'history.never_truncate';
                END IF;
                RETURN NULL;
            """,
            **kwargs,
        )


class AppendOnly(pgtrigger.Trigger):
    """Rows are added and never changed or removed."""

    def __init__(self, *, rule: str = "history.append_only", **kwargs: Any) -> None:
        super().__init__(
            name="append_only",
            when=pgtrigger.Before,
            operation=pgtrigger.Update | pgtrigger.Delete,
            func=f"""
                RAISE EXCEPTION 'rows of this table are never changed'
                    USING ERRCODE = 'check_violation', CONSTRAINT = '{rule}';
            """,
            **kwargs,
        )


class WrittenByTrigger(pgtrigger.Trigger):
    """Rows come from the history trigger of the recorded table, never from a statement of their own."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            name="written_by_trigger",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            condition=pgtrigger.Condition("pg_trigger_depth() = 0"),
            func="""
                RAISE EXCEPTION 'history is written by the change itself, not beside it'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'history.forged';
            """,
            **kwargs,
        )


class CheckRows(pgtrigger.Trigger):
    """Calls a checking function once a statement with the ids of the rows that it wrote."""

    def __init__(self, *, name: str, operation: Any, call: str, **kwargs: Any) -> None:
        super().__init__(
            name=name,
            when=pgtrigger.After,
            operation=operation,
            level=pgtrigger.Statement,
            referencing=NEW_ROWS,
            func=f"PERFORM {call}((SELECT array_agg(id) FROM new_rows)); RETURN NULL;",
            **kwargs,
        )


def recording(workspace_column: str = "workspace_id", fixed: tuple[str, ...] = ()) -> list[pgtrigger.Trigger]:
    """The triggers of every recorded table. `fixed`: columns that never change, besides the ids and the workspace."""
    return [
        Stamp(workspace_column=workspace_column, fixed=fixed),
        KeepHistory(workspace_column=workspace_column),
        NeverTruncate(),
    ]
