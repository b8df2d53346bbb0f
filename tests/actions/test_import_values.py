"""The values of records that come from outside: each rule that a record can break by itself, at its field."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from annotations.actions.import_values import check_quote, clean, is_canonical, same
from annotations.corpus import CORPUS_TYPES
from annotations.errors import MalformedError
from tests.actions.broken import broken

NOON = "2020-09-27T12:00:00Z"
TEXT = "Ann said so."
SUM = hashlib.sha256(TEXT.encode()).hexdigest()
VOICES = {"min": 1, "max": 2, "exact": True}
GOOD: dict[str, dict[str, Any]] = {
    "source": {"id": "1", "kind": "named_person", "name": "Ann"},
    "source_relation": {"id": "1", "kind": "same", "a": "2", "b": "3", "reason": "they said so"},
    "article": {"id": "1", "title": "Taxes", "language": "en", "direction": "ltr"},
    "version": {"id": "1", "article": "2", "number": 1, "text": TEXT, "sha256": SUM},
    "layer": {"id": "1", "version": "2", "kind": "shared"},
    "mention": {"id": "1", "claim": "2", "span": "3"},
    "exhibit": {"id": "1", "kind": "document", "title": "A letter", "url": "https://example.org/"},
    "corroboration": {"id": "1", "claim": "2", "exhibit": "3", "stance": "supports"},
    "assessment": {
        "id": "1", "claim": "2", "number": 1, "cause": "computed", "computed": "single_source", "supporting": VOICES,
        "refuting": {"min": 0, "max": 0, "exact": False}, "rule_version": "1",
    },
    "resemblance": {
        "id": "1", "article": "2", "other": "3", "verdict": "copy", "reason": "", "decided_by": "ann",
        "decided_at": NOON,
    },
    "source_dismissal": {"id": "1", "a": "2", "b": "3"},
}  # fmt: skip


def record_of(noun: str, **values: Any) -> Any:
    return CORPUS_TYPES[noun](**{**GOOD[noun], **values})


@pytest.mark.parametrize("noun", GOOD)
def test_what_is_in_order_is_canonical_once_cleaned(noun: str) -> None:
    cleaned = clean(noun, record_of(noun))
    assert clean(noun, cleaned) == cleaned
    assert same(cleaned, record_of(noun))


@pytest.mark.parametrize(
    ("noun", "values", "rule", "field"),
    [
        ("source", {"name": " "}, "source.nameless", "name"),
        ("source", {"kind": "ghost"}, "field.choice", "kind"),
        ("source_relation", {"b": "2"}, "relation.itself", "b"),
        ("source_relation", {"withdrawn_at": NOON}, "relation.withdrawn", "withdrawn_at"),
        ("source_relation", {"withdrawn_by": "ann", "withdrawn_reason": "no"}, "relation.withdrawn", "withdrawn_at"),
        ("source_relation", {"withdrawn_at": NOON, "withdrawn_by": "ann", "withdrawn_reason": " "},
         "relation.withdrawn", "withdrawn_at"),
        ("source_relation", {"reason": ""}, "field.required", "reason"),
        ("version", {"text": ""}, "text.empty", "text"),
        ("version", {"text": "a\rb"}, "text.carriage_return", "text"),
        ("version", {"text": f"{TEXT} "}, "version.sha256", "sha256"),
        ("version", {"number": 0}, "field.number", "number"),
        ("article", {"copy_of": "01999999-0000-7000-8000-000000000001"}, "article.copy_of", "copy_of"),
        ("article", {"origin": "copy"}, "article.copy_of", "copy_of"),
        ("layer", {"annotator": "ann"}, "layer.annotator", "annotator"),
        ("layer", {"kind": "independent"}, "layer.annotator", "annotator"),
        ("mention", {"attribution": "4"}, "mention.one_target", "attribution"),
        ("mention", {"span": None}, "mention.one_target", "attribution"),
        ("exhibit", {"sha256": "abc", "size": 3}, "exhibit.sha256", "sha256"),
        ("exhibit", {"sha256": SUM.upper(), "size": 3}, "exhibit.sha256", "sha256"),
        ("exhibit", {"sha256": SUM}, "exhibit.sha256", "sha256"),
        ("exhibit", {"size": 3}, "exhibit.sha256", "sha256"),
        ("exhibit", {"url": ""}, "exhibit.nothing_there", "url"),
        ("corroboration", {"mention": "4", "version": "5"}, "corroboration.one_evidence", "mention"),
        ("corroboration", {"exhibit": None}, "corroboration.one_evidence", "mention"),
        ("corroboration", {"exhibit": None, "mention": "4"}, "corroboration.one_evidence", "mention"),
        ("corroboration", {"version": "5"}, "corroboration.one_evidence", "mention"),
        ("corroboration", {"state": "accepted"}, "corroboration.decided", "decided_by"),
        ("corroboration", {"decided_by": "ann"}, "corroboration.decided", "decided_by"),
        ("corroboration", {"decided_at": NOON}, "corroboration.decided", "decided_by"),
        ("assessment", {"supporting": {"min": 1, "max": 2}}, "assessment.interval", "supporting"),
        ("assessment", {"supporting": {**VOICES, "exact": 1}}, "assessment.interval", "supporting"),
        ("assessment", {"refuting": {**VOICES, "min": 3}}, "assessment.interval", "refuting"),
        ("assessment", {"refuting": {**VOICES, "min": None}}, "assessment.interval", "refuting"),
        ("assessment", {"refuting": {**VOICES, "min": -1}}, "field.number", "refuting.min"),
        ("resemblance", {"verdict": "open"}, "resemblance.decided", None),
        ("resemblance", {"decided_by": ""}, "resemblance.decided", None),
        ("resemblance", {"decided_at": None}, "resemblance.decided", None),
        ("resemblance", {"other": "2"}, "resemblance.itself", "other"),
        ("resemblance", {"similarity": 1.01}, "resemblance.similarity", "similarity"),
        ("resemblance", {"similarity": -0.01}, "resemblance.similarity", "similarity"),
        ("source_dismissal", {"b": "2"}, "dismissal.itself", "b"),
    ],
)  # fmt: skip
def test_what_a_record_breaks_by_itself(noun: str, values: dict[str, Any], rule: str, field: str | None) -> None:
    with broken(rule, field):
        clean(noun, record_of(noun, **values))


@pytest.mark.parametrize(
    ("noun", "values"),
    [
        ("exhibit", {"kind": "own_witness", "url": ""}),
        ("exhibit", {"url": "", "sha256": SUM, "size": 0}),
        ("source", {"name": "", "descriptor": "an official"}),
        ("resemblance", {"similarity": 0}),
        ("resemblance", {"similarity": 1}),
        ("layer", {"kind": "independent", "annotator": "ann"}),
        ("corroboration", {"exhibit": None, "mention": "4", "version": "5"}),
        ("corroboration", {"state": "rejected", "decided_by": "ann", "decided_at": NOON}),
        ("assessment", {"refuting": {**VOICES, "min": 2}}),
    ],
)
def test_what_stands_at_the_edge_of_a_rule(noun: str, values: dict[str, Any]) -> None:
    cleaned = clean(noun, record_of(noun, **values))
    assert all(getattr(cleaned, name) == value for name, value in values.items())


@pytest.mark.parametrize(
    ("by", "at", "canonical"),
    [("ann", NOON, True), ("ann", None, True), ("ann", "2020-09-27T14:00:00+02:00", False), ("ann", "noon", False)],
)
def test_author_and_time_as_they_are_stored(by: str, at: str | None, canonical: bool) -> None:
    assert is_canonical(by, at) is canonical


@pytest.mark.parametrize("quote", [{"exact": "Ann"}, {"exact": "Ann", "prefix": "", "suffix": None}])
def test_a_quote_has_three_parts(quote: dict[str, Any]) -> None:
    with broken("span.quote_malformed", "quote", MalformedError):
        check_quote(TEXT, ((0, 3),), quote)


def test_a_quote_reads_as_the_text_with_as_much_context_as_it_has() -> None:
    check_quote(TEXT, ((0, 3),), {"exact": "Ann", "prefix": "", "suffix": " sa"})
    with broken("span.quote", "quote"):
        check_quote(TEXT, ((0, 3),), {"exact": "Ann", "prefix": "", "suffix": "said"})
