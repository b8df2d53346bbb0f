"""`make bench`, or `make bench ARGS="--articles 1000 --only import export"`. Prints one table; takes some minutes.

A section is a function in a module of this package and one line in SECTIONS.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from project.embedded import Cluster
from tests.bench import (
    api_lines,
    assess_lines,
    corpus_lines,
    format_lines,
    hands_lines,
    live_lines,
    page_lines,
    voices_lines,
)
from tests.bench.limits import Limits
from tests.bench.section import Bench, Section
from tests.bench.service import service
from tests.bench.table import Table, machine

# In the order of the table.
SECTIONS: tuple[Section, ...] = (
    Section("import", corpus_lines.importing),
    Section("create", api_lines.creating),
    Section("read", api_lines.reading),
    Section("list", api_lines.listing),
    Section("export", format_lines.exporting),
    Section("formats", format_lines.reading_back),
    Section("page", page_lines.opening),
    Section("hands", hands_lines.marking),
    Section("live", live_lines.following),
    Section("voices", voices_lines.judging),
    Section("claim", voices_lines.opening_a_claim),
    Section("desk", voices_lines.opening_the_desk),
    Section("assess", assess_lines.moving_claims),
)
NAMES = [section.name for section in SECTIONS]


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.bench", description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000, help="size of the corpus to list, search and export")
    parser.add_argument("--only", nargs="+", choices=NAMES, default=NAMES, metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--output", type=Path, help="write the table to this file too")
    options = parser.parse_args()
    table = Table()
    with service() as served:
        limits = Limits(Cluster(served.data).url)
        bench = Bench(served, limits, table, options.articles)
        try:
            for section in SECTIONS:
                if section.name in options.only:
                    section.lines(bench)
        finally:
            limits.close()
    told = f"\n{machine()}, {options.articles:,} articles\n\n{table.text()}\n"
    sys.stdout.write(told)
    if options.output:
        options.output.write_text(told, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
