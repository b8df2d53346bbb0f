"""`manage.py export_corpus` and `import_corpus`."""

from __future__ import annotations

import hashlib
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from annotations.actions import import_records
from annotations.actions.import_document import Entry
from annotations.actions.import_spool import Spool
from annotations.corpus import select
from annotations.formats import export_format, import_format
from annotations.management.progress import Bar, line_of
from annotations.models import Article, Attribution, Claim, Span
from tests.cast import Cast, make_article, make_cast, make_claim, make_span
from tests.management.test_work import address
from tests.project.served import PROJECT
from tests.waiting import wait_until

committed = pytest.mark.django_db(transaction=True)


def run(*words: str) -> tuple[str, str]:
    """What the command printed on both outputs."""
    out, err = io.StringIO(), io.StringIO()
    call_command(*words, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def native(cast: Cast, which: str = "workspace") -> bytes:
    return b"".join(export_format("isnad-jsonl").export(select(workspace=getattr(cast, which))))


@committed
def test_out_and_in_again(tmp_path: Path) -> None:
    cast = make_cast()
    make_article(cast.actor("stranger"))
    file = tmp_path / "corpus.jsonl"
    _, told = run("export_corpus", "other", "--output", str(file))
    assert "nothing was left out" in told
    assert [path.name for path in tmp_path.iterdir()] == ["corpus.jsonl"]
    out, _ = run("import_corpus", "desk", str(file), "--dry-run")
    assert "1 × article would be made" in out
    assert not Article.objects.filter(workspace=cast.workspace).exists()
    out, _ = run("import_corpus", "desk", str(file), "--user", "editor")
    assert "1 × article made" in out
    assert Article.objects.get(workspace=cast.workspace).recorded_by == "editor"
    out, _ = run("import_corpus", "desk", str(file), "--json")
    assert json.loads(out)["unchanged"]["article"] == 1


def test_what_a_format_cannot_hold_is_told(cast: Cast, tmp_path: Path) -> None:
    make_claim(cast.actor("editor"))
    _, told = run("export_corpus", "desk", "--format", "brat", "--output", str(tmp_path / "a.zip"))
    assert "left out: 1 × claim: " in told


def test_a_refused_record_is_named_and_counts(cast: Cast, tmp_path: Path) -> None:
    make_claim(cast.actor("stranger"), "Elsewhere")
    *lines, _end = native(cast, "other_workspace").splitlines(keepends=True)
    broken = [line.replace(b'"past_fact"', b'"gossip"') for line in lines]
    file = tmp_path / "broken.jsonl"
    file.write_bytes(b"".join(broken) + end_of(b"".join(broken)))
    err = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("import_corpus", "desk", str(file), stdout=io.StringIO(), stderr=err)
    assert ended.value.code == 3
    assert err.getvalue().startswith("refused: line 2: claim ")


def end_of(lines: bytes) -> bytes:
    return json.dumps({"type": "end", "sha256": hashlib.sha256(lines).hexdigest()}).encode() + b"\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["export_corpus", "nowhere"], "no workspace nowhere"),
        (["export_corpus", "desk", "--output", "/nowhere/a"], "No such file"),
        (["export_corpus", "desk", "--known-at", "2026-01-01"], "known_at.no_zone"),
        (["export_corpus", "desk", "--claim", "01900000-0000-7000-8000-000000000001"], "claim.missing"),
        (["import_corpus", "nowhere", "a"], "no administrator"),
        (["import_corpus", "desk", "/nowhere/a"], "No such file"),
        (["import_corpus", "desk", "/dev/null"], "file.empty"),
        (["import_corpus", "desk", "/dev/null", "--user", "stranger"], "no member"),
        (["import_corpus", "desk", "/dev/null", "--user", "reader"], "role.too_small"),
    ],
)
def test_what_is_refused(cast: Cast, words: list[str], told: str) -> None:
    with pytest.raises(CommandError, match=told):
        call_command(*words)


@committed
def test_an_import_that_was_broken_off_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = make_cast()
    for number in range(6):
        version = make_article(cast.actor("stranger"), f"Report {number}")
        make_span(cast.actor("stranger"), version, (0, 6))
    file = native(cast, "other_workspace")
    monkeypatch.setattr("annotations.actions.import_storing.MAX_RECORDS", 8)
    steps: list[tuple[int, int]] = []

    def break_off(done: int, total: int) -> None:
        steps.append((done, total))
        raise KeyboardInterrupt

    actor = cast.actor("editor")
    with pytest.raises(KeyboardInterrupt):
        import_records(actor=actor, incoming=import_format("isnad-jsonl").read([file]), progress=break_off)
    ((done, total),) = steps
    assert 0 < done < total == 24
    kept = Span.objects.filter(workspace=cast.workspace).count()
    assert 0 < kept < 6
    report = import_records(actor=actor, incoming=import_format("isnad-jsonl").read([file]), progress=None)
    assert report.unchanged["span"] == kept
    assert report.created["span"] == 6 - kept


