"""Cursor paging by keyset: a page costs the same wherever it lies, and rows that come meanwhile disturb nothing."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from annotations.api.parameters import DEFAULT_PAGE, MOST_LIKE, Query
from annotations.errors import MalformedError, RuleBrokenError
from annotations.text import time_text

MAX_KEY: Final = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Ordering:
    """By a column of times, then by the internal id, both in one direction; or by the id alone (`column` empty).

    NULLs come first in descending and last in ascending order, as PostgreSQL's indexes have them; `nulls` tells whether
    there are any among the rows.
    """

    name: str
    column: str = ""
    descending: bool = False
    nulls: bool = True

    def apply(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        sign = "-" if self.descending else ""
        return rows.order_by(*([f"{sign}{self.column}"] if self.column else []), f"{sign}id")

    def after(self, moment: datetime | None, key: int) -> Q:
        """Rows that come after the one with these values."""
        beyond = "lt" if self.descending else "gt"
        if not self.column:
            return Q(**{f"id__{beyond}": key})
        column = self.column
        tie = Q(**{f"id__{beyond}": key})
        if moment is None:
            same = Q(**{f"{column}__isnull": True}) & tie
            return same | Q(**{f"{column}__isnull": False}) if self.descending else same
        later = Q(**{f"{column}__{beyond}": moment}) | (Q(**{column: moment}) & tie)
        if self.descending or not self.nulls:
            # Said twice: a condition of one column is where an index begins to be read.
            return Q(**{f"{column}__{beyond}e": moment}) & later
        return later | Q(**{f"{column}__isnull": True})


BY_ID: Final = Ordering("id")
NEWEST: Final = Ordering("-created_at", "created_at", descending=True)


def page_of(
    rows: QuerySet[Any],
    query: Query,
    request: HttpRequest,
    build: Callable[[QuerySet[Any]], list[dict[str, Any]]],
    *,
    ordering: Ordering = BY_ID,
) -> dict[str, Any]:
    """`{"results", "next"}` of the page that the parameters `cursor` and `page_size` name."""
    size = query.get("page_size") or DEFAULT_PAGE
    if cursor := query.get("cursor"):
        rows = rows.filter(ordering.after(*_read(cursor, ordering)))
    columns = ("pk", ordering.column) if ordering.column else ("pk",)
    keys = list(ordering.apply(rows).values_list(*columns)[: size + 1])
    shown = [key[0] for key in keys[:size]]
    found = build(ordering.apply(rows.filter(pk__in=shown))) if shown else []
    more = None
    if len(keys) > size:
        more = _address(request, _cursor(keys[size - 1], ordering))
    return {"results": found, "next": more}


def likest_of(
    rows: QuerySet[Any],
    query: Query,
    find: Callable[[str, int], Sequence[int]],
    build: Callable[[QuerySet[Any]], list[dict[str, Any]]],
) -> dict[str, Any]:
    """The page that the parameter `like` asks for. `find` gives the internal ids of those of the `rows` that are likest
    to some words, likest first, at most so many. Raise RuleBrokenError ``like.alone``: what is likest is not known of
    the past, words are searched in one way or the other, and one page is all there is.
    """
    for name in ("q", "known_at", "cursor"):
        if query[name] is not None:
            raise RuleBrokenError("like.alone", f"like and {name} cannot be asked for together", field=name)
    keys = find(query["like"], query["page_size"] or MOST_LIKE)
    shown = rows.filter(pk__in=keys)
    uids = dict(shown.values_list("pk", "uid"))
    built = {one["id"]: one for one in build(shown)}
    order = (str(uids[key]) for key in keys if key in uids)
    return {"results": [built[uid] for uid in order if uid in built], "next": None}


def _cursor(row: tuple[Any, ...], ordering: Ordering) -> str:
    moment = row[1] if len(row) > 1 else None
    parts = [ordering.name, row[0], time_text(moment) if moment else None]
    return base64.urlsafe_b64encode(json.dumps(parts, separators=(",", ":")).encode()).decode().rstrip("=")


def _read(cursor: str, ordering: Ordering) -> tuple[datetime | None, int]:
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        name, key, moment = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        time = None if moment is None else datetime.fromisoformat(moment)
    except (ValueError, TypeError, UnicodeError, binascii.Error, RecursionError):
        raise _bad() from None
    if name != ordering.name or type(key) is not int or not 0 <= key <= MAX_KEY or (time and time.tzinfo is None):
        raise _bad()
    return time, key


def _bad() -> MalformedError:
    return MalformedError("cursor.malformed", "the cursor is none of this list's in this order", field="cursor")


def _address(request: HttpRequest, cursor: str) -> str:
    parameters = request.GET.copy()
    parameters["cursor"] = cursor
    return request.build_absolute_uri(f"{request.path}?{parameters.urlencode()}")
