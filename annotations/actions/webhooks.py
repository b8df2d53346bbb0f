"""Webhooks: who is told of changes, what they are told, and what became of it.

Changes are told in the order of `corpus.changes`, up to a hundred in a message, each exactly once a webhook; a message
may arrive twice, under the same id. Signed as Standard Webhooks has it: `webhook-signature: v1,<base64 of the
HMAC-SHA256 of "id.timestamp.body">`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import re
import secrets
import socket
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import BigIntegerField, Exists, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils import timezone

from annotations.actions.outbound import RefusedTargetError, UnreachableError, is_public, parse_target, post
from annotations.actions.queue import enqueue, enqueue_once, live_jobs
from annotations.actions.recording import Made, author, lock, make, recording, save
from annotations.corpus import CORPUS_TYPES, VERBS, Change, Position, changes, settled_until
from annotations.errors import ConflictError, RuleBrokenError
from annotations.models import Delivery, Webhook, WebhookState, Workspace
from annotations.policies import Ability, Actor, may
from annotations.text import time_text
from annotations.vocabulary import DeliveryState

MAX_WEBHOOKS = 20
"""In one workspace."""
MAX_CHANGES = 100
"""In one message."""
ATTEMPTS = 10
KEPT = timedelta(days=30)
TELL = "webhooks.tell"
DELIVER = "webhooks.deliver"
_LOCK = 1769173603  # of one look for messages without a job at a time
_PAGE = 500
_PATTERN = re.compile(r"(\*|[a-z_]+)\.(\*|[a-z]+)")


class NotDeliveredError(Exception):
    """A message did not arrive and is to be sent again."""


def add_webhook(
    *, actor: Actor, url: Any, events: Any, secret: Any = "", active: Any = True, uid: UUID | None = None
) -> tuple[Made[Webhook], str]:
    """Return the webhook and, where none was given, the secret that was made for it: shown this once."""
    may(actor, Ability.MANAGE_WEBHOOKS).require()
    fields = {"url": clean_url(url), "events": clean_events(events), "active": _flag(active)}
    drawn = f"whsec_{base64.b64encode(secrets.token_bytes(24)).decode()}"
    own = drawn if secret in (None, "") else clean_secret(secret)

    def build() -> Webhook:
        if Webhook.objects.filter(workspace=actor.workspace).count() >= MAX_WEBHOOKS:
            raise ConflictError("webhook.too_many", f"a workspace has at most {MAX_WEBHOOKS} webhooks")
        row = Webhook.objects.create(**author(actor, uid, fields, Webhook), **fields)
        WebhookState.objects.create(webhook=row, secret=own, told_until=row.recorded_at or timezone.now())
        return row

    with recording(actor):
        made = make(Webhook, actor=actor, uid=uid, request=fields, build=build)
    return made, "" if secret or not made.created else own


def edit_webhook(*, actor: Actor, webhook: Webhook, expected: int | None, **changed: Any) -> Webhook:
    """Change `url`, `events`, `active` or `secret`."""
    may(actor, Ability.MANAGE_WEBHOOKS).require()
    cleaners = {"url": clean_url, "events": clean_events, "active": _flag}
    fields = {name: cleaners[name](value) for name, value in changed.items() if name in cleaners}
    secret = clean_secret(changed["secret"]) if "secret" in changed else ""
    with recording(actor):
        current = lock(actor, Webhook.objects.all(), webhook, expected=expected)
        if fields.get("active") and not current.active:
            # What happened while it slept is not told.
            WebhookState.objects.filter(webhook=current).update(told_until=timezone.now())
        for name, value in fields.items():
            setattr(current, name, value)
        if secret:
            WebhookState.objects.filter(webhook=current).update(secret=secret)
        return save(current, *fields) if fields else current


def remove_webhook(*, actor: Actor, webhook: Webhook, expected: int | None) -> None:
    """Forget the webhook, its secret and its deliveries."""
    may(actor, Ability.MANAGE_WEBHOOKS).require()
    with recording(actor):
        lock(actor, Webhook.objects.all(), webhook, expected=expected, to_delete=True).delete()


def replay(*, actor: Actor, delivery: Delivery) -> Delivery:
    """Send a message again, under its own id."""
    may(actor, Ability.MANAGE_WEBHOOKS).require()
    with transaction.atomic():
        current = Delivery.objects.select_for_update().get(pk=delivery.pk, workspace=actor.workspace)
        if current.state == DeliveryState.WAITING and not _without_job().filter(pk=current.pk).exists():
            raise ConflictError("delivery.waiting", "this message is still being sent")
        current.state, current.attempts = DeliveryState.WAITING, 0
        current.save(update_fields=["state", "attempts"])
        enqueue(DELIVER, delivery=current.pk)
    return current


# What workers do


def tell(workspace: Workspace) -> None:
    """Make the messages of everything that happened since the last time, for every active webhook.

    All or nothing, so it may be run twice. Whoever writes at this moment may have relied on this run
    (`recording.wake_followers`), and is looked after by another one.
    """
    with transaction.atomic():
        states = WebhookState.objects.select_for_update(of=("self",)).select_related("webhook")
        states = states.filter(webhook__workspace=workspace, webhook__active=True).order_by("webhook_id")
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            begun: datetime = cursor.fetchone()[0]
        until = settled_until(workspace)
        for state in states:
            _tell_one(workspace, state, until)
            state.told_until = max(until, state.told_until)
            state.save(update_fields=["told_until"])
        if until < begun:
            soon = timezone.now() + timedelta(seconds=1)
            enqueue(TELL, lock=f"{TELL}:{workspace.pk}", at=soon, workspace=workspace.pk)


def _tell_one(workspace: Workspace, state: WebhookState, until: datetime) -> None:
    held: list[Change] = []
    for change in _wanted(workspace, state, until):
        held.append(change)
        if len(held) == MAX_CHANGES:
            _send_later(workspace, state, held)
            held = []
    if held:
        _send_later(workspace, state, held)


def _wanted(workspace: Workspace, state: WebhookState, until: datetime) -> Iterator[Change]:
    since = Position(state.told_until, -1)
    while page := changes(workspace=workspace, since=since, limit=_PAGE, until=until):
        yield from (one for one in page if matches(state.webhook.events, one))
        since = page[-1].position


def matches(events: Iterable[str], change: Change) -> bool:
    wanted = ("*", f"{change.type}.*", f"*.{change.verb}", f"{change.type}.{change.verb}", "*.*")
    return any(event in wanted for event in events)


def _send_later(workspace: Workspace, state: WebhookState, told: list[Change]) -> None:
    body = {
        "type": "changes",
        "workspace": workspace.slug,
        "changes": [
            {
                "event": f"{one.type}.{one.verb}",
                "type": one.type,
                "id": str(one.uid),
                "verb": one.verb,
                "revision": one.revision,
                "at": time_text(one.at),
                "by": one.by,
                "through": one.through,
            }
            for one in told
        ],
    }
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    row = Delivery.objects.create(workspace=workspace, webhook=state.webhook, body=text, changes=len(told))
    enqueue(DELIVER, delivery=row.pk)


def deliver(key: int) -> None:
    """Send one message. Raise NotDeliveredError where it is to be tried again. No transaction is open meanwhile."""
    found = Delivery.objects.select_related("webhook__state").filter(pk=key, state=DeliveryState.WAITING).first()
    if found is None:
        return
    try:
        if not found.webhook.active:
            raise RefusedTargetError("the webhook is switched off")
        headers = signed(found.webhook.state.secret, str(found.uid), found.body, timezone.now())
        private = bool(settings.WEBHOOKS_MAY_BE_PRIVATE)
        answer = post(found.webhook.url, found.body.encode(), headers, private=private)
        good, final = 200 <= answer.status < 300, False
        status, error = answer.status, "" if good else f"the answer was {answer.status}: {answer.body[:200]}"
    except (RefusedTargetError, UnreachableError) as failure:
        good, final, status, error = False, isinstance(failure, RefusedTargetError), None, str(failure)
    attempts = found.attempts + 1
    lost = not good and (final or attempts >= ATTEMPTS)
    state = DeliveryState.DELIVERED if good else DeliveryState.FAILED if lost else DeliveryState.WAITING
    Delivery.objects.filter(pk=key).update(
        state=state,
        attempts=attempts,
        status=status,
        error=error.replace("\0", "")[:500],
        tried_at=timezone.now(),
    )
    if state == DeliveryState.WAITING:
        raise NotDeliveredError(error)


def deliver_forgotten() -> int:
    """Queue the messages that wait without a job, whatever became of it: killed too often, failed by a fault since
    mended, removed by hand. Return how many. Each once, however many look at the same moment.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        found = _without_job().select_for_update(of=("self",), skip_locked=True).order_by("pk")
        keys = list(found.values_list("pk", flat=True))
        for key in keys:
            enqueue(DELIVER, delivery=key)
    return len(keys)


