"""`namings/`: one's own, and what of them was read."""

from __future__ import annotations

from tests.api.client import Api, faults
from tests.cast import Cast, make_claim


def test_ones_own_namings_are_listed_and_read(cast: Cast, annotator: Api, editor: Api) -> None:
    claim = make_claim(cast.actor("editor"))
    made = [annotator.post("comments/", {"target": str(claim.uid), "body": f"{n} @editor"}).json() for n in range(3)]
    listed = editor.get("namings/?page_size=2").json()
    assert [one["comment"] for one in listed["results"]] == [made[2], made[1]]
    assert [one["comment"]["id"] for one in editor.get(listed["next"]).json()["results"]] == [made[0]["id"]]
    assert annotator.get("namings/").json()["results"] == []
    assert editor.post("namings/", {"comments": [made[1]["id"]]}).json() == {"changed": 1}
    unread = editor.get("namings/?read=false").json()["results"]
    assert [one["comment"]["id"] for one in unread] == [made[2]["id"], made[0]["id"]]
    [read] = editor.get("namings/?read=true").json()["results"]
    assert read["read_at"] is not None
    assert editor.post("namings/", {}).json() == {"changed": 2}
    assert editor.post("namings/", {"read": False}).json() == {"changed": 3}


def test_what_cannot_be_read_is_named(editor: Api) -> None:
    for body, status, fault in (
        ({"comments": "all"}, 422, ("comments", "naming.comments")),
        ({"comments": ["x"]}, 400, ("comments.0", "field.uuid")),
        ({"read": "yes"}, 422, ("read", "field.boolean")),
    ):
        answer = editor.post("namings/", body)
        assert (answer.status_code, faults(answer)) == (status, [fault])
