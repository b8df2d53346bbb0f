"""What a section of the benchmark is given, and what it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tests.bench.limits import Limits
from tests.bench.service import Service
from tests.bench.table import Table


class Bench(NamedTuple):
    """The application as it is served, raw access to its database, the table to fill, and the size of the corpus.

    `part`: of how many articles at the most the formats of other tools are written.
    """

    served: Service
    limits: Limits
    table: Table
    articles: int
    part: int


class Section(NamedTuple):
    """Lines of the table that belong together: `lines` measures them and adds them to `bench.table`."""

    name: str
    lines: Callable[[Bench], None]
