"""Every format that is both written and read: what its loss report does not name comes back equal, under its id."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from annotations.actions import import_records
from annotations.corpus import select
from annotations.formats import EXPORTS, IMPORTS, ExportFormat, import_format
from annotations.formats.web_annotation import HELD
from annotations.models import Workspace
from annotations.policies import Actor
from annotations.vocabulary import Role, Through
from tests.cast import Cast
from tests.formats.corpora import Maker, corpora, file_of
from tests.formats.test_round_trip import SEEDS, body, given_out, new_workspace, taken_in

Record = dict[str, Any]
Records = dict[str, Record]

BOTH = [
    form for form in EXPORTS if form.name in {one.name for one in IMPORTS} and form.name != "isnad-jsonl"
]  # the native format has tests of its own


def records_of(workspace: Workspace) -> Records:
    return {f"{one['type']} {one['id']}": one for one in map(json.loads, body(given_out(workspace)))}


def written(workspace: Workspace, form: ExportFormat) -> bytes:
    return b"".join(form.export(select(workspace=workspace)))


def read_back(cast: Cast, workspace: Workspace, form: ExportFormat, file: bytes) -> Any:
    actor = Actor(user=cast.editor, workspace=workspace, role=Role.EDITOR, through=Through.API)
    return import_records(actor=actor, incoming=import_format(form.name).read([file]))


def rejoined(records: Records) -> Records:
    """brat cannot tell segments with nothing but line ends between them from one."""
    texts = {one["id"]: one["text"] for one in records.values() if one["type"] == "version"}
    for one in records.values():
        if one["type"] == "span":
            text, joined = texts[one["version"]], [one["segments"][0]]
            for start, end in one["segments"][1:]:
                if joined[-1][1] < start and not text[joined[-1][1] : start].strip("\n"):
                    joined[-1] = [joined[-1][0], end]
                else:
                    joined.append([start, end])
            one |= {"segments": joined, "quote": None}
        one.pop("quotation", None)
    return records


def held_by_web_annotation(records: Records) -> Records:
    """Without the types of records that its loss report names whole, and comments on these."""
    return {
        key: one
        for key, one in records.items()
        if one["type"] in HELD and (one["type"] != "comment" or one["target_type"] in HELD)
    }


# How the records look without what the format's loss report names.
WITHOUT_LOST: dict[str, Callable[[Records], Records]] = {"brat": rejoined, "web-annotation": held_by_web_annotation}


def without_lost(form: ExportFormat, workspace: Workspace) -> Records:
    keep = WITHOUT_LOST.get(form.name)
    records = records_of(workspace)
    return keep(records) if keep else records


@pytest.mark.slow
@pytest.mark.parametrize("form", BOTH, ids=lambda form: form.name)
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(file=corpora())
def test_any_corpus_comes_back(cast: Cast, form: ExportFormat, file: bytes) -> None:
    first, second = new_workspace(), new_workspace()
    assert taken_in(cast, first, file).refused == []
    out = written(first, form)
    report = read_back(cast, second, form, out)
    assert (report.refused, report.adjusted) == ([], [])
    assert without_lost(form, second) == without_lost(form, first)


@pytest.mark.parametrize("form", BOTH, ids=lambda form: form.name)
def test_the_seeds_come_back_and_a_second_import_changes_nothing(cast: Cast, form: ExportFormat) -> None:
    first, second = new_workspace(), new_workspace()
    taken_in(cast, first, SEEDS.read_bytes())
    out = written(first, form)
    report = read_back(cast, second, form, out)
    assert (report.refused, report.adjusted) == ([], [])
    assert without_lost(form, second) == without_lost(form, first)
    for workspace in (second, first):
        again = read_back(cast, workspace, form, out)
        assert (again.created.total(), again.refused, again.held_back.total()) == (0, [], 0)


@pytest.mark.parametrize("form", BOTH, ids=lambda form: form.name)
def test_remarks_on_an_article_in_which_nothing_is_marked_come_back(cast: Cast, form: ExportFormat) -> None:
    first, second = new_workspace(), new_workspace()
    maker = Maker(5)
    article, version = maker.article("\x1c\x1f\nNobody has marked this.\x85")
    said = [maker.comment("article", article), maker.comment("version", version)]
    assert taken_in(cast, first, file_of(maker.records)).refused == []
    report = read_back(cast, second, form, written(first, form))
    assert (report.refused, report.adjusted) == ([], [])
    assert [one for one in records_of(second).values() if one["type"] == "comment"] == sorted(
        said, key=lambda one: one["id"]
    )


def citing() -> tuple[bytes, Record, Record]:
    """A corpus in which a frame of the second article cites the first; the first article, and the frame."""
    maker = Maker(3)
    cited, _version = maker.article("The agency said so.")
    _article, version = maker.article("It failed, the paper said.")
    layer = maker.layer(version)
    frame = maker.frame(version, layer, contents=[maker.span(version, layer, (0, 9))["id"]], cites=cited["id"])
    return file_of(maker.records), cited, frame


@pytest.mark.parametrize("form", BOTH, ids=lambda form: form.name)
def test_the_article_that_a_frame_cites_comes_back(cast: Cast, form: ExportFormat) -> None:
    first, second = new_workspace(), new_workspace()
    file, cited, frame = citing()
    assert taken_in(cast, first, file).refused == []
    report = read_back(cast, second, form, written(first, form))
    assert (report.refused, report.adjusted) == ([], [])
    assert records_of(second)[f"attribution {frame['id']}"]["cites"] == cited["id"]


def test_a_cited_article_that_is_nowhere_is_told(cast: Cast) -> None:
    first, second = new_workspace(), new_workspace()
    file, cited, frame = citing()
    taken_in(cast, first, file)
    form = next(one for one in BOTH if one.name == "conll")
    known, absent = (f'"cites":"{uid}"'.encode() for uid in (cited["id"], Maker(4).uid()))
    report = read_back(cast, second, form, written(first, form).replace(known, absent))
    assert [(one.rule, one.field, one.id) for one in report.refused] == [("frame.cites_missing", "cites", frame["id"])]
