"""Reading the corpus as plain records, as of a time."""

from annotations.corpus.changes import VERBS, Change, Position, after, changes, rank_of, settled_until
from annotations.corpus.documents import Document, MarkedLayer, documents
from annotations.corpus.incoming import Incoming, is_uid, read_record
from annotations.corpus.past import revisions_of, rows_at
from annotations.corpus.past_search import matching_at
from annotations.corpus.reading import count, lines, present, read, snapshot
from annotations.corpus.records import (
    CORPUS_TYPES,
    ArticleRecord,
    AttributionRecord,
    ClaimRecord,
    CommentRecord,
    LayerRecord,
    MentionRecord,
    Record,
    SourceRecord,
    SpanRecord,
    TransitionRecord,
    VersionRecord,
    keys_of,
)
from annotations.corpus.selecting import Selection, select, settle
from annotations.corpus.texts import StoredText, stored_text

__all__ = [
    "CORPUS_TYPES",
    "VERBS",
    "ArticleRecord",
    "AttributionRecord",
    "Change",
    "ClaimRecord",
    "CommentRecord",
    "Document",
    "Incoming",
    "LayerRecord",
    "MarkedLayer",
    "MentionRecord",
    "Position",
    "Record",
    "Selection",
    "SourceRecord",
    "SpanRecord",
    "StoredText",
    "TransitionRecord",
    "VersionRecord",
    "after",
    "changes",
    "count",
    "documents",
    "is_uid",
    "keys_of",
    "lines",
    "matching_at",
    "present",
    "rank_of",
    "read",
    "read_record",
    "revisions_of",
    "rows_at",
    "select",
    "settle",
    "settled_until",
    "snapshot",
    "stored_text",
]
