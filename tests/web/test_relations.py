"""A source's page: what is stated of it and others, what contradicts that, its grades over time."""

from __future__ import annotations

import pytest

from annotations.actions import edit_source, register_source
from annotations.models import SourceRelation
from annotations.text import isolated
from tests.cast import make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def sources(cast):
    return [make_source(cast.actor("editor"), name, kind="named_person") for name in ("Sadr", "صدر", "Amiri")]


def relate(client, one, other, kind, reason="we know"):
    given = {"other": str(other.uid), "kind": kind, "reason": reason}
    return client.post(f"/w/desk/sources/{one.uid}/relate/", given)


def test_a_statement_is_made_among_what_was_found(as_, sources):
    sadr, arabic, _amiri = sources
    client = as_("editor")
    page = client.get(f"/w/desk/sources/{sadr.uid}/", {"find": "صدر"})
    assert page.context["candidates"] == [arabic]
    assert relate(client, sadr, arabic, "same").status_code == 302
    words = client.get(f"/w/desk/sources/{arabic.uid}/").content.decode()
    assert "we know" in words
    assert "Sadr" in words


def test_a_contradiction_names_both_statements(as_, sources):
    sadr, arabic, amiri = sources
    client = as_("editor")
    relate(client, sadr, arabic, "same")
    relate(client, arabic, amiri, "distinct")
    response = relate(client, sadr, amiri, "same", "a rumour")
    assert response.status_code == 422
    words = response.content.decode()
    one, other, third, who = map(isolated, ("Sadr", "صدر", "Amiri", "editor"))
    told = f"“{one}” and “{third}” cannot be the same: {who} stated that “{other}” and “{third}” are different."
    assert told in words
    assert "a rumour" in words
    assert SourceRelation.objects.count() == 2
    client.cookies["django_language"] = "ar"
    told = relate(client, sadr, amiri, "same", "a rumour").content.decode()
    assert f"لا يمكن أن يكون «{one}» و«{third}» الشخص نفسه" in told
    assert "contradict" not in told
    relation = SourceRelation.objects.get(kind="same")
    title = client.get(f"/w/desk/sources/{sadr.uid}/relations/{relation.uid}/retract/").content.decode()
    assert "الشخص نفسه أو الجهة نفسها</h1>" in title


def test_a_reason_is_needed_and_kept_words_come_back(as_, sources):
    sadr, arabic, _ = sources
    response = relate(as_("editor"), sadr, arabic, "same", "")
    assert response.status_code == 422
    assert response.context["candidates"] == [arabic]


def test_annotators_state_nothing(as_, sources):
    assert relate(as_("annotator"), sources[0], sources[1], "same").status_code == 403
    assert "Find another source" not in as_("annotator").get(f"/w/desk/sources/{sources[0].uid}/").content.decode()


def test_grades_over_time(as_, cast, sources):
    editor, sadr = cast.actor("editor"), sources[0]
    for grade in ("C", "C", "B", ""):
        sadr = edit_source(actor=editor, source=sadr, expected=None, reliability=grade)
    page = as_("reader").get(f"/w/desk/sources/{sadr.uid}/")
    assert [one.grade for one in page.context["grades"]] == ["", "B", "C"]


def test_what_may_be_the_same_is_suggested_and_decided(as_, cast):
    editor = cast.actor("editor")
    arabic, latin, third = (
        register_source(actor=editor, kind="named_person", name=name).object
        for name in ("مقتدى الصدر", "Moqtada al-Sadr", "Muqtada Sadr")
    )
    client = as_("editor")
    address = f"/w/desk/sources/{arabic.uid}/"
    page = client.get(address).content.decode()
    assert "the same name in two scripts" in page
    assert "They are the same" in page
    assert "They are the same" not in as_("reader").get(address).content.decode()
    assert client.post(f"{address}namesakes/{third.uid}/dismiss/", {"reason": "no"}).status_code == 302
    assert [one.source for one in client.get(address).context["namesakes"]] == [latin]
    assert relate(client, arabic, latin, "same", "").status_code == 422  # a reason is needed here too
    assert relate(client, arabic, latin, "same", "his office writes both").status_code == 302
    assert client.get(address).context["namesakes"] == []
