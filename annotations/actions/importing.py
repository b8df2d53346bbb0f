"""Records come in from outside: checked, resolved and stored document by document, each of them whole or not at all.

A document is an article with all that is marked in it; sources, claims, mentions, transitions and comments stand for
themselves. Many documents share a transaction as long as the database takes all of them; one that it refuses is
found by halving, and the others go in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import Any, Protocol

from django.db import transaction

from annotations.actions.files import store_file
from annotations.actions.import_assessing import assess_imported, database_time
from annotations.actions.import_document import Entry
from annotations.actions.import_references import References
from annotations.actions.import_report import ImportReport, refusal_of
from annotations.actions.import_spool import Queue, Spool
from annotations.actions.import_storing import Storing
from annotations.actions.import_twice import tell_twice
from annotations.actions.namesakes import read_names_later
from annotations.actions.resembling import compare_later
from annotations.corpus import Incoming, Unread, is_uid, read_values
from annotations.corpus.exhibit_files import place_of
from annotations.errors import DomainError, RuleBrokenError
from annotations.models import Workspace
from annotations.policies import Ability, Actor, may
from annotations.vocabulary import Through

# What refers to nothing that comes later, before and after the articles.
BEFORE = ("source", "source_relation", "claim")
AFTER = (
    "progress", "mention", "exhibit", "corroboration", "assessment", "transition", "comment", "resemblance",
    "source_dismissal",
)  # fmt: skip


class Progress(Protocol):
    """Is told how many records are settled, of how many."""

    def __call__(self, done: int, total: int) -> None: ...


def import_records(
    *,
    actor: Actor,
    incoming: Iterable[Incoming],
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Store records in the actor's workspace under the ids, authors and times that they come with.

    A record that is there already and equal counts as unchanged; a different one under its id is refused
    (`<type>.duplicate_id`), as is one that was deleted here (`<type>.deleted`). Nothing is stored before `incoming` has
    ended: what it raises at its end leaves no trace. A dry run does everything, and takes it back. Memory is
    bounded by a document, but for some 200 bytes a version, article or claim. `progress` is told after each transaction
    how many records are settled, and of how many; what it raises ends the import, and what is stored by then stays.

    Raises DeniedError, and whatever `incoming` raises.
    """
    may(actor, Ability.IMPORT).require()
    report = ImportReport(dry_run=dry_run)
    with ExitStack() as stack:
        spool = stack.enter_context(Spool())
        queues = {noun: stack.enter_context(Queue()) for noun in (*BEFORE, *AFTER)}
        references = References()
        total = deal(_without_files(actor, _answered(actor, incoming), report), spool, queues, references, report)
        stack.enter_context(_taken_back(dry_run))
        references.look(actor.workspace)
        began = database_time()
        told = None if progress is None else partial(progress, total=total)
        storing = stack.enter_context(Storing(replace(actor, through=Through.IMPORT), report, told))
        for noun in BEFORE:
            storing.store_all(references.judged(queues[noun].documents()))
        storing.store_all(references.judged(spool.documents()))
        for noun in AFTER:
            storing.store_all(queues[noun].documents())
        tell_twice(report, chain(spool.read(), *(queue.read() for queue in queues.values())))
        references.tell(actor.workspace, report)
        assess_imported(storing.actor, report.created, began)
        _leave_to_jobs(actor.workspace, report)
    return report


def _leave_to_jobs(workspace: Workspace, report: ImportReport) -> None:
    if report.created["version"]:
        compare_later(workspace)
    if report.created["source"]:
        read_names_later(workspace)


def _answered(actor: Actor, found: Iterable[Incoming]) -> Iterator[Incoming]:
    """What comes in, read beside what the workspace has where that is wanted."""
    for incoming in found:
        if incoming.wanting is None:
            yield incoming
        else:
            yield from incoming.wanting(actor.workspace)


def _without_files(actor: Actor, found: Iterable[Incoming], report: ImportReport) -> Iterator[Incoming]:
    """The rest, while the files of exhibits are put where they belong; they lie there under the sums of what is in
    them, so one whose exhibit is refused later does no harm.
    """
    for incoming in found:
        if incoming.content is None:
            yield incoming
            continue
        sha256 = incoming.fields["sha256"]
        counted = report.unchanged if place_of(actor.workspace.uid, sha256).is_file() else report.created
        try:
            store_file(actor.workspace, incoming.content(), "", expected=sha256, keep=not report.dry_run)
            counted["file"] += 1
        except DomainError as error:
            report.refuse(refusal_of(incoming.line, "file", incoming.fields["id"], error, place=incoming.place))


def deal(
    found: Iterable[Incoming],
    spool: Spool,
    queues: Mapping[str, Queue],
    references: References,
    report: ImportReport,
) -> int:
    """Put each record where its document is gathered, or into the queue of its type; how many there were. What belongs
    to no document is refused here.
    """
    articles: dict[str, str] = {}  # by version
    total = 0
    for incoming in found:
        if incoming.unread:
            _keep_unread(incoming.unread, spool, articles)
            total += len(incoming.unread)
            continue
        if not incoming.noun:
            _tell_no_record(incoming, report)
            continue
        entry = _entry(incoming)
        references.note(entry)
        if entry.noun in queues:
            queues[entry.noun].add(entry)
        else:
            spool.add(_document_of(entry, incoming.fields, articles), entry, large=entry.noun == "version")
        total += 1
    return total


def _keep_unread(lines: Iterable[Unread], spool: Spool, articles: dict[str, str]) -> None:
    for number, (noun, uid, within), line in lines:
        if noun == "version":
            key = articles[uid] = within
        else:
            key = articles.get(within, within)
        spool.add_line(key, number, line)


def _tell_no_record(incoming: Incoming, report: ImportReport) -> None:
    uid = incoming.fields.get("id", "")
    error = incoming.error or RuleBrokenError("record.malformed", "no record")
    shown = uid[:100] if isinstance(uid, str) else ""
    told = report.adjust if incoming.adjusted else report.refuse
    told(refusal_of(incoming.line, "", shown, error, place=incoming.place))


def _document_of(entry: Entry, fields: Mapping[str, Any], articles: dict[str, str]) -> str:
    """The key of the document to which a record of an article belongs."""
    if entry.noun == "article":
        return entry.uid
    if entry.noun == "version":
        article = fields.get("article")
        # Whose article has no id is a document of its own.
        key = article if isinstance(article, str) and is_uid(article) else f"line-{entry.line}"
        articles[entry.uid] = key
        return key
    key = str(fields.get("version"))
    return articles.get(key, key)


def _entry(incoming: Incoming) -> Entry:
    error = incoming.error
    if error is None:
        try:
            values = read_values(incoming.noun, incoming.fields)
            return Entry(incoming.noun, incoming.line, values[0], values, None, incoming.place)
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
