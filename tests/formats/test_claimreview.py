"""ClaimReview of the demo corpus: what is published, by whom it was said, where first, and how it stands."""

from __future__ import annotations

import json
from typing import Any

import pytest

from annotations.corpus import select
from annotations.formats import export_format
from annotations.models import Claim, Workspace
from tests.cast import Cast
from tests.formats.test_round_trip import SEEDS, new_workspace, taken_in


@pytest.fixture
def demo(cast: Cast) -> Workspace:
    workspace = new_workspace()
    taken_in(cast, workspace, SEEDS.read_bytes())
    return workspace


def exported(workspace: Workspace, **part: Any) -> list[dict[str, Any]]:
    form = export_format("claimreview")
    return [json.loads(line) for line in b"".join(form.export(select(workspace=workspace, **part))).splitlines()]


def test_each_published_claim_is_a_review_or_named_with_its_reason(demo: Workspace) -> None:
    header, *reviews, loss = exported(demo)
    assert (header["type"], header["format"], header["rule_version"]) == ("header", "claimreview", "1")
    published = Claim.objects.filter(workspace=demo, workflow="published")
    told = {kind["kind"]: kind["count"] for kind in loss["lost"]}
    assert told["unpublished"] == Claim.objects.filter(workspace=demo).count() - published.count()
    assert len(reviews) + told.get("no_origin", 0) + told.get("no_rating", 0) == published.count() > len(reviews) - 1
    for review in reviews:
        assert (review["@context"], review["@type"]) == ("https://schema.org", "ClaimReview")
        assert review["itemReviewed"]["@type"] == "Claim"
        assert review["itemReviewed"]["author"]["name"]
        assert review["itemReviewed"]["firstAppearance"]["@type"]
        assert (review["author"]["@type"], bool(review["author"]["name"])) == ("Organization", True)
        assert (review["reviewRating"]["@type"], bool(review["reviewRating"]["alternateName"])) == ("Rating", True)
        assert Claim.objects.get(uid=review["@id"].removeprefix("urn:uuid:")).statement == review["claimReviewed"]
        assert review["datePublished"].endswith("Z")


def test_the_ministrys_word_is_confirmed_and_the_first_report_stands_first(demo: Workspace) -> None:
    claim = Claim.objects.get(workspace=demo, statement__startswith="اتصل بومبيو")
    _header, review, loss = exported(demo, claim=claim.uid)
    assert review["claimReviewed"] == claim.statement
    assert review["reviewRating"] == {
        "@type": "Rating", "alternateName": "مؤكد", "ratingValue": 5, "bestRating": 5, "worstRating": 1,
    }  # fmt: skip
    item = review["itemReviewed"]
    assert item["author"] == {"@type": "Organization", "name": "مسؤولون عراقيون وأجانب"}
    assert item["firstAppearance"] == item["appearance"][0]
    assert item["firstAppearance"]["publisher"]["name"] == "صحيفة المرسى (مخترعة)"
    assert len(item["appearance"]) == 5
    assert loss["lost"] == []


def test_what_nobody_is_known_to_have_said_is_left_out_by_name(demo: Workspace) -> None:
    claim = Claim.objects.get(workspace=demo, statement__startswith="اتصل بومبيو")
    claim.corroborations.update(stance="refutes", decisive=False, decisive_ground="", decisive_reason="")
    _header, loss = exported(demo, claim=claim.uid)
    assert [(one["kind"], one["examples"]) for one in loss["lost"]] == [("no_origin", [str(claim.uid)])]
