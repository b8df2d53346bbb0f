"""The archive that carries the files of exhibits: out, in elsewhere, out again; and what it does not believe."""

from __future__ import annotations

import hashlib
import io
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from annotations.actions import ImportReport, add_exhibit, edit_exhibit, file_of, import_records
from annotations.corpus import Selection, select, settle
from annotations.errors import DomainError
from annotations.formats import export_format, import_format, overheard
from annotations.models import Exhibit, Workspace
from annotations.policies import Actor
from annotations.vocabulary import Role, Through
from tests.cast import Cast
from tests.formats.test_round_trip import body, given_out, new_workspace, taken_in

PDF = b"%PDF-1.7 \x00\xff a deed"
TABLE = "الاسم,العدد\nبغداد,7\n".encode()
SAME = "the same table, under another name"


@pytest.fixture(autouse=True)
def _own_directory(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def exhibits(cast: Cast) -> dict[str, Exhibit]:
    def add(title: str, file: bytes | None, name: str = "") -> Exhibit:
        pieces = None if file is None else [file]
        url = "" if file else "https://example.org/"
        made = add_exhibit(
            actor=cast.actor("editor"), kind="document", title=title, file=pieces, file_name=name, url=url
        )
        return made.object

    return {
        "deed": add("A deed", PDF, "deed.pdf"),
        "table": add("A table", TABLE, "table.csv"),
        "same": add(SAME, TABLE, "other.csv"),
        "address": add("An address alone", None),
    }


def written(selection: Selection) -> bytes:
    return b"".join(export_format("isnad-zip").export(selection))


def rewritten(archive: bytes, **changes: bytes | None) -> bytes:
    """The archive with other files: `lines` is the corpus, `deed` the file of the deed; None leaves it out."""
    paths = {"lines": "corpus.isnad.jsonl", "deed": path_of(PDF)}
    changed = {paths.get(name, name): content for name, content in changes.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w") as new:
        for path in old.namelist():
            content = changed.pop(path, old.read(path))
            if content is not None:
                new.writestr(path, content)
        for path, content in changed.items():
            new.writestr(path, content or b"")
    return out.getvalue()


def path_of(content: bytes) -> str:
    sha256 = hashlib.sha256(content).hexdigest()
    return f"files/{sha256[:2]}/{sha256}"


def read_in(cast: Cast, workspace: Workspace, file: bytes, **options: Any) -> ImportReport:
    return taken_in(cast, workspace, file, form="isnad-zip", **options)


@pytest.mark.usefixtures("exhibits")
def test_records_and_files_come_back_as_they_were(cast: Cast) -> None:
    first, second = cast.workspace, new_workspace()
    archive = written(select(workspace=first))
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        assert file.testzip() is None
        held = sorted([path_of(PDF), path_of(TABLE)])
        assert file.namelist() == ["corpus.isnad.jsonl", *held, "LOSS.json"]
        assert [file.read(path) for path in (path_of(PDF), path_of(TABLE))] == [PDF, TABLE]
    report = read_in(cast, second, archive)
    assert (report.refused, report.adjusted) == ([], [])
    assert report.created == {"exhibit": 4, "file": 2}
    theirs = {one.title: one for one in Exhibit.objects.filter(workspace=second)}
    assert file_of(theirs["A deed"]).read_bytes() == PDF
    assert file_of(theirs[SAME]).read_bytes() == TABLE
    assert body(given_out(second)) == body(given_out(first))
    again = read_in(cast, second, archive)
    assert (again.created.total(), again.unchanged) == (0, {"exhibit": 4, "file": 2})


def test_the_same_time_gives_the_same_bytes(cast: Cast, exhibits: dict[str, Exhibit]) -> None:
    then = settle(cast.workspace)
    before = written(select(workspace=cast.workspace, known_at=then))
    actor = cast.actor("editor")
    edit_exhibit(actor=actor, exhibit=exhibits["deed"], expected=None, title="Another title")
    add_exhibit(actor=actor, kind="document", title="Later", file=[b"%PDF-2"], file_name="later.pdf")
    assert written(select(workspace=cast.workspace, known_at=then)) == before
    assert written(select(workspace=cast.workspace)) != before


@pytest.mark.usefixtures("exhibits")
def test_a_trial_reads_the_files_and_keeps_none(cast: Cast, tmp_path: Path) -> None:
    archive, elsewhere = written(select(workspace=cast.workspace)), new_workspace()
    broken = rewritten(archive, deed=b"%PDF- forged")
    report = read_in(cast, elsewhere, broken, dry_run=True)
    assert report.created == {"exhibit": 4, "file": 1}
    assert [one.rule for one in report.refused] == ["exhibit.file_sum"]
    assert list((tmp_path / "exhibits" / str(elsewhere.uid)).iterdir()) == []


def test_a_file_that_is_not_kept_here_is_told_on_the_way_out(cast: Cast, exhibits: dict[str, Exhibit]) -> None:
    file_of(exhibits["deed"]).unlink()
    with overheard() as loss:
        archive = written(select(workspace=cast.workspace))
    assert [(one["kind"], one["count"], one["examples"]) for one in loss["lost"]] == [
        ("file", 1, [str(exhibits["deed"].uid)])
    ]
    report = read_in(cast, new_workspace(), archive)
    assert [(one.rule, one.id) for one in report.adjusted] == [("exhibit.file_missing", str(exhibits["deed"].uid))]
    assert report.created["exhibit"] == 4


@pytest.mark.usefixtures("exhibits")
@pytest.mark.parametrize("name", ["isnad-jsonl", "brat", "conll", "cas-xmi", "cas-json", "parquet"])
def test_formats_without_the_files_say_so(cast: Cast, name: str) -> None:
    with overheard() as loss:
        b"".join(export_format(name).export(select(workspace=cast.workspace)))
    (files,) = [one for one in loss["lost"] if one["kind"] == "file"]
    sums = {one.sha256: str(one.uid) for one in Exhibit.objects.order_by("-uid") if one.sha256}
    assert (files["count"], files["examples"]) == (len(sums), [uid for _, uid in sorted(sums.items())])


HTML = b"<script>alert(1)</script>"


@pytest.mark.usefixtures("exhibits")
@pytest.mark.parametrize(
    ("changes", "rule", "place"),
    [
        ({"deed": b"%PDF-1.7 forged"}, "exhibit.file_sum", path_of(PDF)),
        ({"deed": b""}, "exhibit.file_empty", path_of(PDF)),
        ({path_of(b"%PDF-nobody's"): b"%PDF-nobody's"}, "file.unnamed", path_of(b"%PDF-nobody's")),
        ({"readme.txt": b"x"}, "file.unknown", "readme.txt"),
        ({"files/00/" + path_of(PDF)[9:]: PDF}, "file.unknown", "files/00/" + path_of(PDF)[9:]),
    ],
)
def test_what_is_not_believed_is_refused_at_its_place(
    cast: Cast, changes: dict[str, bytes], rule: str, place: str
) -> None:
    elsewhere = new_workspace()
    archive = rewritten(written(select(workspace=cast.workspace)), **changes)
    report = read_in(cast, elsewhere, archive)
    assert [(one.rule, one.place) for one in report.refused] == [(rule, place)]
    assert report.created["exhibit"] == 4
    assert Exhibit.objects.filter(workspace=elsewhere).count() == 4


def test_markup_is_not_smuggled_in_as_a_file(cast: Cast, exhibits: dict[str, Exhibit]) -> None:
    sha256 = hashlib.sha256(HTML).hexdigest()
    Exhibit.objects.filter(pk=exhibits["deed"].pk).update(sha256=sha256)
    archive = rewritten(written(select(workspace=cast.workspace)), **{path_of(HTML): HTML})
    report = read_in(cast, new_workspace(), archive)
    assert [one.rule for one in report.refused] == ["exhibit.file_type"]


@pytest.mark.usefixtures("exhibits")
@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"lines": None}, "file.no_corpus"),
        ({"lines": b"{}\n"}, "file.no_header"),
        ({"../outside": b"x"}, "archive.path"),
    ],
)
def test_an_archive_that_cannot_be_trusted_leaves_nothing(cast: Cast, changes: dict[str, Any], rule: str) -> None:
    elsewhere = new_workspace()
    with pytest.raises(DomainError) as caught:
        read_in(cast, elsewhere, rewritten(written(select(workspace=cast.workspace)), **changes))
    assert caught.value.rule == rule
    assert not Exhibit.objects.filter(workspace=elsewhere).exists()


