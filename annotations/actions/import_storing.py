"""Planned documents are stored: many in one transaction, and while the database stores them, the next are planned."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import UTC, datetime
from functools import partial
from types import TracebackType
from typing import Any, NamedTuple, Self

from django.db import DataError, IntegrityError, connection

from annotations.actions.import_changed import explained
from annotations.actions.import_copy import COLUMNS, TABLES, copy_statement, take_stamps
from annotations.actions.import_document import Document
from annotations.actions.import_known import Known
from annotations.actions.import_parts import Plan, Writer
from annotations.actions.import_plan import Planner
from annotations.actions.import_report import MAX_LISTED, ImportReport, Refusal, refusal_of
from annotations.actions.import_search import SEARCH_COPY, index_again
from annotations.actions.recording import recording
from annotations.actions.resemblances import make_way
from annotations.errors import DomainError, RuleBrokenError
from annotations.policies import Actor
from annotations.text import time_text

# As much as is checked and stored at once: records, and code points of text.
MAX_RECORDS = 4000
MAX_TEXT = 500_000
_UID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")

Copies = list[tuple[str, str]]


class _Planned(NamedTuple):
    """`sure`: with nothing taken for new that was not looked for."""

    batch: list[Document]
    plans: list[Plan]
    sure: bool = False


class _Ahead:
    """The next batch, read when it is asked for first."""

    def __init__(self, batches: Iterator[list[Document]]) -> None:
        self._batches = batches
        self._found: list[list[Document] | None] = []

    def batch(self) -> list[Document] | None:
        """None where there is no more."""
        if not self._found:
            self._found.append(next(self._batches, None))
        return self._found[0]


class Storing:
    """Stores documents in the name of an actor and tells the report of them. To be used as a context manager.

    There is one connection, and one transaction at a time. Python plans a batch, and reads the one after it, while the
    database takes in the one before it: what the workspace holds is looked up before that begins. A document that is
    refused then, perhaps only because it refers to something in the batch before, is planned again when that is stored.
    """

    def __init__(self, actor: Actor, report: ImportReport, told: Callable[[int], None] | None = None) -> None:
        """`told`: is called after each transaction with the number of records that are settled."""
        self.actor = actor
        self.report = report
        self.told = told
        self.done = 0
        self.analysed = False
        self.writer = Writer(actor.workspace.pk, actor.username, time_text(datetime.now(UTC)))
        self._thread = ThreadPoolExecutor(1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _type: type[BaseException] | None, _value: object, _traceback: TracebackType | None) -> None:
        self._thread.shutdown()

    def store_all(self, documents: Iterator[Document]) -> None:
        batches = _batches(documents)
        batch = next(batches, None)
        before: _Planned | None = None
        while batch is not None:
            known = Known(self.writer.workspace, batch)
            if before is None:
                before, batch = _Planned(batch, self._plan(batch, known)), next(batches, None)
                continue
            planned, ahead = _Planned(batch, []), _Ahead(batches)
            self._store(before, partial(self._go_on, planned, known, ahead))
            self._analyse_once()
            before, batch = self._planned_again(planned), ahead.batch()
        if before is not None:
            self._store(before)

    def _go_on(self, planned: _Planned, known: Known, ahead: _Ahead) -> None:
        """Plan a batch, and read the one after it."""
        planned.plans.extend(self._plan(planned.batch, known))
        ahead.batch()

    def _plan(self, batch: list[Document], known: Known) -> list[Plan]:
        return [Planner(self.writer, known, document).made() for document in batch]

    def _plan_surely(self, batch: list[Document]) -> _Planned:
        return _Planned(batch, self._plan(batch, Known(self.writer.workspace, batch, sure=True)), sure=True)

    def _planned_again(self, planned: _Planned) -> _Planned:
        if not planned.plans:  # the batch before was refused at once
            return self._plan_surely(planned.batch)
        refused = [place for place, plan in enumerate(planned.plans) if plan.refusals]
        if refused:
            again = self._plan_surely([planned.batch[place] for place in refused])
            for place, plan in zip(refused, again.plans, strict=True):
                planned.plans[place] = plan
        return planned

    def _store(self, planned: _Planned, meanwhile: Callable[[], None] | None = None) -> None:
        """Store a batch, and do something else that does not touch the database while that lasts."""
        batch, plans, sure = planned
        try:
            with recording(self.actor):
                self._write([plan for plan in plans if not plan.refusals], meanwhile)
        except (DomainError, IntegrityError, DataError) as error:
            if not sure:
                self._store(self._plan_surely(batch))
                return
            if len(batch) > 1:
                for half in (batch[: len(batch) // 2], batch[len(batch) // 2 :]):
                    self._store(self._plan_surely(half))
                return
            plans = [Plan(refusals=[_refused_by_database(batch[0], error)])]
        for document, plan in zip(batch, plans, strict=True):
            self._tell(document, plan)
        self.done += sum(map(len, batch))
        if self.told:
            self.told(self.done)

    def _write(self, plans: list[Plan], meanwhile: Callable[[], None] | None) -> None:
        if self.report.dry_run:
            self._leave_the_lock()
        make_way([pair for plan in plans for pair in plan.decided])
        copies = _copies(plans, take_stamps(self.writer.workspace))
        future = self._thread.submit(_copy_all, connection.connection, copies)
        try:
            if meanwhile:
                meanwhile()
        finally:
            wait([future])
        _result(future)
        again = {uid: version for plan in plans for uid, version in plan.indexed.items()}
        if again:
            index_again(self.writer.workspace, again)

    def _analyse_once(self) -> None:
        """Tell PostgreSQL's planner of the tables that were empty until now. Before it analyses them by itself it would
        take a workspace for a row or two, and look through all of it for each reference.
        """
        if self.analysed or connection.in_atomic_block:
            return
        self.analysed = True
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT string_agg(relname, ', ') FROM pg_class WHERE oid = ANY (%s::regclass[]) AND reltuples < %s",
                [list(TABLES.values()), MAX_RECORDS // 10],
            )
            unknown = cursor.fetchone()[0]
            if unknown:
                cursor.execute(f"ANALYZE (SKIP_LOCKED) {unknown}")

    def _leave_the_lock(self) -> None:
        """A dry run commits nothing, so nobody who reads as of a time need wait for it: stamp without the lock."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('isnad.at', %s || '|' || clock_timestamp()::text, true)",
                [str(self.writer.workspace)],
            )

    def _tell(self, document: Document, plan: Plan) -> None:
        if not plan.refusals:
            self.report.created += plan.created
            self.report.unchanged += plan.unchanged
            return
        refused = {refusal.number for refusal in plan.refusals}
        self.report.held_back.update(entry.noun for entry in document.whole() if entry.line not in refused)
        for refusal in plan.refusals:
            listed = self.report.refused_total < MAX_LISTED
            self.report.refuse(explained(self.writer.workspace, refusal) if listed else refusal)


