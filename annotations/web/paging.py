"""Paging by key: a page costs the same however far back it lies, and rows that come in meanwhile shift nothing."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)
PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows, newest first; `older` and `newer` are the cursors of the neighbouring pages, or ""."""

    rows: list[Row]
    older: str
    newer: str


def newest_first(queryset: QuerySet[Any], cursor: str, *, size: int = PAGE_SIZE) -> Page[Any]:
    """The page at `cursor` of rows ordered by their creation. An unreadable cursor gives the first page."""
    place = _read(cursor)
    if place is None:
        rows = list(queryset.order_by("-created_at", "-pk")[: size + 1])
        return _page(rows[:size], more_older=len(rows) > size, more_newer=False)
    backwards, moment, pk = place
    if backwards:
        later = Q(created_at__gt=moment) | Q(created_at=moment, pk__gt=pk)
        rows = list(queryset.filter(later, created_at__gte=moment).order_by("created_at", "pk")[: size + 1])
        return _page(rows[:size][::-1], more_older=True, more_newer=len(rows) > size)
    earlier = Q(created_at__lt=moment) | Q(created_at=moment, pk__lt=pk)
    rows = list(queryset.filter(earlier, created_at__lte=moment).order_by("-created_at", "-pk")[: size + 1])
    return _page(rows[:size], more_older=len(rows) > size, more_newer=True)


def _page(rows: list[Any], *, more_older: bool, more_newer: bool) -> Page[Any]:
    return Page(
        rows,
        older=_cursor("o", rows[-1]) if rows and more_older else "",
        newer=_cursor("n", rows[0]) if rows and more_newer else "",
    )


def _cursor(way: str, row: Any) -> str:
    return base64.urlsafe_b64encode(f"{way}|{row.created_at.isoformat()}|{row.pk}".encode()).decode().rstrip("=")


def _read(cursor: str) -> tuple[bool, datetime, int] | None:
    """(towards newer rows, creation, primary key), or None where the cursor is none of ours."""
    try:
        way, moment, pk = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().split("|")
        parsed = datetime.fromisoformat(moment)
        key = int(pk)
    except (ValueError, binascii.Error):
        return None
    if way not in ("o", "n") or parsed.tzinfo is None or not 0 <= key < 2**63:
        return None
    return way == "n", parsed, key
