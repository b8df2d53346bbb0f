"""The guidelines of a workspace: who writes them, what their Markdown may become, and that every version stays."""

from __future__ import annotations

import pytest

from annotations.models import Guidelines
from annotations.web.markdown import html_of

pytestmark = pytest.mark.django_db
HOSTILE = (
    "<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)> ![i](https://e.example/i.png)"
    " [ok](https://e.example/)"
)


def test_editors_write_and_everybody_reads(as_, cast):
    editor = as_("editor")
    answer = editor.post("/w/desk/guidelines/", {"body": "# الوسم\n\n- **المصدر** أولًا", "revision": "0"})
    assert answer["Location"] == "/w/desk/guidelines/"
    html = as_("reader").get("/w/desk/guidelines/").content.decode()
    assert '<h1 dir="auto">الوسم</h1>' in html
    assert "<strong>المصدر</strong>" in html
    assert "<textarea" not in html
    assert as_("annotator").post("/w/desk/guidelines/", {"body": "x"}).status_code == 403
    assert Guidelines.objects.get().created_by == cast.editor.username


def test_a_panel_is_the_text_alone(as_):
    as_("editor").post("/w/desk/guidelines/", {"body": "Mark."})
    html = as_("editor").get("/w/desk/guidelines/?part=panel").content.decode()
    assert '<p dir="auto">Mark.</p>' in html
    assert "<textarea" not in html
    assert "<html" not in html


def test_every_version_can_be_read_again(as_):
    editor = as_("editor")
    editor.post("/w/desk/guidelines/", {"body": "One.", "revision": "0"})
    editor.post("/w/desk/guidelines/", {"body": "Two.", "revision": "1"})
    assert '<p dir="auto">Two.</p>' in editor.get("/w/desk/guidelines/").content.decode()
    assert '<p dir="auto">One.</p>' in editor.get("/w/desk/guidelines/?revision=1").content.decode()
    assert editor.get("/w/desk/guidelines/?revision=7").status_code == 404
    assert editor.get("/w/desk/guidelines/?revision=x").status_code == 404


def test_a_stale_version_overwrites_nothing_and_keeps_the_words(as_):
    editor = as_("editor")
    editor.post("/w/desk/guidelines/", {"body": "One.", "revision": "0"})
    editor.post("/w/desk/guidelines/", {"body": "Two.", "revision": "1"})
    answer = editor.post("/w/desk/guidelines/", {"body": "Mine.", "revision": "1"})
    assert answer.status_code == 422
    assert "Mine." in answer.content.decode()
    assert Guidelines.objects.get().body == "Two."


def test_another_workspaces_guidelines_are_not_there(as_):
    as_("editor").post("/w/desk/guidelines/", {"body": "Secret."})
    assert "Secret" not in as_("stranger").get("/w/other/guidelines/").content.decode()


def test_no_markdown_can_do_harm():
    html = html_of(HOSTILE)
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert 'href="https://e.example/"' in html


def test_each_block_has_the_direction_of_its_own_words():
    assert html_of("- واحد\n- two").count('dir="auto"') == 1, "a list whose items say one would find no words"
    assert html_of("نص\n\nText").count('<p dir="auto">') == 2


def test_after_a_look_at_anothers_version_the_same_words_are_saved(as_):
    editor = as_("editor")
    editor.post("/w/desk/guidelines/", {"body": "One.", "revision": "0"})
    late = editor.post("/w/desk/guidelines/", {"body": "Mine.", "revision": "0"})
    assert late.status_code == 422, "who saw no guidelines yet does not write over another's first ones"
    assert Guidelines.objects.get().body == "One."
    shown = late.context["form"]["revision"].value()
    assert editor.post("/w/desk/guidelines/", {"body": "Mine.", "revision": shown}).status_code == 302
    assert Guidelines.objects.get().body == "Mine."
