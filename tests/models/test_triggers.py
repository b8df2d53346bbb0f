"""Stamps and history of every recorded table, and the guards around both."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from psycopg.types.json import Jsonb

from annotations.models import uuid7
from tests.models.rows import RECORDED, World, add_workspace, delete, insert, rows, run, uid_of, update, value
from tests.models.rules import refused

# One harmless change to a row of each table that may be changed at all.
CHANGES: dict[str, dict[str, Any]] = {
    "workspace": {"name": "Renamed"},
    "membership": {"role": "reader"},
    "token": {"name": "mine"},
    "article": {"outlet": "Gazette"},
    "articleversion": {"note": "seen"},
    "layer": {"name": "desk"},
    "span": {"created_by": "ann"},
    "attribution": {"attitude": "belief"},
    "source": {"rank": "colonel"},
    "claim": {"certainty": "certain"},
    "mention": {"polarity": "denies"},
    "sourcerelation": {"withdrawn_at": "2026-01-01T00:00:00Z", "withdrawn_by": "ann", "withdrawn_reason": "a mistake"},
    "exhibit": {"title": "A note"},
    "corroboration": {"stance": "refutes"},
    "recheckinterval": {"days": 4},
    "resemblance": {"similarity": 0.5},
    "sourcedismissal": {"reason": "asked already"},
    "comment": {"resolved": True},
    "progress": {"state": "looked"},
    "webhook": {"active": False},
    "guidelines": {"body": "Names in full."},
}
DELETABLE = [name for name in CHANGES if name != "articleversion"]
STAMPS = "revision, recorded_by, recorded_through"


def act_as(name: str, through: str) -> None:
    run("SELECT set_config('isnad.actor', %s, true), set_config('isnad.through', %s, true)", name, through)


def new_transaction() -> None:
    """As far as the stamps can tell: the next one is taken anew."""
    run("SELECT set_config('isnad.at', '', true)")


def stamps(table: str, key: int) -> tuple[Any, ...]:
    return rows(f"SELECT {STAMPS} FROM annotations_{table} WHERE id = %s", key)[0]


def history(table: str, key: int, columns: str = f"{STAMPS}, superseded_by, superseded_through") -> list[Any]:
    return rows(f"SELECT {columns} FROM annotations_{table}_history WHERE id = %s ORDER BY history_id", key)


@pytest.mark.parametrize("table", RECORDED)
def test_a_new_row_is_stamped(world: World, table: str) -> None:
    act_as("ann", "web")
    assert stamps(table, world.one_of(table)) == (1, "ann", "web")


@pytest.mark.parametrize("table", CHANGES)
def test_a_change_keeps_the_row_as_it_was(world: World, table: str) -> None:
    act_as("ann", "web")
    key = world.one_of(table)
    before = rows(f"SELECT t.* FROM annotations_{table} t WHERE id = %s", key)[0]
    names = [name for (name,) in rows(COLUMNS, f"annotations_{table}")]
    act_as("bob", "api")
    update(table, key, **CHANGES[table])
    assert stamps(table, key) == (2, "bob", "api")
    assert history(table, key) == [(1, "ann", "web", "bob", "api")]
    assert history(table, key, ", ".join(f'"{name}"' for name in names)) == [before]


@pytest.mark.parametrize("table", DELETABLE)
def test_a_deleted_row_is_kept(world: World, table: str) -> None:
    act_as("ann", "web")
    key = world.one_of(table)
    act_as("bob", "command")
    delete(table, key)
    assert history(table, key) == [(1, "ann", "web", "bob", "command")]


COLUMNS = "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 ORDER BY attnum"


def test_every_recorded_table_is_tested() -> None:
    assert set(CHANGES) | {"transition", "assessment"} == set(RECORDED)


@pytest.mark.django_db
def test_every_table_of_the_workspace_is_recorded() -> None:
    """A new table with a workspace has history, or this fails."""
    found = {
        name
        for (name,) in rows(
            "SELECT table_name FROM information_schema.columns WHERE column_name = 'workspace_id'"
            " AND table_name LIKE 'annotations\\_%%' AND table_name NOT LIKE '%%\\_history'"
        )
    }
    derived = {"annotations_standing", "annotations_textsignature", "annotations_sourcename"}
    # Of the program's own working, not of the workspace's record: files in the making, messages, what was undone.
    passing = {
        "annotations_transfer",
        "annotations_delivery",
        "annotations_undoing",
        "annotations_gesture",
        "annotations_naming",
    }
    assert found - derived - passing == {f"annotations_{name}" for name in RECORDED if name != "workspace"}


@pytest.mark.django_db
@pytest.mark.parametrize("table", RECORDED)
def test_every_recorded_table_has_all_triggers(table: str) -> None:
    kinds = "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled = 'O' AND tgname ~ %s"
    for name in ("a_first_stamp", "a_stamp", "b_history", "b_identity", "c_never_truncate"):
        assert value(kinds, f"annotations_{table}", f"^pgtrigger_{name}_") == 1
    for name in ("append_only", "c_never_truncate", "written_by_trigger"):
        assert value(kinds, f"annotations_{table}_history", f"^pgtrigger_{name}_") == 1


@pytest.mark.django_db
@pytest.mark.parametrize("table", RECORDED)
def test_nothing_is_truncated(table: str) -> None:
    for name in (f"annotations_{table}", f"annotations_{table}_history"):
        with refused("history.never_truncate"):
            run("SET LOCAL isnad.throw_away = 'off'")
            run(f"TRUNCATE {name} CASCADE")


@pytest.mark.parametrize("table", CHANGES)
def test_history_is_only_written_by_the_change_itself(world: World, table: str) -> None:
    key = add_workspace() if table == "workspace" else world.one_of(table)
    if table in DELETABLE:
        delete(table, key)
    else:
        update(table, key, note="seen")
    history_table = f"annotations_{table}_history"
    with refused("history.append_only"):
        run(f"UPDATE {history_table} SET superseded_by = 'nobody' WHERE id = %s", key)
    with refused("history.append_only"):
        run(f"DELETE FROM {history_table} WHERE id = %s", key)
    with refused("history.forged"):
        again = "(jsonb_populate_record(h, '{\"history_id\": 0}')).*"
        run(f"INSERT INTO {history_table} SELECT {again} FROM {history_table} h")


def test_history_of_steps_is_closed_too(world: World) -> None:
    ended = '{"history_id": 1, "superseded_at": "2026-01-01", "superseded_by": "x", "superseded_through": "x"}'
    row = f"jsonb_populate_record(null::annotations_transition_history, to_jsonb(t) || '{ended}')"
    key = world.one_of("transition")
    with refused("history.forged"):
        run(
            f"INSERT INTO annotations_transition_history SELECT ({row}).* FROM annotations_transition t WHERE id = %s",
            key,
        )


# Nobody chooses their own stamps.


def test_stamps_of_a_new_row_cannot_be_chosen(world: World) -> None:
    act_as("ann", "web")
    forged = {"revision": 9, "recorded_by": "bob", "recorded_through": "api", "recorded_at": "2001-01-01"}
    key = world.claim(**forged)
    assert stamps("claim", key) == (1, "ann", "web")
    assert value("SELECT recorded_at > now() - interval '1 minute' FROM annotations_claim WHERE id = %s", key)


def test_stamps_of_a_change_cannot_be_chosen(world: World) -> None:
    act_as("ann", "web")
    key = world.claim()
    update("claim", key, revision=77, recorded_by="bob", recorded_at="2001-01-01")
    assert stamps("claim", key) == (2, "ann", "web")
    assert value("SELECT recorded_at > now() - interval '1 minute' FROM annotations_claim WHERE id = %s", key)


# A row may bring the very stamps that it would be given, and is then not stamped; see FirstStamp.


def own_stamps(workspace: int) -> dict[str, Any]:
    """The stamps of this transaction, as ann writes them."""
    act_as("ann", "web")
    at = value("SELECT isnad_stamp(%s, NULL)", workspace)
    return {"revision": 1, "recorded_at": at, "recorded_by": "ann", "recorded_through": "web"}


def test_a_row_may_bring_its_stamps(world: World) -> None:
    brought = own_stamps(world.workspace)
    columns = ", ".join(brought)
    found = rows(f"SELECT {columns} FROM annotations_claim WHERE id = %s", world.claim(**brought))
    assert found == [tuple(brought.values())]


@pytest.mark.parametrize(
    "wrong", [{"revision": 2}, {"recorded_by": "bob"}, {"recorded_by": ""}, {"recorded_through": "api"}]
)
def test_a_row_with_a_wrong_stamp_gets_the_right_ones(world: World, wrong: dict[str, Any]) -> None:
    key = world.claim(**{**own_stamps(world.workspace), **wrong})
    assert stamps("claim", key) == (1, "ann", "web")


@pytest.mark.parametrize("seconds", [-3600, -1, 1])
def test_a_row_does_not_choose_its_time(world: World, seconds: int) -> None:
    brought = own_stamps(world.workspace)
    at = brought["recorded_at"]
    key = world.claim(**{**brought, "recorded_at": at + timedelta(seconds=seconds)})
    assert value("SELECT recorded_at FROM annotations_claim WHERE id = %s", key) == at


@pytest.mark.parametrize("when", ["2001-01-01 00:00:00+00", "2999-01-01 00:00:00+00"])
def test_a_row_does_not_choose_its_time_beside_the_transactions(world: World, when: str) -> None:
    """Neither by naming the same time in both places."""
    brought = own_stamps(world.workspace)
    run("SELECT set_config('isnad.at', %s, true)", f"{world.workspace}|{when}")
    key = world.claim(**{**brought, "recorded_at": when})
    found = "SELECT recorded_at BETWEEN now() AND clock_timestamp() FROM annotations_claim WHERE id = %s"
    assert value(found, key) is True


def test_a_row_does_not_bring_the_time_of_another_workspace(world: World) -> None:
    brought = own_stamps(world.other.workspace)
    key = world.claim(**brought)
    assert value("SELECT recorded_at FROM annotations_claim WHERE id = %s", key) > brought["recorded_at"]


def test_nobody_is_recorded_under_no_name(world: World) -> None:
    brought = own_stamps(world.workspace)
    act_as("", "")
    key = world.claim(**{**brought, "recorded_by": "", "recorded_through": ""})
    assert stamps("claim", key) == (1, value("SELECT session_user"), "sql")


@pytest.mark.parametrize("table", DELETABLE)
def test_no_stamps_bring_back_a_deleted_id(world: World, table: str) -> None:
    """Not for another row, and not for that row as if it were new."""
    key = world.one_of(table)
    kept = json.loads(value(f"SELECT to_jsonb(t)::text FROM annotations_{table} t WHERE id = %s", key))
    delete(table, key)
    brought = own_stamps(kept.get("workspace_id") or key)
    for uid in (kept["uid"], str(uuid7())):
        row = {**kept, **brought, "uid": uid, "recorded_at": str(brought["recorded_at"])}
        again = f"SELECT (jsonb_populate_record(null::annotations_{table}, %s)).*"
        with refused("row.identity"):
            run(f"INSERT INTO annotations_{table} {again}", Jsonb(row))


@pytest.mark.parametrize("when", ["2001-01-01", "2999-01-01"])
def test_the_time_of_the_transaction_cannot_be_set(world: World, when: str) -> None:
    run("SELECT set_config('isnad.at', %s, true)", f"{world.workspace}|{when} 00:00:00+00")
    key = world.claim()
    found = "SELECT recorded_at BETWEEN now() AND clock_timestamp() FROM annotations_claim WHERE id = %s"
    assert value(found, key) is True


def test_without_a_name_the_role_of_the_database_is_recorded(world: World) -> None:
    act_as("", "")
    assert stamps("claim", world.claim()) == (1, value("SELECT session_user"), "sql")


def test_a_transaction_has_one_time_in_each_workspace(world: World) -> None:
    new_transaction()
    one, two = world.claim(), world.source()
    claim = value("SELECT recorded_at FROM annotations_claim WHERE id = %s", one)
    assert claim == value("SELECT recorded_at FROM annotations_source WHERE id = %s", two)
    new_transaction()
    assert claim < value("SELECT recorded_at FROM annotations_claim WHERE id = %s", world.claim())


def test_a_change_ends_the_old_row_when_the_new_one_begins(world: World) -> None:
    key = world.claim()
    for certainty in ("certain", "possible", "probable"):
        new_transaction()
        update("claim", key, certainty=certainty)
    begun = [at for (at,) in rows("SELECT recorded_at FROM annotations_claim WHERE id = %s", key)]
    kept = history("claim", key, "recorded_at, superseded_at")
    assert [at for at, _ in kept][1:] + begun == [at for _, at in kept]
    assert all(start < end for start, end in kept)


def test_changing_nothing_is_no_change(world: World) -> None:
    key = world.claim()
    update("claim", key, certainty="unspecified")
    assert stamps("claim", key)[0] == 1
    assert history("claim", key) == []


def test_a_row_that_comes_back_continues_its_revisions(world: World) -> None:
    key, uid = world.claim(), uuid7()
    key = world.claim(uid=uid)
    update("claim", key, certainty="certain")
    delete("claim", key)
    world.claim(id=key, uid=uid)
    assert stamps("claim", key)[0] == 3
    delete("claim", key)
    assert [revision for revision, *_ in history("claim", key)] == [1, 2, 3]


def test_a_deleted_rows_id_is_not_given_to_another(world: World) -> None:
    key = world.claim()
    delete("claim", key)
    with refused("row.identity"):
        world.claim(id=key)


@pytest.mark.parametrize("table", CHANGES)
def test_the_identity_of_a_row_never_changes(world: World, table: str) -> None:
    key = world.one_of(table)
    with refused("row.identity"):
        update(table, key, uid=uuid7())
    with refused("row.identity"):
        update(table, key, id=key + 1_000_000)
    if table != "workspace":
        with refused("row.identity"):
            update(table, key, workspace_id=world.other.workspace)


def test_a_refused_statement_leaves_no_history(world: World) -> None:
    key = world.claim()
    with refused("claim.certainty"), transaction.atomic():
        update("claim", key, certainty="sure")
    assert history("claim", key) == []
    assert uid_of("claim", key)


@pytest.mark.django_db
def test_a_throw_away_database_may_be_emptied() -> None:
    run("SET LOCAL isnad.throw_away = 'on'")
    insert("workspace", slug="gone", name="Gone")
    run("TRUNCATE annotations_workspace CASCADE")
    assert value("SELECT count(*) FROM annotations_workspace") == 0
