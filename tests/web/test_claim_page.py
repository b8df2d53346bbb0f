"""A claim's page: its voices and why, now and as of earlier; evidence decided and states asserted there."""

from __future__ import annotations

import re

import pytest

from annotations.models import Article, Assessment, Claim, Corroboration, Exhibit, SourceRelation
from annotations.web import claim_page
from tests.actions.worked import Desk
from tests.cast import make_article, make_claim, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(cast):
    """The worked case up to the two officials of Reuters."""
    desk = Desk(cast)
    first, second = desk.voice("first of two officials"), desk.voice("second of two officials")
    desk.relate("distinct", first, second)
    desk.accept(desk.report("AFP", desk.voice("an Iraqi official", reliability="C"), at="2020-09-27T10:00Z"))
    desk.accept(desk.report("Reuters", first, second, at="2020-09-28T09:00Z"))
    return desk


def page_of(desk, rest=""):
    return f"/w/desk/claims/{desk.claim.uid}/{rest}"


def shown(response):
    context = response.context
    judged = context["view"].judgement
    supporting, refuting = judged.supporting, judged.refuting
    return str(context["view"].effective), (supporting.min, supporting.max), (refuting.min, refuting.max)


class TestAtAGlance:
    def test_state_voices_grades_and_what_changed(self, as_, desk):
        response = as_("reader").get(page_of(desk))
        assert shown(response) == ("corroborated", (2, 3), (0, 0))
        words = response.content.decode()
        assert "single source became corroborated" in words
        assert 'data-interval="supports"' in words
        assert response.context["grades"] == ["", "C"]

    def test_every_number_opens_to_its_reasons(self, as_, desk):
        words = as_("reader").get(page_of(desk)).content.decode()
        assert "Why at least 2 and at most 3" in words
        assert "stated to be different by editor: we know" in words
        assert "3 paths, and whether they count" in words
        assert "weakest link C" in words

    def test_a_path_that_does_not_count_says_why(self, as_, desk):
        desk.accept(desk.report("P", desk.voice("a liar", reliability="E"), at="2020-09-28T10:00Z"))
        response = as_("reader").get(page_of(desk))
        assert "A link of it is graded E: unreliable." in response.content.decode()
        assert [row.why for row in response.context["evidence"] if row.why] == ["A link of it is graded E: unreliable."]

    def test_an_empty_claim_has_a_page(self, as_, desk):
        claim = Claim.objects.create(
            workspace=desk.actor.workspace,
            statement="Nothing known",
            language="en",
            kind="opinion",
            created_by="editor",
        )
        response = as_("reader").get(f"/w/desk/claims/{claim.uid}/")
        assert shown(response) == ("unverified", (0, 0), (0, 0))
        assert "<svg class=\"drawing" not in response.content.decode()  # the words alone say when it was stated

    def test_the_number_of_queries_does_not_grow_with_the_evidence(self, as_, desk, django_assert_max_num_queries):
        client = as_("reader")
        client.get(page_of(desk))
        for number in range(5):
            desk.accept(desk.report(f"Outlet {number}", desk.voice(f"somebody {number}"), at="2020-09-29T09:00Z"))
        with django_assert_max_num_queries(60):
            assert shown(client.get(page_of(desk)))[1] == (2, 8)


    def test_of_much_evidence_what_waits_comes_first_and_the_rest_is_led_to(self, as_, desk, monkeypatch):
        monkeypatch.setattr(claim_page, "EVIDENCE_AT_FIRST", 1)
        waiting = desk.report("WSJ", desk.voice("a US official"), at="2020-09-28T20:00Z")
        client = as_("reader")
        first = client.get(page_of(desk, "?valid_at=2020-09-29T00:00:00Z"))
        assert [one.row for one in first.context["evidence"]] == [waiting]
        (way,) = re.findall(r'href="([?]evidence=all[^"]*)#evidence"', first.content.decode())
        whole = client.get(page_of(desk, way.replace("&amp;", "&")))
        assert whole.context["times"].valid_at == first.context["times"].valid_at
        assert len(whole.context["evidence"]) == 3
        assert 'href="?evidence=all' not in whole.content.decode()

    def test_of_many_voices_and_events_the_first_are_listed_and_the_rest_is_led_to(self, as_, desk, monkeypatch):
        client = as_("reader")
        whole = client.get(page_of(desk)).content.decode()
        monkeypatch.setattr(claim_page, "PATHS_AT_FIRST", 1)
        monkeypatch.setattr(claim_page, "EVENTS_AT_FIRST", 1)
        desk.accept(desk.report("WSJ", desk.voice("a US official"), at="2020-09-28T20:00Z"))
        first = client.get(page_of(desk)).content.decode()
        side = first.split('id="side-supports"')[1].split('id="side-refutes"')[0]
        assert (side.count('class="path '), side.count('class="root '), side.count("#voices")) == (1, 1, 2)
        assert (first.split('class="entries"')[1].split("</ol>")[0].count("<li>"), first.count("#timeline")) == (1, 1)
        asked = client.get(page_of(desk, "?evidence=all")).content.decode()
        assert asked.count('class="path ') > whole.count('class="path ') > 2
        assert "Show the rest" not in asked
        assert "Show the rest" not in whole


