"""Reading the corpus as plain records, as of a time."""

from annotations.corpus.reading import count, lines, read, snapshot
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

__all__ = [
    "CORPUS_TYPES",
    "ArticleRecord",
    "AttributionRecord",
    "ClaimRecord",
    "CommentRecord",
    "LayerRecord",
    "MentionRecord",
    "Record",
    "Selection",
    "SourceRecord",
    "SpanRecord",
    "TransitionRecord",
    "VersionRecord",
    "count",
    "keys_of",
    "lines",
    "read",
    "select",
    "settle",
    "snapshot",
]
