"""Two people at once. Each writer has a thread and a connection of its own."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction

from annotations.actions import (
    FrameDraft,
    add_article,
    add_claim,
    add_mention,
    add_version,
    attribute,
    delete_attribution,
    delete_claim,
    delete_source,
    edit_attribution,
    edit_claim,
    edit_mention,
    mark,
    move_span,
    open_layer,
    register_source,
    restore,
    transition,
)
from annotations.errors import DomainError
from annotations.models import (
    Article,
    ArticleVersion,
    Attribution,
    Claim,
    Layer,
    Mention,
    Source,
    Span,
    Transition,
    uuid7,
)
from annotations.policies import Actor
from tests.actions.conftest import TEXT
from tests.cast import find_span, make_claim, make_frame, make_mention, make_source, place_of
from tests.waiting import PATIENCE, wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*writers: Callable[[], Any]) -> list[Any]:
    """Let all begin at the same moment; what each returned, or the rule that refused it."""
    answers: list[Any] = [None] * len(writers)
    start = threading.Barrier(len(writers))

    def work(place: int, writer: Callable[[], Any]) -> None:
        try:
            start.wait(PATIENCE)
            answers[place] = writer()
        except DomainError as error:
            answers[place] = error.rule
        except Exception as error:  # noqa: BLE001 - shown by the test that expected no such thing
            answers[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=pair) for pair in enumerate(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive()
    return answers


def is_waited_for() -> bool:
    """Whether another connection waits for a lock that this one holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT true FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))")
        return cursor.fetchone() is not None


def while_open(first: Callable[[], Any], second: Callable[[], Any]) -> Any:
    """Let `second` begin while the transaction of `first` is open, and wait for it; what becomes of `second`."""
    answer: list[Any] = []
    with transaction.atomic():
        first()
        thread = threading.Thread(target=lambda: answer.extend(at_once(second)))
        thread.start()
        wait_until(lambda: is_waited_for() or not thread.is_alive())
    thread.join(PATIENCE)
    return answer[0]


place = partial(place_of, TEXT)


def rest(words: str) -> dict[str, Any]:
    return {"segments": [[TEXT.index(words), len(TEXT) - 1]]}


def test_two_people_move_one_span_and_one_of_them_learns_of_it(annotator: Actor, editor: Actor, layer: Layer) -> None:
    span = mark(actor=annotator, layer=layer, **place("Ann")).object
    answers = at_once(
        lambda: move_span(actor=annotator, span=span, expected=1, **place("Bob")).exact,
        lambda: move_span(actor=editor, span=span, expected=1, **place("Eve")).exact,
    )
    assert "revision.stale" in answers
    (moved,) = set(answers) - {"revision.stale"}
    span.refresh_from_db()
    assert (span.exact, span.revision) == (moved, 2)


def test_two_people_nest_two_frames_in_each_other(annotator: Actor, editor: Actor, version: ArticleVersion) -> None:
    content = find_span(annotator, version, "that it rains")
    one, two = (make_frame(annotator, version, contents=(content,)) for _ in range(2))

    def nest(actor: Actor, inner: Attribution, outer: Attribution) -> Callable[[], Any]:
        draft = FrameDraft(parent=outer.uid)
        return lambda: edit_attribution(actor=actor, attribution=inner, draft=draft, expected=1).pk

    answers = at_once(nest(annotator, one, two), nest(editor, two, one))
    assert answers.count("frame.cycle") == 1
    assert Attribution.objects.filter(parent__isnull=False).count() == 1


@pytest.mark.parametrize("writers", [2, 4])
def test_one_request_from_several_threads_makes_one_object(annotator: Actor, layer: Layer, writers: int) -> None:
    uid = {name: uuid7() for name in ("article", "span", "frame", "source", "claim")}
    asked: dict[type[Any], Callable[[], Any]] = {
        Article: lambda: add_article(
            actor=annotator, text="It rains.", title="Rain", language="en", captured_how="api", uid=uid["article"]
        ),
        Span: lambda: mark(actor=annotator, layer=layer, uid=uid["span"], **place("Ann")),
        Attribution: lambda: attribute(
            actor=annotator, layer=layer, uid=uid["frame"], draft=FrameDraft(cue=place("told"), contents=[rest("him")])
        ),
        Source: lambda: register_source(actor=annotator, kind="outlet", name="AFP", uid=uid["source"]),
        Claim: lambda: add_claim(
            actor=annotator, statement="It rains.", language="en", kind="past_fact", uid=uid["claim"]
        ),
    }
    for model, ask in asked.items():
        answers = at_once(*[ask] * writers)
        assert Counter(made.created for made in answers) == {True: 1, False: writers - 1}, (model, answers)
        assert len({made.object.pk for made in answers}) == 1
    assert Span.objects.count() == 3


