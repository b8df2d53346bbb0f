"""Paging by key: a page costs the same however far back it lies, and rows that come in meanwhile shift nothing."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)
PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class Order:
    """By a column of times (never null), then by the primary key, both in one direction. `letter` tells a cursor of
    this order from those of others.
    """

    letter: str
    column: str
    descending: bool = False

    def apply(self, rows: QuerySet[Any], *, backwards: bool = False) -> QuerySet[Any]:
        sign = "-" if self.descending != backwards else ""
        return rows.order_by(f"{sign}{self.column}", f"{sign}pk")

    def beyond(self, rows: QuerySet[Any], moment: datetime, pk: int, *, backwards: bool) -> QuerySet[Any]:
        """The rows after the one with these values, or before it."""
        way = "lt" if self.descending != backwards else "gt"
        after = Q(**{f"{self.column}__{way}": moment}) | Q(**{self.column: moment, f"pk__{way}": pk})
        return rows.filter(after, **{f"{self.column}__{way}e": moment})

    def moment(self, row: Any) -> datetime:
        found: datetime = getattr(row, self.column)
        return found


NEWEST: Final = Order("", "created_at", descending=True)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows in their order; `after` and `before` are the cursors of the neighbouring pages, or "". `newest` tells
    whether the order is that of their creation.
    """

    rows: list[Row]
    after: str
    before: str
    newest: bool = True


def newest_first(queryset: QuerySet[Any], cursor: str, *, size: int = PAGE_SIZE) -> Page[Any]:
    """The page at `cursor` of rows ordered by their creation. An unreadable cursor gives the first page."""
    return in_order(queryset, cursor, NEWEST, size=size)


def in_order(queryset: QuerySet[Any], cursor: str, order: Order, *, size: int = PAGE_SIZE) -> Page[Any]:
    """The page at `cursor` of rows in this order. A cursor that is unreadable, or of another order, gives the first."""
    place = _read(cursor, order)
    if place is None:
        rows = list(order.apply(queryset)[: size + 1])
        return _page(rows[:size], order, after=len(rows) > size, before=False)
    backwards, moment, pk = place
    found = order.apply(order.beyond(queryset, moment, pk, backwards=backwards), backwards=backwards)
    rows = list(found[: size + 1])
    if backwards:
        return _page(rows[:size][::-1], order, after=True, before=len(rows) > size)
    return _page(rows[:size], order, after=len(rows) > size, before=True)


def _page(rows: list[Any], order: Order, *, after: bool, before: bool) -> Page[Any]:
    return Page(
        rows,
        after=_cursor("o", rows[-1], order) if rows and after else "",
        before=_cursor("n", rows[0], order) if rows and before else "",
        newest=order is NEWEST,
    )


def _cursor(way: str, row: Any, order: Order) -> str:
    text = f"{way}{order.letter}|{order.moment(row).isoformat()}|{row.pk}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(cursor: str, order: Order) -> tuple[bool, datetime, int] | None:
    """(backwards, time, primary key), or None where the cursor is none of ours."""
    try:
        way, moment, pk = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().split("|")
        parsed = datetime.fromisoformat(moment)
        key = int(pk)
    except (ValueError, binascii.Error):
        return None
    if way not in (f"o{order.letter}", f"n{order.letter}") or parsed.tzinfo is None or not 0 <= key < 2**63:
        return None
    return way.startswith("n"), parsed, key
