"""What becomes of one document of an import: the rows to write, or the records that refuse it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from annotations.actions.claims import folded_claim
from annotations.actions.frame_rules import check_ancestors
from annotations.actions.import_copy import row_of
from annotations.actions.import_document import Document, Entry
from annotations.actions.import_evidence import EvidenceRows
from annotations.actions.import_known import Known
from annotations.actions.import_lines import QuickLines
from annotations.actions.import_parts import Frame, HeldBack, Plan, Writer
from annotations.actions.import_report import refusal_of
from annotations.actions.import_search import search_row
from annotations.actions.import_values import check_quote, clean, same
from annotations.actions.sources import folded_source
from annotations.actions.spans import quotation_in, read_place
from annotations.anchoring import Segments, check_nesting, check_shape, flatten
from annotations.corpus import (
    CORPUS_TYPES,
    ArticleRecord,
    AttributionRecord,
    ClaimRecord,
    CommentRecord,
    LayerRecord,
    ProgressRecord,
    ResemblanceRecord,
    SourceRecord,
    SpanRecord,
    TransitionRecord,
    VersionRecord,
    stated_twice,
)
from annotations.errors import ConflictError, DomainError, MalformedError, RuleBrokenError
from annotations.models import Attribution, uuid7
from annotations.text import begins_paragraph
from annotations.vocabulary import LayerKind


class Planner:
    """Plans one document: an article with all that is marked in it, or a record that stands for itself."""

    def __init__(self, writer: Writer, known: Known, document: Document) -> None:
        self.writer = writer
        self.known = known
        self.document = document
        self.plan = Plan()
        self.refused: set[int] = set()
        self.entries: dict[str, list[Entry]] = {noun: [] for noun in CORPUS_TYPES}
        for entry in document.entries:
            self.entries[entry.noun].append(entry)
        self.records: dict[str, dict[str, Any]] = {noun: {} for noun in CORPUS_TYPES}
        self.here = {noun: {entry.uid for entry in entries} for noun, entries in self.entries.items()}
        self.places: dict[int, Segments] = {}
        self.frames: dict[str, Frame] = {}
        self.rows: dict[str, Callable[[Any], tuple[Any, ...]]] = {
            "source": self._source,
            "article": self._article,
            "version": self._version,
            "layer": self._layer,
            "span": self._span,
            "attribution": self._attribution,
            "claim": self._claim,
            "transition": self._transition,
            "comment": self._comment,
            "progress": self._progress,
            "resemblance": self._resemblance,
            **EvidenceRows(self.key, self.key_or_none, self.head).by_noun(),
        }

    def made(self) -> Plan:
        self._refuse_twice()
        # No line has the id of another.
        self.here["span"].update([columns[0] for columns in self.document.spans.columns])
        self.here["attribution"].update([columns[0] for columns in self.document.frames.columns])
        quick = QuickLines(self.writer, self.known, self.records, self.plan, self.places)
        for noun in CORPUS_TYPES:
            entries = self.entries[noun]
            if noun == "span":
                entries = quick.spans([*entries, *quick.span_lines(self.document.spans)])
            elif noun == "attribution":
                entries = self.entries[noun] = self._frames_left(quick)
            for entry in entries:
                self._judge(entry)
            if noun == "layer":
                self._add_shared_layers()
        self._check_texts()
        if not self.plan.refusals:
            self._tell_search()
        return self.plan

    def _frames_left(self, quick: QuickLines) -> list[Entry]:
        """The frames that are to be judged one by one, laid out."""
        entries = self.entries["attribution"]
        if not entries and quick.frame_lines(self.document.frames):
            return []
        self.entries["attribution"] = entries = [*entries, *self.document.frames.read()]
        entries = quick.frames(entries)
        if entries:
            quick.tell()
            self._lay_out_frames()
        return entries

    def _refuse_twice(self) -> None:
        """Ids that the document states twice: formats with a part for each layer may."""
        for noun, entries in self.entries.items():
            if len(self.here[noun]) == len(entries):
                continue
            first: dict[str, Entry] = {}
            for entry in entries:
                before = first.setdefault(entry.uid, entry)
                if before is not entry and entry.values is not None:
                    self._refuse(entry, stated_twice(noun, entry.uid, before.place or f"line {before.line}"))
            self.entries[noun] = [entry for entry in entries if entry.line not in self.refused]

    def _judge(self, entry: Entry) -> None:
        if entry.line in self.refused:
            return
        if entry.values is None:
            rule, detail, place = entry.error or ("record.malformed", "", None)
            self._refuse(entry, MalformedError(rule, detail, field=place))
            return
        try:
            self._take(entry.noun, entry.uid, entry.values)
        except DomainError as error:
            self._refuse(entry, error)
        except HeldBack:
            # Nobody has looked at all of it: what refers to it must not either.
            self.records[entry.noun].pop(entry.uid, None)

    def _refuse(self, entry: Entry, error: DomainError) -> None:
        self.refused.add(entry.line)
        self.records[entry.noun].pop(entry.uid, None)
        self.plan.refusals.append(refusal_of(entry.line, entry.noun, entry.uid, error, place=entry.place))

    def _take(self, noun: str, uid: str, values: tuple[Any, ...]) -> None:
        make: Any = CORPUS_TYPES[noun]
        record = clean(noun, make._make(values))
        self.records[noun][uid] = record
        row = self.rows[noun](record)
        stored = self.known.stored[noun].get(uid)
        if stored is None:
            if uid in self.known.deleted[noun]:
                raise ConflictError(f"{noun}.deleted", f"{uid} was deleted here; restore it instead", field="id")
            self.plan.rows[noun].append(row_of(row))
            self.plan.created[noun] += 1
        elif same(stored[1], self.records[noun][uid]):
            self.plan.unchanged[noun] += 1
        else:
            raise ConflictError(f"{noun}.duplicate_id", f"another {noun} has the id {uid} here", field="id")

    # What a record refers to

    def key(self, noun: str, uid: str, place: str) -> int:
        key = self.known.key(noun, uid)
        if key is None and uid in self.here[noun]:
            raise HeldBack
        if key is None:
            raise RuleBrokenError(f"{noun}.missing", f"there is no {noun} {uid[:100]} here", field=place)
        return key

    def key_or_none(self, noun: str, uid: str | None, place: str) -> int | None:
        return None if uid is None else self.key(noun, uid, place)

    def _record(self, noun: str, uid: str, place: str) -> Any:
        """The record itself: of this document, else of the workspace."""
        found = self.records[noun].get(uid)
        if found is not None:
            return found
        if uid in self.here[noun]:
            raise HeldBack
        stored = self.known.stored[noun].get(uid)
        if stored is None:
            raise RuleBrokenError(f"{noun}.missing", f"there is no {noun} {uid[:100]} here", field=place)
        return stored[1]

    def head(self, noun: str, record: Any) -> tuple[Any, ...]:
        key = self.known.key(noun, record.id)
        created_at = record.created_at or self.writer.now
        return key, record.id, self.writer.workspace, record.created_by, created_at

    # The rows, in the order of COLUMNS

    def _source(self, record: SourceRecord) -> tuple[Any, ...]:
        return (*self.head("source", record), record.kind, *record[2:11], folded_source(record))

    def _claim(self, record: ClaimRecord) -> tuple[Any, ...]:
        return (*self.head("claim", record), *record[1:13], folded_claim(record))

    def _article(self, record: ArticleRecord) -> tuple[Any, ...]:
        return (*self.head("article", record), *record[1:13])

    def _version(self, record: VersionRecord) -> tuple[Any, ...]:
        captured_at = record.captured_at or self.writer.now
        article = self.key("article", record.article, "article")
        key = self.key("version", record.id, "id")
        head = (key, record.id, self.writer.workspace, record.captured_by, captured_at)
        if record.id in self.known.new["version"]:
            before = self.plan.indexed.get(record.article)
            if before is None or before.number < record.number:
                self.plan.indexed[record.article] = record
        return (
            *head, article, record.number, record.text, record.sha256, captured_at, record.captured_how,
            record.captured_by, record.note,
        )  # fmt: skip

    def _layer(self, record: LayerRecord) -> tuple[Any, ...]:
        version = self.key("version", record.version, "version")
        return (*self.head("layer", record), version, record.kind, record.annotator, record.name)

    def _span(self, record: SpanRecord) -> tuple[Any, ...]:
        version, layer = self._in_layer("span", record)
        text = self._record("version", record.version, "version").text
        place, quote = read_place(text, record.segments)
        computed = {"exact": quote.exact, "prefix": quote.prefix, "suffix": quote.suffix}
        if record.quote != computed:
            check_quote(text, place, record.quote)
            self.records["span"][record.id] = record._replace(quote=computed)
        head = self.head("span", record)
        self.places[head[0]] = place
        carried_from = self.key_or_none("span", record.carried_from, "carried_from")
        return (*head, version, layer, flatten(place), quote.exact, quote.prefix, quote.suffix, carried_from)

    def _progress(self, record: ProgressRecord) -> tuple[Any, ...]:
        version, layer = self._in_layer("progress", record)
        text = self._record("version", record.version, "version").text
        if not begins_paragraph(text, record.start):
            raise RuleBrokenError("progress.paragraph", f"no paragraph begins at {record.start}", field="start")
        key = self.key("progress", record.id, "id")
        head = (key, record.id, self.writer.workspace, record.by, record.at or self.writer.now)
        return (*head, version, layer, record.start, record.state)

    def _resemblance(self, record: ResemblanceRecord) -> tuple[Any, ...]:
        pair = (self.key("article", record.article, "article"), self.key("article", record.other, "other"))
        if record.id in self.known.new["resemblance"]:
            self.plan.decided.append(pair)
        return (*self.head("resemblance", record), *pair, *record[3:8])

    def _in_layer(self, noun: str, record: SpanRecord | AttributionRecord | ProgressRecord) -> tuple[int, int]:
        layer = self._record("layer", record.layer, "layer")
        if layer.version != record.version:
            raise RuleBrokenError(
                f"{noun}.layer_of_other_version", "the layer lies over another version", field="layer"
            )
        return self.key("version", record.version, "version"), self.key("layer", record.layer, "layer")

    def _transition(self, record: TransitionRecord) -> tuple[Any, ...]:
        key = self.key("transition", record.id, "id")
        claim = self.key("claim", record.claim, "claim")
        head = (key, record.id, self.writer.workspace, record.by, record.at or self.writer.now)
        return (*head, claim, record.from_, record.to, record.reason)

    def _comment(self, record: CommentRecord) -> tuple[Any, ...]:
        self.key(record.target_type, record.target, "target")
        return (*self.head("comment", record), *record[1:6])

    # Frames

    def _lay_out_frames(self) -> None:
        """Frames refer to one another: all of them are laid out before the first is judged."""
        for entry in self.entries["attribution"]:
            if entry.values is not None:
                record = AttributionRecord._make(entry.values)
                try:
                    self.frames[entry.uid] = self._frame(record)
                except DomainError as error:
                    self._refuse(entry, error)
                except HeldBack:
                    continue  # a span of it cannot be read; told where the frame is judged
        for entry in self.entries["attribution"]:
            frame = self.frames.get(entry.uid)
            if frame is not None and entry.values is not None:
                parent = AttributionRecord._make(entry.values).parent
                frame.parent = None if parent is None else self._laid_out(parent)

    def _frame(self, record: AttributionRecord) -> Frame:
        source, cue, addressee, channel = (
            self._span_key(record, role, getattr(record, role)) for role in ("source", "cue", "addressee", "channel")
        )
        contents = [self._span_key(record, "content", uid, f"contents.{n}") for n, uid in enumerate(record.contents)]
        if len(set(contents)) < len(contents):
            raise RuleBrokenError("frame.content_twice", "a content is named twice", field="contents")
        pk = self.key("attribution", record.id, "id")
        return Frame(pk, source, cue, addressee, channel, [key for key in contents if key is not None])

    def _span_key(self, record: AttributionRecord, role: str, uid: str | None, place: str = "") -> int | None:
        """The internal id of a span, whose segments are at hand from now on, and which lies in the frame's layer."""
        if uid is None:
            return None
        try:
            span = self._record("span", uid, place or role)
        except HeldBack:
            return self.key("span", uid, place or role)
        if span.layer != record.layer:
            raise RuleBrokenError(f"frame.{role}_outside_layer", f"no span {uid} in this layer", field=place or role)
        key = self.key("span", uid, place or role)
        if key not in self.places:
            self.places[key] = tuple((start, end) for start, end in span.segments)
        return key

    def _laid_out(self, uid: str) -> Frame | None:
        """A frame of this document, or a stored one with those that it lies in; None where there is no such frame."""
        found = self.frames.get(uid)
        if found is None and uid not in self.here["attribution"]:
            stored = self.known.stored["attribution"].get(uid)
            if stored is not None:
                record = stored[1]
                found = self.frames[uid] = self._frame(record)
                found.parent = self._laid_out(record.parent) if record.parent else None
        return found

    def _attribution(self, record: AttributionRecord) -> tuple[Any, ...]:
        frame = self.frames.get(record.id)
        version, layer = self._in_layer("attribution", record)
        text = self._record("version", record.version, "version").text
        if frame is None or any(key not in self.places for key in frame.spans):
            raise HeldBack
        planned = cast("Attribution", frame)
        check_shape(planned, self.places)
        self._check_parent(record, frame)
        speakers = [self.key("source", uid, f"speakers.{n}") for n, uid in enumerate(record.speakers)]
        quotation = quotation_in(text, planned, self.places)
        self.records["attribution"][record.id] = record._replace(quotation=quotation)
        parent = None if frame.parent is None else frame.parent.pk
        return (
            *self.head("attribution", record), version, layer, frame.source_id, frame.cue_id, frame.content_ids,
            frame.addressee_id, frame.channel_id, parent, list(dict.fromkeys(speakers)), record.resolution,
            *self._antecedent(record), record.cites, record.cue_kind, record.attitude, quotation,
        )  # fmt: skip

    def _check_parent(self, record: AttributionRecord, frame: Frame) -> None:
        if record.parent is None:
            return
        self.key("attribution", record.parent, "parent")
        if frame.parent is None:
            raise HeldBack
        self._check_layer_of_frame(record, record.parent, "parent")
        parent = cast("Attribution", frame.parent)
        check_ancestors(cast("Attribution", frame), parent)
        if any(key not in self.places for key in frame.parent.content_ids):
            raise HeldBack
        check_nesting(frame.spans, parent, self.places)

    def _check_layer_of_frame(self, record: AttributionRecord, uid: str, place: str) -> None:
        layers = [one.layer for one in self._raw_frames(uid)]
        if layers and layers[0] != record.layer:
            raise RuleBrokenError(f"frame.{place}_outside_layer", f"no frame {uid} in this layer", field=place)

    def _raw_frames(self, uid: str) -> list[AttributionRecord]:
        """The frame as it came in, judged or not, else as it is stored."""
        if uid in self.here["attribution"]:
            entries = (entry for entry in self.entries["attribution"] if entry.uid == uid)
            return [AttributionRecord._make(entry.values) for entry in entries if entry.values is not None]
        stored = self.known.stored["attribution"].get(uid)
        return [stored[1]] if stored else []

    def _antecedent(self, record: AttributionRecord) -> tuple[int | None, int | None]:
        uid = record.antecedent
        if uid is None:
            return None, None
        frame = self.known.key("attribution", uid)
        if frame is not None:
            self._check_layer_of_frame(record, uid, "antecedent")
            return frame, None
        if self.known.key("span", uid) is None:
            raise RuleBrokenError(
                "attribution.missing", f"there is no frame or span {uid[:100]} here", field="antecedent"
            )
        return None, self._span_key(record, "antecedent", uid)

    # An article as a whole

    def _add_shared_layers(self) -> None:
        """Every version has a shared layer; a part of a corpus may have come without it."""
        shared = {layer.version for layer in self.records["layer"].values() if layer.kind == LayerKind.SHARED}
        for version in self.records["version"].values():
            if version.id in self.known.new["version"] and version.id not in shared and not self.plan.refusals:
                key = self.known.take("layer")
                head = (key, uuid7(), self.writer.workspace, self.writer.username, self.writer.now)
                row = (*head, self.key("version", version.id, "id"), LayerKind.SHARED.value, "", "")
                self.plan.rows["layer"].append(row_of(row))
                self.plan.created["layer"] += 1

    def _tell_search(self) -> None:
        for uid, article in self.records["article"].items():
            newest = self.plan.indexed.pop(uid, None) if uid in self.known.new["article"] else None
            if newest is not None:
                self.plan.searched += search_row(self.key("article", uid, "id"), article.title, newest.text)

    def _check_texts(self) -> None:
        for entry in self.entries["article"]:
            if entry.uid in self.known.new["article"] and not self.entries["version"]:
                error = RuleBrokenError("article.no_version", "an article needs a version: its text", field="id")
                self._refuse(entry, error)
