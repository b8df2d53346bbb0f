"""Finding claims and sources by words that are like theirs: the parameter `like`."""

from __future__ import annotations

from hashlib import sha256

import pytest
from django.db import connection

from annotations.actions import register_source
from annotations.corpus.likest import LEAST, alike, by_index
from annotations.models import Claim, Source
from tests.api.client import Api, faults
from tests.cast import Cast, make_claim, make_source

CLAIMS = (
    "The government denied that the embassy closed.",
    "الولايات المتحدة هددت بإغلاق سفارتها في بغداد",
    "وزارة الخارجية العراقية تنفي إخلاء السفارة",
    "Oil exports rose in March.",
)
SOURCES = ("وزارة الخارجية العراقية", "سعد العلماء", "Government of Iraq", "Meridian Courier", "Agence France-Presse")


def found(api: Api, path: str, words: str, name: str) -> list[str]:
    answer = api.get(f"{path}/?like={words}").json()
    assert answer["next"] is None
    return [one[name] for one in answer["results"]]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("goverment denyed", CLAIMS[0]),
        ("embasy", CLAIMS[0]),
        ("السفراة", CLAIMS[2]),
        ("وزارة الخارجيه تنفى اخلا السفاره", CLAIMS[2]),
        ("واشنطن هددت باغلاق سفارتها فى العاصمة بغداد", CLAIMS[1]),
        ("exprots", CLAIMS[3]),
    ],
)
def test_claims_with_typing_errors_and_of_like_wording(cast: Cast, reader: Api, words: str, expected: str) -> None:
    actor = cast.actor("editor")
    for statement in CLAIMS:
        make_claim(actor, statement)
    assert found(reader, "claims", words, "statement")[0] == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("العلما", SOURCES[1]),
        ("وزراة الخارجية", SOURCES[0]),
        ("Goverment", SOURCES[2]),
        ("Meridain Couriar", SOURCES[3]),
    ],
)
def test_sources_with_typing_errors(cast: Cast, reader: Api, words: str, expected: str) -> None:
    for name in SOURCES:
        make_source(cast.actor("editor"), name)
    assert found(reader, "sources", words, "name")[0] == expected


def test_a_source_is_found_by_its_name_in_another_script(cast: Cast, reader: Api) -> None:
    actor = cast.actor("editor")
    register_source(actor=actor, kind="named_person", name="Muqtada al-Sadr")
    register_source(actor=actor, kind="outlet", name="Meridian Courier")
    assert found(reader, "sources", "مقتدى الصدر", "name") == ["Muqtada al-Sadr"]


def test_likest_first_and_older_first_among_equals(cast: Cast, reader: Api) -> None:
    actor = cast.actor("editor")
    for statement in ("The embassy closed early.", "The embassy closed.", "The embassy closed early.", "Nothing alike"):
        make_claim(actor, statement)
    make_claim(cast.actor("stranger"), "The embassy closed.")
    mine = Claim.objects.filter(workspace=cast.workspace).order_by("pk")
    ids = [str(uid) for uid in mine.values_list("uid", flat=True)]
    assert found(reader, "claims", "the embassy closed", "id") == [ids[1], ids[0], ids[2]]
    page = reader.get("claims/?like=the embassy closed&page_size=1&kind=past_fact").json()
    assert ([one["id"] for one in page["results"]], page["next"]) == ([ids[1]], None)
    assert reader.get("claims/?like=the embassy closed&kind=threat").json()["results"] == []
    assert reader.get("claims/?like=…!").json()["results"] == []


@pytest.mark.parametrize("path", ["claims", "sources"])
@pytest.mark.parametrize("other", ["q=a", "known_at=2026-01-01T00:00:00Z", "cursor=abc"])
def test_like_is_refused_with_what_makes_no_sense_with_it(reader: Api, path: str, other: str) -> None:
    refused = reader.get(f"{path}/?like=a&{other}")
    assert (refused.status_code, faults(refused)) == (422, [(other.split("=")[0], "like.alone")])


def test_like_has_a_greatest_length(reader: Api) -> None:
    refused = reader.get(f"sources/?like={'a' * 501}")
    assert (refused.status_code, faults(refused)) == (400, [("like", "parameter.malformed")])


def test_the_index_is_used_and_the_settings_go_back(cast: Cast) -> None:
    own = {"workspace": cast.workspace, "created_by": "editor"}
    texts = [sha256(bytes([number])).hexdigest() for number in range(250)]
    Claim.objects.bulk_create([Claim(**own, statement=one, folded=one, kind="past_fact") for one in texts])
    Source.objects.bulk_create([Source(**own, name=one, folded=one, kind="outlet") for one in texts])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE annotations_claim, annotations_source")
        cursor.execute("SELECT show_limit(), current_setting('pg_trgm.word_similarity_threshold')")
        before = cursor.fetchone()[1]
    # Of so few rows one workspace's are read by its own index; of thousands this one is the cheaper, as measured.
    for model, index in ((Claim, "claim_folded"), (Source, "source_folded")):
        with by_index(LEAST):
            plan = alike(model.objects.all(), "konvoy").explain()
        assert f"Bitmap Index Scan on {index}" in plan
        assert "Seq Scan" not in plan
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('enable_seqscan'), current_setting('pg_trgm.word_similarity_threshold')")
        assert cursor.fetchone() == ("on", before)
