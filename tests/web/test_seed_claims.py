"""Claims of the annotated real article: one wire, as many voices as there can be; a ministry on record; a denial."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from annotations.actions import corroborate
from annotations.models import Claim, Mention, Standing
from tests.actions.test_importing import load
from tests.api.client import Api, api_of
from tests.formats.corpora import file_of
from tests.seeds.reading import Record, of_type

pytestmark = pytest.mark.django_db
ON_RECORD = "قالت وزارة الخارجية إن فصائل موالية لإيران تقف وراء الهجمات."


@pytest.fixture
def claim(cast) -> Claim:
    """What American and Iraqi officials, and an official of the State Department, told the agency."""
    records = of_the_article()
    assert not load(cast, file_of(records)).refused
    claim = Claim.objects.get(statement__startswith="تقف فصائل موالية لإيران")
    for mention in Mention.objects.filter(claim=claim).order_by("pk"):
        corroborate(actor=cast.actor("editor"), claim=claim, mention=mention, state="accepted")
    return claim


def of_the_article() -> list[Record]:
    """The records of the Arabic article alone, without what anybody decided of its claims."""
    (version,) = [one for one in of_type("version") if len(one["text"]) > 4000]
    article = next(one for one in of_type("article") if one["id"] == version["article"])
    found = [
        one for noun in ("layer", "span", "attribution") for one in of_type(noun) if one["version"] == version["id"]
    ]
    there = {one["id"] for one in found}
    mentions = [one for one in of_type("mention") if there & {one["attribution"], one["span"]}]
    return [article, version, *found, *of_type("source"), *of_type("claim"), *mentions]


@pytest.fixture
def api(cast) -> Api:
    return api_of(cast, "editor")


def stands(claim: Claim) -> tuple[str, tuple[int, int], tuple[int, int]]:
    row = Standing.objects.get(claim=claim)
    return row.effective, (row.supporting_min, row.supporting_max), (row.refuting_min, row.refuting_max)


def follow_up(api: Api, claim: Claim, polarity: str, **bearing: Any) -> dict[str, Any]:
    """An invented article in which the ministry speaks on record; its evidence, described and accepted."""
    described = {"title": "تعليق", "language": "ar", "outlet": "وكالة السنديان", "published_at": "2020-10-01T09:00:00Z"}
    article = api.post("articles/", {**described, "text": ON_RECORD}).json()["id"]
    (version,) = api.get(f"articles/{article}/versions/").json()["results"]
    ministry = {"kind": "named_organisation", "name": "وزارة الخارجية"}
    layer = api.get(f"versions/{version['id']}/annotations/").json()["layers"][0]["id"]
    speaker, content = ON_RECORD.index("وزارة"), ON_RECORD.index("إن")
    frame = {
        "version": version["id"],
        "layer": layer,
        "source": {"segments": [[speaker, speaker + len("وزارة الخارجية")]]},
        "contents": [{"segments": [[content, len(ON_RECORD) - 1]]}],
        "speakers": [api.post("sources/", ministry).json()["id"]],
    }
    attribution = api.post("attributions/", frame).json()["id"]
    mention = {"claim": str(claim.uid), "attribution": attribution, "polarity": polarity}
    mention = api.post("mentions/", mention).json()["id"]
    (row,) = api.get(f"corroborations/?mention={mention}").json()["results"]
    if bearing:
        row = api.patch(f"corroborations/{row['id']}/", bearing, if_match=f'"{row["revision"]}"').json()
    answer: dict[str, Any] = api.post(f"corroborations/{row['id']}/accept/", {}).json()
    assert answer["state"] == "accepted"
    return answer


def test_what_several_unnamed_officials_told_one_agency(claim: Claim, api: Api, client: Any, cast: Any) -> None:
    assert stands(claim) == ("single_source", (1, 2), (0, 0))
    paths = api.get(f"claims/{claim.uid}/voices/").json()["stances"]["supports"]["paths"]
    assert len(paths) == 2
    wires = {link["name"] for path in paths for link in path["links"] if link["kind"] == "wire"}
    assert wires == {"AFP"}
    assert all([link["kind"] for link in path["links"]] == ["report", "wire", "said"] for path in paths)
    assert len({path["root"] for path in paths}) == 2

    client.force_login(cast.reader)
    words = client.get(f"/w/desk/claims/{claim.uid}/").content.decode()
    assert "Why at least 1 and at most 2" in words
    assert "AFP" in words


def test_the_ministry_on_record_moves_the_state_as_the_table_says(claim: Claim, api: Api) -> None:
    follow_up(
        api, claim, "asserts", decisive=True, decisive_ground="competent_party", decisive_reason="its own spokesman"
    )
    # Decisive support alone. Nothing proves that none of the unnamed officials spoke for the ministry.
    assert stands(claim) == ("confirmed", (1, 3), (0, 0))
    (newest, *_) = api.get(f"claims/{claim.uid}/assessments/").json()["results"]
    assert (newest["computed"], newest["cause"]) == ("confirmed", "computed")


def rows_of(claim: Claim) -> list[Any]:
    """The frames and mentions of the claim as they stand in the database, with their revisions."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_jsonb(f), to_jsonb(m) FROM annotations_mention m"
            " JOIN annotations_attribution f ON f.id = m.attribution_id WHERE m.claim_id = %s ORDER BY m.id",
            [claim.pk],
        )
        found: list[Any] = cursor.fetchall()
        return found


def test_a_denial_changes_the_assessment_and_leaves_the_frame(claim: Claim, api: Api) -> None:
    before = rows_of(claim)
    assert len(before) == 2
    denial = follow_up(api, claim, "denies", interested=True)
    assert denial["stance"] == "refutes"
    assert stands(claim) == ("disputed", (1, 2), (1, 1))
    assert rows_of(claim)[:2] == before
