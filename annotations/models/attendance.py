"""When members were at the desk, and whether they want to be reminded. Apart from the membership: it has no history."""

from __future__ import annotations

from django.db import models

from annotations.models.workspace import Membership


class Attendance(models.Model):
    """`seen_at` is when the member was at the desk last, `before_at` when the visit before that one ended; so what
    moved since one's last visit is the same in every browser. `reminded_on`: the day (UTC) of the last reminder.
    """

    membership = models.OneToOneField(Membership, on_delete=models.CASCADE, primary_key=True, related_name="attendance")
    before_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    reminders = models.BooleanField(db_default=False)
    reminded_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["reminded_on"], name="attendance_reminded", condition=models.Q(reminders=True)),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} seen {self.seen_at}"
