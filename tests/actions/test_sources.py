"""The registry of sources is kept."""

from __future__ import annotations

from typing import Any

import pytest

from annotations.actions import delete_source, edit_source, register_source
from annotations.models import ArticleVersion, Source, uuid7
from annotations.policies import Actor
from annotations.vocabulary import Scope, SourceKind
from tests.actions.broken import broken, conflict, denied, history, stale
from tests.cast import Cast, find_span, make_frame, make_source


@pytest.mark.parametrize("kind", SourceKind)
def test_a_source_of_every_kind_is_registered(annotator: Actor, kind: SourceKind) -> None:
    assert register_source(actor=annotator, kind=kind.value, name="x").object.kind == kind


def test_everything_that_is_known_of_a_source_is_kept(annotator: Actor) -> None:
    known: dict[str, Any] = {
        "kind": "anonymous_group", "name": "", "descriptor": "two officials", "affiliation": "the ministry",
        "nationality": "Iraqi", "rank": "senior", "relayed_by": "AFP", "anonymity_reason": "not authorised",
        "stated_count": 2,
    }  # fmt: skip
    source = register_source(actor=annotator, **known).object
    source.refresh_from_db()
    assert {name: getattr(source, name) for name in known} == known
    assert (source.created_by, source.reliability) == ("annotator", "")


def test_anonymous_sources_are_never_merged(annotator: Actor) -> None:
    for _ in range(2):
        register_source(actor=annotator, kind="anonymous_person", descriptor="an official")
    assert Source.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("kind", "ghost", "field.choice"),
        ("kind", None, "field.choice"),
        ("name", "x" * 301, "field.too_long"),
        ("name", "", "source.nameless"),
        ("name", " ", "source.nameless"),
        ("descriptor", "x" * 501, "field.too_long"),
        ("affiliation", "x" * 301, "field.too_long"),
        ("nationality", "x" * 101, "field.too_long"),
        ("rank", "x" * 201, "field.too_long"),
        ("relayed_by", "x" * 201, "field.too_long"),
        ("anonymity_reason", "x" * 501, "field.too_long"),
        ("stated_count", 0, "field.number"),
        ("stated_count", 10**10, "field.number"),
        ("stated_count", "2", "field.number"),
        ("reliability", "G", "field.choice"),
        ("folded", "x", "field.unknown"),
    ],
)
def test_each_field_is_checked_by_its_name(editor: Actor, field: str, value: Any, rule: str) -> None:
    with broken(rule, field):
        register_source(actor=editor, **{"kind": "outlet", "name": "AFP", field: value})
    source = make_source(editor)
    with broken(rule, field):
        edit_source(actor=editor, source=source, expected=1, **{field: value})


def test_a_repeated_request_is_one_source(annotator: Actor) -> None:
    uid = uuid7()
    first = register_source(actor=annotator, kind="outlet", name="AFP", uid=uid)
    again = register_source(actor=annotator, kind="outlet", name="AFP", uid=uid)
    assert (again.created, again.object) == (False, first.object)
    with conflict("source.duplicate_id", "id"):
        register_source(actor=annotator, kind="outlet", name="DPA", uid=uid)
    delete_source(actor=annotator, source=first.object, expected=1)
    with conflict("source.deleted", "id"):
        register_source(actor=annotator, kind="outlet", name="AFP", uid=uid)


def test_a_source_is_found_by_what_it_is_called_now(annotator: Actor, editor: Actor) -> None:
    source = register_source(actor=annotator, kind="named_person", name="Ann", affiliation="وزارة").object
    assert Source.objects.matching("ann وزاره").exists()
    changed = edit_source(actor=editor, source=source, expected=1, name="Bob")
    assert (changed.revision, changed.name) == (2, "Bob")
    assert not Source.objects.matching("ann").exists()
    assert Source.objects.matching("bob").exists()
    assert history(source, "name", "superseded_by") == [("Ann", "editor")]
    with stale(2):
        edit_source(actor=annotator, source=source, expected=1, name="Eve")


def test_a_grade_is_an_editors_to_give(cast: Cast, annotator: Actor, editor: Actor) -> None:
    with denied():
        register_source(actor=annotator, kind="outlet", name="AFP", reliability="A")
    source = register_source(actor=editor, kind="outlet", name="AFP", reliability="B").object
    with denied():
        edit_source(actor=annotator, source=source, expected=None, reliability="A")
    with denied():
        edit_source(actor=annotator, source=source, expected=None, reliability="")
    with denied("scope.too_small"):
        edit_source(actor=cast.actor("editor", scope=Scope.ANNOTATE), source=source, expected=None, reliability="A")
    assert edit_source(actor=annotator, source=source, expected=None, reliability="B", rank="desk").rank == "desk"
    assert edit_source(actor=editor, source=source, expected=None, reliability="A").reliability == "A"
    assert history(source, "reliability") == ["B", "B"]


def test_a_source_that_speaks_stays(annotator: Actor, version: ArticleVersion) -> None:
    source = make_source(annotator)
    make_frame(
        annotator, version, source=find_span(annotator, version, "Ann"), speakers=(make_source(annotator), source)
    )
    with conflict("source.in_use"):
        delete_source(actor=annotator, source=source, expected=1)


def test_a_source_that_does_not_speak_goes(annotator: Actor, editor: Actor) -> None:
    source = make_source(annotator)
    with stale(1):
        delete_source(actor=editor, source=source, expected=2)
    delete_source(actor=editor, source=source, expected=1)
    assert history(source, "superseded_by") == ["editor"]


def test_readers_keep_no_registry(cast: Cast, annotator: Actor) -> None:
    reader, source = cast.actor("reader"), make_source(annotator)
    with denied():
        register_source(actor=reader, kind="outlet", name="AFP")
    with denied():
        edit_source(actor=reader, source=source, expected=None, name="x")
    with denied():
        delete_source(actor=reader, source=source, expected=None)