class TestAtAnotherTime:
    def test_what_bore_on_it_by_then(self, as_, desk):
        response = as_("reader").get(page_of(desk, "?valid_at=2020-09-27T20:00Z"))
        assert shown(response) == ("single_source", (1, 1), (0, 0))
        assert "It did not bear on the claim by then." in response.content.decode()
        assert "Accept" not in response.content.decode()

    def test_since_when_it_was_so_then(self, as_, desk):
        def since(query=""):
            return as_("reader").get(page_of(desk, query)).context["view"].since.isoformat()[:16]

        assert since() == since("?valid_at=2030-01-01") == "2020-09-28T09:00"
        assert since("?valid_at=2020-09-27T20:00Z") == "2020-09-27T10:00"

    def test_what_changed_last_is_told_by_its_own_time(self, as_, cast):
        """An assessment that came in with an import keeps the time at which it was made."""
        claim = make_claim(cast.actor("editor"))
        Assessment.objects.create(
            workspace=cast.workspace, created_by="isnad", claim=claim, number=1, cause="computed", rule_version="1",
            computed="confirmed", supporting_min=1, supporting_max=1, refuting_min=0, refuting_max=0,
            created_at="2021-03-04T05:06Z",
        )  # fmt: skip
        page = as_("reader").get(f"/w/desk/claims/{claim.uid}/").content.decode()
        glance = page[page.index('id="glance"') : page.index('id="voices"')]
        assert "unverified became confirmed" in glance
        assert "4 Mar 2021 05:06" in glance

    def test_what_had_been_recorded_by_then(self, as_, desk):
        rows = list(Assessment.objects.order_by("number"))
        assert len(rows) == 2
        response = as_("reader").get(page_of(desk), {"known_at": rows[0].recorded_at.isoformat()})
        assert shown(response) == ("single_source", (1, 1), (0, 0))
        assert shown(as_("reader").get(page_of(desk), {"known_at": rows[1].recorded_at.isoformat()}))[1] == (2, 3)

    def test_the_claim_s_own_dates_are_offered(self, as_, desk):
        response = as_("reader").get(page_of(desk))
        offered = [choice.value for choice in response.context["valid_choices"]]
        assert offered == ["2020-09-27T10:00:00Z", "2020-09-28T09:00:00Z"]
        assert len(response.context["known_choices"]) >= 2

    @pytest.mark.parametrize(
        ("query", "words"),
        [
            ("valid_at=yesterday", "“What bore on it by” is no date and time"),
            ("known_at=%00", "“What was recorded here by” is no date and time"),
            ("known_at=2999-01-01T00:00Z", "Nothing is known yet of the future."),
        ],
    )
    def test_a_time_that_cannot_be_means_now_and_is_told(self, as_, desk, query, words):
        response = as_("reader").get(page_of(desk, f"?{query}"))
        assert response.status_code == 200
        assert shown(response)[0] == "corroborated"
        assert words in response.content.decode()

    def test_before_it_was_stated_it_is_not_there(self, as_, desk):
        response = as_("reader").get(page_of(desk, "?known_at=2001-01-01T00:00Z"))
        assert response.status_code == 404
        told = response.content.decode()
        assert "This workspace had no such claim by then." in told
        assert f'href="{page_of(desk)}"' in told
        assert desk.claim.statement not in told


