"""An export of a time is the same bytes for ever, in every format, whatever is edited, deleted or restored later."""

from __future__ import annotations

import pytest

from annotations.actions import (
    add_comment,
    add_version,
    delete_attribution,
    delete_comment,
    delete_mention,
    edit_article,
    edit_claim,
    edit_source,
    move_span,
    restore,
    transition,
)
from annotations.corpus import select, settle
from annotations.formats import EXPORTS, ExportFormat
from annotations.models import Attribution, Comment
from tests.cast import Cast, find_span, make_article, make_claim, make_frame, make_mention, make_source

TEXT = "قالت وكالة 👩‍👩‍👧: «لا»\nثم قالت أخرى"


@pytest.mark.parametrize("form", EXPORTS, ids=lambda form: form.name)
def test_the_past_is_the_same_bytes_after_whatever_comes_later(cast: Cast, form: ExportFormat) -> None:
    actor = cast.actor("editor")
    version = make_article(actor, TEXT)
    source, cue, content = (find_span(actor, version, words) for words in ("وكالة", "قالت", "لا"))
    speaker = make_source(actor)
    frame = make_frame(actor, version, source=source, cue=cue, contents=(content,), speakers=(speaker,))
    claim = make_claim(actor)
    mention = make_mention(actor, claim, attribution=frame)
    add_comment(actor=actor, target=frame.uid, body="?")
    then = settle(cast.workspace)

    def written() -> bytes:
        return b"".join(form.export(select(workspace=cast.workspace, known_at=then)))

    before = written()
    assert written() == before
    edit_article(actor=actor, article=version.article, expected=None, title="Other words")
    edit_source(actor=actor, source=speaker, expected=None, name="another")
    edit_claim(actor=actor, claim=claim, expected=None, statement="They did not fail.")
    transition(actor=actor, claim=claim, to="marked")
    move_span(actor=actor, span=find_span(actor, version, "أخرى"), segments=[[0, 4]], expected=None)
    move_span(actor=actor, span=source, segments=[[5, 8]], expected=None)
    assert written() == before
    delete_mention(actor=actor, mention=mention, expected=None)
    delete_comment(actor=actor, comment=Comment.objects.get(), expected=None)
    delete_attribution(actor=actor, attribution=frame, expected=None)
    assert written() == before
    restore(actor=actor, model=Attribution, uid=frame.uid)
    add_version(actor=actor, article=version.article, text=TEXT + " More.", captured_how="pasted")
    make_article(actor, "Another one")
    assert written() == before
    assert b"".join(form.export(select(workspace=cast.workspace))) != before
