"""The list of articles, adding one, describing it, correcting its text."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from annotations.actions import set_progress
from annotations.models import Article, ArticleVersion, Membership
from annotations.web.articles import first_line
from tests.cast import find_span, make_article, make_frame, shared_layer

LIST = "/w/desk/articles/"
ADD = "/w/desk/articles/add/"
pytestmark = pytest.mark.django_db


def words(response):
    return response.content.decode()


def upload(content: bytes, name: str = "report.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/plain")


class TestList:
    @pytest.fixture(autouse=True)
    def articles(self, cast):
        editor = cast.actor("editor")
        make_article(
            editor,
            "قالت الولايات المتحدة الأمريكية والعراق",
            title="أول",
            language="ar",
            direction="rtl",
            outlet="المرسى",
        )
        make_article(
            editor,
            "A ship left the harbour.",
            title="Second",
            outlet="Harbour Ledger",
            status="done",
            assignee="annotator",
        )
        make_article(cast.actor("stranger"), "A ship left the harbour.", title="Foreign", outlet="Elsewhere")

    @pytest.mark.parametrize("query", ["الامريكيه", "العراق", "والعراق", "اول"])
    def test_finds_folded_words_in_titles_and_texts(self, as_, query):
        page = words(as_("reader").get(LIST, {"q": query}))
        assert "أول" in page
        assert "Second" not in page

    def test_shows_nothing_of_other_workspaces(self, as_):
        page = words(as_("admin").get(LIST))
        assert "Second" in page
        assert "Foreign" not in page
        assert "Elsewhere" not in page

    @pytest.mark.parametrize(
        ("query", "shown"),
        [
            ({"outlet": "Harbour Ledger"}, ["Second"]),
            ({"language": "ar"}, ["أول"]),
            ({"status": "done"}, ["Second"]),
            ({"status": "done", "language": "ar"}, []),
            ({"outlet": "\x00"}, ["Second", "أول"]),
            ({"assignee": "me"}, ["Second"]),
            ({"assignee": "@annotator"}, ["Second"]),
            ({"assignee": "nobody"}, ["أول"]),
            ({"assignee": "@editor"}, []),
        ],
    )
    def test_filters(self, as_, query, shown):
        response = as_("annotator").get(LIST, query)
        assert [row.article.title for row in response.context["rows"]] == shown

    def test_offers_each_outlet_once(self, as_, cast):
        make_article(cast.actor("editor"), "x", outlet="Harbour Ledger")
        assert as_("reader").get(LIST).context["outlets"] == ["Harbour Ledger", "المرسى"]

    def test_names_who_left_with_work_in_their_name(self, as_, cast):
        client = as_("reader")
        assert "no longer here" not in words(client.get(LIST))
        Membership.objects.filter(user=cast.annotator).delete()
        page = client.get(LIST)
        assert words(page).count("no longer here") == 2  # in the row, and among the choices
        assert [value for value, _label in page.context["assignees"]] == [
            "me", "nobody", "@admin", "@editor", "@second-editor", "@annotator",
        ]  # fmt: skip

    def test_htmx_gets_the_list_alone(self, as_):
        response = as_("reader").get(LIST, {"q": "ship"}, headers={"HX-Request": "true", "HX-Target": "list"})
        assert words(response).strip().startswith('<div id="list"')
        assert "Second" in words(response)
        assert "<html" not in words(response)

    def test_says_that_nothing_was_found(self, as_):
        assert "No article has these words" in words(as_("reader").get(LIST, {"q": "zebra"}))

    def test_only_who_may_add_is_offered_it(self, as_):
        assert ADD not in words(as_("reader").get(LIST))
        assert ADD in words(as_("annotator").get(LIST))

    def test_costs_the_same_for_many_rows(self, as_, cast, django_assert_num_queries):
        client = as_("reader")
        client.get(LIST)
        with django_assert_num_queries(11):
            client.get(LIST)
        for _ in range(20):
            version = make_article(cast.actor("editor"), "She said so.")
            make_frame(cast.actor("editor"), version, cue=find_span(cast.actor("editor"), version, "said"))
        with django_assert_num_queries(11):
            assert len(client.get(LIST).context["rows"]) == 22

    def test_counts_the_frames_of_the_newest_version(self, as_, cast):
        editor = cast.actor("editor")
        version = make_article(editor, "She said so.", title="Counted")
        make_frame(editor, version, cue=find_span(editor, version, "said"))
        row = as_("reader").get(LIST, {"q": "counted"}).context["rows"][0]
        assert (row.version, row.frames) == (1, 1)

    def test_tells_how_many_paragraphs_are_done(self, as_, cast):
        editor = cast.actor("editor")
        version = make_article(editor, "One.\nTwo.\nThree.", title="Begun")
        make_article(editor, "One.", title="Begun, too")
        for starts, state in (([0, 5], "looked"), ([5], "done")):
            set_progress(actor=editor, layer=shared_layer(version), starts=starts, state=state)
        page = as_("reader").get(LIST, {"q": "begun"})
        assert [(row.done, row.paragraphs) for row in page.context["rows"]] == [(None, 0), (1, 3)]
        assert "1 of 3 paragraphs done" in words(page)

    def test_pages_by_key_and_keeps_the_search(self, as_, cast):
        for number in range(30):
            make_article(cast.actor("editor"), "paged", title=f"Paged {number}")
        client = as_("reader")
        first = client.get(LIST, {"q": "paged"})
        older = first.context["page"].after
        assert f"?q=paged&amp;page={older}" in words(first)
        second = client.get(LIST, {"q": "paged", "page": older})
        titles = [row.article.title for row in [*first.context["rows"], *second.context["rows"]]]
        assert titles == [f"Paged {number}" for number in reversed(range(30))]


class TestAdd:
    def test_a_pasted_text_is_kept_as_it_is(self, as_):
        text = "  العنوان \r\n\r\nقال مسؤول\u200f، إن…  \r\n"
        response = as_("annotator").post(ADD, {"text": text, "language": "ar", "outlet": "المرسى"})
        version = ArticleVersion.objects.get()
        assert version.text == text.replace("\r\n", "\n")
        assert version.captured_how == "pasted"
        assert (version.article.title, version.article.direction) == ("العنوان", "rtl")
        assert version.article.created_by == "annotator"
        assert response.status_code == 302
        assert response["Location"].endswith(f"/articles/{version.article.uid}/")

    def test_an_uploaded_file(self, as_):
        file = upload("\ufeffHeadline\r\nShe said so.".encode())
        as_("annotator").post(ADD, {"file": file, "language": "en", "title": "Given"})
        version = ArticleVersion.objects.get()
        assert (version.text, version.captured_how) == ("Headline\nShe said so.", "uploaded")
        assert version.article.title == "Given"

    def test_a_language_that_is_left_empty_is_told_by_the_text(self, as_):
        field = as_("annotator").get(ADD).context["form"]["language"]
        assert (field.value(), str(field.field.widget.attrs["placeholder"])) == (None, "by the text")
        for title, text in (("a", "قال مسؤول في AFP إن"), ("b", "The daily الشرق reported it.")):
            assert as_("annotator").post(ADD, {"text": text, "language": "", "title": title}).status_code == 302
        as_("annotator").post(ADD, {"file": upload("\ufeffقال مسؤول".encode()), "title": "c"})
        found = Article.objects.order_by("title").values_list("language", "direction")
        assert list(found) == [("ar", "rtl"), ("en", "ltr"), ("ar", "rtl")]
        refused = as_("annotator").post(ADD, {"text": "Он сказал", "language": ""})
        assert refused.status_code == 422
        assert "do not tell its language" in words(refused)

    @pytest.mark.parametrize("language", ["ar", ""])
    def test_a_file_that_is_not_utf8_is_refused_in_words(self, as_, language):
        file = upload("قال".encode("cp1256"))
        response = as_("annotator").post(ADD, {"file": file, "language": language, "outlet": "kept outlet"})
        assert response.status_code == 422
        assert "not UTF-8" in words(response)
        assert "kept outlet" in words(response)
        assert not Article.objects.exists()

    def test_nothing_is_lost_when_another_field_is_wrong(self, as_):
        file = upload(b"Every word of it.")
        response = as_("annotator").post(ADD, {"file": file, "language": "no such language!", "title": "Kept"})
        assert response.status_code == 422
        assert "Every word of it." in words(response)
        assert "Kept" in words(response)

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({"text": ""}, "Paste the text here"),
            ({"text": "  \n "}, "Paste the text here"),
            ({"text": "a", "file": upload(b"b")}, "not both"),
            ({"text": "a\x00b"}, "ull characters"),
            ({"file": upload(b"a\x00b")}, "NUL"),
            ({"file": upload(b"")}, "no text"),
            ({"text": "a", "url": "javascript:alert(1)"}, "whole address"),
            ({"text": "a", "published_at": "yesterday"}, "valid date"),
            ({"text": "a", "direction": "up"}, "valid choice"),
        ],
    )
    def test_what_is_wrong_is_said(self, as_, given, said):
        response = as_("annotator").post(ADD, {"language": "en", "title": "T", **given})
        assert response.status_code == 422
        assert said in words(response)
        assert not Article.objects.exists()

    def test_the_errors_name_their_fields_to_screen_readers(self, as_):
        page = words(as_("annotator").post(ADD, {"text": "a", "language": "en", "url": "nowhere"}))
        assert 'id="id_url_error"' in page
        assert 'aria-invalid="true"' in page

    def test_the_title_is_the_first_line_that_holds_something(self):
        assert first_line("\n  \n One \nTwo") == "One"
        assert first_line("\ufeffOne".encode()) == "One"
        assert first_line("x" * 600) == "x" * 500
        assert first_line(" \n") == ""


class TestEdit:
    @pytest.fixture
    def version(self, cast):
        return make_article(cast.actor("editor"), title="Before", outlet="Old")

    def address(self, version):
        return f"/w/desk/articles/{version.article.uid}/edit/"

    def sent(self, version, **changes):
        article = version.article
        article.refresh_from_db()
        return {
            "title": article.title,
            "language": "en",
            "direction": "ltr",
            "status": "new",
            "revision": article.revision,
            **changes,
        }

    def test_changes_what_is_said(self, as_, version):
        data = self.sent(version, title="After", status="done", published_at="2020-09-29T10:30", outlet="")
        assert as_("annotator").post(self.address(version), data).status_code == 302
        article = Article.objects.get()
        assert (article.title, article.status, article.outlet) == ("After", "done", "")
        assert article.published_at == datetime(2020, 9, 29, 10, 30, tzinfo=UTC)
        assert (article.recorded_by, article.recorded_through) == ("annotator", "web")

    def test_keeps_the_words_when_somebody_was_faster(self, as_, version):
        stale = self.sent(version, title="Mine")
        client = as_("annotator")
        client.post(self.address(version), self.sent(version, title="Theirs"))
        response = client.post(self.address(version), stale)
        assert response.status_code == 422
        assert "Somebody else changed this" in words(response)
        assert 'value="Mine"' in words(response)
        assert Article.objects.get().title == "Theirs"
        again = {**stale, "revision": response.context["form"]["revision"].value()}
        assert client.post(self.address(version), again).status_code == 302
        assert Article.objects.get().title == "Mine"

    def test_shows_the_stored_time_as_the_field_writes_it(self, as_, version):
        as_("editor").post(self.address(version), self.sent(version, published_at="2020-09-29T10:30"))
        assert 'value="2020-09-29T10:30"' in words(as_("editor").get(self.address(version)))


class TestNewVersion:
    @pytest.fixture
    def version(self, cast):
        editor = cast.actor("editor")
        version = make_article(editor, "One spoke. Two spoke.", title="Corrected")
        make_frame(editor, version, cue=find_span(editor, version, "Two spoke"))
        make_frame(editor, version, cue=find_span(editor, version, "One"))
        return version

    def address(self, version):
        return f"/w/desk/articles/{version.article.uid}/correct/"

    def test_stores_it_and_tells_what_became_of_the_marks(self, as_, version):
        data = {"text": "Two spoke.", "note": "the agency's correction"}
        response = as_("editor").post(self.address(version), data)
        new = ArticleVersion.objects.get(number=2)
        assert (new.text, new.note, new.captured_by) == ("Two spoke.", "the agency's correction", "editor")
        assert response.context["counts"]["lost"] == 1
        assert "lost: their words are gone" in words(response)

    def test_the_same_text_is_refused_and_kept(self, as_, version):
        response = as_("editor").post(self.address(version), {"text": version.text})
        assert response.status_code == 422
        assert "nothing was added" in words(response)
        assert "One spoke. Two spoke." in words(response)

    def test_is_an_editor_s(self, as_, version):
        assert as_("annotator").get(self.address(version)).status_code == 403
        assert as_("annotator").post(self.address(version), {"text": "x"}).status_code == 403
        assert ArticleVersion.objects.count() == 1