def tell_forgotten() -> int:
    """Queue the telling of changes that no job will tell, whatever became of it; also of what no action wrote. Return
    for how many workspaces.
    """
    states = WebhookState.objects.filter(webhook__active=True, webhook__workspace=OuterRef("pk")).order_by("told_until")
    told = Workspace.objects.annotate(told=Subquery(states.values("told_until")[:1])).exclude(told=None)
    looked_after = set(live_jobs(TELL).values_list("lock", flat=True))
    queued = 0
    behind = dict(told.values_list("pk", "told"))
    for workspace in Workspace.objects.filter(pk__in=behind).order_by("pk"):
        lock_name, since = f"{TELL}:{workspace.pk}", Position(behind[workspace.pk], -1)
        if lock_name not in looked_after and changes(workspace=workspace, since=since, limit=1):
            queued += enqueue_once(TELL, lock=lock_name, workspace=workspace.pk) is not None
    return queued


def _without_job() -> QuerySet[Delivery]:
    """The messages that wait and that no job will send."""
    jobs = live_jobs(DELIVER).annotate(delivery=Cast(KT("args__delivery"), BigIntegerField()))
    return Delivery.objects.filter(~Exists(jobs.filter(delivery=OuterRef("pk"))), state=DeliveryState.WAITING)


