"""The registry of sources: list, page and record."""

from __future__ import annotations

import pytest

from annotations.models import Source
from tests.cast import find_span, make_article, make_frame, make_source

LIST = "/w/desk/sources/"
ADD = f"{LIST}add/"
pytestmark = pytest.mark.django_db


def words(response):
    return response.content.decode()


def page_of(source, rest=""):
    return f"{LIST}{source.uid}/{rest}"


def test_finds_by_folded_name_description_and_affiliation(as_):
    client = as_("annotator")
    client.post(ADD, {"kind": "named_person", "name": "مصطفى الكاظمي", "affiliation": "رئاسة الوزراء"})
    client.post(ADD, {"kind": "anonymous_person", "descriptor": "an Iraqi official"})
    for query, kind in (("مصطفي", "named_person"), ("رئاسه", "named_person"), ("IRAQI", "anonymous_person")):
        assert [row.source.kind for row in client.get(LIST, {"q": query}).context["rows"]] == [kind]


def test_filters_and_counts_without_a_query_for_each(as_, cast, django_assert_num_queries):
    editor = cast.actor("editor")
    agency = make_source(editor, "AFP", reliability="B")
    for number in range(10):
        make_source(editor, f"Other {number}", kind="named_person")
    make_source(cast.actor("stranger"), "Foreign", reliability="B")
    version = make_article(editor)
    make_frame(editor, version, cue=find_span(editor, version, "told"), speakers=(agency,))
    client = as_("reader")
    client.get(LIST)
    with django_assert_num_queries(6):
        client.get(LIST)
    rows = client.get(LIST, {"reliability": "B", "kind": "outlet"}).context["rows"]
    assert [(row.source, row.frames) for row in rows] == [(agency, 1)]


def test_a_page_tells_what_the_source_is_quoted_for(as_, cast):
    editor = cast.actor("editor")
    source = make_source(editor, "Two officials", kind="anonymous_group", anonymity_reason="fear")
    version = make_article(editor, title="The report")
    content = find_span(editor, version, "that talks had failed")
    make_frame(editor, version, cue=find_span(editor, version, "told"), contents=(content,), speakers=(source,))
    page = words(as_("reader").get(page_of(source)))
    for shown in ("The report", "<mark>that talks had failed</mark>", "fear", "not graded"):
        assert shown in page
    assert as_("stranger").get(page_of(source)).status_code == 404


def test_a_source_needs_a_name_or_words(as_):
    response = as_("annotator").post(ADD, {"kind": "anonymous_person", "affiliation": "the ministry"})
    assert response.status_code == 422
    assert "needs a name, or the words that describe it" in words(response)
    assert "the ministry" in words(response)
    assert not Source.objects.exists()


def test_a_record_is_changed(as_, cast):
    source = make_source(cast.actor("editor"))
    data = {"kind": "outlet", "name": "Agence France-Presse", "reliability": "A", "stated_count": "", "revision": 1}
    assert as_("editor").post(page_of(source, "edit/"), data)["Location"] == page_of(source)
    source.refresh_from_db()
    assert (source.name, source.reliability, source.recorded_by) == ("Agence France-Presse", "A", "editor")


def test_grading_is_an_editor_s_and_survives_an_annotator_s_edit(as_, cast):
    source = make_source(cast.actor("editor"), reliability="B")
    client = as_("annotator")
    assert 'name="reliability"' not in words(client.get(page_of(source, "edit/")))
    client.post(page_of(source, "edit/"), {"kind": "outlet", "name": "New", "reliability": "F", "revision": 1})
    source.refresh_from_db()
    assert (source.name, source.reliability) == ("New", "B")


def test_a_stale_record_keeps_the_words(as_, cast):
    source = make_source(cast.actor("editor"))
    data = {"kind": "outlet", "name": "Mine", "revision": 9}
    response = as_("editor").post(page_of(source, "edit/"), data)
    assert response.status_code == 422
    assert 'value="Mine"' in words(response)


def test_readers_only_read(as_, cast):
    source = make_source(cast.actor("editor"))
    assert as_("reader").get(page_of(source)).status_code == 200
    assert as_("reader").get(page_of(source, "edit/")).status_code == 403
    assert as_("reader").post(ADD, {"kind": "outlet", "name": "x"}).status_code == 403


def test_a_name_that_is_known_is_asked_about_first(as_, cast):
    known = make_source(cast.actor("editor"), "مصطفى الكاظمي", kind="named_person", affiliation="رئاسة الوزراء")
    make_source(cast.actor("stranger"), "Basim", kind="named_person")
    client = as_("annotator")
    fields = {"kind": "named_person", "name": "مصطفي  الكاظمي ", "rank": "رئيس"}
    asked = client.post(ADD, fields | {"name": "مصطفي الكاظمي "})
    assert (asked.status_code, asked.context["twin"]) == (422, known)
    for shown in ("Is it the same?", page_of(known), "رئاسة الوزراء", 'value="رئيس"'):
        assert shown in words(asked)
    assert Source.objects.filter(kind="named_person", workspace=cast.workspace).count() == 1
    assert client.post(ADD, fields | {"another": "yes"}).status_code == 302
    # Of other workspaces, of a part of a name, and of those without a name nothing is asked.
    for fields in (
        {"kind": "named_person", "name": "Basim"},
        {"kind": "named_person", "name": "الكاظمي"},
        {"kind": "anonymous_person", "descriptor": "مصطفى الكاظمي"},
    ):
        assert client.post(ADD, fields).status_code == 302
