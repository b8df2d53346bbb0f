"""Who gets in: tokens, sessions, and what each is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from annotations.actions import make_token, revoke_token
from annotations.models import Membership, Token, TokenHistory
from annotations.vocabulary import Role
from tests.api.client import Api, api_of, faults
from tests.cast import Cast, make_article


@pytest.mark.parametrize("path", ["workspace/", "articles/", "spans/0190f5a0-0000-7000-8000-000000000000/"])
@pytest.mark.parametrize("header", [None, "Bearer ", "Bearer nobody", "Bearer a b", "Basic dTpw", "bearer \x80"])
def test_without_a_living_token_nobody_gets_in(db: None, path: str, header: str | None) -> None:
    response = Api().get(path, **({"authorization": header} if header else {}))
    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("Bearer")


def test_a_revoked_token_and_an_expired_one_are_worth_nothing(cast: Cast) -> None:
    actor = cast.actor("editor")
    revoked, key = make_token(actor=actor, scope="edit")
    assert Api(key).get("workspace/").status_code == 200
    revoke_token(actor=actor, token=revoked)
    assert Api(key).get("workspace/").status_code == 401
    expired, key = make_token(actor=actor, scope="edit")
    Token.objects.filter(pk=expired.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    response = Api(key).get("workspace/")
    assert (response.status_code, response.json()["rule"]) == (401, "token.invalid")


def test_a_token_of_somebody_who_was_switched_off(cast: Cast, editor: Api) -> None:
    cast.editor.is_active = False
    cast.editor.save()
    assert editor.get("workspace/").status_code == 401


def test_a_bad_token_never_falls_back_to_the_session(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.editor)
    assert Api(client=client).get("workspace/").status_code == 200
    assert Api("nobody", client=client).get("workspace/").status_code == 401


def test_the_scope_narrows_the_role(cast: Cast) -> None:
    response = api_of(cast, "admin", "read").post("sources/", {"kind": "outlet", "name": "AFP"})
    assert (response.status_code, response.json()["rule"]) == (403, "scope.too_small")
    assert "annotate" in response.json()["detail"]


def test_the_role_narrows_the_scope_and_is_the_present_one(cast: Cast) -> None:
    api = api_of(cast, "annotator", "admin")
    article = make_article(cast.actor("editor")).article
    path = f"articles/{article.uid}/versions/"
    response = api.post(path, {"text": "Corrected."})
    assert (response.status_code, response.json()["rule"]) == (403, "role.too_small")
    Membership.objects.filter(user=cast.annotator).update(role=Role.EDITOR)
    assert api.post(path, {"text": "Corrected."}).status_code == 201


def test_using_a_token_is_no_change_of_it(cast: Cast, editor: Api) -> None:
    before = TokenHistory._default_manager.count()
    for _ in range(3):
        editor.get("workspace/")
    assert TokenHistory._default_manager.count() == before
    assert Token.objects.get(user=cast.editor).use.last_used_at is not None


def test_the_workspace_of_a_token(cast: Cast, editor: Api) -> None:
    answer = editor.get("workspace/").json()
    assert (answer["slug"], answer["me"]) == ("desk", {"username": "editor", "role": "editor", "scope": "admin"})
    assert {"username": "reader", "name": "", "role": "reader"} in answer["members"]
    assert "stranger" not in {member["username"] for member in answer["members"]}


def test_every_vocabulary_has_labels_in_both_languages(editor: Api) -> None:
    words = editor.get("workspace/").json()["vocabulary"]
    assert {"claim_kind", "workflow", "source_kind", "resolution", "attitude", "credibility"} <= set(words)
    in_review = next(one for one in words["workflow"] if one["value"] == "in_review")
    assert in_review["en"] == "in review"
    assert any("\u0600" <= letter <= "\u06ff" for letter in in_review["ar"])


# The pages' own session


def session(cast: Cast, who: str, *, csrf: bool = False) -> Api:
    client = Client(enforce_csrf_checks=csrf)
    client.force_login(getattr(cast, who))
    return Api(client=client)


def test_a_session_acts_in_the_only_workspace(cast: Cast) -> None:
    answer = session(cast, "editor").get("workspace/").json()
    assert (answer["slug"], answer["me"]["scope"]) == ("desk", None)


def test_a_session_names_its_workspace_by_header(cast: Cast) -> None:
    Membership.objects.create(workspace=cast.other_workspace, user=cast.editor, role=Role.READER)
    api = session(cast, "editor")
    assert api.get("workspace/").json()["rule"] == "workspace.not_chosen"
    assert api.get("workspace/", x_workspace="other").json()["me"]["role"] == "reader"
    assert api.get("workspace/", x_workspace="desk").json()["me"]["role"] == "editor"


def test_a_page_of_one_person_does_nothing_under_the_session_of_another(cast: Cast) -> None:
    cast.editor.username = "هدى"
    cast.editor.save()
    api = session(cast, "editor")
    assert api.get("workspace/", x_user="%D9%87%D8%AF%D9%89").status_code == 200
    for other in ("annotator", "%", "هدى\u0301", ""):
        response = api.get("workspace/", x_user=other)
        assert (response.status_code, response.json()["rule"]) == (401, "session.of_another")


@pytest.mark.parametrize("slug", ["other", "nowhere", "%00", "\x7f"])
def test_a_session_gets_into_no_other_workspace(cast: Cast, slug: str) -> None:
    response = session(cast, "editor").get("workspace/", x_workspace=slug)
    assert (response.status_code, response.json()["rule"]) == (403, "workspace.not_chosen")


def test_writes_of_a_session_need_the_csrf_token(cast: Cast) -> None:
    api = session(cast, "editor", csrf=True)
    body = {"kind": "outlet", "name": "AFP"}
    assert api.get("sources/").status_code == 200
    refused = api.post("sources/", body)
    assert (refused.status_code, refused.json()["rule"]) == (403, "csrf.failed")
    token = "a" * 32
    api.client.cookies["csrftoken"] = token
    assert api.post("sources/", body, x_csrftoken=token).status_code == 201


def test_writes_of_a_session_are_recorded_as_the_pages(cast: Cast) -> None:
    made = session(cast, "editor").post("sources/", {"kind": "outlet", "name": "AFP"}).json()
    assert made["created_by"] == "editor"
    assert faults(session(cast, "reader").post("sources/", {"kind": "outlet"})) == [(None, "role.too_small")]
