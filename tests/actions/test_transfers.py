"""Exports and imports in the background."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from annotations.actions.transfers import (
    MAX_OPEN,
    WHOLE,
    ask_for_export,
    ask_for_import,
    directory,
    do_in_earnest,
    forget,
    forget_expired,
    note_progress,
    path_of,
    progress_of,
)
from annotations.corpus import select
from annotations.errors import ConflictError, DeniedError, MissingError, RuleBrokenError
from annotations.formats import export_format
from annotations.models import Claim, Membership, Transfer, uuid7
from tests.cast import Cast, make_article, make_cast, make_claim, make_transfer
from tests.drain import Drain

NATIVE = "isnad-jsonl"


@pytest.fixture(autouse=True)
def _own_directory(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def committed() -> Cast:
    return make_cast()


def exported(cast: Cast, workspace: str = "workspace") -> bytes:
    return b"".join(export_format(NATIVE).export(select(workspace=getattr(cast, workspace))))


@pytest.mark.django_db(transaction=True)
def test_an_export_is_of_the_moment_at_which_it_was_asked_for(run_jobs: Drain) -> None:
    cast = make_cast()
    make_article(cast.actor("editor"))
    made = ask_for_export(actor=cast.actor("reader"), format_name=NATIVE)
    make_claim(cast.actor("editor"), "Later")
    assert run_jobs() == ["transfers.export"]
    made.refresh_from_db()
    assert made.known_at is not None
    expected = b"".join(export_format(NATIVE).export(select(workspace=cast.workspace, known_at=made.known_at)))
    assert path_of(made).read_bytes() == expected
    assert (made.state, made.size) == ("done", len(expected))
    assert made.file_name.endswith(".isnad.jsonl")
    assert b"Later" not in expected
    # Run twice, it is left as it is.
    os.utime(path_of(made), (1, 1))
    from_job = Transfer.objects.get(pk=made.pk)
    assert path_of(from_job).stat().st_mtime == 1
    assert [path.name for path in directory().glob("*.part")] == []


def test_an_export_of_what_is_not_there_is_refused_at_once(cast: Cast) -> None:
    with pytest.raises(MissingError):
        ask_for_export(actor=cast.actor("reader"), format_name=NATIVE, claim=uuid7())


@pytest.mark.django_db(transaction=True)
def test_a_trial_and_then_in_earnest(run_jobs: Drain) -> None:
    cast = make_cast()
    make_claim(cast.actor("stranger"), "Elsewhere")
    file = exported(cast, "other_workspace")
    actor = cast.actor("editor")
    made = ask_for_import(actor=actor, format_name=NATIVE, file_name="a", pieces=[file], dry_run=True)
    with pytest.raises(ConflictError):
        do_in_earnest(actor=actor, trial=made)
    assert run_jobs() == ["transfers.import"]
    made.refresh_from_db()
    assert (made.state, made.report["created"]) == ("done", {"claim": 1})  # type: ignore[index]
    assert not Claim.objects.filter(workspace=cast.workspace).exists()
    do_in_earnest(actor=actor, trial=made)
    assert run_jobs() == ["transfers.import"]
    made.refresh_from_db()
    assert made.report["dry_run"] is False  # type: ignore[index]
    assert Claim.objects.filter(workspace=cast.workspace).count() == 1
    assert not path_of(made).exists()
    with pytest.raises(ConflictError):
        do_in_earnest(actor=actor, trial=made)


def test_a_file_that_cannot_be_read_says_why(cast: Cast, run_jobs: Drain) -> None:
    made = ask_for_import(
        actor=cast.actor("editor"), format_name=NATIVE, file_name="a", pieces=[b"nonsense"], dry_run=False
    )
    run_jobs()
    made.refresh_from_db()
    assert made.state == "failed"
    assert made.report["error"]["rule"] == "file.no_header"  # type: ignore[index]


def test_a_file_that_is_too_large_leaves_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotations.actions.transfers.MAX_FILE", 10)
    with pytest.raises(RuleBrokenError, match="10 bytes"):
        ask_for_import(
            actor=cast.actor("editor"), format_name=NATIVE, file_name="a", pieces=iter([b"123456"] * 9), dry_run=True
        )
    assert not Transfer.objects.exists()
    assert list(directory().iterdir()) == []


def test_who_may(cast: Cast, run_jobs: Drain) -> None:
    with pytest.raises(DeniedError):
        ask_for_import(actor=cast.actor("annotator"), format_name=NATIVE, file_name="", pieces=[b"x"], dry_run=True)
    made = ask_for_import(actor=cast.actor("editor"), format_name=NATIVE, file_name="", pieces=[b"x"], dry_run=True)
    Membership.objects.filter(user=cast.editor).update(role="reader")
    run_jobs()
    made.refresh_from_db()
    assert (made.state, made.report["error"]["rule"]) == ("failed", "role.too_small")  # type: ignore[index]


def test_not_endlessly_many_at_a_time(cast: Cast) -> None:
    for _ in range(MAX_OPEN):
        ask_for_export(actor=cast.actor("reader"), format_name=NATIVE)
    with pytest.raises(ConflictError):
        ask_for_export(actor=cast.actor("reader"), format_name=NATIVE)


def test_a_worker_that_ends_leaves_the_work_to_the_next(cast: Cast, run_jobs: Drain) -> None:
    made = ask_for_export(actor=cast.actor("reader"), format_name=NATIVE)
    run_jobs.stop = True
    assert run_jobs() == ["transfers.export"] * len(run_jobs.retried) or run_jobs.retried
    run_jobs.stop = False
    run_jobs.hurry()
    made.refresh_from_db()
    assert made.state == "done"


def test_progress_is_seen_from_outside(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    made = make_transfer(cast.actor("editor"), "export")
    made.state = "working"
    assert progress_of(made) == (0, 0)
    note_progress(made)(5, 10)
    assert progress_of(made) == (5, 10)
    made.state = "done"
    made.size = 12
    assert progress_of(made) == (12, 12)


@pytest.mark.django_db(transaction=True)
def test_a_trial_in_earnest_begins_at_nothing_and_ends_whole(run_jobs: Drain) -> None:
    cast = make_cast()
    make_claim(cast.actor("stranger"), "Elsewhere")
    file = exported(cast, "other_workspace")
    made = ask_for_import(actor=cast.actor("editor"), format_name=NATIVE, file_name="a", pieces=[file], dry_run=True)
    run_jobs()
    made.refresh_from_db()
    assert progress_of(made) == (WHOLE, WHOLE)
    made = do_in_earnest(actor=cast.actor("editor"), trial=made)
    assert progress_of(made) == (0, 0)
    run_jobs()


def test_a_fault_of_ours_ends_it_and_is_told(cast: Cast, run_jobs: Drain, monkeypatch: pytest.MonkeyPatch) -> None:
    made = ask_for_import(actor=cast.actor("editor"), format_name=NATIVE, file_name="a", pieces=[b"x"], dry_run=True)
    monkeypatch.setattr("annotations.jobs.transfers.import_records", None)
    run_jobs()
    made.refresh_from_db()
    assert (made.state, made.report["error"]["rule"]) == ("failed", "internal.error")  # type: ignore[index]
    run_jobs.hurry()
    made.refresh_from_db()
    assert made.state == "failed"


def test_a_database_that_is_away_is_no_reason_to_give_up(
    cast: Cast, run_jobs: Drain, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(**_arguments: object) -> None:
        raise OperationalError("gone")

    made = ask_for_import(actor=cast.actor("editor"), format_name=NATIVE, file_name="a", pieces=[b"x"], dry_run=True)
    with monkeypatch.context() as patch:
        patch.setattr("annotations.jobs.transfers.import_records", away)
        run_jobs()
    made.refresh_from_db()
    assert (made.state, made.report) == ("working", None)


def test_what_expired_is_taken_away(cast: Cast, run_jobs: Drain) -> None:
    kept, expired = (make_transfer(cast.actor("editor"), "export", b"x") for _ in range(2))
    Transfer.objects.filter(pk=expired.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    orphan = directory() / str(uuid7())
    orphan.write_bytes(b"x")
    os.utime(orphan, (1, 1))
    forget_expired()
    assert list(directory().iterdir()) == [path_of(kept)]
    forget(kept)
    assert list(directory().iterdir()) == []
