"""Modules that `make check` leaves to `make test`: one test takes over a tenth of a second, or all take seconds.

Measured with two processes on two processors. Two thirds of the tests without a browser are left, which take a
quarter of the time of all of them.
"""

from __future__ import annotations

from pathlib import Path

TESTS = Path(__file__).parent
# By directory: `test_` and `.py` are left out.
_NAMES = {
    "actions": (
        "abroad assessing assessing_races import_quick import_storing progress races relations resemblances "
        "resembling restore undo undo_others versions webhooks workflow"
    ),
    "anchoring": "carry utf16",
    "api": "annotations changes evidence examples exhibits following known_at other_times problems",
    "conformance": "routes",
    "corpus": "changes documents passages selecting validity",
    "corroboration": "colouring properties",
    "formats": "brat claimreview foreign_round_trip parquet round_trip tei verdicts",
    "management": "seed",
    "models": "races",
    "project": "javascript manage serve",
    "project/embedded": "account cluster initialise postmaster throwaway tuning",
    "text": "folding graphemes quotation",
    "web": "articles claim_page claims corpus corpus_hostile desk due for_you",
}
THOROUGH = frozenset(TESTS / place / f"test_{name}.py" for place, names in _NAMES.items() for name in names.split())
