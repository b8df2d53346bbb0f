"""How each record is read from the tables: one definition of its fields, as SQL that writes their JSON.

PostgreSQL writes the JSON itself, because a corpus then streams through without a Python object per row. Every
expression is over one row `t` of the record's table as of a time (see `as_of`), and relies on TimeZone UTC and
DateStyle ISO.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import models

from annotations.corpus.records import CORPUS_TYPES, keys_of
from annotations.models import (
    Article,
    ArticleVersion,
    Assessment,
    Attribution,
    Claim,
    Comment,
    Corroboration,
    Exhibit,
    Layer,
    Mention,
    Source,
    SourceRelation,
    Span,
    Transition,
)


@dataclass(frozen=True, slots=True)
class Shape:
    """A type of record: its table, and for each field the SQL of its JSON text.

    `joined` are few rows that many of these rows refer to, by column: read once, not once a row.
    """

    noun: str
    model: type[models.Model]
    fields: dict[str, str]
    joined: dict[str, type[models.Model]] = field(default_factory=dict)

    @property
    def line(self) -> str:
        """SQL of one whole line of JSON: type first, then the fields in their order, no white space between."""
        parts = [f"""'{{"type":"{self.noun}"'"""]
        parts += [f"""',"{key}":', {expression}""" for key, expression in self.fields.items()]
        return f"concat({', '.join(parts)}, '}}')"

    def lines(self, where: str = "true") -> str:
        """SQL of the lines of all rows `where`, in the order of their ids; parameters as for `as_of`."""
        joins = "".join(
            f" LEFT JOIN {as_of(model)} {column} ON {column}.id = t.{column}" for column, model in self.joined.items()
        )
        return f"SELECT {self.line} FROM {as_of(self.model, where)} t{joins} ORDER BY t.uid"

    @property
    def present(self) -> str:
        """SQL of (internal id, line) of the rows of %(workspace)s that have one of the %(uids)s now."""
        joins = "".join(
            f" LEFT JOIN {model._meta.db_table} {column} ON {column}.id = t.{column}"
            for column, model in self.joined.items()
        )
        return f"""SELECT t.id, {self.line} FROM {self.model._meta.db_table} t{joins}
            WHERE t.workspace_id = %(workspace)s AND t.uid = ANY (%(uids)s::uuid[])"""


def as_of(model: type[models.Model], where: str = "true") -> str:
    """SQL of the rows that were current at %(known_at)s in the workspace %(workspace)s."""
    table = model._meta.db_table
    columns = ", ".join(str(field.column) for field in model._meta.concrete_fields)
    return f"""(
        SELECT {columns} FROM {table}
        WHERE workspace_id = %(workspace)s AND recorded_at <= %(known_at)s AND {where}
        UNION ALL
        SELECT {columns} FROM {table}_history
        WHERE workspace_id = %(workspace)s AND recorded_at <= %(known_at)s AND superseded_at > %(known_at)s AND {where}
    )"""


def _text(column: str) -> str:
    return f"to_json(t.{column})"


def _plain(column: str) -> str:
    """A number, a Boolean or JSON, as it is; null where it is none."""
    return f"coalesce(t.{column}::text, 'null')"


def _word(column: str) -> str:
    """A word of a closed vocabulary, or digits: nothing in it needs escaping."""
    return f"""concat('"', t.{column}, '"')"""


def _word_or_null(column: str) -> str:
    return f"CASE WHEN t.{column} IS NULL THEN 'null' ELSE {_word(column)} END"


def _interval(side: str) -> str:
    return f"""concat('{{"min":', t.{side}_min, ',"max":', t.{side}_max, ',"exact":', t.{side}_exact::text, '}}')"""


def _time(column: str) -> str:
    """2020-10-06T08:06:01.25Z, from 2020-10-06 08:06:01.25+00."""
    return f"""concat('"', replace(replace(t.{column}::text, ' ', 'T'), '+00', 'Z'), '"')"""


def _time_or_null(column: str) -> str:
    return f"CASE WHEN t.{column} IS NULL THEN 'null' ELSE {_time(column)} END"


def _uid_of(model: type[models.Model], key: str) -> str:
    """The public id of a row, which may have been deleted since. An id keeps its uid for ever."""
    table = model._meta.db_table
    return (
        f"coalesce((SELECT r.uid FROM {table} r WHERE r.id = {key}),"
        f" (SELECT r.uid FROM {table}_history r WHERE r.id = {key} LIMIT 1))"
    )


def _ref(model: type[models.Model], column: str) -> str:
    return f"""concat('"', {_uid_of(model, f"t.{column}")}, '"')"""


def _ref_or_null(model: type[models.Model], column: str) -> str:
    return f"CASE WHEN t.{column} IS NULL THEN 'null' ELSE {_ref(model, column)} END"


def _joined(model: type[models.Model], column: str) -> str:
    """As _ref, where `column` is among the shape's `joined`."""
    return f"""concat('"', coalesce({column}.uid, {_uid_of(model, f"t.{column}")}), '"')"""


