"""What is planned quickly is planned as slowly: the same rows, the same refusals, whatever stands in a file."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.actions.import_document import Document, Entry, Lines
from annotations.actions.import_known import Known
from annotations.actions.import_lines import QuickLines
from annotations.actions.import_parts import Plan, Writer
from annotations.actions.import_plan import Planner
from annotations.actions.import_quick import QuickMarks
from annotations.actions.import_references import References
from annotations.actions.import_report import ImportReport
from annotations.actions.import_spool import Queue, Spool
from annotations.actions.importing import AFTER, BEFORE, deal
from annotations.corpus import CORPUS_TYPES
from annotations.formats import import_format
from tests.formats.corpora import Maker, Record, clean_runs, corpora, file_as_is, line_of

WRITER = Writer(7, "editor", "2026-01-01T00:00:00Z")
MARKS = ("span", "attribution")


class EmptyKnown(Known):
    """Without a database to ask."""

    def take(self, noun: str) -> int:  # noqa: ARG002 - one layer more, of whatever type
        return 0


def known_of(documents: list[Document], deleted: frozenset[str]) -> Known:
    """What an empty workspace knows of them, in which some ids belonged to something once."""
    known = object.__new__(EmptyKnown)
    known.workspace = WRITER.workspace
    known.stored = {noun: {} for noun in CORPUS_TYPES}
    known.deleted = {noun: set(deleted) for noun in CORPUS_TYPES}
    found = [(one.noun, one.uid) for document in documents for one in document.entries if one.values is not None]
    for document in documents:
        found += [("span", columns[0]) for columns in document.spans.columns]
        found += [("attribution", columns[0]) for columns in document.frames.columns]
    keys = {uid: key for key, uid in enumerate(sorted({uid for _noun, uid in found}), start=1)}
    known.new = {noun: {uid: keys[uid] for one, uid in found if one == noun} for noun in CORPUS_TYPES}
    return known


def documents_of(file: bytes) -> list[Document]:
    with Spool() as spool, Queue() as queue:
        queues = dict.fromkeys((*BEFORE, *AFTER), queue)
        deal(import_format("isnad-jsonl").read([file]), spool, queues, References(), ImportReport(dry_run=False))
        return [*spool.documents(), *queue.documents()]


def planned(documents: list[Document], deleted: frozenset[str]) -> list[Plan]:
    known = known_of(documents, deleted)
    return [Planner(WRITER, known, document).made() for document in documents]


def slowly(documents: list[Document], deleted: frozenset[str]) -> list[Plan]:
    with pytest.MonkeyPatch.context() as patch:
        for way in ("spans", "frames"):
            patch.setattr(QuickMarks, way, lambda _self, entries: entries)
        patch.setattr(QuickLines, "span_lines", lambda _self, lines: lines.read())
        return planned(documents, deleted)


def told(plans: list[Plan]) -> list[Any]:
    """All that a plan says, but for the ids that the program makes up, and the order of rows."""
    return [
        (
            {noun: sorted(rows) for noun, rows in plan.rows.items() if noun in MARKS},
            plan.created,
            sorted(plan.refusals, key=lambda one: (one.line, one.rule)),
        )
        for plan in plans
    ]


def records_of(file: bytes) -> list[Record]:
    return [json.loads(line) for line in file.splitlines()[1:-1]]


Break = Callable[[random.Random, Record, list[Record]], None]


def _moved(chance: random.Random, record: Record, _all: list[Record]) -> None:
    record["segments"] = [
        [start + chance.randint(-2, 2), end + chance.randint(-2, 2)] for start, end in record["segments"]
    ]


def _split(chance: random.Random, record: Record, _all: list[Record]) -> None:
    start, end = record["segments"][0]
    record["segments"] = chance.choice(
        [[], [[start, end], [end, end + 1]], [[start]], [[start, True]], [[str(start), end]]]
    )


def _other(*names: str) -> Break:
    """Have the record refer to any other one."""

    def change(chance: random.Random, record: Record, found: list[Record]) -> None:
        record[chance.choice(names)] = chance.choice(found)["id"]

    return change


def _valued(name: str, *values: Any) -> Break:
    def change(chance: random.Random, record: Record, _all: list[Record]) -> None:
        record[name] = chance.choice(values)

    return change


def _misquoted(chance: random.Random, record: Record, _all: list[Record]) -> None:
    part = chance.choice(["exact", "prefix", "suffix", "more"])
    record["quote"] = {**record["quote"], part: chance.choice(["", "x", record["quote"]["prefix"][-3:]])}


def _listed(name: str) -> Break:
    def change(chance: random.Random, record: Record, found: list[Record]) -> None:
        record[name] = chance.choice([[], [*record[name], chance.choice(found)["id"]], record[name] * 2])

    return change


BREAKS: dict[str, tuple[Break, ...]] = {
    "span": (
        _moved, _split, _misquoted, _other("layer", "version", "carried_from"),
        _valued("created_by", "", "a\tb", " x ", "y" * 200),
        _valued("created_at", None, "2020", "2020-01-01T00:00:00+03:00"),
    ),
    "attribution": (
        _other("source", "cue", "addressee", "channel", "parent", "antecedent", "layer", "version"),
        _listed("contents"), _listed("speakers"), _valued("resolution", "", "no"), _valued("cue_kind", "verb", "no"),
        _valued("attitude", "", "no"), _valued("cites", None, "x"), _valued("created_by", "", "a\\b"),
    ),
    "version": (_valued("note", "x" * 3000), _valued("sha256", "0" * 64)),
    "layer": (_valued("kind", "no"), _other("version")),
}  # fmt: skip


@settings(deadline=None)
@given(corpora(), st.integers(0, 2**32), st.integers(0, 3))
def test_quickly_or_slowly_a_document_becomes_the_same(file: bytes, seed: int, broken: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - reproducible on purpose
    records = records_of(file)
    breakable = [record for record in records if record["type"] in BREAKS]
    for record in chance.sample(breakable, min(broken, len(breakable))):
        chance.choice(BREAKS[record["type"]])(chance, record, records)
    deleted = frozenset(chance.sample([record["id"] for record in records], 1) if chance.random() < 0.2 else ())
    documents = documents_of(file_as_is(records))
    found = told(slowly(documents, deleted))
    assert told(planned(documents, deleted)) == found
    assert told(planned([Document(document.whole()) for document in documents], deleted)) == found


@settings(deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(["\n", " ", " “"]))
def test_frames_at_random_are_judged_alike(seed: int, between: str) -> None:
    """Contiguous spans of two layers, put together lawfully or not."""
    chance = random.Random(seed)  # noqa: S311 - reproducible on purpose
    maker = Maker(seed)
    _, version = maker.article(between.join(["قال إن", "«لا»", "a b c d", "إنّ “نعم”"]) + "”")
    runs = clean_runs(version["text"])
    layers = [maker.layer(version), maker.layer(version, "independent", "annotator")]
    spans = {layer["id"]: [_hull(maker, version, layer, chance, runs) for _ in range(8)] for layer in layers}
    frames: list[Record] = []
    for _ in range(chance.randint(1, 4)):
        layer = chance.choice(layers)
        own = spans[layer["id"] if chance.random() < 0.97 else layers[0]["id"]]
        parts = {role: chance.choice(own)["id"] for role in ("source", "cue", "addressee") if chance.random() < 0.3}
        contents = [chance.choice(own)["id"] for _ in range(chance.randint(0, 2))]
        parent = chance.choice(frames)["id"] if frames and chance.random() < 0.6 else None
        frames.append(maker.frame(version, layer, **parts, contents=contents, parent=parent))
    if chance.random() < 0.1:
        frames[0]["parent"] = chance.choice(frames)["id"]
    documents = documents_of(file_as_is(ordered(maker.records)))
    assert told(planned(documents, frozenset())) == told(slowly(documents, frozenset()))


def _hull(maker: Maker, version: Record, layer: Record, chance: random.Random, runs: list[tuple[int, int]]) -> Record:
    first, last = sorted(chance.choices(range(len(runs)), k=2))
    return maker.span(version, layer, (runs[first][0], runs[last][1]))


def ordered(records: list[Record]) -> list[Record]:
    return sorted(records, key=lambda one: (list(CORPUS_TYPES).index(one["type"]), one["id"]))


@pytest.mark.parametrize("text", ['قال "مسؤول" إن الأمر\tانتهى\\ و أضاف\nأن لا شيء بعد', "a b c\nd e f g h i j\nk"])
def test_what_is_in_order_is_taken_quickly(text: str) -> None:
    """Contiguous spans, frames with and without cue, inside one another: nothing is left to the planner."""
    maker = Maker(1)
    _, version = maker.article(text)
    layer = maker.layer(version)
    spans = [maker.span(version, layer, run) for run in clean_runs(version["text"])]
    whole = maker.span(version, layer, (spans[1]["segments"][0][0], spans[-1]["segments"][0][1]))
    outer = maker.frame(version, layer, source=spans[0]["id"], contents=[whole["id"]])
    maker.frame(
        version, layer, source=spans[1]["id"], cue=spans[2]["id"], contents=[spans[4]["id"]], parent=outer["id"]
    )
    documents = documents_of(file_as_is(ordered(maker.records)))
    all_read = documents[0].whole()
    with pytest.MonkeyPatch.context() as patch:
        judged: list[str] = []
        judge = Planner._judge

        def noted(self: Planner, entry: Entry) -> None:
            judged.append(entry.noun)
            judge(self, entry)

        patch.setattr(Planner, "_judge", noted)
        quick = planned(documents, frozenset())
        # Nor do records have to be made of its lines; where they were, it makes no difference.
        assert (len(documents[0].spans.lines), len(documents[0].frames.lines)) == (len(spans) + 1, 2)
        read = planned([Document(all_read)], frozenset())
        patch.setattr(Lines, "read", None)
        assert told(planned(documents, frozenset())) == told(quick)
    assert told(read) == told(quick)
    assert sorted(judged) == sorted(["article", "layer", "version"] * 3)
    assert told(quick) == told(slowly(documents, frozenset()))
    assert quick[0].created["span"] == len(spans) + 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"created_by":"', '"created_by":"\x01'),
        ('"created_at":"2', '"created_at":"\x012'),
        ('"exact":"', '"exact":"\t'),
        ('"suffix":"', '"suffix":"\x01'),
        ('"exact":"', '"exact":"\\ud800'),
        ('"exact":"', '"exact":"","exact":"'),
        ('"prefix":', '"more":1,"prefix":'),
    ],
)
@pytest.mark.parametrize("text", ["a b c\td", "a b c d"])
def test_what_is_no_json_is_refused_though_it_has_the_form(old: str, new: str, text: str) -> None:
    maker = Maker(1)
    _, version = maker.article(text)
    layer = maker.layer(version)
    maker.span(version, layer, (2, 3))
    *records, span = map(line_of, ordered(maker.records))
    broken = span.decode().replace(old, new).encode()
    assert broken != span
    (document,) = documents_of(file_as_is([*records, broken]))
    assert told(planned([document], frozenset())) == told(slowly([document], frozenset()))
    assert planned([document], frozenset())[0].refusals