@pytest.mark.usefixtures("exhibits")
def test_a_changed_line_is_found_by_the_sum_of_the_lines(cast: Cast) -> None:
    archive = written(select(workspace=cast.workspace))
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        lines = file.read("corpus.isnad.jsonl")
    with pytest.raises(DomainError, match="sum"):
        read_in(cast, new_workspace(), rewritten(archive, lines=lines.replace(b"A deed", b"A dead")))


def test_a_large_file_needs_no_memory_out_or_in(cast: Cast, settings: Any) -> None:
    settings.EXHIBIT_MAX_BYTES = 64 * 1024 * 1024
    block = b"%PDF-" + bytes(range(256)) * 4096

    def pieces() -> Iterator[bytes]:
        for _ in range(24):
            yield block

    actor = cast.actor("editor")
    add_exhibit(actor=actor, kind="document", title="Large", file=pieces(), file_name="large.pdf")
    tracemalloc.start()
    try:
        archive = export_format("isnad-zip").export(select(workspace=cast.workspace))
        report = taken_in_pieces(cast, archive)
        assert tracemalloc.get_traced_memory()[1] < 8 * 1024 * 1024
    finally:
        tracemalloc.stop()
    assert report.created["file"] == 1


def taken_in_pieces(cast: Cast, pieces: Iterator[bytes]) -> ImportReport:
    from_elsewhere = new_workspace()
    actor = Actor(user=cast.editor, workspace=from_elsewhere, role=Role.EDITOR, through=Through.API)
    return import_records(actor=actor, incoming=import_format("isnad-zip").read(pieces))