def _refs(model: type[models.Model], column: str) -> str:
    """A list of ids in its stored order. Most lists have one member."""
    return f"""CASE cardinality(t.{column})
        WHEN 0 THEN '[]'
        WHEN 1 THEN concat('["', {_uid_of(model, f"t.{column}[1]")}, '"]')
        ELSE (SELECT concat('["', string_agg({_uid_of(model, "m.id")}::text, '","' ORDER BY m.place), '"]')
              FROM unnest(t.{column}) WITH ORDINALITY AS m (id, place)) END"""


_SEGMENTS = """CASE cardinality(t.segments)
        WHEN 2 THEN concat('[[', t.segments[1], ',', t.segments[2], ']]')
        ELSE (SELECT concat('[[', string_agg(concat(t.segments[i], ',', t.segments[i + 1]), '],[' ORDER BY i), ']]')
              FROM generate_series(1, cardinality(t.segments), 2) AS i) END"""
_QUOTE = """concat('{"exact":', to_json(t.exact), ',"prefix":', to_json(t.prefix),
        ',"suffix":', to_json(t.suffix), '}')"""
_ANTECEDENT = f"""CASE WHEN t.antecedent_frame_id IS NOT NULL THEN {_ref(Attribution, "antecedent_frame_id")}
        ELSE {_ref_or_null(Span, "antecedent_span_id")} END"""

_ID = {"id": _word("uid")}
_MADE = {"created_by": _text("created_by"), "created_at": _time("created_at")}
_IN_LAYER: dict[str, type[models.Model]] = {"version_id": ArticleVersion, "layer_id": Layer}

