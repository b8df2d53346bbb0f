"""Comments follow what is marked into a corrected text: found from there, left where they were written."""

from __future__ import annotations

import pytest

from annotations.actions import add_comment, add_version, edit_comment
from annotations.corpus.threads import comments_on_earlier, earlier_of, open_comments
from annotations.models import ArticleVersion, Attribution, Comment, Span
from annotations.policies import Actor
from tests.cast import Cast, find_span, make_article, make_frame, shared_layer

pytestmark = pytest.mark.django_db
TEXT = "قال مسؤولون إن الحرب انتهت. وقال مسؤولون إنها بدأت 👩🏽‍👧🏽."


@pytest.fixture
def actor(cast: Cast) -> Actor:
    return cast.actor("editor")


@pytest.fixture
def version(actor: Actor) -> ArticleVersion:
    return make_article(actor, TEXT, language="ar", direction="rtl")


def remark(actor: Actor, target: Attribution | Span, body: str = "sure?") -> Comment:
    made: Comment = add_comment(actor=actor, target=target.uid, body=body).object
    return made


def correct(actor: Actor, version: ArticleVersion, text: str) -> ArticleVersion:
    return add_version(actor=actor, article=version.article, text=text, captured_how="api", note="corrected").version


def test_a_frame_leads_to_what_it_was_carried_over_from(actor: Actor, version: ArticleVersion) -> None:
    source = find_span(actor, version, "مسؤولون")
    first = make_frame(actor, version, source=source, contents=(find_span(actor, version, "إن الحرب انتهت"),))
    other = make_frame(actor, version, source=source, contents=(find_span(actor, version, "إنها بدأت"),))
    said = remark(actor, first)
    remark(actor, other, "another frame with the same source")
    third = correct(actor, correct(actor, version, f"تصحيح. {TEXT}"), f"تصحيح ثان. {TEXT}")
    came = Attribution.objects.filter(version=third).order_by("pk").first()
    assert came is not None
    assert list(earlier_of(came).values()) == [2, 1]
    assert comments_on_earlier(came) == [(said, 1)]
    came.cue = find_span(actor, third, "وقال")
    came.save()
    assert comments_on_earlier(came) == [(said, 1)]  # a part that is its own makes no difference


def test_open_comments_are_counted_with_those_of_earlier_versions(actor: Actor, version: ArticleVersion) -> None:
    frame = make_frame(actor, version, cue=find_span(actor, version, "قال"))
    plain = find_span(actor, version, "انتهت")
    lost = find_span(actor, version, "بدأت")
    done = remark(actor, frame)
    for target in (frame, frame, plain, lost):
        remark(actor, target)
    edit_comment(actor=actor, comment=done, expected=None, resolved=True)
    assert open_comments(shared_layer(version)) == {str(frame.uid): 2, str(plain.uid): 1, str(lost.uid): 1}
    second = correct(actor, version, TEXT.replace("بدأت", "توقفت"))
    came = Attribution.objects.get(version=second)
    remark(actor, came)
    plain_came = Span.objects.get(version=second, carried_from=plain)
    assert open_comments(shared_layer(second)) == {str(came.uid): 3, str(plain_came.uid): 1}
