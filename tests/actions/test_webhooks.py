"""Who is told of what, once, signed, and again when it did not arrive."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from annotations.actions import accept_resemblance, add_claim, delete_claim, edit_claim
from annotations.actions.recording import recording
from annotations.actions.webhooks import (
    ATTEMPTS,
    add_webhook,
    deliver,
    deliver_forgotten,
    edit_webhook,
    forget_deliveries,
    remove_webhook,
    replay,
    signed,
    tell,
    tell_forgotten,
)
from annotations.errors import ConflictError, DeniedError, DomainError
from annotations.jobs.webhooks import look_for_forgotten_messages
from annotations.models import Claim, Delivery, Resemblance, Webhook
from tests.actions.worked import Desk
from tests.cast import Cast, make_cast, make_claim, make_webhook
from tests.drain import Drain
from tests.listener import Listener, listening
from tests.waiting import PATIENCE

committed = pytest.mark.django_db(transaction=True)
SECRET = "whsec_" + base64.b64encode(b"0123456789abcdef").decode()


@pytest.fixture
def listener(settings: Any) -> Iterator[Listener]:
    settings.WEBHOOKS_MAY_BE_PRIVATE = True
    with listening() as one:
        yield one


@pytest.fixture
def committed_cast(transactional_db: None) -> Cast:
    return make_cast()


def hook(cast: Cast, url: str, *events: str) -> Webhook:
    actor = cast.actor("admin")
    return add_webhook(actor=actor, url=url, events=list(events) or ["*"], secret=SECRET)[0].object


def claim_of(cast: Cast, statement: str = "One") -> Claim:
    return add_claim(actor=cast.actor("editor"), statement=statement, language="en", kind="past_fact").object


def jobs(statement: str) -> None:
    """What a fault may do to the queue."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


def told(listener: Listener) -> list[str]:
    return [change["event"] for _, _, body in listener.received for change in json.loads(body)["changes"]]


@committed
def test_a_change_is_told_once_and_signed(committed_cast: Cast, listener: Listener, run_jobs: Drain) -> None:
    hook(committed_cast, listener.url, "claim.*")
    claim = claim_of(committed_cast)
    assert run_jobs() == ["webhooks.tell", "webhooks.deliver"]
    ((_, headers, body),) = listener.received
    (change,) = json.loads(body)["changes"]
    assert (change["event"], change["id"], change["by"]) == ("claim.created", str(claim.uid), "editor")
    signature = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body.decode()}".encode()
    digest = hmac.new(b"0123456789abcdef", signature, hashlib.sha256).digest()
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(digest).decode()}"
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.status, delivery.attempts) == ("delivered", 200, 1)
    tell(committed_cast.workspace)
    deliver(delivery.pk)
    assert run_jobs() == []
    assert len(listener.received) == 1


@committed
def test_each_is_told_what_it_asked_for(committed_cast: Cast, listener: Listener, run_jobs: Drain) -> None:
    hook(committed_cast, listener.url, "claim.deleted", "source.*")
    hook(committed_cast, listener.url, "*.changed")
    claim = claim_of(committed_cast)
    claim = edit_claim(actor=committed_cast.actor("editor"), claim=claim, expected=1, statement="Two")
    delete_claim(actor=committed_cast.actor("editor"), claim=claim, expected=2)
    make_claim(committed_cast.actor("stranger"), "Elsewhere")
    run_jobs()
    assert sorted(told(listener)) == ["claim.changed", "claim.deleted"]


@committed
def test_many_changes_go_in_few_messages(committed_cast: Cast, listener: Listener, run_jobs: Drain) -> None:
    hook(committed_cast, listener.url)
    with recording(committed_cast.actor("editor")):
        for _ in range(150):
            make_claim(committed_cast.actor("editor"))
    run_jobs()
    assert [len(json.loads(body)["changes"]) for _, _, body in listener.received] == [100, 50]


@committed
def test_without_webhooks_no_job_is_made(committed_cast: Cast, run_jobs: Drain) -> None:
    claim_of(committed_cast)
    assert run_jobs.waiting() == []
    assert make_webhook(committed_cast.actor("stranger"))
    claim_of(committed_cast)
    assert run_jobs.waiting() == []


@committed
def test_who_writes_while_others_are_told_is_told_next(
    committed_cast: Cast, listener: Listener, run_jobs: Drain
) -> None:
    """The slow writer sees a job that waits, makes none of its own, and commits after that job has run."""
    hook(committed_cast, listener.url, "claim.*")
    wrote, commit = threading.Event(), threading.Event()
    claim_of(committed_cast, "Quick")

    def slow() -> None:
        try:
            with transaction.atomic():
                claim_of(committed_cast, "Slow")
                wrote.set()
                assert commit.wait(PATIENCE)
        finally:
            connection.close()

    writer = threading.Thread(target=slow)
    writer.start()
    assert wrote.wait(PATIENCE)
    assert run_jobs.waiting() == ["webhooks.tell"]
    run_jobs()
    assert run_jobs.waiting() == ["webhooks.tell"]
    commit.set()
    writer.join()
    run_jobs.hurry()
    assert told(listener) == ["claim.created"] * 2


