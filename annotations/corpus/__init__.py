"""Reading the corpus as plain records, as of a time."""

from annotations.corpus.changes import VERBS, Change, Position, after, changes, rank_of, settled_until
from annotations.corpus.documents import Document, MarkedLayer, documents
from annotations.corpus.evidence import ClaimEvidence, Place, judge_claim, load_evidence
from annotations.corpus.incoming import Head, Incoming, Unread, is_uid, read_record, read_values, stated_twice
from annotations.corpus.past import revisions_of, rows_at
from annotations.corpus.past_search import matching_at
from annotations.corpus.patience import watched
from annotations.corpus.reading import as_array, count, lines, present, read, snapshot
from annotations.corpus.records import (
    CORPUS_TYPES,
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
    Record,
    ResemblanceRecord,
    SourceDismissalRecord,
    SourceRecord,
    SourceRelationRecord,
    SpanRecord,
    TransitionRecord,
    VersionRecord,
    keys_of,
)
from annotations.corpus.selecting import Selection, select, settle
from annotations.corpus.strict_json import read_json, read_object
from annotations.corpus.texts import StoredText, stored_text
from annotations.corpus.timeline import Event, timeline_of
from annotations.corpus.unread import MARKS, head_of, read_marks, read_unread

__all__ = [
    "CORPUS_TYPES",
    "MARKS",
    "VERBS",
    "ArticleRecord",
    "AssessmentRecord",
    "AttributionRecord",
    "Change",
    "ClaimEvidence",
    "ClaimRecord",
    "CommentRecord",
    "CorroborationRecord",
    "Document",
    "Event",
    "ExhibitRecord",
    "Head",
    "Incoming",
    "LayerRecord",
    "MarkedLayer",
    "MentionRecord",
    "Place",
    "Position",
    "ProgressRecord",
    "Record",
    "ResemblanceRecord",
    "Selection",
    "SourceDismissalRecord",
    "SourceRecord",
    "SourceRelationRecord",
    "SpanRecord",
    "StoredText",
    "TransitionRecord",
    "Unread",
    "VersionRecord",
    "after",
    "as_array",
    "changes",
    "count",
    "documents",
    "head_of",
    "is_uid",
    "judge_claim",
    "keys_of",
    "lines",
    "load_evidence",
    "matching_at",
    "present",
    "rank_of",
    "read",
    "read_json",
    "read_marks",
    "read_object",
    "read_record",
    "read_unread",
    "read_values",
    "revisions_of",
    "rows_at",
    "select",
    "settle",
    "settled_until",
    "snapshot",
    "stated_twice",
    "stored_text",
    "timeline_of",
    "watched",
]