class TestEvidence:
    def test_it_is_accepted_and_rejected(self, as_, desk):
        row = desk.report("WSJ", desk.voice("a US official"), at="2020-09-28T20:00Z")
        client = as_("editor")
        client.post(page_of(desk, f"evidence/{row.uid}/accept/"))
        assert desk.stands()[1] == (2, 4)
        client.post(page_of(desk, f"evidence/{row.uid}/reject/"), {"reason": ""})
        assert desk.stands()[1] == (2, 4)
        client.post(page_of(desk, f"evidence/{row.uid}/reject/"), {"reason": "a hoax"})
        assert desk.stands()[1] == (2, 3)
        assert Corroboration.objects.get(pk=row.pk).decided_reason == "a hoax"

    def test_what_decides_needs_a_ground_and_a_reason(self, as_, desk):
        spokesman = desk.voice(name="Ahmed al-Sahaf", kind="named_person")
        row = desk.report("INA", spokesman, at="2020-09-29T08:00Z")
        client = as_("editor")
        given = {"stance": "supports", "decisive": "on", "revision": row.revision}
        address = page_of(desk, f"evidence/{row.uid}/")
        assert client.post(address, given).status_code == 422
        more = {"decisive_ground": "competent_party", "decisive_reason": "he is the one to know"}
        assert client.post(address, given | more).status_code == 302
        client.post(page_of(desk, f"evidence/{row.uid}/accept/"))
        assert desk.stands()[0] == "confirmed"

    def test_an_exhibit_is_proposed_with_its_file(self, as_, desk, tmp_path):
        file = tmp_path / "letter.pdf"
        file.write_bytes(b"%PDF-1.7 a letter")
        with file.open("rb") as upload:
            given = {"kind": "document", "title": "A letter", "stance": "supports", "file": upload}
            response = as_("annotator").post(page_of(desk, "evidence/add/"), given)
        assert response.status_code == 302
        exhibit = Exhibit.objects.get()
        answer = as_("reader").get(f"/w/desk/exhibits/{exhibit.uid}/file/")
        assert b"".join(answer.streaming_content) == b"%PDF-1.7 a letter"
        assert answer["Content-Disposition"] == 'attachment; filename="letter.pdf"'
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert Corroboration.objects.get(exhibit=exhibit).state == "proposed"

    def test_an_exhibit_of_nothing_is_refused_beside_its_field(self, as_, desk):
        given = {"kind": "document", "title": "Hearsay", "stance": "supports"}
        response = as_("annotator").post(page_of(desk, "evidence/add/"), given)
        assert response.status_code == 422
        assert "An exhibit needs an address or a file" in response.content.decode()
        assert not Exhibit.objects.exists()


class TestAssertions:
    def test_one_asserts_and_another_confirms(self, as_, desk):
        given = {"state": "confirmed", "reason": "we saw the order"}
        assert as_("editor").post(page_of(desk, "assert/"), given).status_code == 302
        response = as_("editor").get(page_of(desk))
        assert shown(response)[0] == "corroborated"
        assert "editor asserts: confirmed" in response.content.decode()
        number = Assessment.objects.latest("number").number
        as_("editor").post(page_of(desk, f"assert/{number}/confirm/"))
        assert desk.stands()[0] == "corroborated"
        as_("second_editor").post(page_of(desk, f"assert/{number}/confirm/"))
        response = as_("reader").get(page_of(desk))
        assert shown(response)[0] == "confirmed"
        assert "The evidence gives: corroborated." in response.content.decode()
        as_("editor").post(page_of(desk, "lift/"), {"reason": "it was another order"})
        assert desk.stands()[0] == "corroborated"

    def test_unverifiable_needs_a_date(self, as_, desk):
        response = as_("editor").post(page_of(desk, "assert/"), {"state": "unverifiable", "reason": "nobody speaks"})
        assert response.status_code == 422
        assert "needs a date to look again" in response.content.decode()

    def test_looking_again_moves_the_date(self, as_, desk):
        as_("editor").post(page_of(desk, "look/"), {"note": "no news", "next_at": "2030-01-02"})
        assert as_("reader").get(page_of(desk)).context["standing"].due_at.year == 2030


class TestBeforeARetraction:
    def test_a_statement_s_withdrawal_lists_what_it_would_move(self, as_, desk):
        relation = SourceRelation.objects.get()
        address = f"/w/desk/sources/{relation.a.uid}/relations/{relation.uid}/retract/"
        response = as_("editor").get(address)
        (moved,) = response.context["moved"]
        assert (moved.before.effective, moved.after.effective) == ("corroborated", "single_source")
        assert desk.stands()[0] == "corroborated"
        assert as_("editor").post(address, {"reason": ""}).status_code == 422
        assert as_("editor").post(address, {"reason": "it was one man"}).status_code == 302
        assert desk.stands() == ("single_source", (1, 3), (0, 0))

    def test_an_article_s_retraction(self, as_, desk):
        address = f"/w/desk/articles/{desk.articles['Reuters'].uid}/retract/"
        (moved,) = as_("editor").get(address).context["moved"]
        assert moved.after.supporting_max == 1
        as_("editor").post(address, {"reason": "Reuters withdrew it"})
        assert desk.stands() == ("single_source", (1, 1), (0, 0))

    def test_what_nobody_can_take_back_says_so(self, as_, desk):
        version = make_article(desk.actor, outlet="")
        response = as_("editor").get(f"/w/desk/articles/{version.article.uid}/retract/")
        assert response.status_code == 200
        assert response.context["refused"]
        assert f'<a class="button" href="/w/desk/articles/{version.article.uid}/">Back</a>' in response.content.decode()

    def test_it_is_offered_only_where_an_outlet_is_named(self, as_, desk):
        Article.objects.filter(pk=desk.articles["AFP"].pk).update(outlet="")
        told = as_("editor").get(page_of(desk)).content.decode()
        assert f"/articles/{desk.articles['AFP'].uid}/retract/" not in told
        assert f"/articles/{desk.articles['Reuters'].uid}/retract/" in told


