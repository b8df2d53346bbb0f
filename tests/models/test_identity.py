"""Public ids are UUIDs of version 7."""

from __future__ import annotations

import time
import uuid

from annotations.models import uuid7


def test_an_id_says_its_version_and_variant() -> None:
    for _ in range(200):
        made = uuid7()
        assert (made.version, made.variant) == (7, uuid.RFC_4122)


def test_an_id_begins_with_the_time_in_milliseconds() -> None:
    before = time.time_ns() // 1_000_000
    made = uuid7()
    after = time.time_ns() // 1_000_000
    assert before <= made.int >> 80 <= after


def test_ids_made_at_once_differ() -> None:
    assert len({uuid7() for _ in range(10_000)}) == 10_000


def test_every_free_bit_is_used() -> None:
    """74 random bits: over many ids each is now 0, now 1."""
    free = (1 << 80) - 1 & ~(0xF << 76) & ~(0x3 << 62)
    ones, zeros = 0, 0
    for _ in range(500):
        number = uuid7().int
        ones |= number & free
        zeros |= ~number & free
    assert ones == zeros == free