def test_two_requests_under_one_id_make_one_object(annotator: Actor) -> None:
    uid = uuid7()

    def state(statement: str) -> Callable[[], Any]:
        return lambda: add_claim(actor=annotator, statement=statement, language="en", kind="opinion", uid=uid).created

    assert Counter(at_once(state("It rains."), state("It snows."))) == {True: 1, "claim.duplicate_id": 1}


def test_a_claim_goes_one_step_at_a_time(annotator: Actor, editor: Actor) -> None:
    claim = make_claim(annotator)
    answers = at_once(
        lambda: transition(actor=annotator, claim=claim, to="marked").to_workflow,
        lambda: transition(actor=editor, claim=claim, to="marked").to_workflow,
    )
    assert Counter(answers) == {"marked": 1, "claim.transition_not_allowed": 1}
    assert Transition.objects.count() == 1


def test_both_of_two_edits_are_kept_in_the_history(annotator: Actor, editor: Actor) -> None:
    claim = make_claim(annotator)
    at_once(
        lambda: edit_claim(actor=annotator, claim=claim, expected=None, statement="It pours."),
        lambda: edit_claim(actor=editor, claim=claim, expected=None, certainty="certain"),
    )
    claim.refresh_from_db()
    assert (claim.statement, claim.certainty, claim.revision) == ("It pours.", "certain", 3)


def test_two_corrections_get_two_numbers(annotator: Actor, editor: Actor, version: ArticleVersion) -> None:
    find_span(annotator, version, "Ann")
    answers = at_once(
        *(
            lambda more=more: (
                add_version(actor=editor, article=version.article, text=TEXT + more, captured_how="api").version.number
            )
            for more in (" Hard.", " Softly.")
        )
    )
    assert sorted(answers) == [2, 3]


def test_one_layer_is_opened_by_two_windows(annotator: Actor, version: ArticleVersion) -> None:
    answers = at_once(*[lambda: open_layer(actor=annotator, version=version, kind="independent").pk] * 2)
    assert len(set(answers)) == 1
    assert Layer.objects.filter(kind="independent").count() == 1


def test_one_deletion_is_undone_once(annotator: Actor, editor: Actor) -> None:
    claim = make_claim(annotator)
    delete_claim(actor=annotator, claim=claim, expected=None)
    answers = at_once(
        *(lambda actor=actor: restore(actor=actor, model=Claim, uid=claim.uid).pk for actor in (annotator, editor))
    )
    assert Counter(answers) == {claim.pk: 1, "restore.not_deleted": 1}


# One waits for the other, in this order.


def test_a_claim_is_not_deleted_under_a_new_mention(annotator: Actor, version: ArticleVersion) -> None:
    claim, span = make_claim(annotator), find_span(annotator, version, "Ann")
    answer = while_open(
        lambda: add_mention(actor=annotator, claim=claim, span=span),
        lambda: delete_claim(actor=annotator, claim=claim, expected=None),
    )
    assert answer == "claim.in_use"
    assert Mention.objects.count() == 1


def test_a_mention_is_not_made_of_a_claim_that_goes(annotator: Actor, version: ArticleVersion) -> None:
    claim, span = make_claim(annotator), find_span(annotator, version, "Ann")
    answer = while_open(
        lambda: delete_claim(actor=annotator, claim=claim, expected=None),
        lambda: add_mention(actor=annotator, claim=claim, span=span),
    )
    assert answer == "mention.claim_of_other_workspace"
    assert Mention.objects.count() == 0


def test_a_source_is_not_deleted_under_a_new_frame(annotator: Actor, layer: Layer) -> None:
    source = make_source(annotator)
    draft = FrameDraft(source=place("Ann"), speakers=[source.uid])
    answer = while_open(
        lambda: attribute(actor=annotator, layer=layer, draft=draft),
        lambda: delete_source(actor=annotator, source=source, expected=None),
    )
    assert answer == "source.in_use"


def test_a_frame_does_not_name_a_source_that_goes(annotator: Actor, layer: Layer) -> None:
    source = make_source(annotator)
    draft = FrameDraft(source=place("Ann"), speakers=[source.uid])
    answer = while_open(
        lambda: delete_source(actor=annotator, source=source, expected=None),
        lambda: attribute(actor=annotator, layer=layer, draft=draft),
    )
    assert answer == "frame.speaker_missing"
    assert Span.objects.count() == 0


def test_a_frame_goes_while_its_mention_is_changed(annotator: Actor, editor: Actor, version: ArticleVersion) -> None:
    frame = make_frame(annotator, version, source=find_span(annotator, version, "Ann"))
    mention = make_mention(annotator, make_claim(annotator), attribution=frame)
    answer = while_open(
        lambda: edit_mention(actor=editor, mention=mention, expected=None, polarity="denies"),
        lambda: delete_attribution(actor=annotator, attribution=frame, expected=None),
    )
    assert answer is None
    assert Mention.objects.count() == 0
