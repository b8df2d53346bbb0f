"""A search as of a time finds what it found then, whatever became of titles and texts."""

from __future__ import annotations

from datetime import datetime

import pytest

from annotations.actions import add_version, edit_article
from annotations.corpus import matching_at, rows_at, settle
from annotations.models import Article
from annotations.text import query_terms
from annotations.vocabulary import Capture
from tests.cast import Cast, make_article, make_cast

# Each change is a transaction of its own: stamps of one transaction are one time.
pytestmark = pytest.mark.django_db(transaction=True)


def found(cast: Cast, query: str, known_at: datetime) -> list[str]:
    workspace = cast.workspace.pk
    rows = rows_at(Article, workspace=workspace, known_at=known_at)
    matched = matching_at(rows, query_terms(query), workspace=workspace, known_at=known_at)
    return sorted(matched.values_list("title", flat=True))


def test_finds_what_it_found_then() -> None:
    cast = make_cast()
    actor = cast.actor("editor")
    retold = make_article(actor, title="Retold", text="Officials met in Baghdad").article
    renamed = make_article(actor, title="Zürich", text="Nothing to see").article
    make_article(actor, title="Steady", text="وواشنطن tells Baghdad")
    make_article(cast.actor("stranger"), title="Theirs", text="Officials met in Baghdad")
    before = settle(cast.workspace)
    add_version(actor=actor, article=retold, text="Officials met in Paris", captured_how=Capture.API)
    edit_article(actor=actor, article=renamed, expected=None, title="Basel")
    make_article(actor, title="Later", text="Baghdad again")
    after = settle(cast.workspace)

    assert found(cast, "baghdad", before) == ["Retold", "Steady"]
    assert found(cast, "baghdad", after) == ["Later", "Steady"]
    assert found(cast, "paris", before) == []
    assert found(cast, "paris", after) == ["Retold"]
    assert found(cast, "zürich", before) == ["Zürich"]
    assert found(cast, "zürich", after) == []
    assert found(cast, "واشنطن Baghdad", before) == ["Steady"]
    assert found(cast, "officials baghdad", before) == ["Retold"]


def test_a_change_of_status_costs_no_reading() -> None:
    """What was not retold is answered for by the index, however often it changed otherwise."""
    cast = make_cast()
    actor = cast.actor("editor")
    article = make_article(actor, title="One", text="Baghdad").article
    before = settle(cast.workspace)
    edit_article(actor=actor, article=article, expected=None, status="done")
    Article.objects.get().search.delete()  # so that only a reading of the text could find it
    assert found(cast, "baghdad", before) == []
