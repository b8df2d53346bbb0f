"""Members who want it are reminded by e-mail, once a day, of the claims that are due to be looked at again."""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from annotations.actions.queue import stop_if_asked
from annotations.errors import RuleBrokenError
from annotations.models import Attendance, Membership, Standing, User, Workspace

TASK = "reminders.send"
AHEAD = timedelta(days=1)
"""A mail tells what is due by then."""
MOST_TOLD = 20
"""Claims that a mail lists; of more it tells the number, and that stops at MOST_COUNTED."""
MOST_COUNTED = 100
logger = logging.getLogger(__name__)


class MailNotSetError(RuleBrokenError):
    """No e-mail goes out of this installation (`reminders.no_mail`)."""

    def __init__(self) -> None:
        super().__init__("reminders.no_mail", "no e-mail is sent from here: set EMAIL_URL")


@dataclass(slots=True)
class Reminded:
    """How many mails went out, and how many could not."""

    sent: int = 0
    failed: int = 0


def set_reminders(*, user: User, email: str, workspaces: Collection[str]) -> None:
    """Choose the address, and of which of one's workspaces (by slug) one wants to be reminded; of no others."""
    if workspaces and not email:
        raise RuleBrokenError("reminders.no_address", "a reminder needs an address to go to", field="email")
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(email=email)
        for membership in Membership.objects.filter(user=user).select_related("workspace"):
            wanted = membership.workspace.slug in workspaces
            Attendance.objects.update_or_create(membership=membership, defaults={"reminders": wanted})


def remind(*, workspace: Workspace | None = None, now: datetime | None = None) -> Reminded:
    """Send today's reminders (of one workspace, or of all) that were not sent yet. For commands and jobs.

    Each is marked as sent before it goes, and unmarked where it could not go: so nobody gets two of one day, whatever
    runs twice, and a reminder that failed is tried again. Raises MailNotSetError.
    """
    if not settings.MAILS:
        raise MailNotSetError
    now = now or timezone.now()
    reminded = Reminded()
    with get_connection() as mails:
        for key in _waiting(now.date(), workspace).values_list("pk", flat=True):
            stop_if_asked()
            _remind_one(key, now, mails, reminded)
    return reminded


def _waiting(today: date, workspace: Workspace | None = None) -> QuerySet[Attendance]:
    """Whoever wants a reminder, can get one, and had none today."""
    rows = Attendance.objects.filter(reminders=True, membership__user__is_active=True)
    rows = rows.exclude(membership__user__email="").exclude(reminded_on__gte=today)
    return (rows.filter(membership__workspace=workspace) if workspace else rows).order_by("pk")


def _remind_one(key: int, now: datetime, mails: BaseEmailBackend, reminded: Reminded) -> None:
    with transaction.atomic():
        row = _waiting(now.date()).select_for_update(of=("self",), skip_locked=True).filter(pk=key).first()
        if row is None:
            return
        membership = Membership.objects.select_related("user", "workspace").get(pk=key)
        message = reminder_of(membership, now)
        if message is None:
            return
        before, row.reminded_on = row.reminded_on, now.date()
        row.save(update_fields=["reminded_on"])
    message.connection = mails
    try:
        message.send()
    except OSError as error:  # what smtplib raises, and what the network does
        logger.warning("A reminder to %s could not be sent: %s", membership.user.get_username(), error)
        Attendance.objects.filter(pk=key, reminded_on=now.date()).update(reminded_on=before)
        reminded.failed += 1
    else:
        reminded.sent += 1


def reminder_of(membership: Membership, now: datetime) -> EmailMultiAlternatives | None:
    """The mail that tells the member what is due in their workspace, in their language; None where nothing is."""
    workspace, user = membership.workspace, membership.user
    due = Standing.objects.filter(workspace=workspace, due_at__lte=now + AHEAD).select_related("claim")
    rows = list(due.order_by("due_at", "claim_id")[:MOST_TOLD])
    if not rows:
        return None
    number = len(due.order_by()[:MOST_COUNTED]) if len(rows) == MOST_TOLD else len(rows)
    with override(user.language or settings.LANGUAGE_CODE):
        count = f"{number}+" if number >= MOST_COUNTED else str(number)
        subject = ngettext(
            "%(count)s claim is due in %(workspace)s", "%(count)s claims are due in %(workspace)s", number
        )
        context = {
            "workspace": workspace,
            "user": user,
            "claims": [_Told(row, now, _address("claim", workspace, uid=row.claim.uid)) for row in rows],
            "more": number > len(rows),
            "queue": f"{_address('claims', workspace)}?due=week",
            "desk": _address("desk", workspace),
            "account": urljoin(settings.BASE_URL, reverse("profile")),
        }
        message = EmailMultiAlternatives(
            f"{_('Isnad')}: {subject % {'count': count, 'workspace': workspace.name}}",
            render_to_string("mail/reminder.txt", context),
            to=[user.email],
            headers={"Auto-Submitted": "auto-generated"},
        )
        message.attach_alternative(render_to_string("mail/reminder.html", context), "text/html")
    return message


@dataclass(frozen=True, slots=True)
class _Told:
    """A claim that is due, as the mail tells it."""

    standing: Standing
    now: datetime
    address: str

    @property
    def overdue(self) -> bool:
        return self.standing.due_at is not None and self.standing.due_at < self.now


def _address(name: str, workspace: Workspace, **more: object) -> str:
    return urljoin(settings.BASE_URL, reverse(name, kwargs={"workspace": workspace.slug, **more}))
