"""Passages: where articles speak of a claim, and where a source speaks."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from annotations.actions.versions import add_version
from annotations.corpus import passages
from annotations.corpus.passages import passages_of_claim, passages_of_source
from tests.cast import find_span, make_article, make_claim, make_frame, make_mention, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(cast):
    return cast.actor("editor")


def frame_of(editor, version, words="talks had failed", **parts):
    return make_frame(
        editor,
        version,
        cue=find_span(editor, version, "told"),
        contents=(find_span(editor, version, words),),
        **parts,
    )


def test_articles_come_in_the_order_of_publication_and_undated_ones_last(editor):
    claim = make_claim(editor)
    for title, day in (("undated", None), ("late", 9), ("early", 1)):
        published = day and datetime(2026, 1, day, tzinfo=UTC)
        version = make_article(editor, title=title, published_at=published)
        make_mention(editor, claim, attribution=frame_of(editor, version))
    groups, more = passages_of_claim(claim)
    assert [group.article.title for group in groups] == ["early", "late", "undated"]
    assert more == ""


def test_a_passage_is_the_frame_s_first_content_or_else_its_cue(editor):
    claim = make_claim(editor)
    version = make_article(editor)
    make_mention(editor, claim, attribution=frame_of(editor, version))
    bare = make_frame(editor, version, cue=find_span(editor, version, "said"))
    make_mention(editor, claim, attribution=bare)
    make_mention(editor, claim, span=find_span(editor, version, "Officials speak"))
    ((group,), _more) = passages_of_claim(claim)
    assert [one.shown.exact for one in group.newest] == ["Officials speak", "talks had failed", "said"]
    assert [one.frame is None for one in group.newest] == [True, False, False]
    assert group.newest[2].anchor == f"frame-{bare.uid}"


def test_what_a_correction_carried_over_is_told_from_what_stayed_behind(editor):
    claim = make_claim(editor)
    version = make_article(editor, "She told us that one. He told us that two.")
    kept = make_frame(editor, version, cue=find_span(editor, version, "He told"))
    make_mention(editor, claim, attribution=kept)
    make_mention(editor, claim, span=find_span(editor, version, "one"))
    add_version(actor=editor, article=version.article, text="He told us that two.", captured_how="pasted")
    ((group,), _more) = passages_of_claim(claim)
    assert [one.shown.exact for one in group.newest] == ["He told"]
    assert sorted(one.shown.exact for one in group.earlier) == ["He told", "one"]


def test_the_number_of_queries_does_not_grow(editor, django_assert_num_queries):
    claim, source = make_claim(editor), make_source(editor)
    for _ in range(6):
        frame = frame_of(editor, make_article(editor), speakers=(source,))
        make_mention(editor, claim, attribution=frame)
    with django_assert_num_queries(4):
        groups, _more = passages_of_claim(claim)
        assert [group.newest[0].speakers for group in groups] == [[source]] * 6
    with django_assert_num_queries(4):
        assert len(passages_of_source(source)[0]) == 6


def test_many_places_come_in_pages(editor, monkeypatch):
    monkeypatch.setattr(passages, "MOST", 2)
    claim, source = make_claim(editor), make_source(editor)
    for _ in range(5):
        frame = frame_of(editor, make_article(editor), speakers=(source,))
        make_mention(editor, claim, attribution=frame)
    for read, name in ((lambda at: passages_of_claim(claim, after=at), "claim"),
                       (lambda at: passages_of_source(source, before=at), "source")):  # fmt: skip
        seen, cursor, pages = [], "", 0
        while pages == 0 or cursor:
            groups, cursor = read(cursor)
            seen += [group.article.pk for group in groups]
            pages += 1
        assert (pages, len(seen), len(set(seen))) == (3, 5, 5), name


@pytest.mark.parametrize("cursor", ["x", "-1", "٣", "9" * 30])
def test_an_unreadable_cursor_gives_the_first_page(editor, cursor):
    claim = make_claim(editor)
    make_mention(editor, claim, attribution=frame_of(editor, make_article(editor)))
    assert len(passages_of_claim(claim, after=cursor)[0]) == 1
