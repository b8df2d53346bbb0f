"""How each record is read from the tables: one definition of its fields, as SQL that writes their JSON.

PostgreSQL writes the JSON itself, because a corpus then streams through without a Python object per row. Every
expression is over one row `t` of the record's table as of a time (see `shape.as_of`), and relies on TimeZone UTC and
DateStyle ISO.
"""

from __future__ import annotations

from django.db import models

from annotations.corpus.json_sql import (
    as_one,
    interval,
    joined,
    plain,
    ref,
    ref_or_null,
    refs,
    text,
    time,
    time_or_null,
    word,
    word_of,
    word_or_null,
)
from annotations.corpus.records import CORPUS_TYPES, keys_of
from annotations.corpus.shape import Shape
from annotations.corpus.validity import VALIDITY_THEN
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
    Progress,
    Resemblance,
    Source,
    SourceDismissal,
    SourceRelation,
    Span,
    Transition,
)

_SEGMENTS = (
    """CASE cardinality(t.segments)
        WHEN 2 THEN concat('[[', t.segments[1], ',', t.segments[2], ']]')
        ELSE (SELECT concat('[[', string_agg(concat(t.segments[i], ',', t.segments[i + 1]), '],[' ORDER BY i), ']]')
              FROM generate_series(1, cardinality(t.segments), 2) AS i) END""",
)
_QUOTE = (
    "'{\"exact\":'", "to_json(t.exact)", "',\"prefix\":'", "to_json(t.prefix)", "',\"suffix\":'", "to_json(t.suffix)",
    "'}'",
)  # fmt: skip
_ANTECEDENT = (
    f"""CASE WHEN t.antecedent_frame_id IS NOT NULL THEN {as_one(ref(Attribution, "antecedent_frame_id"))}
        ELSE {as_one(ref_or_null(Span, "antecedent_span_id"))} END""",
)

_ID = {"id": word("uid")}
_MADE = {"created_by": text("created_by"), "created_at": time("created_at")}
_IN_LAYER: dict[str, type[models.Model]] = {"version_id": ArticleVersion, "layer_id": Layer}

