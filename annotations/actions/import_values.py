"""The values of a record that comes from outside, judged by themselves.

`clean` returns the record in its canonical form, or raises a DomainError that names the field. Spans are judged
where their text is at hand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from annotations.actions.articles import CLEANERS as OF_ARTICLE
from annotations.actions.articles import check_copy, sha256_of
from annotations.actions.claims import CLEANERS as OF_CLAIM
from annotations.actions.corroborations import CLEANERS as OF_CORROBORATION
from annotations.actions.drafts import read_uid
from annotations.actions.exhibits import CLEANERS as OF_EXHIBIT
from annotations.actions.fields import MAX_BODY, clean_choice, clean_text, clean_time, clean_whole_number
from annotations.actions.mentions import CLEANERS as OF_MENTION
from annotations.actions.sources import CLEANERS as OF_SOURCE
from annotations.actions.workflow import MAX_REASON
from annotations.anchoring import QuoteSelector, Segments, verify
from annotations.corpus import (
    ArticleRecord,
    AssessmentRecord,
    AttributionRecord,
    ClaimRecord,
    CommentRecord,
    CorroborationRecord,
    ExhibitRecord,
    LayerRecord,
    MentionRecord,
    ProgressRecord,
    ResemblanceRecord,
    SourceDismissalRecord,
    SourceRecord,
    SourceRelationRecord,
    SpanRecord,
    TransitionRecord,
    VersionRecord,
)
from annotations.errors import DomainError, MalformedError, RuleBrokenError
from annotations.models.base import MAX_USERNAME
from annotations.text import MAX_CODE_POINTS, receive_text, time_text
from annotations.vocabulary import (
    AssessmentCause,
    AssessmentState,
    Attitude,
    Capture,
    CorroborationState,
    CueKind,
    ExhibitKind,
    LayerKind,
    ParagraphState,
    RelationKind,
    ResemblanceVerdict,
    Resolution,
    TargetType,
    Validity,
    Workflow,
)

MAX_NOTE = 2000
_SHA256 = re.compile("[0-9a-f]{64}")
_QUOTE = {"exact", "prefix", "suffix"}
_ENDS = ("min", "max")
MAX_NUMBER = 1_000_000


@lru_cache(maxsize=4096)
def _moment(value: str | None, field: str) -> str | None:
    moment = clean_time(value, field)
    return time_text(moment) if moment else None


@lru_cache(maxsize=4096)
def _username(value: str, field: str) -> str:
    return clean_text(value, field, max_length=MAX_USERNAME)


@lru_cache(maxsize=256)
def _word(value: str, field: str, choices: Any) -> str:
    return str(clean_choice(value, field, choices, blank=True))


def _made(record: Any) -> dict[str, Any]:
    return {
        "created_by": _username(record.created_by, "created_by"),
        "created_at": _moment(record.created_at, "created_at"),
    }


def is_canonical(created_by: str, created_at: str | None) -> bool:
    """Whether author and time are already as they are stored."""
    try:
        made = (_username(created_by, "created_by"), _moment(created_at, "created_at"))
    except DomainError:
        return False
    return made == (created_by, created_at)


def _described(record: Any, cleaners: Mapping[str, Callable[[object], Any]]) -> dict[str, Any]:
    clean = {name: cleaner(getattr(record, name)) for name, cleaner in cleaners.items()}
    return {name: _written(value) for name, value in clean.items()}


def _written(value: Any) -> Any:
    """A cleaned value as records have it."""
    if isinstance(value, datetime):
        return time_text(value)
    return str(value) if isinstance(value, UUID) else value


def _source(record: SourceRecord) -> SourceRecord:
    if not record.name.strip() and not record.descriptor.strip():
        raise RuleBrokenError("source.nameless", "a source needs a name, or the words that describe it", field="name")
    return record._replace(**_described(record, OF_SOURCE), **_made(record))


def _article(record: ArticleRecord) -> ArticleRecord:
    clean = _described(record, OF_ARTICLE)
    check_copy(clean["origin"], clean["copy_of"])
    return record._replace(**clean, **_made(record))


def _version(record: VersionRecord) -> VersionRecord:
    try:
        receive_text(record.text)
    except DomainError as error:
        raise error.at("text") from None
    if "\r" in record.text:
        raise RuleBrokenError("text.carriage_return", "lines of a stored text end with LF alone", field="text")
    if sha256_of(record.text) != record.sha256:
        raise RuleBrokenError("version.sha256", "the text is not the one that its sha256 was taken of", field="sha256")
    number = clean_whole_number(record.number, "number", least=1, most=MAX_NUMBER)
    return record._replace(
        number=number or 1,
        captured_at=_moment(record.captured_at, "captured_at"),
        captured_how=str(clean_choice(record.captured_how, "captured_how", Capture)),
        captured_by=_username(record.captured_by, "captured_by"),
        note=clean_text(record.note, "note", max_length=MAX_NOTE),
    )


def _layer(record: LayerRecord) -> LayerRecord:
    kind = str(clean_choice(record.kind, "kind", LayerKind))
    annotator = _username(record.annotator, "annotator")
    if bool(annotator) != (kind in (LayerKind.INDEPENDENT, LayerKind.SUGGESTED)):
        what = "no annotator of its own" if annotator else "an annotator, whose layer it is"
        raise RuleBrokenError("layer.annotator", f"a layer of the kind {kind} has {what}", field="annotator")
    return record._replace(name=clean_text(record.name, "name", max_length=100), **_made(record))


def _span(record: SpanRecord) -> SpanRecord:
    made = _made(record)
    if made["created_by"] == record.created_by and made["created_at"] == record.created_at:
        return record
    return record._replace(**made)


def _attribution(record: AttributionRecord) -> AttributionRecord:
    return record._replace(
        cites=None if record.cites is None else str(read_uid(record.cites, "cites")),
        resolution=_word(record.resolution, "resolution", Resolution),
        cue_kind=_word(record.cue_kind, "cue_kind", CueKind),
        attitude=_word(record.attitude, "attitude", Attitude),
        **_made(record),
    )


def _claim(record: ClaimRecord) -> ClaimRecord:
    workflow = str(clean_choice(record.workflow, "workflow", Workflow))
    if record.validity_stated is not None:  # what time has made of it is not stored
        clean_choice(record.validity, "validity", Validity, blank=True)
        record = record._replace(validity=record.validity_stated)
    record = record._replace(workflow=workflow, **_described(record, OF_CLAIM), **_made(record))
    return record._replace(validity_stated=record.validity)


def _mention(record: MentionRecord) -> MentionRecord:
    if (record.attribution is None) == (record.span is None):
        raise RuleBrokenError(
            "mention.one_target", "a mention names either an attribution or a span", field="attribution"
        )
    return record._replace(**_described(record, OF_MENTION), **_made(record))


def _source_relation(record: SourceRelationRecord) -> SourceRelationRecord:
    withdrawn_at = _moment(record.withdrawn_at, "withdrawn_at")
    if bool(withdrawn_at) != bool(record.withdrawn_by and record.withdrawn_reason.strip()):
        raise RuleBrokenError("relation.withdrawn", "a withdrawal has who, when and why", field="withdrawn_at")
    if record.a == record.b:
        raise RuleBrokenError("relation.itself", "a source is not related to itself", field="b")
    return record._replace(
        kind=str(clean_choice(record.kind, "kind", RelationKind)),
        reason=clean_text(record.reason, "reason", max_length=MAX_REASON, required=True),
        withdrawn_at=withdrawn_at,
        withdrawn_by=_username(record.withdrawn_by, "withdrawn_by"),
        withdrawn_reason=clean_text(record.withdrawn_reason, "withdrawn_reason", max_length=MAX_REASON),
        **_made(record),
    )


def _exhibit(record: ExhibitRecord) -> ExhibitRecord:
    if (record.sha256 and not _SHA256.fullmatch(record.sha256)) or bool(record.sha256) != (record.size is not None):
        raise RuleBrokenError("exhibit.sha256", "a file has a size and a sum of 64 digits", field="sha256")
    described = _described(record, OF_EXHIBIT)
    if not (record.url or record.sha256 or described["kind"] == ExhibitKind.OWN_WITNESS):
        raise RuleBrokenError("exhibit.nothing_there", "an exhibit has an address or a file", field="url")
    return record._replace(
        size=clean_whole_number(record.size, "size", least=0, most=2**62),
        media_type=clean_text(record.media_type, "media_type", max_length=100),
        file_name=clean_text(record.file_name, "file_name", max_length=200),
        **described,
        **_made(record),
    )


def _corroboration(record: CorroborationRecord) -> CorroborationRecord:
    if (record.mention is None) == (record.exhibit is None) or (record.mention is None) != (record.version is None):
        raise RuleBrokenError(
            "corroboration.one_evidence", "evidence is a mention and its version, or an exhibit", field="mention"
        )
    state = str(clean_choice(record.state, "state", CorroborationState))
    decided_at = _moment(record.decided_at, "decided_at")
    if (state == CorroborationState.PROPOSED) != (not record.decided_by and decided_at is None):
        raise RuleBrokenError("corroboration.decided", "a decision has who and when", field="decided_by")
    return record._replace(
        state=state,
        decided_by=_username(record.decided_by, "decided_by"),
        decided_at=decided_at,
        decided_reason=clean_text(record.decided_reason, "decided_reason", max_length=MAX_REASON),
        **_described(record, OF_CORROBORATION),
        **_made(record),
    )


def _assessment(record: AssessmentRecord) -> AssessmentRecord:
    return record._replace(
        number=clean_whole_number(record.number, "number", least=1, most=MAX_NUMBER) or 1,
        cause=str(clean_choice(record.cause, "cause", AssessmentCause)),
        computed=str(clean_choice(record.computed, "computed", AssessmentState)),
        asserted=str(clean_choice(record.asserted, "asserted", AssessmentState, blank=True)),
        asserted_by=_username(record.asserted_by, "asserted_by"),
        confirmed_by=_username(record.confirmed_by, "confirmed_by"),
        reason=clean_text(record.reason, "reason", max_length=MAX_REASON),
        supporting=_interval(record.supporting, "supporting"),
        refuting=_interval(record.refuting, "refuting"),
        rule_version=clean_text(record.rule_version, "rule_version", max_length=20),
        valid_from=_moment(record.valid_from, "valid_from"),
        recheck_at=_moment(record.recheck_at, "recheck_at"),
        by=_username(record.by, "by"),
        at=_moment(record.at, "at"),
    )


def _interval(value: dict[str, Any], field: str) -> dict[str, Any]:
    if set(value) != {"min", "max", "exact"} or not isinstance(value["exact"], bool):
        raise RuleBrokenError("assessment.interval", f"{field} has min, max and exact", field=field)
    least, most = (clean_whole_number(value[name], f"{field}.{name}", least=0, most=MAX_NUMBER) for name in _ENDS)
    if least is None or most is None or least > most:
        raise RuleBrokenError("assessment.interval", f"{field} runs from min to max", field=field)
    return {"min": least, "max": most, "exact": value["exact"]}


def _transition(record: TransitionRecord) -> TransitionRecord:
    return record._replace(
        from_=str(clean_choice(record.from_, "from", Workflow)),
        to=str(clean_choice(record.to, "to", Workflow)),
        reason=clean_text(record.reason, "reason", max_length=MAX_REASON),
        by=_username(record.by, "by"),
        at=_moment(record.at, "at"),
    )


def _comment(record: CommentRecord) -> CommentRecord:
    return record._replace(
        target_type=str(clean_choice(record.target_type, "target_type", TargetType)),
        body=clean_text(record.body, "body", max_length=MAX_BODY, required=True),
        resolved_by=_username(record.resolved_by, "resolved_by"),
        **_made(record),
    )


def _progress(record: ProgressRecord) -> ProgressRecord:
    return record._replace(
        start=clean_whole_number(record.start, "start", least=0, most=MAX_CODE_POINTS) or 0,
        state=str(clean_choice(record.state, "state", ParagraphState)),
        by=_username(record.by, "by"),
        at=_moment(record.at, "at"),
    )


def _resemblance(record: ResemblanceRecord) -> ResemblanceRecord:
    verdict = str(clean_choice(record.verdict, "verdict", ResemblanceVerdict))
    decided_at = _moment(record.decided_at, "decided_at")
    if verdict == ResemblanceVerdict.OPEN or not (record.decided_by and decided_at):
        raise RuleBrokenError("resemblance.decided", "a verdict has who and when; open ones are found anew")
    if record.article == record.other:
        raise RuleBrokenError("resemblance.itself", "an article is no copy of itself", field="other")
    if record.similarity is not None and not 0 <= record.similarity <= 1:
        raise RuleBrokenError("resemblance.similarity", "a similarity lies between 0 and 1", field="similarity")
    return record._replace(
        verdict=verdict,
        similarity=None if record.similarity is None else float(record.similarity),
        reason=clean_text(record.reason, "reason", max_length=MAX_REASON),
        decided_by=_username(record.decided_by, "decided_by"),
        decided_at=decided_at,
        **_made(record),
    )


def _source_dismissal(record: SourceDismissalRecord) -> SourceDismissalRecord:
    if record.a == record.b:
        raise RuleBrokenError("dismissal.itself", "a source is itself", field="b")
    reason = clean_text(record.reason, "reason", max_length=MAX_REASON)
    return record._replace(reason=reason, **_made(record))


_CLEAN: dict[str, Callable[[Any], Any]] = {
    "source": _source,
    "article": _article,
    "version": _version,
    "layer": _layer,
    "span": _span,
    "attribution": _attribution,
    "claim": _claim,
    "mention": _mention,
    "source_relation": _source_relation,
    "exhibit": _exhibit,
    "corroboration": _corroboration,
    "assessment": _assessment,
    "transition": _transition,
    "comment": _comment,
    "progress": _progress,
    "resemblance": _resemblance,
    "source_dismissal": _source_dismissal,
}


def clean(noun: str, record: Any) -> Any:
    """The record in its canonical form; a time that is missing stays None."""
    return _CLEAN[noun](record)


def same(stored: Any, incoming: Any) -> bool:
    """Whether two records of one type say the same. What the program computes, or fills in, makes no difference."""
    ignored = {
        name: getattr(stored, name)
        for name in ("created_at", "captured_at", "at")
        if hasattr(stored, name) and getattr(incoming, name) is None
    }
    if isinstance(stored, AttributionRecord):
        ignored["quotation"] = stored.quotation
    if isinstance(stored, ClaimRecord):
        ignored["validity"] = stored.validity
    return bool(incoming._replace(**ignored) == stored)


def check_quote(text: str, place: Segments, quote: dict[str, Any]) -> None:
    """A context shorter than ours is taken as far as it goes."""
    if set(quote) != _QUOTE or not all(isinstance(part, str) for part in quote.values()):
        raise MalformedError("span.quote_malformed", "a quote has exact, prefix and suffix", field="quote")
    if not verify(text, place, QuoteSelector(**quote)):
        raise RuleBrokenError("span.quote", "the quote is not what the text says at these offsets", field="quote")
