"""Nobody changes another workspace's objects, even where a caller hands one over by mistake."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from annotations.actions import (
    FrameDraft,
    add_comment,
    add_mention,
    add_version,
    attribute,
    attribute_many,
    delete_attribution,
    delete_claim,
    delete_comment,
    delete_mention,
    delete_source,
    delete_span,
    edit_article,
    edit_attribution,
    edit_claim,
    edit_comment,
    edit_mention,
    edit_source,
    mark,
    move_span,
    open_layer,
    restore,
    set_member,
    transition,
)
from annotations.errors import DomainError, MissingError
from annotations.models import ArticleVersion, Claim, Comment, Layer
from annotations.policies import Actor
from annotations.vocabulary import Role
from tests.cast import find_span, make_article, make_claim, make_frame, make_mention, make_source

Things = dict[str, Any]
PLACE = [[0, 4]]

ACTIONS: dict[str, Callable[[Actor, Things], Any]] = {
    "edit_article": lambda a, t: edit_article(actor=a, article=t["article"], expected=None, title="x"),
    "add_version": lambda a, t: add_version(actor=a, article=t["article"], text="x", captured_how="api"),
    "open_layer": lambda a, t: open_layer(actor=a, version=t["version"], kind="independent"),
    "mark": lambda a, t: mark(actor=a, layer=t["layer"], segments=PLACE),
    "move_span": lambda a, t: move_span(actor=a, span=t["free"], segments=PLACE, expected=None),
    "delete_span": lambda a, t: delete_span(actor=a, span=t["free"], expected=None),
    "attribute": lambda a, t: attribute(actor=a, layer=t["layer"], draft=FrameDraft(source={"segments": PLACE})),
    "attribute_many": lambda a, t: attribute_many(actor=a, layer=t["layer"], drafts=[]),
    "edit_attribution": lambda a, t: edit_attribution(
        actor=a, attribution=t["frame"], draft=FrameDraft(attitude="belief"), expected=None
    ),
    "delete_attribution": lambda a, t: delete_attribution(actor=a, attribution=t["frame"], expected=None),
    "edit_source": lambda a, t: edit_source(actor=a, source=t["source"], expected=None, name="x"),
    "delete_source": lambda a, t: delete_source(actor=a, source=t["source"], expected=None),
    "edit_claim": lambda a, t: edit_claim(actor=a, claim=t["claim"], expected=None, statement="x"),
    "delete_claim": lambda a, t: delete_claim(actor=a, claim=t["free_claim"], expected=None),
    "transition": lambda a, t: transition(actor=a, claim=t["claim"], to="marked"),
    "add_mention": lambda a, t: add_mention(actor=a, claim=t["claim"], span=t["free"]),
    "add_mention with a claim": lambda a, t: add_mention(actor=a, claim=make_claim(a), span=t["free"]),
    "edit_mention": lambda a, t: edit_mention(actor=a, mention=t["mention"], expected=None, polarity="denies"),
    "delete_mention": lambda a, t: delete_mention(actor=a, mention=t["mention"], expected=None),
    "edit_comment": lambda a, t: edit_comment(actor=a, comment=t["comment"], expected=None, resolved=True),
    "delete_comment": lambda a, t: delete_comment(actor=a, comment=t["comment"], expected=None),
    "restore": lambda a, t: restore(actor=a, model=Claim, uid=t["free_claim"].uid),
    "set_member": lambda a, t: set_member(actor=a, workspace=t["claim"].workspace, user=a.user, role=Role.ADMIN),
}


@pytest.fixture
def things(annotator: Actor, version: ArticleVersion, layer: Layer) -> Things:
    frame = make_frame(annotator, version, source=find_span(annotator, version, "Ann"))
    claim = make_claim(annotator)
    comment = add_comment(actor=annotator, target=claim.uid, body="Really?").object
    return {
        "article": version.article,
        "version": version,
        "layer": layer,
        "free": find_span(annotator, version, "Bob"),
        "frame": frame,
        "source": make_source(annotator),
        "claim": claim,
        "free_claim": make_claim(annotator, "Nobody says so."),
        "mention": make_mention(annotator, claim, attribution=frame),
        "comment": comment,
    }


@pytest.mark.parametrize("name", ACTIONS)
def test_nothing_abroad_is_touched(stranger: Actor, things: Things, name: str) -> None:
    with pytest.raises(MissingError) as caught:
        ACTIONS[name](stranger, things)
    assert caught.value.rule == "object.missing"
    for thing in things.values():
        thing.refresh_from_db()
        assert thing.revision == 1


def test_a_comment_is_not_put_on_what_is_abroad(stranger: Actor, things: Things) -> None:
    for target_type in ("", "claim"):
        with pytest.raises(DomainError) as caught:
            add_comment(actor=stranger, target=things["claim"].uid, body="x", target_type=target_type)
        assert (caught.value.rule, caught.value.field) == ("comment.target_missing", "target")
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("part", ["source", "cue", "addressee", "channel", "antecedent", "parent"])
def test_a_frame_has_no_part_from_abroad(annotator: Actor, stranger: Actor, layer: Layer, part: str) -> None:
    from_there = make_abroad(stranger, part)
    draft = FrameDraft(**{"contents": [{"segments": PLACE}], part: from_there})
    with pytest.raises(DomainError) as caught:
        attribute(actor=annotator, layer=layer, draft=draft)
    assert (caught.value.rule, caught.value.field) == (f"frame.{part}_outside_layer", part)


def make_abroad(stranger: Actor, part: str) -> Any:
    """The id of a span or frame in another workspace."""
    version = make_article(stranger, "Paul said so.")
    span = find_span(stranger, version, "Paul")
    return make_frame(stranger, version, source=span).uid if part == "parent" else span.uid