SHAPES: dict[str, Shape] = {
    shape.noun: shape
    for shape in (
        Shape(
            "source",
            Source,
            {
                **_ID,
                "kind": _word("kind"),
                **{name: _text(name) for name in ("name", "descriptor", "affiliation", "nationality", "rank")},
                **{name: _text(name) for name in ("relayed_by", "anonymity_reason")},
                "stated_count": _plain("stated_count"),
                "reliability": _word("reliability"),
                **_MADE,
            },
        ),
        Shape(
            "source_relation",
            SourceRelation,
            {
                **_ID,
                "kind": _word("kind"),
                "a": _ref(Source, "a_id"),
                "b": _ref(Source, "b_id"),
                "reason": _text("reason"),
                "withdrawn_at": _time_or_null("withdrawn_at"),
                "withdrawn_by": _text("withdrawn_by"),
                "withdrawn_reason": _text("withdrawn_reason"),
                **_MADE,
            },
        ),
        Shape(
            "article",
            Article,
            {
                **_ID,
                "title": _text("title"),
                "language": _text("language"),
                "direction": _word("direction"),
                "outlet": _text("outlet"),
                "url": _text("url"),
                "published_at": _time_or_null("published_at"),
                "credited_wire": _text("credited_wire"),
                "origin": _word("origin"),
                "copy_of": _word_or_null("copy_of"),
                "status": _word("status"),
                "assignee": _text("assignee"),
                "metadata": _plain("metadata"),
                **_MADE,
            },
        ),
        Shape(
            "version",
            ArticleVersion,
            {
                **_ID,
                "article": _ref(Article, "article_id"),
                "number": _plain("number"),
                "text": _text("text"),
                "sha256": _word("sha256"),
                "captured_at": _time("captured_at"),
                "captured_how": _word("captured_how"),
                "captured_by": _text("captured_by"),
                "note": _text("note"),
            },
        ),
        Shape(
            "layer",
            Layer,
            {
                **_ID,
                "version": _ref(ArticleVersion, "version_id"),
                "kind": _word("kind"),
                "annotator": _text("annotator"),
                "name": _text("name"),
                **_MADE,
            },
        ),
        Shape(
            "span",
            Span,
            {
                **_ID,
                "version": _joined(ArticleVersion, "version_id"),
                "layer": _joined(Layer, "layer_id"),
                "segments": _SEGMENTS,
                "quote": _QUOTE,
                "carried_from": _ref_or_null(Span, "carried_from_id"),
                **_MADE,
            },
            _IN_LAYER,
        ),
        Shape(
            "attribution",
            Attribution,
            {
                **_ID,
                "version": _joined(ArticleVersion, "version_id"),
                "layer": _joined(Layer, "layer_id"),
                "source": _ref_or_null(Span, "source_id"),
                "cue": _ref_or_null(Span, "cue_id"),
                "contents": _refs(Span, "content_ids"),
                "addressee": _ref_or_null(Span, "addressee_id"),
                "channel": _ref_or_null(Span, "channel_id"),
                "parent": _ref_or_null(Attribution, "parent_id"),
                "speakers": _refs(Source, "speaker_ids"),
                "resolution": _word("resolution"),
                "antecedent": _ANTECEDENT,
                "cites": _word_or_null("cites"),
                "cue_kind": _word("cue_kind"),
                "attitude": _word("attitude"),
                "quotation": _word("quotation"),
                **_MADE,
            },
            _IN_LAYER,
        ),
        Shape(
            "claim",
            Claim,
            {
                **_ID,
                "statement": _text("statement"),
                "language": _text("language"),
                "translations": _plain("translations"),
                "kind": _word("kind"),
                "certainty": _word("certainty"),
                "polarity": _word("polarity"),
                "workflow": _word("workflow"),
                "validity": _word("validity"),
                "overtaken_by": _word_or_null("overtaken_by"),
                "happened_at": _time_or_null("happened_at"),
                "horizon": _time_or_null("horizon"),
                "recheck_at": _time_or_null("recheck_at"),
                **_MADE,
            },
        ),
        Shape(
            "mention",
            Mention,
            {
                **_ID,
                "claim": _ref(Claim, "claim_id"),
                "attribution": _ref_or_null(Attribution, "attribution_id"),
                "span": _ref_or_null(Span, "span_id"),
                "polarity": _word("polarity"),
                "credibility": _plain("credibility"),
                **_MADE,
            },
        ),
        Shape(
            "exhibit",
            Exhibit,
            {
                **_ID,
                "kind": _word("kind"),
                **{name: _text(name) for name in ("title", "description", "url")},
                "sha256": _word("sha256"),
                "size": _plain("size"),
                "media_type": _text("media_type"),
                "file_name": _text("file_name"),
                "captured_at": _time_or_null("captured_at"),
                "happened_at": _time_or_null("happened_at"),
                "origin": _ref_or_null(Source, "origin_id"),
                **_MADE,
            },
        ),
        Shape(
            "corroboration",
            Corroboration,
            {
                **_ID,
                "claim": _ref(Claim, "claim_id"),
                "mention": _ref_or_null(Mention, "mention_id"),
                "exhibit": _ref_or_null(Exhibit, "exhibit_id"),
                "version": _ref_or_null(ArticleVersion, "version_id"),
                "stance": _word("stance"),
                "decisive": _plain("decisive"),
                "decisive_ground": _word("decisive_ground"),
                "decisive_reason": _text("decisive_reason"),
                "interested": _plain("interested"),
                "bears_from": _time_or_null("bears_from"),
                "state": _word("state"),
                "decided_by": _text("decided_by"),
                "decided_at": _time_or_null("decided_at"),
                "decided_reason": _text("decided_reason"),
                **_MADE,
            },
        ),
        Shape(
            "assessment",
            Assessment,
            {
                **_ID,
                "claim": _ref(Claim, "claim_id"),
                "number": _plain("number"),
                "cause": _word("cause"),
                "computed": _word("computed"),
                "asserted": _word("asserted"),
                "asserted_by": _text("asserted_by"),
                "confirmed_by": _text("confirmed_by"),
                "reason": _text("reason"),
                "supporting": _interval("supporting"),
                "refuting": _interval("refuting"),
                "rule_version": _word("rule_version"),
                "valid_from": _time_or_null("valid_from"),
                "recheck_at": _time_or_null("recheck_at"),
                "by": _text("created_by"),
                "at": _time("created_at"),
            },
        ),
        Shape(
            "transition",
            Transition,
            {
                **_ID,
                "claim": _ref(Claim, "claim_id"),
                "from": _word("from_workflow"),
                "to": _word("to_workflow"),
                "reason": _text("reason"),
                "by": _text("created_by"),
                "at": _time("created_at"),
            },
        ),
        Shape(
            "comment",
            Comment,
            {
                **_ID,
                "target": _word("target"),
                "target_type": _word("target_type"),
                "body": _text("body"),
                "resolved": _plain("resolved"),
                "resolved_by": _text("resolved_by"),
                **_MADE,
            },
        ),
    )
}

assert {name: list(shape.fields) for name, shape in SHAPES.items()} == {  # noqa: S101 - two lists, one truth
    name: keys_of(record) for name, record in CORPUS_TYPES.items()
}