SHAPES: dict[str, Shape] = {
    shape.noun: shape
    for shape in (
        Shape(
            "source",
            Source,
            {
                **_ID,
                "kind": word("kind"),
                **{name: text(name) for name in ("name", "descriptor", "affiliation", "nationality", "rank")},
                **{name: text(name) for name in ("relayed_by", "anonymity_reason")},
                "stated_count": plain("stated_count"),
                "reliability": word("reliability"),
                **_MADE,
            },
        ),
        Shape(
            "source_relation",
            SourceRelation,
            {
                **_ID,
                "kind": word("kind"),
                "a": ref(Source, "a_id"),
                "b": ref(Source, "b_id"),
                "reason": text("reason"),
                "withdrawn_at": time_or_null("withdrawn_at"),
                "withdrawn_by": text("withdrawn_by"),
                "withdrawn_reason": text("withdrawn_reason"),
                **_MADE,
            },
        ),
        Shape(
            "article",
            Article,
            {
                **_ID,
                "title": text("title"),
                "language": text("language"),
                "direction": word("direction"),
                **{name: text(name) for name in ("outlet", "url")},
                "published_at": time_or_null("published_at"),
                "credited_wire": text("credited_wire"),
                "origin": word("origin"),
                "copy_of": word_or_null("copy_of"),
                "status": word("status"),
                "assignee": text("assignee"),
                "metadata": plain("metadata"),
                **_MADE,
            },
        ),
        Shape(
            "version",
            ArticleVersion,
            {
                **_ID,
                "article": ref(Article, "article_id"),
                "number": plain("number"),
                "text": text("text"),
                "sha256": word("sha256"),
                "captured_at": time("captured_at"),
                "captured_how": word("captured_how"),
                **{name: text(name) for name in ("captured_by", "note")},
            },
        ),
        Shape(
            "layer",
            Layer,
            {
                **_ID,
                "version": ref(ArticleVersion, "version_id"),
                "kind": word("kind"),
                "annotator": text("annotator"),
                "name": text("name"),
                **_MADE,
            },
        ),
        Shape(
            "span",
            Span,
            {
                **_ID,
                "version": joined(ArticleVersion, "version_id"),
                "layer": joined(Layer, "layer_id"),
                "segments": _SEGMENTS,
                "quote": _QUOTE,
                "carried_from": ref_or_null(Span, "carried_from_id"),
                **_MADE,
            },
            _IN_LAYER,
        ),
        Shape(
            "attribution",
            Attribution,
            {
                **_ID,
                "version": joined(ArticleVersion, "version_id"),
                "layer": joined(Layer, "layer_id"),
                "source": ref_or_null(Span, "source_id"),
                "cue": ref_or_null(Span, "cue_id"),
                "contents": refs(Span, "content_ids"),
                "addressee": ref_or_null(Span, "addressee_id"),
                "channel": ref_or_null(Span, "channel_id"),
                "parent": ref_or_null(Attribution, "parent_id"),
                "speakers": refs(Source, "speaker_ids"),
                "resolution": word("resolution"),
                "antecedent": _ANTECEDENT,
                "cites": word_or_null("cites"),
                "cue_kind": word("cue_kind"),
                "attitude": word("attitude"),
                "quotation": word("quotation"),
                **_MADE,
            },
            _IN_LAYER,
        ),
        Shape(
            "claim",
            Claim,
            {
                **_ID,
                "statement": text("statement"),
                "language": text("language"),
                "translations": plain("translations"),
                **{name: word(name) for name in ("kind", "certainty", "polarity", "workflow")},
                "validity": word_of(VALIDITY_THEN),
                "overtaken_by": word_or_null("overtaken_by"),
                **{name: time_or_null(name) for name in ("happened_at", "horizon", "recheck_at")},
                "validity_stated": word("validity"),
                **_MADE,
            },
        ),
        Shape(
            "mention",
            Mention,
            {
                **_ID,
                "claim": ref(Claim, "claim_id"),
                "attribution": ref_or_null(Attribution, "attribution_id"),
                "span": ref_or_null(Span, "span_id"),
                "polarity": word("polarity"),
                "credibility": plain("credibility"),
                **_MADE,
            },
        ),
        Shape(
            "exhibit",
            Exhibit,
            {
                **_ID,
                "kind": word("kind"),
                **{name: text(name) for name in ("title", "description", "url")},
                "sha256": word("sha256"),
                "size": plain("size"),
                "media_type": text("media_type"),
                "file_name": text("file_name"),
                "captured_at": time_or_null("captured_at"),
                "happened_at": time_or_null("happened_at"),
                "origin": ref_or_null(Source, "origin_id"),
                **_MADE,
            },
        ),
        Shape(
            "corroboration",
            Corroboration,
            {
                **_ID,
                "claim": ref(Claim, "claim_id"),
                "mention": ref_or_null(Mention, "mention_id"),
                "exhibit": ref_or_null(Exhibit, "exhibit_id"),
                "version": ref_or_null(ArticleVersion, "version_id"),
                "stance": word("stance"),
                "decisive": plain("decisive"),
                "decisive_ground": word("decisive_ground"),
                "decisive_reason": text("decisive_reason"),
                "interested": plain("interested"),
                "bears_from": time_or_null("bears_from"),
                "state": word("state"),
                "decided_by": text("decided_by"),
                "decided_at": time_or_null("decided_at"),
                "decided_reason": text("decided_reason"),
                **_MADE,
            },
        ),
        Shape(
            "assessment",
            Assessment,
            {
                **_ID,
                "claim": ref(Claim, "claim_id"),
                "number": plain("number"),
                "cause": word("cause"),
                **{name: word(name) for name in ("computed", "asserted")},
                **{name: text(name) for name in ("asserted_by", "confirmed_by", "reason")},
                "supporting": interval("supporting"),
                "refuting": interval("refuting"),
                "rule_version": word("rule_version"),
                **{name: time_or_null(name) for name in ("valid_from", "recheck_at")},
                "by": text("created_by"),
                "at": time("created_at"),
            },
        ),
        Shape(
            "transition",
            Transition,
            {
                **_ID,
                "claim": ref(Claim, "claim_id"),
                "from": word("from_workflow"),
                "to": word("to_workflow"),
                "reason": text("reason"),
                "by": text("created_by"),
                "at": time("created_at"),
            },
        ),
        Shape(
            "comment",
            Comment,
            {
                **_ID,
                "target": word("target"),
                "target_type": word("target_type"),
                "body": text("body"),
                "resolved": plain("resolved"),
                "resolved_by": text("resolved_by"),
                **_MADE,
            },
        ),
        Shape(
            "progress",
            Progress,
            {
                **_ID,
                "version": joined(ArticleVersion, "version_id"),
                "layer": joined(Layer, "layer_id"),
                "start": plain("start"),
                "state": word("state"),
                "by": text("created_by"),
                "at": time("created_at"),
            },
            _IN_LAYER,
        ),
        Shape(
            "resemblance",
            Resemblance,
            {
                **_ID,
                "article": ref(Article, "article_id"),
                "other": ref(Article, "other_id"),
                "verdict": word("verdict"),
                "similarity": plain("similarity"),
                "reason": text("reason"),
                "decided_by": text("decided_by"),
                "decided_at": time_or_null("decided_at"),
                **_MADE,
            },
            only="verdict <> 'open'",
        ),
        Shape(
            "source_dismissal",
            SourceDismissal,
            {**_ID, "a": ref(Source, "a_id"), "b": ref(Source, "b_id"), "reason": text("reason"), **_MADE},
        ),
    )
}

assert {name: list(shape.fields) for name, shape in SHAPES.items()} == {  # noqa: S101 - two lists, one truth
    name: keys_of(record) for name, record in CORPUS_TYPES.items()
}
