"""The law of the native format: what was exported, imported elsewhere and exported again, is the same."""

from __future__ import annotations

import json
from collections import Counter
from itertools import count as counting
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from annotations.actions import ImportReport, create_workspace, import_records
from annotations.corpus import select
from annotations.formats import export_format, import_format
from annotations.models import ArticleSearch, Attribution, Claim, Source, Workspace
from annotations.policies import Actor
from annotations.vocabulary import Role, Through
from tests.cast import Cast
from tests.formats.corpora import corpora

SEEDS = Path(__file__).resolve().parents[2] / "seeds" / "demo.isnad.jsonl"
_numbers = counting(1)


def new_workspace() -> Workspace:
    return create_workspace(slug=f"copy-{next(_numbers)}", name="A copy")


def taken_in(
    cast: Cast, workspace: Workspace, file: bytes, *, form: str = "isnad-jsonl", **options: Any
) -> ImportReport:
    actor = Actor(user=cast.editor, workspace=workspace, role=Role.EDITOR, through=Through.API)
    pieces = [file[at : at + 1000] for at in range(0, len(file), 1000)]
    return import_records(actor=actor, incoming=import_format(form).read(pieces), **options)


def given_out(workspace: Workspace) -> bytes:
    return b"".join(export_format("isnad-jsonl").export(select(workspace=workspace)))


def body(file: bytes) -> list[bytes]:
    """All lines but those that tell of the file itself."""
    return file.splitlines()[1:-1]


def test_the_seeds_survive_two_journeys_and_equal_the_file_itself(cast: Cast) -> None:
    first, second = new_workspace(), new_workspace()
    report = taken_in(cast, first, SEEDS.read_bytes())
    assert report.refused == []
    once = given_out(first)
    assert taken_in(cast, second, once).refused_total == 0
    assert body(given_out(second)) == body(once)
    assert body(once) == body(SEEDS.read_bytes())
    assert report.created == Counter(json.loads(SEEDS.read_bytes().splitlines()[0])["counts"])


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(file=corpora())
def test_any_corpus_survives(cast: Cast, file: bytes) -> None:
    first, second = new_workspace(), new_workspace()
    report = taken_in(cast, first, file)
    assert report.refused == []
    once = given_out(first)
    found = [json.loads(line) for line in body(once)]
    came = [json.loads(line) for line in body(file)]
    for one in (*found, *came):
        one.pop("quotation", None)  # computed by whoever stores it
    assert found == came
    assert taken_in(cast, second, once).refused == []
    assert body(given_out(second)) == body(once)
    again = taken_in(cast, first, once)
    assert (again.created.total(), again.refused_total) == (0, 0)
    assert again.unchanged == report.created


def test_what_was_imported_can_be_found_by_its_words(cast: Cast) -> None:
    workspace = new_workspace()
    taken_in(cast, workspace, SEEDS.read_bytes())
    assert ArticleSearch.objects.filter(article__workspace=workspace, terms__contains=["واشنطن"]).exists()
    assert Source.objects.in_workspace(workspace).exclude(folded="").count() == 43
    assert Claim.objects.in_workspace(workspace).exclude(folded="").count() == 57


def test_authors_and_times_stay_and_the_importer_is_recorded_beside_them(cast: Cast) -> None:
    workspace = new_workspace()
    taken_in(cast, workspace, SEEDS.read_bytes())
    frame = Attribution.objects.filter(workspace=workspace).order_by("uid").first()
    assert frame is not None
    assert (frame.created_by, frame.created_at.year) == ("annotator", 2020)
    assert (frame.recorded_by, frame.recorded_through) == ("editor", "import")
    assert frame.revision == 1


@pytest.mark.parametrize("part", ["article", "claim", "layer"])
def test_a_part_can_be_read_on_its_own(cast: Cast, part: str) -> None:
    whole, copy = new_workspace(), new_workspace()
    taken_in(cast, whole, SEEDS.read_bytes())
    record = next(json.loads(line) for line in body(given_out(whole)) if json.loads(line)["type"] == part)
    selection = select(workspace=whole, **{part: record["id"]})
    file = b"".join(export_format("isnad-jsonl").export(selection))
    assert taken_in(cast, copy, file).refused == []
    assert body(given_out(copy)) == body(file)
    assert 1 < len(body(file)) < len(body(given_out(whole)))
