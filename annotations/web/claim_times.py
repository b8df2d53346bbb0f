"""The two times at which a claim can be looked at: what bore on it by then, and what had been recorded by then."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import QueryDict
from django.utils.translation import gettext as _

from annotations.errors import DomainError, MalformedError
from annotations.text import time_text

MOST_TIMES = 200


@dataclass(frozen=True, slots=True)
class Times:
    """`valid_at` and `known_at` as the address has them; None is now. `wrong` says which could not be read.

    `refused` are sentences about times that were read and cannot be had.
    """

    valid_at: datetime | None
    known_at: datetime | None
    wrong: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        return self.valid_at is not None or self.known_at is not None

    @property
    def complaints(self) -> list[str]:
        """A sentence for each that counts as now; one that could not be read by the name of its field on the page."""
        labels = {"valid_at": _("What bore on it by"), "known_at": _("What was recorded here by")}
        sentence = _("“%(field)s” is no date and time; it counts as now.")
        return [*(sentence % {"field": labels[name]} for name in self.wrong), *self.refused]


@dataclass(frozen=True, slots=True)
class Choice:
    """A time that one may choose: `value` is how the address has it."""

    at: datetime
    value: str
    chosen: bool


def times_of(query: QueryDict) -> Times:
    """Read both. What cannot be read counts as now, and is named."""
    read: dict[str, datetime | None] = {}
    wrong = []
    for name in ("valid_at", "known_at"):
        try:
            read[name] = read_time(query.get(name, ""), name)
        except DomainError:
            read[name] = None
            wrong.append(name)
    return Times(read["valid_at"], read["known_at"], tuple(wrong))


def read_time(text: str, field: str) -> datetime | None:
    """A moment in UTC, or None for no words. Without a zone it is UTC, as all times of the interface are.

    A bare plus sign arrives as a space, and is understood. Raises MalformedError (`field.time`).
    """
    text = text.strip()
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(re.sub(r" (?=\d\d:?\d\d$)", "+", text))
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise MalformedError("field.time", f"{field} must be a time", field=field) from error


def choices_of(times: Iterable[datetime], chosen: datetime | None) -> list[Choice]:
    """The times to choose from, the earliest first, with the one that is chosen among them; the last ones of many."""
    every = sorted({*times, *([chosen] if chosen else [])})
    shown = [one for place, one in enumerate(every) if len(every) - place <= MOST_TIMES or one == chosen]
    return [Choice(one, time_text(one), one == chosen) for one in shown]
