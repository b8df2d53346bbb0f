"""The list of claims, a claim's page, its statement and the steps of its workflow."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from annotations.actions import edit_claim
from annotations.models import Claim, Comment, Transition
from tests.actions.worked import Desk
from tests.cast import find_span, make_article, make_cast, make_claim, make_frame, make_mention, make_source

LIST = "/w/desk/claims/"
pytestmark = pytest.mark.django_db


def words(response):
    return response.content.decode()


def page_of(claim, rest=""):
    return f"/w/desk/claims/{claim.uid}/{rest}"


class TestList:
    def test_finds_folded_words_of_statements_and_translations(self, as_):
        client = as_("annotator")
        given = {"statement": "ستغلق الولايات المتحدة سفارتها", "language": "ar", "kind": "threat"}
        client.post(f"{LIST}add/", {**given, "in_english": "The US will close its embassy"})
        client.post(f"{LIST}add/", {"statement": "Something else", "language": "en", "kind": "opinion"})
        for query in ("الولايات", "embassy CLOSE", "سفارتها المتحده"):
            assert [row.claim.kind for row in client.get(LIST, {"q": query}).context["rows"]] == ["threat"]

    def test_filters_by_kind_and_workflow(self, as_, cast):
        editor = cast.actor("editor")
        make_claim(editor, "Alpha", kind="threat")
        make_claim(editor, "Beta", kind="threat", workflow="marked")
        make_claim(cast.actor("stranger"), "Foreign", kind="threat", workflow="marked")
        rows = as_("reader").get(LIST, {"kind": "threat", "workflow": "marked"}).context["rows"]
        assert [row.claim.statement for row in rows] == ["Beta"]

    def test_counts_mentions_and_articles_without_a_query_for_each(self, as_, cast, django_assert_num_queries):
        editor = cast.actor("editor")
        claim = make_claim(editor)
        for _ in range(2):
            version = make_article(editor)
            span = find_span(editor, version, "talks had failed")
            make_mention(editor, claim, span=span)
            frame = make_frame(editor, version, cue=find_span(editor, version, "told"), contents=(span,))
            make_mention(editor, claim, attribution=frame)
        for number in range(10):
            make_claim(editor, f"Filler {number}")
        client = as_("reader")
        client.get(LIST)
        with django_assert_num_queries(7):
            rows = client.get(LIST).context["rows"]
        assert [(row.mentions, row.articles) for row in rows if row.claim == claim] == [(4, 2)]


class TestPage:
    @pytest.fixture
    def claim(self, cast):
        return make_claim(cast.actor("annotator"), translations={"ar": "فشلت المحادثات"})

    def test_shows_the_statement_in_both_languages(self, as_, claim):
        page = words(as_("reader").get(page_of(claim)))
        assert claim.statement in page
        assert 'lang="ar" dir="auto">فشلت المحادثات' in page

    def test_shows_each_mention_in_its_context(self, as_, cast, claim):
        editor = cast.actor("editor")
        version = make_article(editor, title="The report", outlet="The Ledger")
        source = make_source(editor, "Two officials", kind="anonymous_group")
        frame = make_frame(
            editor,
            version,
            source=find_span(editor, version, "Two officials"),
            cue=find_span(editor, version, "told"),
            contents=(find_span(editor, version, "that talks had failed"),),
            speakers=(source,),
        )
        make_mention(editor, claim, attribution=frame)
        page = words(as_("reader").get(page_of(claim)))
        for shown in ("The report", "The Ledger", "told AFP on Monday <mark>that talks had failed</mark>.\n“We leave"):
            assert shown in page
        assert f"/w/desk/articles/{version.article.uid}/versions/1/#frame-{frame.uid}" in page
        assert f"/w/desk/sources/{source.uid}/" in page

    def test_is_unknown_in_another_workspace(self, as_, claim):
        assert as_("stranger").get(page_of(claim)).status_code == 404
        assert as_("stranger").get(f"/w/other/claims/{claim.uid}/").status_code == 404

    def test_a_reader_is_offered_nothing_to_change(self, as_, claim):
        page = words(as_("reader").get(page_of(claim)))
        assert "<textarea" not in page
        assert "This needs the role" in page


class TestSteps:
    @pytest.fixture
    def claim(self, cast):
        return make_claim(cast.actor("annotator"))

    def take(self, client, claim, to, reason="", **more):
        claim.refresh_from_db()
        data = {"to": to, "reason": reason, "revision": claim.revision, **more}
        return client.post(page_of(claim, "step/"), data)

    def test_a_claim_goes_its_way_and_the_history_tells(self, as_, claim):
        self.take(as_("annotator"), claim, "marked")
        self.take(as_("annotator"), claim, "in_review")
        self.take(as_("editor"), claim, "marked", "which embassy?")
        response = as_("reader").get(page_of(claim))
        assert Claim.objects.get().workflow == "marked"
        assert "which embassy?" in words(response)
        assert [step.created_by for step in response.context["transitions"]] == ["editor", "annotator", "annotator"]

    def test_a_missing_reason_is_asked_for_and_the_words_stay(self, as_, claim):
        response = self.take(as_("annotator"), claim, "rejected", " ")
        assert response.status_code == 422
        assert "needs a reason" in words(response)
        assert not Transition.objects.exists()

    def test_a_stale_step_is_not_taken(self, as_, claim):
        response = self.take(as_("annotator"), claim, "marked", "keep me", revision=claim.revision + 7)
        assert response.status_code == 422
        assert "Somebody else changed this" in words(response)
        assert "keep me" in words(response)
        assert Claim.objects.get().workflow == "draft"

    def test_a_step_that_the_order_forbids(self, as_, claim):
        assert self.take(as_("editor"), claim, "published").status_code == 422
        assert self.take(as_("editor"), claim, "nonsense").status_code == 422
        assert Claim.objects.get().workflow == "draft"

    def test_nobody_accepts_their_own(self, as_, cast):
        claim = make_claim(cast.actor("editor"), workflow="in_review")
        assert "cannot accept it" in words(as_("editor").get(page_of(claim)))
        assert self.take(as_("editor"), claim, "accepted").status_code == 403
        assert self.take(as_("second_editor"), claim, "accepted").status_code == 302

    def test_a_reader_takes_no_step(self, as_, claim):
        assert self.take(as_("reader"), claim, "marked").status_code == 403

    def test_get_leads_back(self, as_, claim):
        assert as_("editor").get(page_of(claim, "step/"))["Location"] == page_of(claim)


class TestWording:
    def test_a_claim_is_stated(self, as_):
        data = {"statement": "فشلت", "language": "ar", "kind": "past_fact", "in_english": "They failed"}
        response = as_("annotator").post(f"{LIST}add/", data)
        claim = Claim.objects.get()
        assert response["Location"] == page_of(claim)
        assert (claim.workflow, claim.translations) == ("draft", {"en": "They failed"})

    def test_other_translations_survive_an_edit(self, as_, cast):
        claim = make_claim(cast.actor("editor"), translations={"fr": "Échec", "ar": "فشل"})
        data = {"statement": "Failed", "language": "en", "kind": "past_fact", "in_arabic": "", "revision": 1}
        as_("annotator").post(page_of(claim, "edit/"), {**data, "validity": ""})
        claim.refresh_from_db()
        assert (claim.statement, claim.translations, claim.validity) == ("Failed", {"fr": "Échec"}, "")

    def test_a_stale_edit_keeps_the_words(self, as_, cast):
        claim = make_claim(cast.actor("editor"))
        data = {"statement": "My words", "language": "en", "kind": "past_fact", "revision": 99}
        response = as_("annotator").post(page_of(claim, "edit/"), data)
        assert response.status_code == 422
        assert "My words" in words(response)

    def test_a_public_claim_is_an_editor_s(self, as_, cast):
        claim = make_claim(cast.actor("editor"), workflow="published")
        assert as_("annotator").get(page_of(claim, "edit/")).status_code == 403
        assert as_("editor").get(page_of(claim, "edit/")).status_code == 200

    def test_an_empty_statement_is_refused(self, as_):
        data = {"statement": "  ", "language": "en", "kind": "past_fact"}
        assert as_("annotator").post(f"{LIST}add/", data).status_code == 422


class TestComments:
    @pytest.fixture
    def claim(self, cast):
        return make_claim(cast.actor("editor"))

    def test_a_comment_is_added_resolved_and_opened_again(self, as_, claim):
        client = as_("annotator")
        client.post(page_of(claim, "comments/"), {"body": "Who <b>says</b> so?"})
        comment = Comment.objects.get()
        assert "Who &lt;b&gt;says&lt;/b&gt; so?" in words(client.get(page_of(claim)))
        address = page_of(claim, f"comments/{comment.uid}/")
        as_("editor").post(address, {"resolved": "yes"})
        comment.refresh_from_db()
        assert (comment.resolved, comment.resolved_by) == (True, "editor")
        partial = client.post(address, {"resolved": "no"}, headers={"HX-Request": "true"})
        assert words(partial).startswith(f'<article class="comment" id="comment-{comment.uid}"')
        comment.refresh_from_db()
        assert not comment.resolved

    def test_an_empty_comment_is_refused(self, as_, claim):
        assert as_("annotator").post(page_of(claim, "comments/"), {"body": " "}).status_code == 422
        assert not Comment.objects.exists()

    def test_readers_do_not_comment(self, as_, claim):
        assert as_("reader").post(page_of(claim, "comments/"), {"body": "x"}).status_code == 403

    def test_a_comment_on_another_claim_is_not_found_here(self, as_, cast, claim):
        other = make_claim(cast.actor("editor"), "Other")
        as_("annotator").post(page_of(other, "comments/"), {"body": "x"})
        address = page_of(claim, f"comments/{Comment.objects.get().uid}/")
        assert as_("annotator").post(address, {"resolved": "yes"}).status_code == 404


class TestOtherTimes:
    @pytest.fixture
    def desk(self, cast):
        desk = Desk(cast)
        one, other = desk.voice("one", reliability="B"), desk.voice("another")
        desk.accept(desk.report("AFP", one, at="2020-09-27T10:00Z"))
        desk.accept(desk.report("WSJ", other, at="2020-09-28T10:00Z"))
        desk.relate("distinct", one, other)
        return desk

    def test_what_bore_by_then(self, as_, desk):
        response = as_("reader").get(LIST, {"valid_at": "2020-09-27T20:00"})
        (row,) = response.context["rows"]
        stood = row.standing
        assert (stood.effective, stood.supporting_max, stood.grades) == ("single_source", 1, ("B",))
        page = words(response)
        assert "Counted is only what bore on the claims by 27 Sep 2020 20:00" in page
        assert 'value="2020-09-27T20:00:00"' in page
        assert f"{page_of(desk.claim)}?valid_at=2020-09-27T20%3A00" in page

    def test_the_times_are_kept_from_page_to_page(self, as_, cast):
        for number in range(26):
            make_claim(cast.actor("editor"), f"Filler {number}")
        client = as_("reader")
        first = client.get(LIST, {"valid_at": "2020-09-27T20:00", "kind": "past_fact"})
        (query,) = re.findall(r'rel="next" href="\?([^"]+)"', words(first))
        second = client.get(f"{LIST}?{query.replace('&amp;', '&')}")
        assert [row.claim.statement for row in second.context["rows"]] == ["Filler 0"]
        assert second.context["asked"].valid_at == first.context["asked"].valid_at is not None

    @pytest.mark.parametrize(
        ("query", "sentence"),
        [
            ({"valid_at": "x"}, "“What bore on it by” is no date and time"),
            ({"known_at": "2999-01-01"}, "Nothing is known yet of the future"),
            ({"valid_at": "2020-09-27", "assessment": "disputed"}, "cannot be filtered by their assessment"),
        ],
    )
    def test_what_cannot_be_shown_is_told_and_left_out(self, as_, query, sentence):
        response = as_("reader").get(LIST, query)
        assert sentence in words(response)
        assert not response.context["times"].any

    def test_every_filter_narrows_the_others(self, as_, cast):
        due = make_claim(cast.actor("editor"), "Due embassy", kind="threat", recheck_at="2020-01-01T00:00Z")
        make_claim(cast.actor("editor"), "Due otherwise", kind="opinion", recheck_at="2020-01-01T00:00Z")
        client = as_("reader")
        for query in (
            {"due": "now", "kind": "threat", "validity": "open", "q": "embassy", "assessment": "unverified"},
            {"due": "week", "workflow": "draft", "q": "due embassy"},
        ):
            assert [row.claim for row in client.get(LIST, query).context["rows"]] == [due]
        assert client.get(LIST, {"due": "now", "assessment": "disputed"}).context["rows"] == []


# Each change must be a transaction of its own: stamps of one transaction are one time.
@pytest.mark.django_db(transaction=True)
def test_the_list_as_it_was_known():
    cast = make_cast()
    desk = Desk(cast)
    one = desk.voice("one")
    desk.accept(desk.report("AFP", one, at="2020-09-27T10:00Z"))
    then = timezone.now().isoformat()
    desk.accept(desk.report("INA", desk.voice("a spokesman"), polarity="denies", at="2020-09-27T11:00Z"))
    changes = {"statement": "Otherwise.", "recheck_at": "2020-01-01T00:00Z"}
    edit_claim(actor=desk.actor, claim=desk.claim, expected=None, **changes)
    make_claim(desk.actor, "Later")
    client = Client()
    client.force_login(cast.reader)

    def listed(**query):
        rows = client.get(LIST, query).context["rows"]
        return [(row.claim.statement, row.standing.effective, row.mentions, row.articles) for row in rows]

    before = [("The embassy will close.", "single_source", 1, 1)]
    assert listed(known_at=then) == listed(known_at=then, assessment="single_source", q="embassy") == before
    assert listed(known_at=then, due="now") == listed(known_at=then, assessment="disputed") == []
    assert listed(known_at=then, valid_at="2020-09-27T09:00Z")[0][1] == "unverified"
    assert listed(due="now") == [("Otherwise.", "disputed", 2, 2)]
    assert "This workspace had no such claim by then." in words(client.get(LIST, {"known_at": "2020-01-01"}))
