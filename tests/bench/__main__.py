"""`make bench`, or `python -m tests.bench --articles 10000`. Prints one table; takes some minutes."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from project.embedded import Cluster
from tests.bench import api_lines, corpus_lines, page_lines
from tests.bench.limits import Limits
from tests.bench.service import Service, service
from tests.bench.table import Table

Lines = Callable[[Service, Limits, Table, int], None]

GROUPS: dict[str, Lines] = {
    "import": corpus_lines.importing,
    "create": api_lines.creating,
    "read": api_lines.reading,
    "list": api_lines.listing,
    "export": corpus_lines.exporting,
    "page": page_lines.opening,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.bench", description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000, help="size of the corpus to list, search and export")
    parser.add_argument("--only", nargs="*", choices=list(GROUPS), default=list(GROUPS))
    options = parser.parse_args()
    table = Table()
    with service() as served:
        limits = Limits(Cluster(served.data).url)
        try:
            for name in options.only:
                GROUPS[name](served, limits, table, options.articles)
        finally:
            limits.close()
    sys.stdout.write(f"\n{table.text()}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
