"""Files of other formats through the API: reported by the place of what was refused, or refused by their rule."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

from annotations.formats import EXPORTS, IMPORTS
from annotations.models import Article
from tests.api.client import Api, check_problem

TEXT = "Maha said no."
ANN = "T1\tSource 0 4\tMaha\nT2\tCue 5 9\tsaid\nT3\tContent 10 12\tno\nE1\tCue:T2 Source:T1 Content:T3\nX\n"


def zipped(files: dict[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def send(api: Api, name: str, file: bytes, query: str = "") -> Any:
    return api.client.generic(
        "POST", f"/api/v1/import/{name}/{query}", file, content_type="application/octet-stream",
        headers={"authorization": f"Bearer {api.token}"},
    )  # fmt: skip


def test_a_file_of_another_format_is_tried_then_stored_with_what_was_refused(editor: Api) -> None:
    file = zipped({"a.txt": TEXT, "a.ann": ANN})
    for query in ("?dry_run=true", ""):
        response = send(editor, "brat", file, query)
        report = response.json()
        assert (response.status_code, report["created"]["attribution"]) == (200, 1)
        assert report["dry_run"] == bool(query)
        assert [(one["place"], one["rule"]) for one in report["refused"]] == [("a.ann:5", "brat.line")]
    assert send(editor, "brat", file).json()["unchanged"]["attribution"] == 1


LINE = b'{"text": "Maha said no.", "label": [[0, 4, "Source"], [5, 9, "Cue"], [10, 12, "Content"]]}\n'
TASK = b'{"data": {"text": "Maha said no."}, "annotations": []}'
DIRTY = {
    "doccano": (LINE + b"\n" + LINE.replace(b"0, 4", b"0, 99") + b"{\n", [(3, "line 3, label.0"), (4, "line 4")]),
    "conll": (b"1\tMaha\tB-SOURCE\tO\tO\n2\tsaid\tO\tO\n\n1\t\tO\tO\tO\n", [(2, "line 2"), (4, "line 4")]),
    "label-studio": (b"[" + TASK + b",\n\n" + TASK + b", {}]", [(3, "task 3")]),
    "brat": (zipped({"a/b.txt": TEXT, "a/b.ann": ANN}), [(5, "a/b.ann:5")]),
    "web-annotation": (b'{"type": "AnnotationPage", "items": [{"type": "Annotation", "layer": 7}]}', [(1, "items[0]")]),
    "cas-json": (zipped({"documents/7.json": "{}"}), [(1, "documents/7.json")]),
}
"""Of each format a file, and (line, place) of what is refused in it."""


@pytest.mark.parametrize("form", DIRTY)
def test_what_is_refused_is_told_by_its_line_in_the_file(editor: Api, form: str) -> None:
    file, told = DIRTY[form]
    report = send(editor, form, file, "?dry_run=true").json()
    refused = [one for one in report["refused"] if one["rule"] != "frame.span_missing"]
    assert [(one["line"], one["place"]) for one in refused] == told


NO_FILES = (b"", b"\xff\xfe\x00", b"[[[", b"PK\x03\x04broken", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>")


@pytest.mark.parametrize("form", IMPORTS, ids=lambda form: form.name)
def test_no_file_whatever_is_a_fault_of_the_server(editor: Api, form: Any) -> None:
    for file in NO_FILES:
        response = send(editor, form.name, file)
        if response.status_code == 200:
            assert response.json()["refused_total"] > 0
        else:
            assert response.status_code in (400, 422)
            check_problem(response)
    assert not Article.objects.exists()


def test_a_harmful_archive_is_a_problem_with_its_rule(editor: Api) -> None:
    response = send(editor, "brat", zipped({"../a.txt": TEXT}))
    check_problem(response)
    assert (response.status_code, response.json()["rule"]) == (422, "archive.path")


@pytest.mark.parametrize("profile", ["", '; profile="http://www.w3.org/ns/anno.jsonld"', "; charset=utf-8"])
def test_json_ld_is_taken_with_its_profile_and_without(editor: Api, profile: str) -> None:
    response = editor.client.post(
        "/api/v1/import/web-annotation/?dry_run=true", b'{"type": "AnnotationCollection", "items": []}',
        content_type=f"application/ld+json{profile}", headers={"authorization": f"Bearer {editor.token}"},
    )  # fmt: skip
    assert (response.status_code, response.json()["refused"]) == (200, [])


def test_what_is_written_by_the_api_is_read_by_it(editor: Api) -> None:
    send(editor, "brat", zipped({"a.txt": TEXT, "a.ann": ANN}))
    read = {form.name for form in IMPORTS}
    for form in EXPORTS:
        if form.name in read:
            file = b"".join(editor.get(f"export/{form.name}/"))
            report = send(editor, form.name, file).json()
            assert (report["created"], report["refused"], report["unchanged"]["attribution"]) == ({}, [], 1), form.name
