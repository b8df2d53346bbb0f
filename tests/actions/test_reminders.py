"""Reminders by e-mail: who gets them, in which language, once a day, and what a mail that cannot go does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from annotations.actions.reminders import MOST_TOLD, MailNotSetError, remind, set_reminders
from annotations.errors import RuleBrokenError
from annotations.jobs.reminders import UnsentError, send_reminders
from annotations.models import Attendance, Claim, Membership, User
from tests.cast import Cast, make_claim

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mails(settings: Any) -> Any:
    settings.MAILS = True
    settings.BASE_URL = "https://isnad.example/"
    return settings


@pytest.fixture
def claim(cast: Cast) -> Claim:
    """One that is overdue; the editor wants to know."""
    wants(cast.editor)
    return make_claim(cast.actor("editor"), "The embassy will close.", recheck_at="2020-01-01T00:00Z")


def wants(user: User, *workspaces: str, email: str = "someone@example.org") -> None:
    set_reminders(user=user, email=email, workspaces=workspaces or ("desk",))


def html_of(message: EmailMessage) -> str:
    assert isinstance(message, EmailMultiAlternatives)
    return str(message.alternatives[0][0])


class TestMail:
    def test_it_tells_what_is_due_and_leads_to_the_desk(self, claim: Claim) -> None:
        assert remind().sent == 1
        (message,) = mail.outbox
        assert message.to == ["someone@example.org"]
        assert message.subject == "Isnad: 1 claim is due in The Desk"
        for shown in (claim.statement, f"https://isnad.example/w/desk/claims/{claim.uid}/", "1 Jan 2020 (overdue)"):
            assert shown in message.body
        assert "Desk: https://isnad.example/w/desk/\n" in message.body
        assert '<html lang="en" dir="ltr">' in html_of(message)

    @pytest.mark.usefixtures("claim")
    def test_it_speaks_the_member_s_language(self, cast: Cast) -> None:
        User.objects.filter(pk=cast.editor.pk).update(language="ar")
        remind()
        (message,) = mail.outbox
        assert "ادعاء" in message.subject
        assert "فات موعدها" in message.body
        assert '<html lang="ar" dir="rtl">' in html_of(message)

    @pytest.mark.usefixtures("claim")
    def test_many_claims_are_told_by_number(self, cast: Cast) -> None:
        for number in range(MOST_TOLD + 5):
            make_claim(cast.actor("editor"), f"Claim {number}", recheck_at="2020-02-01T00:00Z")
        remind()
        (message,) = mail.outbox
        assert message.subject == f"Isnad: {MOST_TOLD + 6} claims are due in The Desk"
        assert message.body.count("/claims/0") == MOST_TOLD
        assert "https://isnad.example/w/desk/claims/?due=week" in message.body

    def test_markup_in_a_statement_stays_words(self, claim: Claim) -> None:
        Claim.objects.filter(pk=claim.pk).update(statement="<b>a & b</b>")
        remind()
        (message,) = mail.outbox
        assert "<b>a & b</b>" in message.body
        assert "&lt;b&gt;a &amp; b&lt;/b&gt;" in html_of(message)


class TestWho:
    @pytest.mark.usefixtures("claim")
    def test_once_a_day(self) -> None:
        now = timezone.now().replace(hour=6)
        assert [remind(now=now + timedelta(hours=hours)).sent for hours in (0, 1, 17, 18, 25)] == [1, 0, 0, 1, 0]
        assert Attendance.objects.get().reminded_on == now.date() + timedelta(days=1)

    @pytest.mark.usefixtures("claim")
    def test_nobody_who_does_not_want_it_or_cannot_get_it(self, cast: Cast) -> None:
        assert not Attendance.objects.filter(membership__user=cast.admin).exists()
        wants(cast.reader)
        User.objects.filter(pk=cast.reader.pk).update(is_active=False)
        wants(cast.annotator)
        User.objects.filter(pk=cast.annotator.pk).update(email="")
        wants(cast.stranger, "other", "desk")
        wants(cast.second_editor)
        set_reminders(user=cast.second_editor, email="someone@example.org", workspaces=[])
        assert remind().sent == 1
        assert not Attendance.objects.filter(membership__user=cast.stranger, membership__workspace=cast.workspace)

    def test_no_mail_on_days_when_nothing_is_due(self, cast: Cast) -> None:
        wants(cast.editor)
        later = make_claim(cast.actor("editor"), recheck_at=timezone.now() + timedelta(days=3))
        assert remind().sent == 0
        Claim.objects.filter(pk=later.pk).update(recheck_at=timezone.now() + timedelta(hours=3))
        assert remind().sent == 1

    def test_a_wish_needs_an_address(self, cast: Cast) -> None:
        with pytest.raises(RuleBrokenError, match="address"):
            set_reminders(user=cast.editor, email="", workspaces=["desk"])


class TestFailure:
    @pytest.mark.usefixtures("claim")
    def test_what_could_not_go_goes_later_and_nothing_goes_twice(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        wants(cast.admin, email="nowhere@example.org")
        plain = EmailBackend.send_messages

        def some(self: EmailBackend, messages: list[Any]) -> int:
            if "nowhere@example.org" in messages[0].to:
                raise ConnectionRefusedError("no such host")
            return plain(self, messages)

        monkeypatch.setattr(EmailBackend, "send_messages", some)
        with pytest.raises(UnsentError):
            send_reminders(0)
        monkeypatch.undo()
        assert [message.to for message in mail.outbox] == [["someone@example.org"]]
        send_reminders(0)
        assert [message.to for message in mail.outbox] == [["someone@example.org"], ["nowhere@example.org"]]

    @pytest.mark.usefixtures("claim")
    def test_without_settings_nothing_is_sent(self, mails: Any) -> None:
        mails.MAILS = False
        send_reminders(0)
        with pytest.raises(MailNotSetError):
            remind()
        with pytest.raises(CommandError, match="EMAIL_URL"):
            call_command("remind")
        assert mail.outbox == []


@pytest.mark.usefixtures("claim")
def test_the_command_reminds_of_one_workspace(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("remind", workspace="other")
    call_command("remind", workspace="desk")
    assert capsys.readouterr().out == "0 reminders sent\n1 reminders sent\n"
    with pytest.raises(CommandError, match="no workspace"):
        call_command("remind", workspace="nowhere")


class TestAccountPage:
    @pytest.fixture
    def client(self, cast: Cast) -> Client:
        client = Client()
        client.force_login(cast.reader)
        return client

    def test_it_is_chosen_there(self, cast: Cast, client: Client) -> None:
        assert " checked" not in client.get("/profile/").content.decode()
        sent = {"email": "reader@example.org", "workspace": ["desk", "other"]}
        assert client.post("/profile/reminders/", sent)["Location"] == "/profile/"
        page = client.get("/profile/").content.decode()
        assert 'value="desk" checked' in page
        assert 'value="reader@example.org"' in page
        row = Attendance.objects.get()
        assert (row.membership, row.reminders) == (Membership.objects.get(user=cast.reader), True)
        client.post("/profile/reminders/", {"email": ""})
        assert not Attendance.objects.get().reminders

    @pytest.mark.parametrize("email", ["", "nobody", "a@b.example\nBcc: x@y.example"])
    def test_an_address_that_is_none_is_refused(self, client: Client, email: str) -> None:
        answer = client.post("/profile/reminders/", {"email": email, "workspace": "desk"})
        assert answer.status_code == 422
        assert 'value="desk" checked' in answer.content.decode()
        assert not Attendance.objects.filter(reminders=True).exists()
