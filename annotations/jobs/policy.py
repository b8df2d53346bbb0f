"""How often and when a job that failed is tried again: one place for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import InterfaceError, OperationalError
from django.utils import timezone
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.exceptions import JobAborted
from procrastinate.jobs import Job

from annotations.actions.webhooks import ATTEMPTS
from annotations.errors import DomainError

AWAY = 5
MAX_AWAY = 120


@dataclass(frozen=True, slots=True)
class Backoff(BaseRetryStrategy):
    """Again after `first` seconds, then each time `factor` times later, at most `longest`; `attempts` runs in all.

    A rule that was broken stays broken: a DomainError is not tried again. A worker that ends is no failure of the
    job, and a database that is away for a while hardly one: it is tried again every AWAY seconds, for some ten minutes.
    """

    attempts: int = 6
    first: float = 2
    factor: float = 3
    longest: float = 3600

    def delay(self, failures: int) -> float:
        """Seconds until the next run after so many failures, of which there is at least one."""
        return min(self.longest, self.first * self.factor ** (failures - 1))

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, JobAborted):
            return RetryDecision(retry_in={"seconds": 0})
        if isinstance(exception, OperationalError | InterfaceError):
            return RetryDecision(retry_in={"seconds": AWAY}) if job.attempts < MAX_AWAY else None
        if isinstance(exception, DomainError) or job.attempts + 1 >= self.attempts:
            return None
        return RetryDecision(retry_at=timezone.now() + timedelta(seconds=self.delay(job.attempts + 1)))


USUAL = Backoff()
# Ten tries in about a day and a half.
DELIVERY = Backoff(attempts=ATTEMPTS, first=10, factor=4, longest=6 * 3600)
