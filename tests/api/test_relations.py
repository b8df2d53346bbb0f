"""`source-relations/`: listed by what they say, of whom, and whether they still hold."""

from __future__ import annotations

import pytest

from annotations.actions import withdraw_relation
from annotations.models import SourceRelation, uuid7
from tests.actions.worked import Desk
from tests.api.client import Api
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_listed_by_kind_source_and_whether_withdrawn(cast: Cast, editor: Api, stranger: Api) -> None:
    desk = Desk(cast)
    a, b, c = (desk.voice(words) for words in ("one", "another", "a third"))
    desk.relate("distinct", a, b)
    desk.relate("same", b, c)
    distinct, same = (SourceRelation.objects.get(kind=kind) for kind in ("distinct", "same"))
    withdraw_relation(actor=desk.actor, relation=same, reason="two after all")
    for query, expected in (
        ("", {distinct, same}),
        ("?kind=same", {same}),
        ("?withdrawn=true", {same}),
        ("?withdrawn=false", {distinct}),
        (f"?source={a.uid}", {distinct}),
        (f"?source={b.uid}", {distinct, same}),
        (f"?source={c.uid}&kind=distinct", set()),
        (f"?source={uuid7()}", set()),
    ):
        found = editor.get(f"source-relations/{query}").json()["results"]
        assert {one["id"] for one in found} == {str(one.uid) for one in expected}, query
    assert stranger.get("source-relations/").json()["results"] == []
    assert stranger.get(f"source-relations/?source={a.uid}").json()["results"] == []
    assert editor.get("source-relations/?withdrawn=perhaps").status_code == 400


def test_read_with_who_withdrew_it(cast: Cast, editor: Api, stranger: Api) -> None:
    desk = Desk(cast)
    desk.relate("distinct", desk.voice("one"), desk.voice("another"))
    row = SourceRelation.objects.get()
    path = f"source-relations/{row.uid}/"
    read = editor.get(path)
    assert (read.json()["reason"], read.json()["withdrawn_at"], read["ETag"]) == ("we know", None, '"1"')
    withdraw_relation(actor=desk.actor, relation=row, reason="one after all")
    read = editor.get(path, if_none_match='"1"')
    assert (read.status_code, read.json()["withdrawn_by"], read["ETag"]) == (200, "editor", '"2"')
    assert stranger.get(path).status_code == 404
