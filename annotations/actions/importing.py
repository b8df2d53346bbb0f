"""Records come in from outside: checked, resolved and stored document by document, each of them whole or not at all.

A document is an article with all that is marked in it; sources, claims, mentions, transitions and comments stand for
themselves. Many documents share a transaction as long as the database takes all of them; one that it refuses is
found by halving, and the others go in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import Max

from annotations.actions.import_copy import COLUMNS, copy_rows, take_stamps
from annotations.actions.import_known import Known
from annotations.actions.import_plan import Plan, Planner, Writer
from annotations.actions.import_report import ImportReport, Refusal, refusal_of
from annotations.actions.import_spool import Entry, Queue, Spool
from annotations.actions.import_values import moment_text
from annotations.actions.recording import recording
from annotations.corpus import Incoming, read_record
from annotations.errors import DomainError, RuleBrokenError
from annotations.models import Article, ArticleSearch, ArticleVersion
from annotations.policies import Ability, Actor, may
from annotations.text import terms
from annotations.vocabulary import Through

IN_ARTICLE = ("article", "version", "layer", "span", "attribution")
# What refers to nothing that comes later, before and after the articles.
BEFORE = ("source", "claim")
AFTER = ("mention", "transition", "comment")
# As much as is checked and stored at once: records, and code points of text.
MAX_RECORDS = 4000
MAX_TEXT = 500_000
_UID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")

Document = list[Entry]


def import_records(*, actor: Actor, incoming: Iterable[Incoming], dry_run: bool = False) -> ImportReport:
    """Store records in the actor's workspace under the ids, authors and times that they come with.

    A record that is there already and equal counts as unchanged; a different one under its id is refused
    (`<type>.duplicate_id`), as is one that was deleted here (`<type>.deleted`). Nothing is stored before `incoming` has
    ended: what it raises at its end leaves no trace. A dry run does everything, and takes it back. Memory is
    bounded by a document, but for some 200 bytes a version.

    Raises DeniedError, and whatever `incoming` raises.
    """
    may(actor, Ability.IMPORT).require()
    report = ImportReport(dry_run=dry_run)
    with ExitStack() as stack:
        spool = stack.enter_context(Spool())
        queues = {noun: stack.enter_context(Queue()) for noun in (*BEFORE, *AFTER)}
        for entry, key in _entries(incoming, report):
            if entry.noun in queues:
                queues[entry.noun].add(entry)
            else:
                spool.add(key, entry, large=entry.noun == "version")
        stack.enter_context(_taken_back(dry_run))
        storing = _Storing(replace(actor, through=Through.IMPORT), report)
        for noun in BEFORE:
            storing.store_all(queues[noun].documents())
        storing.store_all(spool.documents())
        for noun in AFTER:
            storing.store_all(queues[noun].documents())
    return report


def _entries(found: Iterable[Incoming], report: ImportReport) -> Iterator[tuple[Entry, str]]:
    """Each record with the key of its document. What belongs to no document is refused here."""
    articles: dict[str, str] = {}  # by version
    for incoming in found:
        if not incoming.noun:
            uid = incoming.fields.get("id", "")
            error = incoming.error or RuleBrokenError("record.malformed", "no record")
            shown = uid[:100] if isinstance(uid, str) else ""
            told = report.adjust if incoming.adjusted else report.refuse
            told(refusal_of(incoming.line, "", shown, error, place=incoming.place))
            continue
        entry = _entry(incoming)
        fields = incoming.fields
        if entry.noun == "article":
            key = entry.uid
        elif entry.noun == "version":
            key = articles[entry.uid] = str(fields.get("article"))
        else:
            key = str(fields.get("version"))
            key = articles.get(key, key)
        yield entry, key


def _entry(incoming: Incoming) -> Entry:
    error = incoming.error
    if error is None:
        try:
            record = read_record(incoming.noun, incoming.fields)
            return Entry(incoming.noun, incoming.line, record.id, tuple(record), None, incoming.place)
        except DomainError as found:
            error = found
    uid = incoming.fields.get("id", "")
    wrong_uid = uid[:100] if isinstance(uid, str) else ""
    wrong = (error.rule, error.detail, error.field)
    return Entry(incoming.noun, incoming.line, wrong_uid, None, wrong, incoming.place)


@contextmanager
def _taken_back(dry_run: bool) -> Iterator[None]:
    if not dry_run:
        yield
        return
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class _Storing:
    """Stores documents in the name of an actor and tells the report of them."""

    def __init__(self, actor: Actor, report: ImportReport) -> None:
        self.actor = actor
        self.report = report
        self.writer = Writer(actor.workspace.pk, actor.username, moment_text(datetime.now(UTC)))

    def store_all(self, documents: Iterator[Document]) -> None:
        for batch in _batches(documents):
            self._store(batch)

    def _store(self, batch: list[Document]) -> None:
        try:
            with recording(self.actor):
                if self.report.dry_run:
                    self._leave_the_lock()
                plans = self._plan(batch)
                self._write([plan for plan in plans if not plan.refusals], take_stamps(self.writer.workspace))
        except (DomainError, IntegrityError, DataError) as error:
            if len(batch) > 1:
                self._store(batch[: len(batch) // 2])
                self._store(batch[len(batch) // 2 :])
                return
            plans = [Plan(refusals=[_refused_by_database(batch[0], error)])]
        for document, plan in zip(batch, plans, strict=True):
            self._tell(document, plan)

    def _leave_the_lock(self) -> None:
        """A dry run commits nothing, so nobody who reads as of a time need wait for it: stamp without the lock."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('isnad.at', %s || '|' || clock_timestamp()::text, true)",
                [str(self.writer.workspace)],
            )

    def _plan(self, batch: list[Document]) -> list[Plan]:
        known = Known(self.writer.workspace, batch)
        return [Planner(self.writer, known, document).made() for document in batch]

    def _write(self, plans: list[Plan], stamps: str) -> None:
        for noun in COLUMNS:
            rows = [row for plan in plans for row in plan.rows[noun]]
            if rows:
                copy_rows(noun, rows, stamps)
        indexed = {uid: version for plan in plans for uid, version in plan.indexed.items()}
        if indexed:
            _index(self.writer.workspace, indexed)

    def _tell(self, document: Document, plan: Plan) -> None:
        if not plan.refusals:
            self.report.created += plan.created
            self.report.unchanged += plan.unchanged
            return
        lines = {refusal.line for refusal in plan.refusals}
        self.report.held_back.update(entry.noun for entry in document if entry.line not in lines)
        for refusal in plan.refusals:
            self.report.refuse(refusal)