def test_all_that_is_proposed_is_accepted_by_one_button(as_, cast):
    desk = Desk(cast)
    shown = [desk.report(name, desk.voice(name), at="2020-09-27T10:00Z") for name in ("AFP", "WSJ")]
    page = as_("editor").get(page_of(desk))
    assert "Accept all 2 proposed from accepted layers" in page.content.decode()
    assert "Accept all" not in as_("annotator").get(page_of(desk)).content.decode()
    later = desk.report("INA", desk.voice("a spokesman"), at="2020-09-27T10:00Z")
    answer = as_("editor").post(page_of(desk, "evidence/accept/"), {"evidence": [*(row.uid for row in shown), "x"]})
    assert answer["Location"] == page_of(desk) + "#evidence"
    later.refresh_from_db()
    assert (desk.stands()[1], later.state) == ((1, 2), "proposed")
    assert as_("annotator").post(page_of(desk, "evidence/accept/")).status_code == 403


def test_a_retraction_is_titled_in_the_language_of_what_is_taken_back(as_, cast):
    desk = Desk(cast)
    desk.accept(desk.report("AFP", desk.voice(), at="2020-09-27T10:00Z"))
    article = desk.articles["AFP"]
    Article.objects.filter(pk=article.pk).update(language="ar", title="واشنطن تغلق سفارتها")
    as_("editor").post(f"/w/desk/articles/{article.uid}/retract/", {"reason": "سحبته الوكالة"})
    assert Exhibit.objects.get().title == "سحب: واشنطن تغلق سفارتها"
    assert "Retraction" not in as_("editor").get(page_of(desk)).content.decode()


class TestExhibits:
    """Brought with where they come from; taken back from all claims after a look at what that moves."""

    LETTER = {"kind": "document", "title": "A letter", "url": "https://example.org/", "stance": "refutes"}

    def test_with_a_source_of_the_registry(self, as_, desk):
        archive = make_source(desk.actor, "The archive", kind="named_organisation")
        given = {**self.LETTER, "origin": str(archive.uid)}
        assert as_("annotator").post(page_of(desk, "evidence/add/"), given).status_code == 302
        assert Exhibit.objects.get().origin == archive

    def test_with_none_that_is_not_here(self, as_, desk):
        elsewhere = make_source(desk.cast.actor("stranger"))
        response = as_("annotator").post(page_of(desk, "evidence/add/"), {**self.LETTER, "origin": elsewhere.uid})
        assert response.status_code == 422
        assert list(response.context["form"].errors) == ["origin"]
        assert not Exhibit.objects.exists()

    def test_taken_back_after_a_look(self, as_, desk):
        as_("annotator").post(page_of(desk, "evidence/add/"), self.LETTER)
        row = Corroboration.objects.get(exhibit__isnull=False)
        as_("editor").post(page_of(desk, f"evidence/{row.uid}/accept/"))
        assert desk.stands()[0] == "disputed"
        address = f"/w/desk/exhibits/{Exhibit.objects.get().uid}/retract/"
        assert as_("annotator").get(address).status_code == 403
        assert as_("stranger").get(address).status_code == 404
        (moved,) = as_("editor").get(address).context["moved"]
        assert (moved.before.effective, moved.after.effective) == ("disputed", "corroborated")
        assert as_("editor").post(address, {"reason": "forged"}).status_code == 302
        assert desk.stands()[0] == "corroborated"

    @pytest.mark.parametrize("step", ["accept", "reject"])
    def test_deciding_is_no_address_to_go_to(self, as_, desk, step):
        row = Corroboration.objects.latest("pk")
        response = as_("editor").get(page_of(desk, f"evidence/{row.uid}/{step}/"))
        assert (response.status_code, response["Location"]) == (302, page_of(desk, "#evidence"))
        row.refresh_from_db()
        assert row.state == "accepted"
