"""Claims are stated, reworded and taken back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from annotations.actions import add_claim, add_mention, delete_claim, edit_claim, recheck, transition
from annotations.errors import ConflictError, RuleBrokenError
from annotations.models import ArticleVersion, Claim, uuid7
from annotations.policies import Actor
from annotations.vocabulary import Workflow
from tests.actions.broken import broken, conflict, denied, history
from tests.actions.worked import Desk
from tests.cast import Cast, find_span, make_claim

CLAIM: dict[str, Any] = {"statement": "Two left.", "language": "en", "kind": "past_fact"}


def test_a_claim_begins_as_a_draft(annotator: Actor) -> None:
    claim = add_claim(actor=annotator, **CLAIM).object
    claim.refresh_from_db()
    assert (claim.workflow, claim.certainty, claim.polarity, claim.validity) == (
        "draft", "unspecified", "positive", "open",
    )  # fmt: skip
    assert (claim.created_by, claim.revision) == ("annotator", 1)


def test_everything_that_is_said_of_a_claim_is_kept(annotator: Actor) -> None:
    said: dict[str, Any] = {
        "translations": {"ar": "غادر اثنان", "zh-Hant": "兩人離開"}, "certainty": "probable", "polarity": "negative",
        "validity": "lapsed",
    }  # fmt: skip
    times: dict[str, Any] = {"horizon": "2026-02-01T00:00:00Z", "recheck_at": datetime(2026, 3, 1, tzinfo=UTC)}
    claim = add_claim(actor=annotator, **CLAIM, **said, **times).object
    claim.refresh_from_db()
    assert {name: getattr(claim, name) for name in said} == said
    assert (claim.horizon, claim.recheck_at) == (datetime(2026, 2, 1, tzinfo=UTC), times["recheck_at"])


@pytest.mark.parametrize("query", ["two left", "غادر", "اثنان", "TWO"])
def test_a_claim_is_found_by_its_words_in_any_language(annotator: Actor, query: str) -> None:
    claim = add_claim(actor=annotator, **CLAIM, translations={"ar": "غادر اثنان"}).object
    assert list(Claim.objects.matching(query.lower())) == [claim]


@pytest.mark.parametrize(
    ("field", "value", "rule", "place"),
    [
        ("statement", "", "field.required", "statement"),
        ("statement", "x" * 5001, "field.too_long", "statement"),
        ("statement", None, "field.not_text", "statement"),
        ("language", "english language", "field.language", "language"),
        ("kind", "rumour", "field.choice", "kind"),
        ("kind", "", "field.choice", "kind"),
        ("certainty", "sure", "field.choice", "certainty"),
        ("polarity", "both", "field.choice", "polarity"),
        ("validity", "maybe", "field.choice", "validity"),
        ("horizon", "soon", "field.time", "horizon"),
        ("recheck_at", 7, "field.time", "recheck_at"),
        ("translations", "x", "field.not_object", "translations"),
        ("translations", {"not a tag": "x"}, "field.language", "translations"),
        ("translations", {"ar": ""}, "field.required", "translations.ar"),
        ("translations", {"ar": 7}, "field.not_text", "translations.ar"),
        ("translations", {f"a{chr(97 + n // 26)}{chr(97 + n % 26)}": "x" for n in range(51)}, "field.too_long",
         "translations"),
        ("workflow", "published", "field.unknown", "workflow"),
        ("colour", "red", "field.unknown", "colour"),
    ],
)  # fmt: skip
def test_each_field_is_checked_by_its_name(annotator: Actor, field: str, value: object, rule: str, place: str) -> None:
    with broken(rule, place):
        add_claim(actor=annotator, **{**CLAIM, field: value})
    claim = make_claim(annotator)
    with broken(rule, place):
        edit_claim(actor=annotator, claim=claim, expected=1, **{field: value})
    claim.refresh_from_db()
    assert claim.revision == 1


def test_a_reworded_claim_is_found_by_its_new_words(annotator: Actor, editor: Actor) -> None:
    claim = add_claim(actor=annotator, **CLAIM).object
    changed = edit_claim(actor=editor, claim=claim, expected=1, statement="Three left.", validity="")
    assert (changed.revision, changed.validity) == (2, "")
    assert not Claim.objects.matching("two").exists()
    assert Claim.objects.matching("three").exists()
    assert history(claim, "statement", "superseded_by") == [("Two left.", "editor")]


@pytest.mark.parametrize("workflow", Workflow)
@pytest.mark.parametrize(
    ("who", "limit"), [("reader", "never"), ("annotator", "until it is public"), ("editor", "always")]
)
def test_who_may_reword_a_claim(cast: Cast, workflow: Workflow, who: str, limit: str) -> None:
    claim = make_claim(cast.actor("editor"), workflow=workflow)
    public = workflow in (Workflow.PUBLISHED, Workflow.CORRECTION_PENDING, Workflow.WITHDRAWN)
    actor = cast.actor(who)
    if limit == "never" or (limit != "always" and public):
        with denied():
            edit_claim(actor=actor, claim=claim, expected=None, statement="Three left.")
    else:
        assert edit_claim(actor=actor, claim=claim, expected=None, statement="Three left.").revision == 2


# Taking back.


def test_a_draft_that_nothing_mentions_is_taken_back(annotator: Actor) -> None:
    claim = add_claim(actor=annotator, **CLAIM).object
    delete_claim(actor=annotator, claim=claim, expected=1)
    assert Claim.objects.count() == 0
    assert history(claim, "statement", "superseded_by") == [("Two left.", "annotator")]


def test_a_mentioned_claim_stays(annotator: Actor, version: ArticleVersion) -> None:
    claim = make_claim(annotator)
    add_mention(actor=annotator, claim=claim, span=find_span(annotator, version, "Ann"))
    with conflict("claim.in_use"):
        delete_claim(actor=annotator, claim=claim, expected=None)


def test_a_claim_that_went_a_step_stays(annotator: Actor) -> None:
    claim = make_claim(annotator)
    transition(actor=annotator, claim=claim, to="marked")
    with conflict("claim.in_use"):
        delete_claim(actor=annotator, claim=claim, expected=None)


def test_a_reader_takes_nothing_back(cast: Cast) -> None:
    claim = make_claim(cast.actor("annotator"))
    with denied():
        delete_claim(actor=cast.actor("reader"), claim=claim, expected=None)


class TestOvertaken:
    """A threat that another claim overtook keeps its state and its interval; only its validity is another."""

    def test_names_the_claim_that_overtook_it(self, editor: Actor) -> None:
        threat = make_claim(editor, "It will close.", kind="threat")
        newer = make_claim(editor, "It stays open.")
        row = edit_claim(actor=editor, claim=threat, expected=None, validity="overtaken", overtaken_by=str(newer.uid))
        assert (row.validity, row.overtaken_by) == ("overtaken", newer.uid)
        with pytest.raises(ConflictError) as caught:
            delete_claim(actor=editor, claim=newer, expected=None)
        assert caught.value.rule == "claim.in_use"
        row = edit_claim(actor=editor, claim=threat, expected=None, validity="fulfilled")
        assert row.overtaken_by is None
        delete_claim(actor=editor, claim=newer, expected=None)

    def test_keeps_its_state(self, cast: Cast) -> None:
        desk = Desk(cast)
        desk.accept(desk.report("AFP", desk.voice(), at="2020-09-27T10:00Z"))
        before = desk.stands()
        newer = make_claim(desk.actor, "It stays open.")
        edit_claim(actor=desk.actor, claim=desk.claim, expected=None, validity="overtaken", overtaken_by=newer.uid)
        assert desk.stands() == before
        assert not list(recheck(workspace=cast.workspace))

    @pytest.mark.parametrize("what", ["itself", "nothing", "of_another", "not_overtaken"])
    def test_by_another_claim_that_is_here(self, cast: Cast, editor: Actor, what: str) -> None:
        threat = make_claim(editor, "It will close.", kind="threat")
        named = {
            "itself": threat.uid,
            "nothing": uuid7(),
            "of_another": make_claim(cast.actor("stranger")).uid,
            "not_overtaken": make_claim(editor, "It stays open.").uid,
        }[what]
        validity = "open" if what == "not_overtaken" else "overtaken"
        with pytest.raises(RuleBrokenError) as caught:
            edit_claim(actor=editor, claim=threat, expected=None, validity=validity, overtaken_by=named)
        assert caught.value.field == "overtaken_by"
        assert caught.value.rule in {"claim.overtaken_by", "claim.missing"}
