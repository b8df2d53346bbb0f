"""What the script of the workbench asks beside the API: open comments, those of earlier versions, what is marked."""

from __future__ import annotations

from typing import Any

import pytest

from annotations.actions import add_comment, add_version, edit_comment
from annotations.models import ArticleVersion, Attribution, Layer, Span
from tests.cast import Cast, find_span, make_article, make_frame, shared_layer

pytestmark = pytest.mark.django_db
TEXT = "An official said that the embassy will close."

NOBODY = "01890a5d-ac96-774b-bcce-b302099a8057"  # the same in every process: tests are named by it


@pytest.fixture
def version(cast: Cast) -> ArticleVersion:
    return make_article(cast.actor("editor"), TEXT)


def asked(as_: Any, version: ArticleVersion, what: str, query: str = "", who: str = "reader") -> Any:
    return as_(who).get(f"/w/desk/articles/{version.article.uid}/versions/{version.number}/{what}/{query}")


def test_open_comments_by_what_they_are_on(cast: Cast, as_: Any, version: ArticleVersion) -> None:
    editor, said = cast.actor("editor"), find_span(cast.actor("editor"), version, "said")
    frame = make_frame(editor, version, cue=said)
    for target in (frame, frame, said):
        last = add_comment(actor=editor, target=target.uid, body="sure?").object
    done = add_comment(actor=editor, target=said.uid, body="settled").object
    edit_comment(actor=editor, comment=done, expected=None, resolved=True)
    answer = asked(as_, version, "threads")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert answer.json() == {"open": {str(frame.uid): 2, str(said.uid): 1}}
    assert last.target == said.uid


def test_what_was_said_of_it_in_an_earlier_version(cast: Cast, as_: Any, version: ArticleVersion) -> None:
    editor = cast.actor("editor")
    frame = make_frame(editor, version, cue=find_span(editor, version, "said"))
    comment = add_comment(actor=editor, target=frame.uid, body="sure?").object
    later = add_version(
        actor=editor, article=version.article, text=f"Corrected. {TEXT}", captured_how="api", note="corrected"
    ).version
    for came in (Attribution.objects.get(version=later), Span.objects.get(version=later)):
        (shown,) = asked(as_, later, "threads", f"?target={came.uid}").json()["comments"] or [None]
        if isinstance(came, Attribution):
            assert (shown["id"], shown["version"], shown["body"]) == (str(comment.uid), 1, "sure?")
        else:
            assert shown is None


@pytest.mark.parametrize("query", ["?target=7", f"?target={NOBODY}", f"?layer={NOBODY}"])
def test_what_is_not_there(as_: Any, version: ArticleVersion, query: str) -> None:
    assert asked(as_, version, "threads", query).status_code == 404


def test_another_layer_has_its_own(cast: Cast, as_: Any, version: ArticleVersion) -> None:
    editor = cast.actor("editor")
    own = Layer.objects.create(workspace=cast.workspace, version=version, kind="independent", annotator="annotator")
    here, there = find_span(editor, version, "said"), find_span(editor, version, "embassy", own)
    for layer, span in ((shared_layer(version), here), (own, there)):
        marked = asked(as_, version, "marks", f"?layer={layer.uid}").json()
        assert [one["id"] for one in marked["spans"]] == [str(span.uid)]
    assert asked(as_, version, "threads", f"?target={there.uid}").status_code == 404
    assert asked(as_, version, "threads", f"?target={there.uid}&layer={own.uid}").json() == {"comments": []}
    assert asked(as_, version, "marks", "?layer=01890a5d-ac96-774b-bcce-b302099a8057").status_code == 404


def test_strangers_find_nothing(as_: Any, version: ArticleVersion) -> None:
    for what in ("marks", "threads"):
        assert asked(as_, version, what, who="stranger").status_code == 404