MANY = 40  # several batches


@pytest.mark.slow
@committed
def test_a_killed_import_is_finished_by_the_next(tmp_path: Path) -> None:
    cast = make_cast()
    actor = cast.actor("stranger")
    articles = [make_article(actor, f"Report {number}\n" + "word " * 9_000).article.uid for number in range(MANY)]
    path = tmp_path / "corpus.jsonl"
    path.write_bytes(native(cast, "other_workspace"))
    command = [sys.executable, "manage.py", "import_corpus", "desk", str(path)]
    environment = {**os.environ, "DATABASE_URL": address()}
    with in_the_way(cast, stored_last(articles)):
        process = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.DEVNULL)
        try:
            stored = Article.objects.filter(workspace=cast.workspace)
            wait_until(lambda: (stored.all().exists() and held_up()) or process.poll() is not None)
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()
    assert 0 < Article.objects.filter(workspace=cast.workspace).count() < MANY
    call_command("import_corpus", "desk", str(path), stdout=io.StringIO())
    assert Article.objects.filter(workspace=cast.workspace).count() == MANY


def stored_last(articles: list[UUID]) -> UUID:
    """The one of them that an import comes to last: documents come in the order of the spool's files."""
    with Spool() as spool:
        for uid in articles:
            spool.add(str(uid), Entry("article", 1, str(uid), None, None))
        *_before, last = spool.documents()
        return UUID(last.entries[0].uid)


@contextmanager
def in_the_way(cast: Cast, uid: UUID) -> Iterator[None]:
    """While it lasts, nobody else can store an article under this id: another transaction is about to."""
    begun, ended = Event(), Event()

    def begin() -> None:
        with transaction.atomic():
            Article.objects.create(
                workspace=cast.workspace, created_by="editor", uid=uid, title="Before", language="en", direction="ltr"
            )
            begun.set()
            ended.wait()
            transaction.set_rollback(True)
        connection.close()

    thread = Thread(target=begin)
    thread.start()
    try:
        assert begun.wait(60)
        yield
    finally:
        ended.set()
        thread.join()


def held_up() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) > 0 FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])


def test_a_bar_says_how_far_it_is() -> None:
    assert (
        line_of(4000, 10_000, "records", 2) == f"{'█' * 12:<30}  40%  4,000 records of 10,000 records  2,000 records/s"
    )
    assert line_of(12_300_000, 0, "bytes", 3) == "12.3 MB  4.1 MB/s"


def test_a_bar_is_shown_on_a_terminal_alone() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal, file = Terminal(), io.StringIO()
    for stream in (terminal, file):
        bar = Bar(stream)
        bar(1, 2, "records")
        bar.clear()
    assert "50%" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r")
    assert file.getvalue() == ""


def test_ctrl_c_is_no_traceback_and_leaves_what_is_stored(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_claim(cast.actor("stranger"), "Elsewhere")
    file = tmp_path / "a.jsonl"
    file.write_bytes(native(cast, "other_workspace"))

    def interrupt(*_arguments: object, **_named: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("annotations.management.commands.import_corpus.import_records", interrupt)
        with pytest.raises(CommandError, match="run it again to go on") as broken:
            run("import_corpus", "desk", str(file))
        assert broken.value.returncode == 130
        with pytest.raises(CommandError, match="nothing is stored"):
            run("import_corpus", "desk", str(file), "--dry-run")
        patch.setattr("annotations.management.commands.export_corpus._copy", interrupt)
        with pytest.raises(CommandError, match="no file was written") as broken:
            run("export_corpus", "desk", "--output", str(tmp_path / "out"))
        assert broken.value.returncode == 130
    assert [path.name for path in tmp_path.iterdir()] == ["a.jsonl"]
    run("import_corpus", "desk", str(file))
    assert Claim.objects.filter(workspace=cast.workspace).count() == 1


def test_labels_can_be_named_on_the_command_line(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"text": "Merkel sagte nein.", "label": [[0, 6, "Wer"], [7, 12, "Wort"], [13, 17, "Was"]]}')
    command = ["import_corpus", "desk", str(file), "--format", "doccano", "--labels"]
    with pytest.raises(CommandError, match=r"labels\.part"):
        run(*command, "Wer=who")
    run(*command, "Wer=source,Wort=cue,Was=content")
    assert Attribution.objects.filter(workspace=cast.workspace).count() == 1