@committed
def test_what_did_not_arrive_is_sent_again_and_given_up_in_the_end(
    committed_cast: Cast, listener: Listener, run_jobs: Drain
) -> None:
    hook(committed_cast, listener.url)
    listener.status, listener.answer = 503, b"not now"
    claim_of(committed_cast)
    run_jobs()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.status) == ("waiting", 503)
    assert "not now" in delivery.error
    (once,) = run_jobs.retried
    for _ in range(ATTEMPTS):
        run_jobs.hurry()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == ("failed", ATTEMPTS)
    assert len(listener.received) == ATTEMPTS
    assert {headers["webhook-id"] for _, headers, _ in listener.received} == {str(delivery.uid)}
    assert once[0] == "webhooks.deliver"

    listener.status = 204
    replay(actor=committed_cast.actor("admin"), delivery=delivery)
    with pytest.raises(ConflictError):
        replay(actor=committed_cast.actor("admin"), delivery=delivery)
    run_jobs()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.error) == ("delivered", 1, "")
    assert listener.received[-1][2] == listener.received[0][2]


@committed
def test_a_message_without_a_job_is_found_and_sent_once(
    committed_cast: Cast, listener: Listener, run_jobs: Drain
) -> None:
    hook(committed_cast, listener.url)
    claim_of(committed_cast, "Lost")
    tell(committed_cast.workspace)
    jobs("DELETE FROM procrastinate_jobs")
    assert deliver_forgotten() == 1
    assert deliver_forgotten() == 0
    assert run_jobs() == ["webhooks.deliver"]
    assert told(listener) == ["claim.created"]
    # What waits for its next try has a job, and so has what is being sent.
    listener.status = 503
    claim_of(committed_cast, "Refused")
    run_jobs()
    assert Delivery.objects.filter(state="waiting").count() == 1
    assert deliver_forgotten() == 0
    jobs("UPDATE procrastinate_jobs SET status = 'doing'")
    assert deliver_forgotten() == 0


@committed
def test_changes_that_no_job_tells_are_found_and_told_once(
    committed_cast: Cast, listener: Listener, run_jobs: Drain
) -> None:
    hook(committed_cast, listener.url)
    assert tell_forgotten() == 0
    claim_of(committed_cast, "Lost")
    assert tell_forgotten() == 0  # a job waits
    jobs("UPDATE procrastinate_jobs SET status = 'doing'")
    assert tell_forgotten() == 0
    jobs("DELETE FROM procrastinate_jobs")
    assert (tell_forgotten(), tell_forgotten()) == (1, 0)
    run_jobs()
    assert told(listener) == ["claim.created"]
    assert tell_forgotten() == 0


def test_what_cannot_be_told_keeps_no_message_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []

    def away() -> int:
        looked.append("told")
        raise OperationalError("away")

    monkeypatch.setattr("annotations.jobs.webhooks.tell_forgotten", away)
    monkeypatch.setattr("annotations.jobs.webhooks.deliver_forgotten", lambda: looked.append("sent"))
    with pytest.raises(OperationalError, match="away"):
        look_for_forgotten_messages(0)
    assert looked == ["told", "sent"]


@committed
def test_a_verdict_and_what_follows_from_it_are_told(
    committed_cast: Cast, listener: Listener, run_jobs: Drain, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also what a job of the program writes, when the action's own telling is over."""
    desk = Desk(committed_cast)
    desk.accept(*(desk.report(paper, desk.voice("an official")) for paper in ("AFP", "Herald")))
    pair = {"article": desk.articles["Herald"], "other": desk.articles["AFP"]}
    offer = Resemblance.objects.create(workspace=committed_cast.workspace, similarity=0.9, **pair)
    hook(committed_cast, listener.url, "resemblance.*", "article.changed", "assessment.*")
    with monkeypatch.context() as patched:
        patched.setattr("annotations.actions.assessing.AT_ONCE", 0)
        accept_resemblance(actor=desk.actor, resemblance=offer, origin="copy", reason="word by word")
    tell(committed_cast.workspace)
    jobs("DELETE FROM procrastinate_jobs WHERE task_name = 'webhooks.tell'")
    run_jobs()
    changes = [change for _, _, body in listener.received for change in json.loads(body)["changes"]]
    assert [(one["event"], one["by"]) for one in changes] == [
        ("article.changed", "editor"),
        ("resemblance.changed", "editor"),
        ("assessment.created", "isnad"),
    ]
    assert changes[1]["id"] == str(offer.uid)


@committed
def test_a_message_without_a_job_is_sent_on_demand(
    committed_cast: Cast, listener: Listener, run_jobs: Drain
) -> None:
    hook(committed_cast, listener.url)
    claim_of(committed_cast)
    tell(committed_cast.workspace)
    delivery = Delivery.objects.get()
    with pytest.raises(ConflictError):
        replay(actor=committed_cast.actor("admin"), delivery=delivery)
    jobs("DELETE FROM procrastinate_jobs")
    replay(actor=committed_cast.actor("admin"), delivery=delivery)
    run_jobs()
    assert told(listener) == ["claim.created"]


@committed
def test_a_private_target_is_refused_when_sent_and_never_tried_again(
    committed_cast: Cast, listener: Listener, run_jobs: Drain, settings: Any
) -> None:
    hook(committed_cast, listener.url)
    claim_of(committed_cast)
    settings.WEBHOOKS_MAY_BE_PRIVATE = False
    assert run_jobs() == ["webhooks.tell", "webhooks.deliver"]
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.status) == ("failed", None)
    assert "open internet" in delivery.error
    assert run_jobs.waiting() == []
    assert listener.received == []


