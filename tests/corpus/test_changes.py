"""Changes in order: what happened, and that nobody's slow commit is left out or told twice."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from annotations.actions import add_claim, delete_claim, edit_claim, restore
from annotations.actions.recording import recording
from annotations.corpus import Change, Position, after, changes, settle, settled_until
from annotations.corpus.changes import _branches
from annotations.corpus.shapes import SHAPES
from annotations.models import Claim
from tests.cast import Cast, find_span, make_article, make_cast, make_claim, make_frame, make_mention
from tests.waiting import PATIENCE

pytestmark = pytest.mark.django_db(transaction=True)


def told(found: list[Change]) -> list[tuple[str, str, int]]:
    return [(one.type, one.verb, one.revision) for one in found]


BEGINNING = Position()


def all_of(cast: Cast, since: Position = BEGINNING, limit: int = 3) -> list[Change]:
    """Everything, page by page."""
    found: list[Change] = []
    while page := changes(workspace=cast.workspace, since=since, limit=limit):
        assert len(page) <= limit
        found += page
        since = page[-1].position
    return found


def test_the_life_of_a_claim() -> None:
    cast = make_cast()
    actor = cast.actor("editor")
    claim = add_claim(actor=actor, statement="One", language="en", kind="past_fact").object
    since = all_of(cast)[-1].position
    claim = edit_claim(actor=actor, claim=claim, expected=1, statement="Two")
    delete_claim(actor=actor, claim=claim, expected=2)
    restore(actor=actor, model=Claim, uid=claim.uid)
    found = all_of(cast, since)
    assert told(found) == [("claim", "changed", 2), ("claim", "deleted", 2), ("claim", "restored", 3)]
    assert {one.uid for one in found} == {claim.uid}
    assert {(one.by, one.through) for one in found} == {("editor", "api")}
    assert [one.at for one in found] == sorted(one.at for one in found)


def test_what_one_transaction_did_to_an_object_is_one_change() -> None:
    cast = make_cast()
    actor = cast.actor("editor")
    kept, removed = make_claim(actor, "Kept"), make_claim(actor, "Removed")
    since = all_of(cast)[-1].position
    with recording(actor):
        made, never = make_claim(actor, "Made"), make_claim(actor, "Never")
        for claim in (kept, made):
            for word in ("a", "b"):
                claim.statement = word
                claim.save()
        removed.delete()
        never.delete()
    assert sorted(told(all_of(cast, since))) == [
        ("claim", "changed", 3),
        ("claim", "created", 3),
        ("claim", "deleted", 1),
    ]


def test_what_others_refer_to_comes_first_and_goes_last() -> None:
    cast = make_cast()
    actor = cast.actor("editor")
    with recording(actor):
        version = make_article(actor)
        cue = find_span(actor, version, "told")
        frame = make_frame(actor, version, cue=cue)
        claim = make_claim(actor)
        mention = make_mention(actor, claim, attribution=frame)
    found = all_of(cast, limit=1)
    assert [one.type for one in found] == ["article", "version", "layer", "span", "attribution", "claim", "mention"]
    since = found[-1].position
    with recording(actor):
        for row in (mention, frame, cue, claim):
            row.delete()
    assert [one.type for one in all_of(cast, since, 1)] == ["mention", "claim", "attribution", "span"]


def test_after_a_time_comes_only_what_was_recorded_later() -> None:
    cast = make_cast()
    actor = cast.actor("editor")
    make_claim(actor, "Before")
    then = settle(cast.workspace)
    make_claim(actor, "Later")
    make_claim(cast.actor("stranger"), "Elsewhere")
    assert told(all_of(cast, after(then))) == [("claim", "created", 1)]


def in_thread(work: Callable[[], Any]) -> threading.Thread:
    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_whoever_commits_late_is_waited_for_and_keeps_nobody_waiting() -> None:
    cast = make_cast()
    actor = cast.actor("editor")
    wrote, commit = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            make_claim(actor, "Slow")
            wrote.set()
            assert commit.wait(PATIENCE)

    writer = in_thread(slow)
    assert wrote.wait(PATIENCE)
    quick = make_claim(actor, "Quick")
    assert settled_until(cast.workspace) < quick.recorded_at
    assert all_of(cast) == []
    # Others are not held up by one slow writer.
    make_claim(cast.actor("stranger"), "Elsewhere")
    assert len(changes(workspace=cast.other_workspace, since=BEGINNING, limit=9)) == 1
    commit.set()
    writer.join()
    statements = dict(Claim.objects.values_list("uid", "statement"))
    assert [statements[one.uid] for one in all_of(cast)] == ["Slow", "Quick"]


def test_no_gap_and_no_double_among_writers_who_commit_out_of_order() -> None:
    cast = make_cast()
    actor = cast.actor("editor")
    shared = make_claim(actor, "Shared")
    writers, rounds = 4, 12
    chance = random.Random(7)  # noqa: S311
    waits = [[chance.uniform(0, 0.02) for _ in range(rounds)] for _ in range(writers)]
    done = threading.Event()

    def write(place: int) -> None:
        for wait in waits[place]:
            with transaction.atomic():
                claim = make_claim(actor, "Made")
                threading.Event().wait(wait)
                claim.statement = "Changed"
                claim.save()
            with transaction.atomic():
                Claim.objects.filter(pk=shared.pk).update(statement=f"{place} {wait}")
                threading.Event().wait(wait)

    found: list[Change] = []

    def follow() -> None:
        since = BEGINNING
        while True:
            last = done.is_set()
            page = changes(workspace=cast.workspace, since=since, limit=5)
            found.extend(page)
            since = page[-1].position if page else since
            if last and not page:
                return

    reader = in_thread(follow)
    threads = [in_thread(lambda place=place: write(place)) for place in range(writers)]  # type: ignore[misc]
    for thread in threads:
        thread.join()
    done.set()
    reader.join()
    seen = Counter((one.uid, one.revision) for one in found)
    assert set(seen.values()) == {1}
    made = Claim.objects.exclude(pk=shared.pk)
    assert {uid for uid, _ in seen} == {shared.uid, *made.values_list("uid", flat=True)}
    assert len(found) == writers * rounds * 2 + 1
    assert [revision for uid, revision in seen if uid == shared.uid] == list(range(1, writers * rounds + 2))


def test_each_source_of_changes_is_read_along_an_index() -> None:
    names = [branch.noun for branch in _branches()]
    assert Counter(names) == dict.fromkeys(SHAPES, 3)
    with transaction.atomic(), connection.cursor() as cursor:
        # Small tables: only a plan along the index of times is to be left, not one that sorts a few rows.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off")
        for shape in SHAPES.values():
            name = shape.model._meta.db_table
            ordered = [(name, "recorded_at"), (f"{name}_history", "recorded_at"), (f"{name}_history", "superseded_at")]
            for table, column in ordered:
                cursor.execute(
                    f"EXPLAIN SELECT id FROM {table} WHERE workspace_id = 1 AND {column} > now() ORDER BY {column}, id"
                )
                plan = "\n".join(line for (line,) in cursor.fetchall())
                assert "Index" in plan, plan
                assert "Incremental Sort" in plan, plan
