"""When to look again: who chooses the intervals, by page and by API, what becomes due, and what is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest

from annotations.actions import set_recheck_days
from annotations.errors import DeniedError, ManyErrors
from annotations.models import RecheckInterval, Standing
from annotations.vocabulary import RECHECK_DAYS
from tests.actions.worked import Desk
from tests.api.client import api_of, faults
from tests.cast import make_claim

PAGE = "/w/desk/rechecks/"
pytestmark = pytest.mark.django_db
USUAL = {str(state): days for state, days in RECHECK_DAYS.items()}


def wait_of(claim):
    row = Standing.objects.get(claim=claim)
    return row.due_at and (row.due_at - row.moved_at).days


class TestAction:
    def test_claims_are_due_anew_at_once(self, cast):
        desk = Desk(cast)
        desk.accept(desk.report("AFP", desk.voice(), at="2020-09-27T10:00Z"))
        other = make_claim(desk.actor, "Nobody says it.")
        assert (wait_of(desk.claim), wait_of(other)) == (7, 7)
        chosen = set_recheck_days(actor=desk.actor, days={"single source": 2, "unverified": None, "disputed": 3})
        assert chosen == {**USUAL, "single_source": 2, "unverified": None}
        assert (wait_of(desk.claim), wait_of(other)) == (2, None)
        assert set(RecheckInterval.objects.values_list("state", "days")) == {("single_source", 2), ("unverified", None)}
        set_recheck_days(actor=desk.actor, days={"unverified": 7})
        assert wait_of(other) == 7

    @pytest.mark.parametrize("days", [0, -1, 3651, 1.5, "7", True, [7]])
    def test_days_are_whole_numbers_of_their_range(self, cast, days):
        with pytest.raises(ManyErrors) as caught:
            set_recheck_days(actor=cast.actor("editor"), days={"disputed": days, "nonsense": 3, "confirmed": 2})
        assert [(one.field, one.rule) for one in caught.value.errors] == [
            ("disputed", "recheck.days"), ("nonsense", "field.choice"),
        ]  # fmt: skip
        assert not RecheckInterval.objects.exists()

    def test_an_editor_s_to_choose_for_their_workspace_alone(self, cast):
        foreign = make_claim(cast.actor("stranger"))
        with pytest.raises(DeniedError):
            set_recheck_days(actor=cast.actor("annotator"), days={"disputed": 1})
        set_recheck_days(actor=cast.actor("admin"), days={"unverified": 1})
        assert wait_of(foreign) == 7


class TestApi:
    def test_read_and_chosen(self, cast):
        editor, reader = api_of(cast, "editor"), api_of(cast, "reader")
        assert reader.get("workspace/").json()["recheck_days"] == USUAL
        told = {one["state"]: one for one in reader.get("workspace/rechecks/").json()["results"]}
        assert {state: (one["days"], one["default"]) for state, one in told.items()} == {
            state: (days, days) for state, days in USUAL.items()
        }
        made = editor.post("workspace/rechecks/", {"days": {"disputed": 1, "confirmed": None}})
        assert made.status_code == 200
        told = {one["state"]: one for one in reader.get("workspace/rechecks/").json()["results"]}
        assert (told["disputed"]["days"], told["disputed"]["chosen_by"]) == (1, "editor")
        assert (told["confirmed"]["days"], told["confirmed"]["default"]) == (None, 180)
        assert reader.get("workspace/").json()["recheck_days"]["disputed"] == 1

    @pytest.mark.parametrize(
        ("body", "status", "fault"),
        [
            ({"days": {"disputed": 0}}, 422, ("disputed", "recheck.days")),
            ({"days": {"calm": 3}}, 422, ("calm", "field.choice")),
            ({"days": 3}, 400, (None, "body.not_object")),
            ({}, 422, ("days", "field.required")),
        ],
    )
    def test_what_is_refused(self, cast, body, status, fault):
        answer = api_of(cast, "editor").post("workspace/rechecks/", body)
        assert answer.status_code == status
        assert fault in faults(answer) or answer.json()["rule"] == fault[1]


class TestPage:
    def test_the_form_chooses_and_the_history_tells(self, as_):
        client = as_("editor")
        shown = client.get(PAGE).content.decode()
        assert 'name="disputed" value="3"' in shown
        assert client.post(PAGE, {"disputed": "2", "unverified": ""})["Location"] == PAGE
        client.post(PAGE, {"disputed": "5"})
        response = client.get(PAGE)
        rows = {str(one.state): one.days for one, _field in response.context["rows"]}
        assert rows == {**USUAL, "disputed": 5, "unverified": None}
        told = [(str(one.state), one.days, one.by) for one in response.context["history"]]
        assert {one[:2] for one in told} == {("disputed", 2), ("disputed", 5), ("unverified", None)}
        assert {one[2] for one in told} == {"editor"}

    def test_a_wrong_number_is_named_and_nothing_is_set(self, as_):
        response = as_("admin").post(PAGE, {"disputed": "0", "confirmed": "9"})
        assert response.status_code == 422
        assert response.context["form"].errors.keys() == {"disputed"}
        assert not RecheckInterval.objects.exists()

    def test_who_may_not_choose_sees_them(self, as_):
        page = as_("annotator").get(PAGE).content.decode()
        assert '<input type="number"' not in page
        assert as_("annotator").post(PAGE, {"disputed": "1"}).status_code == 403

    def test_the_desk_leads_to_the_queue(self, as_, cast):
        claim = make_claim(cast.actor("editor"), recheck_at="2020-01-01T00:00Z")
        make_claim(cast.actor("editor"), "Later")
        set_recheck_days(actor=cast.actor("editor"), days={"unverified": 30})
        client = as_("reader")
        assert '/w/desk/claims/?due=week"' in client.get("/w/desk/").content.decode()
        assert [row.claim for row in client.get("/w/desk/claims/?due=week").context["rows"]] == [claim]
        assert timedelta(days=30).days == wait_of(Standing.objects.get(claim__statement="Later").claim)