def forget_deliveries() -> None:
    """Remove messages that are settled and old."""
    old = Delivery.objects.filter(created_at__lt=timezone.now() - KEPT)
    old.exclude(state=DeliveryState.WAITING).delete()


def signed(secret: str, uid: str, body: str, now: datetime) -> dict[str, str]:
    """The headers of a message."""
    moment = str(int(now.timestamp()))
    digest = hmac.new(_key(secret), f"{uid}.{moment}.{body}".encode(), hashlib.sha256).digest()
    return {
        "Content-Type": "application/json",
        "User-Agent": "Isnad",
        "Connection": "close",
        "webhook-id": uid,
        "webhook-timestamp": moment,
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }


def _key(secret: str) -> bytes:
    """A secret that begins with whsec_ is base64 after that; any other is its own bytes."""
    if secret.startswith("whsec_"):
        try:
            return base64.b64decode(secret.removeprefix("whsec_"), validate=True)
        except binascii.Error:
            pass
    return secret.encode()


# Checks of what people typed


def clean_url(value: Any) -> str:
    """Raise RuleBrokenError `webhook.url` or `webhook.private_target`. What a name resolves to is checked when sent."""
    if not isinstance(value, str) or not value or len(value) > 2000:
        raise RuleBrokenError("webhook.url", "an address of 1 to 2000 characters", field="url")
    try:
        host = (parse_target(value).hostname or "").strip("[]")
    except RefusedTargetError as error:
        raise RuleBrokenError("webhook.url", str(error), field="url") from None
    if not settings.WEBHOOKS_MAY_BE_PRIVATE and _is_private(host):
        raise RuleBrokenError("webhook.private_target", f"{host} is no address of the open internet", field="url")
    return value


def _is_private(host: str) -> bool:
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
        return True
    try:
        return not is_public(host)
    except ValueError:
        pass
    try:
        # What resolvers read as an address, too: 0, 2130706433, 0x7f.1
        return not is_public(socket.inet_ntoa(socket.inet_aton(host)))
    except OSError:
        return False


def clean_events(value: Any) -> list[str]:
    """Raise RuleBrokenError `webhook.events`."""
    if not isinstance(value, list) or not 1 <= len(value) <= 50 or not all(isinstance(one, str) for one in value):
        detail = 'events must be a list of 1 to 50 patterns, such as ["claim.changed", "source.*"] or ["*"]'
        raise RuleBrokenError("webhook.events", detail, field="events")
    for place, pattern in enumerate(value):
        match = _PATTERN.fullmatch(pattern)
        if pattern != "*" and not (match and match[1] in {*CORPUS_TYPES, "*"} and match[2] in {*VERBS, "*"}):
            detail = f"{pattern[:60]!r} is no pattern of events. It is TYPE.VERB, such as claim.changed, or * for all."
            detail += f" TYPE is * or one of: {', '.join(CORPUS_TYPES)}. VERB is * or one of: {', '.join(VERBS)}."
            raise RuleBrokenError("webhook.events", detail, field=f"events.{place}")
    return list(dict.fromkeys(value))


def clean_secret(value: Any) -> str:
    """Raise RuleBrokenError `webhook.secret`."""
    if not isinstance(value, str) or not 16 <= len(value) <= 200 or not value.isascii() or not value.isprintable():
        raise RuleBrokenError("webhook.secret", "16 to 200 visible ASCII characters", field="secret")
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise RuleBrokenError("webhook.active", "true or false", field="active")
    return value
