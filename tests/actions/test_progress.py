"""How far a desk is with a text, paragraph by paragraph."""

from __future__ import annotations

from typing import Any

import pytest

from annotations.actions import add_version, open_layer, set_progress, undo, undoable
from annotations.errors import DomainError
from annotations.models import ArticleSearch, ArticleVersion, Layer, Progress, ProgressHistory
from annotations.policies import Actor
from annotations.text import paragraphs
from annotations.vocabulary import Way
from tests.actions.broken import broken, denied
from tests.cast import Cast, make_article, shared_layer

TEXT = "عنوان\n  قالت واشنطن 👩🏽‍👧 إنها سترحل.\n\nوقال مسؤول.\nNobody denied it."
STARTS = [one.start for one in paragraphs(TEXT)]
pytestmark = pytest.mark.django_db(transaction=True)
"""A step is a transaction."""


@pytest.fixture
def layer(editor: Actor) -> Layer:
    return shared_layer(make_article(editor, TEXT, language="ar"))


def states(layer: Layer) -> dict[int, tuple[str, str]]:
    """State and who set it, by the number of the paragraph."""
    rows = Progress.objects.filter(layer=layer)
    return {STARTS.index(row.start): (row.state, row.created_by) for row in rows}


def test_the_layer_has_one_state_for_all_and_knows_whose(annotator: Actor, editor: Actor, layer: Layer) -> None:
    set_progress(actor=annotator, layer=layer, starts=[STARTS[1], STARTS[3]], state="looked")
    set_progress(actor=editor, layer=layer, starts=STARTS[:2], state="done")
    set_progress(actor=annotator, layer=layer, starts=STARTS[:1], state="done")  # the editor's already
    assert states(layer) == {0: ("done", "editor"), 1: ("done", "editor"), 3: ("looked", "annotator")}
    set_progress(actor=annotator, layer=layer, starts=STARTS[1:2], state="open")
    assert states(layer) == {0: ("done", "editor"), 3: ("looked", "annotator")}
    past = ProgressHistory._default_manager.filter(start=STARTS[1]).order_by("revision")
    assert list(past.values_list("state", "superseded_by")) == [("looked", "editor"), ("done", "annotator")]


@pytest.mark.parametrize(
    ("starts", "state", "rule", "field"),
    [
        ([1], "done", "progress.paragraph", "starts"),
        ([STARTS[0], STARTS[1] + 2], "done", "progress.paragraph", "starts"),
        ([], "done", "progress.starts", "starts"),
        ("0", "done", "progress.starts", "starts"),
        ([0, -1], "done", "field.number", "starts.1"),
        ([True], "done", "field.number", "starts.0"),
        ([0], "lost", "field.choice", "state"),
        ([0], None, "field.choice", "state"),
    ],
)
def test_what_is_no_paragraph_or_no_state_is_refused(
    annotator: Actor, layer: Layer, starts: Any, state: Any, rule: str, field: str
) -> None:
    with broken(rule, field):
        set_progress(actor=annotator, layer=layer, starts=starts, state=state)
    assert states(layer) == {}


def test_only_who_may_mark_in_the_layer_may_say_so(cast: Cast, annotator: Actor, editor: Actor, layer: Layer) -> None:
    own = open_layer(actor=editor, version=layer.version, kind="independent")
    with denied("layer.of_another"):
        set_progress(actor=annotator, layer=own, starts=[0], state="done")
    with denied("role.too_small"):
        set_progress(actor=cast.actor("reader"), layer=layer, starts=[0], state="done")
    with pytest.raises(DomainError, match="no such object"):
        set_progress(actor=cast.actor("stranger"), layer=layer, starts=[0], state="done")


def test_one_takes_back_and_does_again_what_one_said(annotator: Actor, editor: Actor, layer: Layer) -> None:
    seen = [states(layer)]
    for starts, state in ((STARTS[:2], "looked"), (STARTS[1:3], "done"), (STARTS[:2], "open")):
        set_progress(actor=annotator, layer=layer, starts=starts, state=state)
        seen.append(states(layer))
    assert undoable(actor=annotator, layer=layer).undo is not None
    for expected in seen[-2::-1]:
        undo(actor=annotator, layer=layer)
        assert states(layer) == expected
    for expected in seen[1:]:
        undo(actor=annotator, layer=layer, way=Way.REDO)
        assert states(layer) == expected


def test_what_another_set_since_is_not_undone_unasked(annotator: Actor, editor: Actor, layer: Layer) -> None:
    set_progress(actor=annotator, layer=layer, starts=[0], state="looked")
    set_progress(actor=editor, layer=layer, starts=[0], state="done")
    with pytest.raises(DomainError) as caught:
        undo(actor=annotator, layer=layer)
    assert caught.value.rule == "undo.changed_since"
    undo(actor=annotator, layer=layer, keep="theirs")
    assert states(layer) == {0: ("done", "editor")}


def correct(editor: Actor, layer: Layer, text: str) -> tuple[ArticleVersion, dict[int, tuple[str, str]]]:
    """The corrected version, and the states of its paragraphs by their numbers."""
    added = add_version(actor=editor, article=layer.version.article, text=text, captured_how="api")
    begins = [one.start for one in paragraphs(text)]
    rows = Progress.objects.filter(layer=shared_layer(added.version))
    return added.version, {begins.index(row.start): (row.state, row.created_by) for row in rows}


def test_a_correction_opens_only_what_it_changed(annotator: Actor, editor: Actor, layer: Layer) -> None:
    set_progress(actor=annotator, layer=layer, starts=STARTS, state="done")
    set_progress(actor=annotator, layer=layer, starts=STARTS[:1], state="looked")
    text = f"{TEXT.replace('مسؤول', 'وزير').replace('عنوان', 'عنوان').replace('  قالت', 'قالت')} Not at first."
    version, carried = correct(editor, layer, f"تصحيح\n{text}")
    assert carried == {1: ("looked", "annotator"), 2: ("done", "annotator")}
    assert states(layer) == {0: ("looked", "annotator"), **dict.fromkeys((1, 2, 3), ("done", "annotator"))}
    assert ArticleSearch.objects.get(article=version.article).paragraphs == 5
    old = {row.start: row.created_at for row in Progress.objects.filter(layer=layer)}
    new = Progress.objects.get(layer=shared_layer(version), start=version.text.index("قالت"))
    assert new.created_at == old[STARTS[1]]


def test_articles_that_came_in_before_are_counted_when_work_begins(annotator: Actor, layer: Layer) -> None:
    assert ArticleSearch.objects.get(article=layer.version.article).paragraphs is None
    set_progress(actor=annotator, layer=layer, starts=[0], state="looked")
    assert ArticleSearch.objects.get(article=layer.version.article).paragraphs == len(STARTS)
