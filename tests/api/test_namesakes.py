"""`sources/{id}/namesakes/`: suggested with the reason, dismissed for good."""

from __future__ import annotations

import pytest

from annotations.actions import register_source
from tests.api.client import Api
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_suggestions_in_the_api(editor: Api, cast: Cast) -> None:
    names = ("مقتدى الصدر", "Moqtada al-Sadr")
    arabic, latin = (
        register_source(actor=cast.actor("editor"), kind="named_person", name=name).object for name in names
    )
    path = f"sources/{arabic.uid}/namesakes/"
    (one,) = editor.get(path).json()["results"]
    assert (one["source"], one["why"], one["name"]) == (str(latin.uid), "scripts", "Moqtada al-Sadr")
    assert editor.post(f"{path}dismiss/", {}).json()["rule"] == "field.required"
    assert editor.post(f"{path}dismiss/", {"other": str(latin.uid)}).status_code == 204
    assert editor.post(f"{path}dismiss/", {"other": str(latin.uid)}).status_code == 409
    assert editor.get(path).json()["results"] == []
