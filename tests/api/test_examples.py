"""The bodies that the documentation shows are those that the API takes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from annotations.api.components import schemas
from annotations.api.examples import EXAMPLES, FRAME, LAYER, MINISTER, VERSION
from annotations.api.operations import JSON
from tests.api.client import Api, api_of
from tests.cast import Cast

# Where each goes, in the order of the story; changes follow the creation whose object they change.
STORY = {
    "ArticleNew": "articles/", "ArticleChange": "articles/", "SourceNew": "sources/", "SourceChange": "sources/",
    "SpanNew": "spans/", "SpanChange": "spans/", "AttributionNew": "attributions/",
    "AttributionChange": "attributions/", "AttributionBulk": "attributions/bulk/", "ClaimNew": "claims/",
    "ClaimChange": "claims/", "MentionNew": "mentions/", "MentionChange": "mentions/",
    "TransitionNew": "claims/{ClaimNew}/transitions/", "ExhibitNew": "exhibits/",
    "CorroborationNew": "corroborations/", "Assertion": "claims/{ClaimNew}/assessments/",
    "SourceRelationNew": "source-relations/", "CommentNew": "comments/", "CommentChange": "comments/",
    "VersionNew": "articles/{ArticleNew}/versions/", "WebhookNew": "webhooks/", "ExportNew": "exports/",
}  # fmt: skip


def test_the_story_of_the_examples_can_be_lived_through(cast: Cast) -> None:
    admin = api_of(cast, "admin")
    assert admin.post("sources/", {"id": MINISTER, "kind": "named_person", "name": "A minister"}).status_code == 201
    made: dict[str, str] = {}
    places: dict[str, str] = {}

    def sent(name: str) -> dict[str, Any]:
        text = json.dumps(EXAMPLES[name])
        for known, real in places.items():
            text = text.replace(known, real)
        body: dict[str, Any] = json.loads(text)
        return body

    assert set(STORY) == set(EXAMPLES)
    for name, path in STORY.items():
        if name.endswith("Change"):
            answer = admin.patch(f"{path}{made[name.replace('Change', 'New')]}/", sent(name), if_match="*")
        else:
            answer = admin.post(path.format(**made), sent(name))
        assert answer.status_code in (200, 201, 202), (name, answer.content)
        if name.endswith("New"):
            made[name] = answer.json()["id"]
        if name == "ArticleNew":
            places[VERSION] = answer.json()["current_version"]
            places[LAYER] = admin.get(f"versions/{places[VERSION]}/layers/").json()["results"][0]["id"]
    frame = admin.get(f"attributions/{FRAME}/").json()
    words = {one["id"]: one["quote"]["exact"] for one in admin.get(f"spans/?layer={places[LAYER]}").json()["results"]}
    assert [words[frame["source"]], words[frame["cue"]], *(words[one] for one in frame["contents"])] == [
        "An Iraqi official", "told", "that the embassy will close",
    ]  # fmt: skip


@pytest.mark.usefixtures("cast")
def test_each_stands_at_every_operation_that_takes_it(reader: Api) -> None:
    described = reader.get("schema/").json()
    assert set(EXAMPLES) <= set(schemas())
    shown = set()
    for operations in described["paths"].values():
        for operation in operations.values():
            body = operation.get("requestBody", {}).get("content", {}).get(JSON, {})
            if "example" in body:
                name = body["schema"]["$ref"].rsplit("/", 1)[-1]
                assert body["example"] == EXAMPLES[name]
                shown.add(name)
    assert shown == set(EXAMPLES)