def _batches(documents: Iterator[Document]) -> Iterator[list[Document]]:
    batch: list[Document] = []
    records = length = 0
    for document in documents:
        batch.append(document)
        records += len(document)
        length += sum(len(entry.values[3]) for entry in document.entries if entry.noun == "version" and entry.values)
        if records >= MAX_RECORDS or length >= MAX_TEXT:
            yield batch
            batch, records, length = [], 0, 0
    if batch:
        yield batch


def _copies(plans: list[Plan], stamps: str) -> Copies:
    """(statement, rows in COPY's text form), in the order in which they have to run."""
    copies = []
    end = f"\t{stamps}\n"
    for noun in COLUMNS:
        rows = [row for plan in plans for row in plan.rows[noun]]
        if rows:
            copies.append((copy_statement(noun), end.join([*rows, ""])))
    searched = "".join(plan.searched for plan in plans)
    if searched:
        copies.append((SEARCH_COPY, searched))
    return copies


def _copy_all(raw: Any, copies: Copies) -> None:
    """Runs in a thread of its own, on a connection that nobody else uses at the time."""
    with raw.cursor() as cursor:
        for statement, rows in copies:
            with cursor.copy(statement) as copy:
                copy.write(rows)


def _result(future: Future[None]) -> None:
    """Raise what the thread raised, as one of Django's errors."""
    with connection.wrap_database_errors:
        future.result()


def _refused_by_database(document: Document, error: Exception) -> Refusal:
    """The database's own refusal, at the record that it names, else at the first of the document."""
    if not isinstance(error, DomainError):
        diagnosis = getattr(error.__cause__, "diag", None)
        error = RuleBrokenError("record.refused", getattr(diagnosis, "message_primary", None) or str(error))
    named = set(_UID.findall(error.detail))
    entries = document.whole()
    entry = next((one for one in entries if one.uid in named), entries[0])
    return refusal_of(entry.line, entry.noun, entry.uid, error, place=entry.place)
