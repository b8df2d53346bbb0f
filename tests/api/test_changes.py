"""`changes/` as a program that keeps a copy follows it."""

from __future__ import annotations

from typing import Any

import pytest

from annotations.api.views.changes import KINDS
from annotations.corpus import CORPUS_TYPES
from tests.api.client import Api, api_of, faults
from tests.cast import find_span as find
from tests.cast import make_article, make_cast, make_claim, make_frame, make_mention, make_source

pytestmark = pytest.mark.django_db(transaction=True)


def follow(api: Api, path: str = "changes/?page_size=2") -> tuple[list[dict[str, Any]], str]:
    """Everything from there on, and the address at which more will be."""
    found: list[dict[str, Any]] = []
    while True:
        answer = api.get(path).json()
        assert answer["next"].endswith(f"after={answer['cursor']}&page_size=2")
        if not answer["results"]:
            return found, path
        found += answer["results"]
        path = answer["next"]


def test_every_type_of_record_is_told() -> None:
    assert set(KINDS) == set(CORPUS_TYPES)


def test_a_copy_can_be_kept() -> None:
    cast = make_cast()
    actor = cast.actor("editor")
    editor = api_of(cast, "editor")
    version = make_article(actor)
    frame = make_frame(actor, version, cue=find(actor, version, "told"), speakers=(make_source(actor),))
    claim = make_claim(actor)
    make_mention(actor, claim, attribution=frame)
    found, address = follow(editor)
    addresses = {"span": "spans", "attribution": "attributions", "source": "sources", "claim": "claims"}
    addresses |= {"article": "articles", "mention": "mentions"}
    shown = [one for one in found if one["type"] in addresses]
    assert len(shown) == 6
    for one in shown:
        # A claim's standing follows from its evidence, and is told by its assessments.
        now = editor.get(f"{addresses[one['type']]}/{one['id']}/").json()
        assert one["object"] == {name: now[name] for name in one["object"]}
        assert now.keys() - one["object"].keys() <= {"assessment", "supporting", "refuting", "due_at"}
        assert (one["verb"], one["through"], one["revision"]) == ("created", "sql", 1)
    assert {one["type"] for one in found} - set(addresses) == {"version", "layer"}
    assert all(one["object"] for one in found)

    editor.patch(f"claims/{claim.uid}/", {"statement": "Changed."}, if_match='"1"')
    editor.delete(f"attributions/{frame.uid}/", if_match='"1"')
    more, _ = follow(editor, address)
    assert {(one["type"], one["verb"]) for one in more} >= {("claim", "changed"), ("attribution", "deleted")}
    by_verb = {one["verb"]: one for one in more if one["type"] in ("claim", "attribution")}
    assert by_verb["changed"]["object"]["statement"] == "Changed."
    assert by_verb["deleted"]["object"] is None
    # From the beginning again: the claim as it was at each step.
    again, _ = follow(editor)
    assert [one["object"]["statement"] for one in again if one["type"] == "claim"] == [claim.statement, "Changed."]


def test_one_goes_on_after_an_export() -> None:
    cast = make_cast()
    editor = api_of(cast, "editor")
    make_claim(cast.actor("editor"), "In the export")
    export = editor.get("export/isnad-jsonl/")
    b"".join(export.streaming_content)
    make_claim(cast.actor("editor"), "Later")
    found = editor.get(f"changes/?since={export['X-Known-At']}").json()["results"]
    assert [one["object"]["statement"] for one in found] == ["Later"]


def test_the_end_keeps_its_cursor(django_user_model: Any) -> None:
    editor = api_of(make_cast(), "editor")
    first = editor.get("changes/").json()
    assert first["results"] == []
    assert editor.get(first["next"]).json()["cursor"] == first["cursor"]


@pytest.mark.parametrize("cursor", ["x", "é", "W10", "WzEsMiwzLDRd", "WyIyMDI2LTAxLTAxIiwiY2xhaW0iLDAsMV0", "null"])
def test_a_made_up_cursor_is_refused(cursor: str) -> None:
    answer = api_of(make_cast(), "reader").get(f"changes/?after={cursor}")
    assert (answer.status_code, faults(answer)) == (400, [("after", "cursor.malformed")])


def test_a_cursor_or_a_time() -> None:
    reader = api_of(make_cast(), "reader")
    cursor = reader.get("changes/").json()["cursor"]
    answer = reader.get(f"changes/?after={cursor}&since=2026-01-01T00:00:00Z")
    assert (answer.status_code, faults(answer)) == (422, [("since", "changes.after_and_since")])
    assert reader.get("changes/?since=9999-12-31T23:59:59.999999Z").status_code == 200
