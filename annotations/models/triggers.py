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


# Who writes, as the transaction's settings say; else the role of the database, through 'sql'.
_ACTOR = "COALESCE(NULLIF(current_setting('isnad.actor', true), ''), session_user)"
_THROUGH = "COALESCE(NULLIF(current_setting('isnad.through', true), ''), 'sql')"


def _not_stamped_yet(workspace_column: str) -> str:
    """SQL: the new row does not bring the very stamps that it would be given. An import does: so it is spared the call
    of a function for every row, and nobody can choose their stamps any more than before.
    """
    return f"""((NEW.revision = 1 AND NEW.recorded_by <> '' AND NEW.recorded_through <> ''
        AND NEW.recorded_by = current_setting('isnad.actor', true)
        AND NEW.recorded_through = current_setting('isnad.through', true)
        AND NEW.{workspace_column} || '|' || NEW.recorded_at::text = current_setting('isnad.at', true)
        AND NEW.recorded_at BETWEEN transaction_timestamp() AND clock_timestamp()) IS NOT TRUE)"""


class FirstStamp(pgtrigger.Trigger):
    """Fills revision, recorded_at, recorded_by and recorded_through of a new row; nobody can choose them.

    The actor comes from the transaction's settings `isnad.actor` and `isnad.through`; a writer who sets neither is
    recorded under the name of the database role, through 'sql'. A row that comes back continues its revisions.
    """

    def __init__(self, *, workspace_column: str = "workspace_id", **kwargs: Any) -> None:
        self.workspace_column = workspace_column
        super().__init__(
            name="a_first_stamp",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            condition=pgtrigger.Condition(_not_stamped_yet(workspace_column)),
            declare=[("past", "record")],
            **kwargs,
        )

    def get_func(self, model: Any) -> str:
        return f"""
            SELECT max(revision) AS revision, max(superseded_at) AS at INTO past
            FROM {model._meta.db_table}_history WHERE id = NEW.id;
            NEW.revision := 1 + COALESCE(past.revision, 0);
            NEW.recorded_at := isnad_stamp(NEW.{self.workspace_column}, past.at);
            NEW.recorded_by := {_ACTOR};
            NEW.recorded_through := {_THROUGH};
            RETURN NEW;
        """


class CheckIdentity(pgtrigger.Trigger):
    """No new row takes the id of one that was deleted, but that row itself, later and under a later revision.

    Looked up once a statement, not once a row: most histories hold none of the ids.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            name="b_identity",
            when=pgtrigger.After,
            operation=pgtrigger.Insert,
            level=pgtrigger.Statement,
            referencing=NEW_ROWS,
            **kwargs,
        )

    def get_func(self, model: Any) -> str:
        return f"""
            PERFORM 1 FROM new_rows n JOIN {model._meta.db_table}_history h ON h.id = n.id
            WHERE h.uid <> n.uid OR h.revision >= n.revision OR h.superseded_at > n.recorded_at;
            IF FOUND THEN
                RAISE EXCEPTION 'this id belonged to another row'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'row.identity';
            END IF;
            RETURN NULL;
        """


class Stamp(pgtrigger.Trigger):
    """Stamps a change, as FirstStamp does a new row.

    It also holds fast what a row is: its ids, its workspace, and the columns named in `fixed`.
    """

    def __init__(self, *, workspace_column: str = "workspace_id", fixed: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.workspace_column = workspace_column
        self.fixed = fixed
        super().__init__(name="a_stamp", when=pgtrigger.Before, operation=pgtrigger.Update, **kwargs)

    def get_func(self, model: Any) -> str:
        identity = list(dict.fromkeys(("id", "uid", self.workspace_column, *self.fixed)))
        new, old = (", ".join(f"{row}.{column}" for column in identity) for row in ("NEW", "OLD"))
        return f"""
            IF {_unchanged(model)} THEN
                RETURN NEW;
            END IF;
            IF ({new}) IS DISTINCT FROM ({old}) THEN
                RAISE EXCEPTION 'the identity of a row never changes'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'row.identity';
            END IF;
            NEW.revision := OLD.revision + 1;
            NEW.recorded_at := isnad_stamp(NEW.{self.workspace_column}, OLD.recorded_at);
            NEW.recorded_by := {_ACTOR};
            NEW.recorded_through := {_THROUGH};
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
                {_ACTOR},
                {_THROUGH});
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


class Announce(pgtrigger.Trigger):
    """Tells whoever listens, at commit, in which workspaces and versions a statement wrote: see isnad_announce.

    `version` is SQL for the version of a row `r`: NULL where it belongs to none.
    """

    def __init__(self, operation: Any, version: str = "r.version_id", joins: str = "") -> None:
        name = str(operation).lower()
        rows, referencing = ("old_rows", OLD_ROWS) if operation == pgtrigger.Delete else ("new_rows", NEW_ROWS)
        super().__init__(
            name=f"e_announce_{name}",
            when=pgtrigger.After,
            operation=operation,
            level=pgtrigger.Statement,
            referencing=referencing,
            func=f"""
                PERFORM isnad_announce(array_agg(DISTINCT r.workspace_id), array_agg(DISTINCT {version}))
                FROM {rows} r {joins};
                RETURN NULL;
            """,
        )


def announced(version: str = "r.version_id", joins: str = "") -> list[pgtrigger.Trigger]:
    """Announce every change of a table whose rows lie in a version."""
    return [Announce(one, version, joins) for one in (pgtrigger.Insert, pgtrigger.Update, pgtrigger.Delete)]


def recording(workspace_column: str = "workspace_id", fixed: tuple[str, ...] = ()) -> list[pgtrigger.Trigger]:
    """The triggers of every recorded table. `fixed`: columns that never change, besides the ids and the workspace."""
    return [
        FirstStamp(workspace_column=workspace_column),
        CheckIdentity(),
        Stamp(workspace_column=workspace_column, fixed=fixed),
        KeepHistory(workspace_column=workspace_column),
        NeverTruncate(),
    ]