def _batches(documents: Iterator[Document]) -> Iterator[list[Document]]:
    batch: list[Document] = []
    records = length = 0
    for document in documents:
        batch.append(document)
        records += len(document)
        length += sum(len(entry.values[3]) for entry in document if entry.noun == "version" and entry.values)
        if records >= MAX_RECORDS or length >= MAX_TEXT:
            yield batch
            batch, records, length = [], 0, 0
    if batch:
        yield batch


def _refused_by_database(document: Document, error: Exception) -> Refusal:
    """The database's own refusal, at the record that it names, else at the first of the document."""
    if not isinstance(error, DomainError):
        diagnosis = getattr(error.__cause__, "diag", None)
        error = RuleBrokenError("record.refused", getattr(diagnosis, "message_primary", None) or str(error))
    named = set(_UID.findall(error.detail))
    entry = next((one for one in document if one.uid in named), document[0])
    return refusal_of(entry.line, entry.noun, entry.uid, error, place=entry.place)


def _index(workspace: int, indexed: dict[str, Any]) -> None:
    """Make the articles findable by their titles and their newest texts."""
    articles = Article.objects.filter(workspace_id=workspace, uid__in=indexed)
    newest = dict(ArticleVersion.objects.filter(article__in=articles).values_list("article_id").annotate(Max("number")))
    found = [
        ArticleSearch(article=article, terms=terms(f"{article.title}\n{indexed[str(article.uid)].text}"))
        for article in articles
        if indexed[str(article.uid)].number == newest[article.pk]
    ]
    ArticleSearch.objects.bulk_create(found, update_conflicts=True, unique_fields=["article"], update_fields=["terms"])
