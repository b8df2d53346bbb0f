"""`make bench`, or `make bench ARGS="--articles 1000 --only import export"`. Prints one table; takes twenty minutes.

A section is a function in a module of this package and one line in SECTIONS. One that fails is told of in the table,
and the others go on; the exit status is 1 then.
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
import traceback
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
    parser.add_argument("--part", type=int, metavar="N", help="write so many articles in the formats of other tools")
    parser.add_argument("--output", type=Path, help="write the table to this file too")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that the server ends with it
    table = Table()
    chosen = [section for section in SECTIONS if section.name in options.only]
    with service() as served:
        limits = Limits(Cluster(served.data).url)
        bench = Bench(served, limits, table, options.articles, options.part or options.articles)
        try:
            went = [_run(section, bench, f"{place}/{len(chosen)}") for place, section in enumerate(chosen, 1)]
        finally:
            limits.close()
    told = f"\n{machine()}, {options.articles:,} articles\n\n{table.text()}\n"
    failed = [section.name for section, well in zip(chosen, went, strict=True) if not well]
    if failed:
        told += f"\nfailed: {', '.join(failed)}\n"
    sys.stdout.write(told)
    if options.output:
        options.output.write_text(told, encoding="utf-8")
    return 1 if failed else 0


def _run(section: Section, bench: Bench, place: str) -> bool:
    """Measure a section; whether all went well. What failed is a line of the table, with its reason."""
    bench.table.say(f"[{place}] {section.name}")
    began = time.monotonic()
    try:
        section.lines(bench)
    except Exception as error:  # noqa: BLE001 - whatever it is, the other sections can still be measured
        traceback.print_exc()
        sys.stderr.write(bench.served.said())
        reason = (str(error).strip() or type(error).__name__).splitlines()[0][:100]
        bench.table.add(f"{section.name}: failed", reason)
        return False
    bench.table.say(f"  {section.name} took {time.monotonic() - began:.0f} s")
    return True


if __name__ == "__main__":
    sys.exit(main())
