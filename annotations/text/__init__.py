"""Text as Isnad keeps and reads it: intake, boundaries, folding, quotation. Pure; all offsets are code points."""

from annotations.text.calls import called_in, parted
from annotations.text.copies import Resemblance, compare_texts, shared_passages, signature
from annotations.text.folding import Folded, find, fold, fold_plain, to_original
from annotations.text.graphemes import boundaries, check_segments, has_whole_edges, is_boundary, trim
from annotations.text.intake import MAX_CODE_POINTS, receive, receive_text
from annotations.text.invisible import BIDI_CONTROLS, INVISIBLES, Flag, FlagKind, flags, isolated
from annotations.text.names import Likeness, likeness_of, may_be_one_name, name_keys, script_of
from annotations.text.paragraphs import LineKind, Paragraph, begins_paragraph, count_paragraphs, paragraphs
from annotations.text.quotation import QuotationType, Quoted, quotation_type, quoted
from annotations.text.scripts import language_by_script
from annotations.text.terms import MAX_FORMS, MAX_QUERY_WORDS, MAX_TERM, query_terms, terms
from annotations.text.times import time_text
from annotations.text.tokens import each_token, tokens
from annotations.text.whitespace import WHITE_SPACE
from annotations.text.words import sentences, words

__all__ = [
    "BIDI_CONTROLS",
    "INVISIBLES",
    "MAX_CODE_POINTS",
    "MAX_FORMS",
    "MAX_QUERY_WORDS",
    "MAX_TERM",
    "WHITE_SPACE",
    "Flag",
    "FlagKind",
    "Folded",
    "Likeness",
    "LineKind",
    "Paragraph",
    "QuotationType",
    "Quoted",
    "Resemblance",
    "begins_paragraph",
    "boundaries",
    "called_in",
    "check_segments",
    "compare_texts",
    "count_paragraphs",
    "each_token",
    "find",
    "flags",
    "fold",
    "fold_plain",
    "has_whole_edges",
    "is_boundary",
    "isolated",
    "language_by_script",
    "likeness_of",
    "may_be_one_name",
    "name_keys",
    "paragraphs",
    "parted",
    "query_terms",
    "quotation_type",
    "quoted",
    "receive",
    "receive_text",
    "script_of",
    "sentences",
    "shared_passages",
    "signature",
    "terms",
    "time_text",
    "to_original",
    "tokens",
    "trim",
    "words",
]
