"""What people decided of near-copies and of names that may be one travels with the corpus and is told to followers."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from annotations.actions import dismiss_namesake, dismiss_resemblance, import_records
from annotations.corpus import select
from annotations.formats import export_format, import_format
from annotations.models import Article, Resemblance, SourceDismissal
from annotations.policies import Actor
from annotations.vocabulary import Role, Through
from tests.actions.test_importing import load
from tests.actions.worked import Desk
from tests.api.client import api_of
from tests.api.test_changes import follow
from tests.cast import Cast, make_article, make_cast, make_source
from tests.formats.corpora import file_of

TYPES = ("resemblance", "source_dismissal")


def exported(cast: Cast, **selected: Any) -> bytes:
    return b"".join(export_format("isnad-jsonl").export(select(workspace=cast.workspace, **selected)))


def told(file: bytes) -> dict[str, dict[str, Any]]:
    found = (json.loads(line) for line in file.splitlines())
    return {one["type"]: one for one in found if one["type"] in TYPES}


# Times of recording differ between transactions alone.
@pytest.mark.django_db(transaction=True)
def test_they_travel_as_of_their_time_and_are_told_to_followers() -> None:
    cast = make_cast()
    desk, editor = Desk(cast), api_of(cast, "editor")
    desk.report("AFP", desk.voice()), desk.report("Herald", desk.voice("a source"))
    pair = {"article": desk.articles["Herald"], "other": desk.articles["AFP"]}
    offer = Resemblance.objects.create(workspace=cast.workspace, similarity=0.87, **pair)
    one, other = make_source(desk.actor, "Al-Sadr"), make_source(desk.actor, "الصدر")
    before = select(workspace=cast.workspace).known_at
    dismiss_resemblance(actor=desk.actor, resemblance=offer, reason="read side by side")
    dismiss_namesake(actor=desk.actor, a=one, b=other, reason="another family")

    assert told(exported(cast, known_at=before)) == {}
    file = exported(cast)
    resemblance, dismissal = (told(file)[name] for name in TYPES)
    assert (resemblance["verdict"], resemblance["similarity"], resemblance["decided_by"]) == (
        "independent", 0.87, "editor",
    )  # fmt: skip
    assert (dismissal["a"], dismissal["b"], dismissal["reason"]) == (str(one.uid), str(other.uid), "another family")
    assert told(exported(cast, article=desk.articles["AFP"].uid)) == {}  # a part brings what lies within it

    changes = [row for row in follow(editor)[0] if row["type"] in TYPES]
    assert [(row["type"], row["verb"]) for row in changes] == [
        ("resemblance", "created"), ("resemblance", "changed"), ("source_dismissal", "created"),
    ]  # fmt: skip
    assert [row["object"].get("verdict") for row in changes] == ["open", "independent", None]
    assert changes[1]["object"] == editor.get(f"resemblances/{offer.uid}/").json()
    asked = {"url": "https://example.org/hook", "events": ["resemblance.changed", "source_dismissal.*"]}
    assert api_of(cast, "admin").post("webhooks/", asked).status_code == 201

    # In another workspace, and there again.
    elsewhere = Actor(user=cast.stranger, workspace=cast.other_workspace, role=Role.EDITOR, through=Through.API)
    report = import_records(actor=elsewhere, incoming=import_format("isnad-jsonl").read([file]))
    assert (report.refused, report.created["resemblance"], report.created["source_dismissal"]) == ([], 1, 1)
    again = b"".join(export_format("isnad-jsonl").export(select(workspace=cast.other_workspace)))
    assert told(again) == told(file)
    row = Resemblance.objects.get(workspace=cast.other_workspace)
    assert (row.verdict, row.decided_at) == ("independent", datetime.fromisoformat(resemblance["decided_at"]))
    assert SourceDismissal.objects.filter(workspace=cast.other_workspace).exists()


def record(cast: Cast, **changed: Any) -> dict[str, Any]:
    actor = cast.actor("editor")
    articles = [make_article(actor).article for _ in range(2)]
    return {
        "type": "resemblance", "id": "017507a8-0408-7df2-9bb8-edda15110009", "article": str(articles[0].uid),
        "other": str(articles[1].uid), "verdict": "copy", "similarity": 0.5, "reason": "", "decided_by": "editor",
        "decided_at": "2026-01-01T00:00:00Z", **changed,
    }  # fmt: skip


@pytest.mark.django_db
def test_an_open_offer_gives_way_to_a_verdict_that_comes_in(cast: Cast) -> None:
    line = record(cast)
    a, b = (Article.objects.get(uid=line[name]) for name in ("other", "article"))
    Resemblance.objects.create(workspace=cast.workspace, article=a, other=b, similarity=0.9)
    assert load(cast, file_of([line])).refused == []
    assert [(str(row.uid), row.verdict) for row in Resemblance.objects.all()] == [(line["id"], "copy")]
    # A verdict that is there already stays, under whatever id.
    again = load(cast, file_of([{**line, "id": "017507a8-0408-7df2-9bb8-edda15110010"}]))
    assert [refusal.rule for refusal in again.refused] == ["resemblance.duplicate"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "rule", "field"),
    [
        ({"verdict": "open"}, "resemblance.decided", None),
        ({"decided_by": ""}, "resemblance.decided", None),
        ({"similarity": 1.5}, "resemblance.similarity", "similarity"),
        ({"similarity": "high"}, "record.field_type", "similarity"),
        ({"other": "017507a8-0408-7df2-9bb8-edda15119999"}, "article.missing", "other"),
    ],
)
def test_what_makes_no_verdict_is_refused(cast: Cast, changed: dict[str, Any], rule: str, field: str | None) -> None:
    report = load(cast, file_of([record(cast, **changed)]))
    assert [(refusal.rule, refusal.field) for refusal in report.refused] == [(rule, field)]