@committed
def test_switched_off_it_hears_nothing_and_never_what_it_slept_through(
    committed_cast: Cast, listener: Listener, run_jobs: Drain
) -> None:
    actor = committed_cast.actor("admin")
    webhook = edit_webhook(actor=actor, webhook=hook(committed_cast, listener.url), expected=1, active=False)
    claim_of(committed_cast)
    webhook = edit_webhook(actor=actor, webhook=webhook, expected=2, active=True)
    claim_of(committed_cast)
    run_jobs()
    assert told(listener) == ["claim.created"]
    remove_webhook(actor=actor, webhook=webhook, expected=3)
    assert not Delivery.objects.exists()


def test_only_administrators_manage_them(cast: Cast) -> None:
    with pytest.raises(DeniedError):
        add_webhook(actor=cast.actor("editor"), url="https://example.org/", events=["*"])
    webhook, delivery = make_webhook(cast.actor("editor"))
    for refused in (
        lambda: edit_webhook(actor=cast.actor("editor"), webhook=webhook, expected=1, active=False),
        lambda: remove_webhook(actor=cast.actor("editor"), webhook=webhook, expected=1),
        lambda: replay(actor=cast.actor("editor"), delivery=delivery),
    ):
        with pytest.raises(DeniedError):
            refused()


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"url": "ftp://example.org/"}, "webhook.url"),
        ({"url": ""}, "webhook.url"),
        ({"url": 7}, "webhook.url"),
        ({"url": "http://127.0.0.1/"}, "webhook.private_target"),
        ({"url": "http://[::ffff:10.0.0.1]/"}, "webhook.private_target"),
        ({"url": "http://localhost:8000/"}, "webhook.private_target"),
        ({"url": "http://0/"}, "webhook.private_target"),
        ({"url": "http://2130706433/"}, "webhook.private_target"),
        ({"url": "http://0x7f.1/"}, "webhook.private_target"),
        ({"url": "http://0177.0.0.1/"}, "webhook.private_target"),
        ({"events": []}, "webhook.events"),
        ({"events": "claim.created"}, "webhook.events"),
        ({"events": ["claim.published"]}, "webhook.events"),
        ({"events": ["weather.changed"]}, "webhook.events"),
        ({"events": [1]}, "webhook.events"),
        ({"secret": "short"}, "webhook.secret"),
        ({"active": "yes"}, "webhook.active"),
    ],
)
def test_what_is_refused(cast: Cast, fields: dict[str, Any], rule: str) -> None:
    good = {"url": "https://example.org/", "events": ["*"]}
    with pytest.raises(DomainError) as caught:
        add_webhook(actor=cast.actor("admin"), **{**good, **fields})
    assert caught.value.rule == rule


def test_a_refusal_of_events_says_what_they_are(cast: Cast) -> None:
    with pytest.raises(DomainError, match=r"'claim.published' is no pattern.*such as claim.changed") as caught:
        add_webhook(actor=cast.actor("admin"), url="https://example.org/", events=["*", "claim.published"])
    assert caught.value.field == "events.1"
    assert {"created", "deleted", "claim", "span"} <= set(caught.value.detail.replace(",", "").replace(".", "").split())


def test_a_secret_is_made_where_none_is_given(cast: Cast) -> None:
    made, secret = add_webhook(actor=cast.actor("admin"), url="https://example.org/", events=["*"])
    assert secret.startswith("whsec_")
    assert made.object.state.secret == secret


def test_a_secret_that_is_no_base64_signs_as_it_is() -> None:
    now = timezone.now()
    assert signed("whsec_!", "id", "{}", now) != signed("whsec_?", "id", "{}", now)


def test_old_messages_are_forgotten_and_waiting_ones_never(cast: Cast) -> None:
    webhook, delivery = make_webhook(cast.actor("admin"))
    for state in ("delivered", "failed", "waiting"):
        row = Delivery.objects.create(workspace=cast.workspace, webhook=webhook, body="{}", changes=1, state=state)
        Delivery.objects.filter(pk=row.pk).update(created_at="2020-01-01T00:00:00Z")
    forget_deliveries()
    assert set(Delivery.objects.values_list("state", flat=True)) == {"waiting", "delivered"}
    assert Delivery.objects.filter(pk=delivery.pk).exists()
