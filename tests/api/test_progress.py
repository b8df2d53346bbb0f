"""`versions/{id}/progress/`."""

from __future__ import annotations

import pytest

from annotations.actions import set_progress
from annotations.models import ArticleVersion
from tests.api.client import Api, faults
from tests.cast import TEXT, Cast, make_article, shared_layer

SECOND, THIRD = TEXT.index("Two"), TEXT.index("“We")


@pytest.fixture
def version(cast: Cast) -> ArticleVersion:
    return make_article(cast.actor("editor"))


def test_progress_is_said_and_read(annotator: Api, version: ArticleVersion) -> None:
    address = f"versions/{version.uid}/progress/"
    said = annotator.post(address, {"starts": [SECOND, THIRD], "state": "looked"})
    assert said.status_code == 200
    annotator.post(address, {"starts": [SECOND], "state": "done", "layer": str(shared_layer(version).uid)})
    read = annotator.get(address).json()
    assert read["counts"] == {"paragraphs": 3, "looked": 1, "done": 1}
    told = [(one["number"], one["start"], one["state"], one["by"]) for one in read["paragraphs"]]
    assert told == [(1, 0, "open", ""), (2, SECOND, "done", "annotator"), (3, THIRD, "looked", "annotator")]
    before = annotator.get(f"{address}?known_at={said.json()['paragraphs'][1]['at'].replace('+', '%2B')}").json()
    assert before["counts"]["done"] == 0


def test_a_wrong_place_is_named(annotator: Api, version: ArticleVersion) -> None:
    wrong = annotator.post(f"versions/{version.uid}/progress/", {"starts": [1], "state": "done"})
    assert (wrong.status_code, faults(wrong)) == (422, [("starts", "progress.paragraph")])
    missing = annotator.post(f"versions/{version.uid}/progress/", {"state": "done"})
    assert (missing.status_code, faults(missing)) == (422, [("starts", "field.required")])


def test_the_layer_is_one_of_the_version(cast: Cast, annotator: Api, version: ArticleVersion) -> None:
    other = shared_layer(make_article(cast.actor("editor")))
    assert annotator.get(f"versions/{version.uid}/progress/?layer={other.uid}").status_code == 404


def test_progress_travels_with_the_corpus(cast: Cast, editor: Api, stranger: Api, version: ArticleVersion) -> None:
    set_progress(actor=cast.actor("annotator"), layer=shared_layer(version), starts=[0, THIRD], state="done")
    file = b"".join(editor.get("export/isnad-jsonl/").streaming_content)
    assert file.count(b'{"type":"progress"') == 2
    assert (
        stranger.client.post(
            "/api/v1/import/isnad-jsonl/",
            file,
            content_type="application/x-ndjson",
            headers={"authorization": f"Bearer {stranger.token}"},
        ).json()["refused"]
        == []
    )
    read = stranger.get(f"versions/{version.uid}/progress/").json()
    assert [one["state"] for one in read["paragraphs"]] == ["done", "open", "done"]
    assert read["paragraphs"][0]["by"] == "annotator"
