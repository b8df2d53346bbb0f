"""An export of a time is the same bytes for ever, in every format, whatever happens later: edits, deletions, undoing,
sources that are stated to be one, verdicts, new versions, other files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import cycle
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.corpus import select, settle
from annotations.errors import DomainError
from annotations.formats import EXPORTS, ExportFormat, export_format
from tests.cast import Cast
from tests.formats.past import LATER, Past

NATIVE = export_format("isnad-jsonl")


def written(past: Past, forms: Iterable[ExportFormat] = EXPORTS, **selected: Any) -> dict[str, bytes]:
    selection = select(workspace=past.cast.workspace, **selected)
    return {form.name: b"".join(form.export(selection)) for form in forms}


def happens(past: Past, names: Iterable[str]) -> list[str]:
    """Those that were refused: what came before may leave them nothing to do."""
    refused: list[str] = []
    with connection.cursor() as cursor:  # later is another transaction, whose rows are stamped anew
        cursor.execute("SELECT set_config('isnad.at', '', true)")
    for name in names:
        try:
            getattr(past, name)()
        except (DomainError, ObjectDoesNotExist) as error:
            refused.append(f"{name}: {error}")
    return refused


@contextmanager
def undone() -> Iterator[None]:
    """What happens in it has not happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.slow
def test_the_past_is_the_same_bytes_whatever_comes_later(cast: Cast) -> None:
    past = Past(cast)
    then = settle(cast.workspace)
    whole = written(past, known_at=then)
    parts: list[dict[str, Any]] = [{"article": past.desk.articles["AFP"].uid}, {"claim": past.desk.claim.uid}]
    in_part = [written(past, known_at=then, **part) for part in parts]
    with undone():
        assert happens(past, LATER) == []
        assert written(past, known_at=then) == whole
        assert [written(past, known_at=then, **part) for part in parts] == in_part
        now = written(past)
        assert [name for name, file in whole.items() if file == now[name]] == []
    check_orders(past, then, whole)


def check_orders(past: Past, then: datetime, whole: dict[str, bytes]) -> None:
    """Some of what may happen, in any order; a time in the midst of it is as good a past as the first. The native
    format, of which nothing is left out, is looked at each time, and one of the others in turn.
    """

    @settings(max_examples=20)
    @given(st.lists(st.sampled_from(LATER), min_size=2, max_size=6), st.integers(1, 5))
    def in_order(names: list[str], midst: int) -> None:
        with undone():
            happens(past, names[:midst])
            between = settle(past.cast.workspace)
            told = written(past, [NATIVE], known_at=between)
            happens(past, names[midst:])
            assert written(past, [NATIVE], known_at=between) == told
            found = written(past, [NATIVE, next(turns)], known_at=then)
            assert found == {name: whole[name] for name in found}

    turns = cycle([form for form in EXPORTS if form is not NATIVE])
    in_order()
