"""Records come in from outside: checked one by one, stored by COPY, reported line by line.

Articles are stored a few at a time, each batch in one transaction; when the database refuses one, its
batch is stored again article by article. A record that is there already and equal is left alone, a different
one under its id is refused. A record is refused too when what it refers to was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.db import connection, models, transaction

from annotations.actions.import_report import ImportReport, Refusal, Tally
from annotations.actions.import_rows import (
    Frame,
    Known,
    Row,
    Text,
    article_row,
    claim_row,
    comment_row,
    frame_row,
    layer_row,
    mention_row,
    source_row,
    span_row,
    transition_row,
    version_row,
)
from annotations.actions.recording import recording
from annotations.anchoring import unflatten
from annotations.corpus import CORPUS_TYPES, Incoming, Record, present, read_record
from annotations.errors import ConflictError, DomainError, RuleBrokenError
from annotations.models import (
    Article,
    ArticleSearch,
    ArticleVersion,
    Attribution,
    Claim,
    Comment,
    Layer,
    Mention,
    Source,
    Span,
    Transition,
)
from annotations.policies import Ability, Actor, may
from annotations.text import terms

BATCH = 50  # articles a transaction

_MODELS: dict[str, type[models.Model]] = {
    "source": Source,
    "article": Article,
    "version": ArticleVersion,
    "layer": Layer,
    "span": Span,
    "attribution": Attribution,
    "claim": Claim,
    "mention": Mention,
    "transition": Transition,
    "comment": Comment,
}
_ROWS: dict[str, Callable[[Known, Any], Row]] = {
    "source": source_row,
    "article": article_row,
    "version": version_row,
    "layer": layer_row,
    "span": span_row,
    "claim": claim_row,
    "mention": mention_row,
    "transition": transition_row,
    "comment": comment_row,
}
_DOCUMENT = ("article", "version", "layer", "span", "attribution")


class Read(NamedTuple):
    """A record and the line where it stands."""

    line: int
    record: Any


Records = dict[str, list[Read]]


def import_records(*, actor: Actor, incoming: Iterable[Incoming], dry_run: bool = False) -> ImportReport:
    """Store the records in the actor's workspace; their ids, authors and times are kept.

    Raises whatever `incoming` raises about the file as a whole, before anything is stored. A dry run does everything,
    and takes it back.
    """
    may(actor, Ability.IMPORT).require()
    tally = Tally()
    records = _collect(incoming, tally)
    run = _Run(actor, tally)
    with _undone(dry_run):
        run.store(records)
    return ImportReport(dry_run, tally)


@contextmanager
def _undone(dry_run: bool) -> Iterator[None]:
    if not dry_run:
        yield
        return
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _collect(incoming: Iterable[Incoming], tally: Tally) -> Records:
    records: Records = defaultdict(list)
    for line, noun, fields, error in incoming:
        uid = fields.get("id")
        try:
            if error is not None:
                raise error
            records[noun].append(Read(line, read_record(noun, fields)))
        except DomainError as broken:
            tally.refusals.append(Refusal.of(line, noun, uid if isinstance(uid, str) else "", broken))
    return records


class _Run:
    """One import."""

    def __init__(self, actor: Actor, tally: Tally) -> None:
        self.actor = actor
        self.tally = tally
        self.known = Known(ids={noun: {} for noun in CORPUS_TYPES})

    def store(self, records: Records) -> None:
        self._store_together({"source": records["source"]})
        documents = _documents(records)
        for start in range(0, len(documents), BATCH):
            self._store_documents(documents[start : start + BATCH])
        for noun in ("claim", "mention", "transition", "comment"):
            self._store_together({noun: records[noun]})

    def _store_documents(self, documents: list[Records]) -> None:
        whole: Records = defaultdict(list)
        for document in documents:
            for noun, reads in document.items():
                whole[noun] += reads
        try:
            self._store_together(whole)
        except DomainError as error:
            if len(documents) == 1:
                self._refuse_all(whole, error)
                return
            for document in documents:
                self._store_documents([document])

    def _store_together(self, records: Records) -> None:
        """In one transaction. Nothing is counted or known of it if that fails."""
        tally, before = Tally(), {noun: dict(ids) for noun, ids in self.known.ids.items() if noun in records}
        try:
            with recording(self.actor):
                for noun in CORPUS_TYPES:
                    if records.get(noun):
                        _Step(self.actor, self.known, tally, noun).store(records[noun])
                if records.get("version"):
                    _index([read.record for read in records["version"]], self.known)
        except DomainError:
            self.known.ids.update(before)
            raise
        self.tally.add(tally)
        for memory in (self.known.texts, self.known.places, self.known.layer_of_span, self.known.frames):
            memory.clear()

    def _refuse_all(self, records: Records, error: DomainError) -> None:
        for noun, reads in records.items():
            self.tally.refusals += [Refusal.of(read.line, noun, read.record.id, error) for read in reads]


def _documents(records: Records) -> list[Records]:
    """The records below each article, in the order of the articles; what names no article of the file comes first."""
    article_of = {read.record.id: read.record.article for read in records["version"]}
    documents: dict[str, Records] = {"": defaultdict(list)}
    for noun in _DOCUMENT:
        for read in records[noun]:
            record = read.record
            if noun in ("article", "version"):
                key = record.id if noun == "article" else record.article
            else:
                key = article_of.get(record.version, "")
            documents.setdefault(key, defaultdict(list))[noun].append(read)
    return [document for document in documents.values() if document]


class _Step:
    """The records of one type within one transaction."""

    def __init__(self, actor: Actor, known: Known, tally: Tally, noun: str) -> None:
        self.actor, self.known, self.tally, self.noun = actor, known, tally, noun
        self.ids = known.ids[noun]

    def store(self, reads: list[Read]) -> None:
        self._find_named(reads)
        fresh = self._leave_alone(reads)
        keys = _new_keys(_MODELS[self.noun], len(fresh))
        build = self._frames if self.noun == "attribution" else self._rows
        rows = list(build(fresh, keys))
        _copy(_MODELS[self.noun], rows)
        self.tally.created[self.noun] += len(rows)

    def _find_named(self, reads: list[Read]) -> None:
        """Find what the records name and the file does not hold: an import may add to what is there."""
        wanted: dict[str, set[str]] = defaultdict(set)
        for _line, record in reads:
            for noun, uid in _named(self.noun, record):
                if uid not in self.known.ids[noun] and isinstance(uid, str):
                    wanted[noun].add(uid)
        for noun, uids in wanted.items():
            valid = [uid for uid in uids if _is_uuid(uid)]
            found = present(self.actor.workspace.pk, noun, valid)
            for uid, (key, record) in found.items():
                self._remember(noun, uid, key, record)

    def _leave_alone(self, reads: list[Read]) -> list[Read]:
        """Count what is there already, refuse what differs from it; return the rest."""
        there = present(self.actor.workspace.pk, self.noun, [read.record.id for read in reads])
        fresh = []
        for read in reads:
            if read.record.id not in there:
                fresh.append(read)
                continue
            key, stored = there[read.record.id]
            self._remember(self.noun, read.record.id, key, stored)
            if _same(stored, read.record):
                self.tally.unchanged[self.noun] += 1
            else:
                detail = f"another {self.noun} has the id {read.record.id}"
                self._refuse(read, ConflictError(f"{self.noun}.duplicate_id", detail, field="id"))
        return fresh

    def _remember(self, noun: str, uid: str, key: int, record: Any) -> None:
        self.known.ids[noun][uid] = key
        if noun == "version":
            self.known.texts[uid] = Text(record.text)
        elif noun == "span":
            self.known.places[key] = tuple((start, end) for start, end in record.segments)
            self.known.layer_of_span[key] = record.layer
        elif noun == "attribution":
            span = self.known.ids["span"].get
            source, cue, addressee, channel = map(span, (record.source, record.cue, record.addressee, record.channel))
            contents = [found for uid in record.contents if (found := span(uid))]
            # How deep it lies the database knows, and says no where that matters.
            self.known.frames[uid] = Frame(key, source, cue, addressee, channel, contents, 1)

    def _rows(self, fresh: list[Read], keys: list[int]) -> Iterator[Row]:
        build = _ROWS[self.noun]
        for key, read in zip(keys, fresh, strict=True):
            try:
                row = build(self.known, read.record)
            except DomainError as error:
                self._refuse(read, error)
                continue
            self.ids[read.record.id] = key
            if self.noun == "span":
                self.known.places[key] = unflatten(row["segments"])
                self.known.layer_of_span[key] = read.record.layer
            yield self._whole(key, read.record, row)

    def _frames(self, fresh: list[Read], keys: list[int]) -> Iterator[Row]:
        """Parents before their children, whatever their ids; a circle is left over and refused."""
        self.ids.update({read.record.id: key for key, read in zip(keys, fresh, strict=True)})
        waiting = dict(zip(keys, fresh, strict=True))
        here = {read.record.id for read in fresh}
        while waiting:
            ready = {k: r for k, r in waiting.items() if r.record.parent is None or r.record.parent not in here}
            if not ready:
                for read in waiting.values():
                    self._refuse(read, RuleBrokenError("frame.cycle", "a frame lies inside itself", field="parent"))
                    del self.ids[read.record.id]
                return
            for key, read in ready.items():
                del waiting[key]
                here.discard(read.record.id)
                try:
                    row = frame_row(self.known, key, read.record)
                except DomainError as error:
                    self._refuse(read, error)
                    del self.ids[read.record.id]
                    continue
                yield self._whole(key, read.record, row)

    def _whole(self, key: int, record: Any, row: Row) -> Row:
        return {"id": key, "uid": record.id, "workspace_id": self.actor.workspace.pk, **row}

    def _refuse(self, read: Read, error: DomainError) -> None:
        self.tally.refusals.append(Refusal.of(read.line, self.noun, read.record.id, error))


def _named(noun: str, record: Any) -> Iterator[tuple[str, Any]]:
    """(type, uid) of everything that a record refers to."""
    if noun in ("version", "layer", "span", "attribution"):
        names = {"version": "article"}.get(noun, "version")
        yield names, getattr(record, names)
    if noun in ("span", "attribution"):
        yield "layer", record.layer
    if noun == "attribution":
        parts = (record.source, record.cue, record.addressee, record.channel, *record.contents)
        yield from (("span", uid) for uid in parts if uid)
        yield from (("source", uid) for uid in record.speakers)
        if record.antecedent:
            yield from ((kind, record.antecedent) for kind in ("attribution", "span"))
    if noun == "span" and record.carried_from:
        yield "span", record.carried_from
    if noun in ("mention", "transition"):
        yield "claim", record.claim
    if noun == "mention":
        yield from ((kind, getattr(record, kind)) for kind in ("attribution", "span") if getattr(record, kind))
    if noun == "comment" and record.target_type in CORPUS_TYPES:
        yield record.target_type, record.target


def _is_uuid(uid: str) -> bool:
    try:
        return len(uid) == 36 and bool(int(uid.replace("-", ""), 16) + 1)
    except ValueError:
        return False


def _same(stored: Record, incoming: Record) -> bool:
    """Whether nothing differs but what is computed, or what the incoming record leaves out."""
    for name, old, new in zip(stored._fields, stored, incoming, strict=True):
        absent = new is None and name in ("created_at", "captured_at", "at")
        if old != new and not absent and name != "quotation":
            return False
    return True


def _new_keys(model: type[models.Model], count: int) -> list[int]:
    """Internal ids for that many new rows."""
    if not count:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [row[0] for row in cursor.fetchall()]


def _copy(model: type[models.Model], rows: list[Row]) -> None:
    if not rows:
        return
    columns = list(rows[0])
    names = ", ".join(f'"{column}"' for column in columns)
    statement = f'COPY "{model._meta.db_table}" ({names}) FROM STDIN'
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row([row[column] for column in columns])


def _index(versions: list[Any], known: Known) -> None:
    """Make the articles findable by their newest text."""
    newest: dict[int, Any] = {}
    for version in versions:
        key = known.ids["article"].get(version.article)
        if key is None or version.id not in known.ids["version"]:
            continue
        if key not in newest or newest[key].number < version.number:
            newest[key] = version
    titles = dict(Article.objects.filter(pk__in=newest).values_list("pk", "title"))
    indexed = [ArticleSearch(article_id=key, terms=terms(f"{titles[key]}\n{v.text}")) for key, v in newest.items()]
    ArticleSearch.objects.bulk_create(
        indexed, update_conflicts=True, unique_fields=["article"], update_fields=["terms"]
    )
