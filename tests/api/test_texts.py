"""What `text` may be, of an article and of a version."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.client import api_of
from tests.cast import Cast, make_article


@pytest.mark.parametrize("text", [None, 5, True, [], {"a": 1}])
def test_a_text_that_is_no_string_is_refused_by_name(cast: Cast, text: Any) -> None:
    api = api_of(cast, "editor")
    version = make_article(cast.actor("editor"))
    for path, body in (
        ("articles/", {"title": "T", "language": "en", "text": text}),
        (f"articles/{version.article.uid}/versions/", {"text": text}),
    ):
        response = api.post(path, body)
        assert response.status_code == 422
        assert [(error["field"], error["rule"]) for error in response.json()["errors"]] == [("text", "field.not_text")]
