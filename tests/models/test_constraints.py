"""Every rule of the database has its test, and each test is refused by the very rule that it names."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

from annotations.models.constraints import CompositeForeignKey, same_workspace
from tests.models.rows import World, rows, run
from tests.models.rules import CASES, Case, plain_name, rule_of

for module in sorted(Path(__file__).parent.glob("test_*.py")):
    if module.stem != Path(__file__).stem:
        importlib.import_module(f"tests.models.{module.stem}")

# Unique keys that cannot be broken, because they hold the primary key: they are there for foreign keys to name.
IMPLIED = re.compile(
    r"^[a-z]+_(workspace|version|layer)_id_key$|^annotations_(articlesearch|sourcename|standing|textsignature|tokenuse)_.*_key$"
)
# A composite foreign key through the parent refuses first.
REDUNDANT = re.compile(
    r"^annotations_(articlev|assess|attribu|comment|corrob|layer|mention|progress|resembl|sourcedi|sourcere|span|token|transit|undoing)"
    r".*_workspace_id_fk$"
)
# A statement that breaks one of these may break another rule as well.
DOUBLY_HELD = {"span.segments_ordered", "guidelines.duplicate_id"}
# Tables of Django's own accounts; and history, which mirrors the types of columns.
FOREIGN = re.compile(r"^annotations_user_(groups|user_permissions)$|_history$")
# These refuse nothing: they derive how claims stand, see test_assessment, and which texts wait, see
# tests/actions/test_resembling.
DERIVING = {
    "e_stand", "e_stand_anew", "e_stand_no_more", "e_wait_for_signature", "e_wait_for_name", "e_wait_for_new_name",
}  # fmt: skip
# These refuse nothing: they announce what was written, see tests/api/test_following.
ANNOUNCING = {"e_announce", "e_announce_insert", "e_announce_update", "e_announce_delete"}
# Refused for every table alike by tests of their own, which find the tables in the catalogue: test_triggers.
OF_EVERY_TABLE = {
    "a_first_stamp", "a_stamp", "b_history", "b_identity", "c_never_truncate", "append_only", "written_by_trigger",
}  # fmt: skip
CASES_BY_TEST = {f"{case.rule}: {case.name}": case for case in CASES}


def constraints() -> set[str]:
    # A deferred trigger is listed among them too.
    found = rows(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint"
        " WHERE conrelid::regclass::text LIKE 'annotations_%%' AND contype NOT IN ('n', 'p', 't')"
    )
    # A unique rule with a condition or an expression is an index to PostgreSQL.
    found += rows(
        "SELECT indrelid::regclass::text, indexrelid::regclass::text FROM pg_index"
        " WHERE indrelid::regclass::text LIKE 'annotations_%%' AND indisunique"
        " AND (indpred IS NOT NULL OR indexprs IS NOT NULL)"
    )
    return {plain_name(name.strip('"')) for table, name in found if not FOREIGN.search(table)}


def triggers() -> set[str]:
    found = rows(
        "SELECT tgrelid::regclass::text, tgname FROM pg_trigger"
        " WHERE NOT tgisinternal AND tgrelid::regclass::text LIKE 'annotations_%%'"
    )
    return {f"{table.removeprefix('annotations_')}.{trigger_name(name)}" for table, name in found}


def trigger_name(name: str) -> str:
    """Without what pgtrigger puts around it."""
    return re.sub(r"^pgtrigger_(.*)_[0-9a-f]{5}$", r"\1", name)


def rules_in_functions() -> set[str]:
    """The rules that functions raise by name."""
    found = rows("SELECT prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace")
    bodies = "\n".join(body for (body,) in found)
    return set(re.findall(r"(?:CONSTRAINT = |isnad_refuse\()'([a-z_.]+)'", bodies))


@pytest.mark.django_db
def test_every_constraint_has_a_test() -> None:
    needed = {name for name in constraints() if not IMPLIED.match(name) and not REDUNDANT.match(name)}
    assert len(needed) > 60
    assert needed - {case.rule for case in CASES} == set()


@pytest.mark.django_db
def test_every_rule_of_a_function_has_a_test() -> None:
    elsewhere = {"history.append_only", "history.forged", "history.never_truncate", "transaction.isolation"}
    found = rules_in_functions()
    assert elsewhere < found
    assert found - elsewhere - {case.rule for case in CASES} == set()


@pytest.mark.django_db
def test_every_trigger_has_a_test() -> None:
    needed = {name for name in triggers() if name.split(".")[1] not in OF_EVERY_TABLE | DERIVING | ANNOUNCING}
    assert len(needed) > 7
    assert needed - {trigger for case in CASES for trigger in case.by} == set()


@pytest.mark.django_db
def test_no_case_names_what_is_not_there() -> None:
    assert {case.rule for case in CASES} - constraints() - rules_in_functions() == set()
    assert {trigger for case in CASES for trigger in case.by} - triggers() == set()


@pytest.mark.parametrize("case", CASES_BY_TEST.values(), ids=CASES_BY_TEST)
def test_without_its_rule_the_statement_passes(world: World, case: Case) -> None:
    """So the test is refused for the reason that it names, and for no other."""
    with transaction.atomic():
        run("SET CONSTRAINTS ALL IMMEDIATE")
        take_away(case)
        try:
            with transaction.atomic():
                case.breaking(world)
        except DatabaseError as error:
            if case.rule not in DOUBLY_HELD and not case.rule.endswith("_check"):
                raise
            assert rule_of(error) != case.rule  # noqa: PT017 - some of them pass, some break another rule


def take_away(case: Case) -> None:
    for table, name in rows("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal"):
        if f"{table.removeprefix('annotations_')}.{trigger_name(name)}" in case.by:
            run(f'ALTER TABLE {table} DISABLE TRIGGER "{name}"')
    if not case.by:
        for table, name in rows("SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype <> 'n'"):
            if plain_name(name) == case.rule:
                run(f'ALTER TABLE {table} DROP CONSTRAINT "{name}" CASCADE')
        run(f'DROP INDEX IF EXISTS "{case.rule}"')


def test_a_composite_key_can_be_written_down_and_read_back() -> None:
    """As a migration does."""
    key = same_workspace("a.rule", "claim", "annotations.Claim")
    path, args, kwargs = key.deconstruct()
    assert path == "annotations.models.constraints.CompositeForeignKey"
    again = CompositeForeignKey(*args, **kwargs)
    assert again == key
    assert hash(again) == hash(key)
    assert again != same_workspace("a.rule", "mention", "annotations.Claim")
