"""What records name by public ids is in the file or in the workspace, else the line is refused with its reason."""

from __future__ import annotations

from typing import Any

import pytest

from annotations.actions import edit_article
from annotations.corpus import select
from annotations.models import Article, Attribution
from tests.actions.test_importing import first, load, records
from tests.cast import Cast, find_span, make_article, make_claim, make_frame
from tests.formats.corpora import file_of

pytestmark = pytest.mark.django_db
NOWHERE = "01890000-0000-7000-8000-00000000dead"
Record = dict[str, Any]


def told(report: Any) -> list[tuple[str, str, str | None]]:
    return [(one.type, one.rule, one.field) for one in report.refused]


def claim(uid: str, overtaken_by: str | None) -> Record:
    return {
        "type": "claim", "id": uid, "statement": "It rains.", "language": "en", "kind": "threat",
        "validity": "overtaken" if overtaken_by else "open", "overtaken_by": overtaken_by, "created_by": "ann",
        "created_at": "2026-01-01T00:00:00Z",
    }  # fmt: skip


def test_a_line_that_names_what_is_nowhere_is_refused(cast: Cast) -> None:
    found, others = records(1), records(2)
    first(found, "attribution")["cites"] = NOWHERE
    first(others, "article").update(origin="copy", copy_of=NOWHERE)
    uids = [f"01890000-0000-7000-8000-00000000000{digit}" for digit in "12"]
    report = load(cast, file_of([*found, *others, claim(uids[0], NOWHERE), claim(uids[1], None)]))
    assert sorted(told(report)) == [
        ("article", "article.copy_of_missing", "copy_of"),
        ("attribution", "frame.cites_missing", "cites"),
        ("claim", "claim.overtaken_by_missing", "overtaken_by"),
    ]
    assert all(NOWHERE in one.detail for one in report.refused)
    assert report.created == {"claim": 1}
    assert not Article.objects.exists()


def test_what_is_named_may_come_later_or_be_here_already(cast: Cast) -> None:
    found, others = records(1), records(2)
    here = make_article(cast.actor("editor")).article
    first(found, "attribution")["cites"] = first(others, "article")["id"]
    first(others, "article").update(origin="copy", copy_of=str(here.uid))
    uids = [f"01890000-0000-7000-8000-00000000000{digit}" for digit in "12"]
    file = file_of([*found, *others, claim(uids[0], uids[1]), claim(uids[1], None)])
    report = load(cast, file)
    assert report.refused == report.adjusted == []
    assert Attribution.objects.filter(cites__isnull=False).count() == 1
    assert load(cast, file).refused == []


def test_another_workspace_is_nowhere(cast: Cast) -> None:
    theirs = make_article(cast.actor("stranger")).article
    found = records(1)
    first(found, "attribution")["cites"] = str(theirs.uid)
    assert told(load(cast, file_of(found))) == [("attribution", "frame.cites_missing", "cites")]


def test_what_is_named_and_refused_itself_is_told(cast: Cast) -> None:
    found, others = records(1), records(2)
    first(found, "attribution")["cites"] = first(others, "article")["id"]
    first(others, "span")["segments"] = [[0, 10_000_000]]
    report = load(cast, file_of([*found, *others]))
    assert told(report) == [("span", "span.out_of_text", "segments.0")]
    assert [(one.type, one.rule) for one in report.adjusted] == [("attribution", "frame.cites_missing")]
    assert report.created["article"] == 1


def test_a_part_has_what_it_names(cast: Cast) -> None:
    """An article's part brings the article that it cites, and what that is a copy of, with their texts; and the claim
    that overtook one of its own.
    """
    editor = cast.actor("editor")
    original, dispatch, report = (make_article(editor, title=title) for title in ("original", "dispatch", "report"))
    make_article(editor, title="other")
    edit_article(actor=editor, article=dispatch.article, expected=None, origin="copy", copy_of=original.article.uid)
    frame = make_frame(editor, report, cue=find_span(editor, report, "told"), cites=dispatch.article.uid)
    newer = make_claim(editor, "It rained.")
    older = make_claim(editor, "It will rain.", validity="overtaken", overtaken_by=newer.uid)
    frame.mentions.create(workspace=editor.workspace, claim=older)
    scope = select(workspace=editor.workspace, article=report.article.uid).scope
    assert scope is not None
    assert sorted(scope["article"]) == sorted(one.article_id for one in (original, dispatch, report))
    assert sorted(scope["version"]) == sorted(one.pk for one in (original, dispatch, report))
    assert sorted(scope["claim"]) == [newer.pk, older.pk]
