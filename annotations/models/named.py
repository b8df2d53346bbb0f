"""What a row names by its public id, where an internal foreign key cannot stand, is there all the same."""

from __future__ import annotations

from typing import Any

import pgtrigger


class NamedIsThere(pgtrigger.Trigger):
    """What `column` names by its public id is there, in the row's workspace, when the transaction ends.

    A foreign key could not wait for the end of an import, which spans transactions and may bring the one before the
    other; it looks at what it brings itself (annotations.actions.import_references).
    """

    def __init__(self, column: str, table: str, rule: str) -> None:
        super().__init__(
            name=f"f_{column}_is_there",
            when=pgtrigger.After,
            operation=pgtrigger.Insert | pgtrigger.Update,
            timing=pgtrigger.Deferred,
            condition=pgtrigger.Condition(f"NEW.{column} IS NOT NULL AND NEW.recorded_through <> 'import'"),
        )
        self.column, self.table, self.rule = column, table, rule

    def get_func(self, model: Any) -> str:
        return f"""
            IF TG_OP = 'UPDATE' AND NEW.{self.column} IS NOT DISTINCT FROM OLD.{self.column} THEN
                RETURN NULL;
            END IF;
            PERFORM 1 FROM {model._meta.db_table} WHERE id = NEW.id AND {self.column} = NEW.{self.column};
            IF NOT FOUND THEN
                RETURN NULL;  -- changed again, or gone
            END IF;
            -- Held, so that nobody takes it away at this moment.
            PERFORM 1 FROM {self.table} WHERE workspace_id = NEW.workspace_id AND uid = NEW.{self.column}
            FOR KEY SHARE;
            IF NOT FOUND THEN
                RAISE EXCEPTION '% is not in this workspace', NEW.{self.column}
                    USING ERRCODE = 'check_violation', CONSTRAINT = '{self.rule}';
            END IF;
            RETURN NULL;
        """


class StillNamed(pgtrigger.Trigger):
    """A row does not go while `table` names it in `column` by its public id."""

    def __init__(self, column: str, table: str, rule: str) -> None:
        super().__init__(
            name=f"f_{column}_stays",
            when=pgtrigger.After,
            operation=pgtrigger.Delete,
            timing=pgtrigger.Deferred,
        )
        self.column, self.table, self.rule = column, table, rule

    def get_func(self, model: Any) -> str:
        return f"""
            IF EXISTS (SELECT 1 FROM {self.table} WHERE workspace_id = OLD.workspace_id AND {self.column} = OLD.uid)
               AND NOT EXISTS (
                   SELECT 1 FROM {model._meta.db_table} WHERE workspace_id = OLD.workspace_id AND uid = OLD.uid) THEN
                RAISE EXCEPTION '% is still named', OLD.uid
                    USING ERRCODE = 'check_violation', CONSTRAINT = '{self.rule}';
            END IF;
            RETURN NULL;
        """
