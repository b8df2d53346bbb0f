"""Numbers in Arabic pages have Latin digits, as newsrooms write them, and so a point and commas between thousands."""

from __future__ import annotations

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
