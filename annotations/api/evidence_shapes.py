"""Relations, exhibits, corroborations and assessments as the API answers them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from annotations.api.encoding import time_or_none
from annotations.api.shapes import Shape, plain_text, uids_of
from annotations.models import Article, Assessment, Claim, Exhibit, Mention, Source
from annotations.text import time_text

_BASE = ("created_by", "created_at", "revision")


def _base(row: Any) -> Shape:
    return {"created_by": row.created_by, "created_at": time_text(row.created_at), "revision": row.revision}


def relations(rows: QuerySet[Any]) -> list[Shape]:
    found = list(rows)
    sources = uids_of(Source, (key for row in found for key in (row.a_id, row.b_id)))
    return [
        {
            "id": str(row.uid),
            "kind": row.kind,
            "a": sources[row.a_id],
            "b": sources[row.b_id],
            "reason": row.reason,
            "withdrawn_at": time_or_none(row.withdrawn_at),
            "withdrawn_by": row.withdrawn_by,
            "withdrawn_reason": row.withdrawn_reason,
            **_base(row),
        }
        for row in found
    ]


def exhibits(rows: QuerySet[Any]) -> list[Shape]:
    found = list(rows)
    sources = uids_of(Source, (row.origin_id for row in found))
    plain = ("kind", "title", "description", "url", "sha256", "size", "media_type", "file_name")
    return [
        {
            "id": str(row.uid),
            **{name: getattr(row, name) for name in plain},
            "captured_at": time_or_none(row.captured_at),
            "happened_at": time_or_none(row.happened_at),
            "origin": sources.get(row.origin_id),
            **_base(row),
        }
        for row in found
    ]


def corroborations(rows: QuerySet[Any]) -> list[Shape]:
    found = list(rows.select_related("version"))
    claims = uids_of(Claim, (row.claim_id for row in found))
    mentions = uids_of(Mention, (row.mention_id for row in found))
    exhibited = uids_of(Exhibit, (row.exhibit_id for row in found))
    plain = ("stance", "decisive", "decisive_ground", "decisive_reason", "interested")
    return [
        {
            "id": str(row.uid),
            "claim": claims[row.claim_id],
            "mention": mentions.get(row.mention_id),
            "exhibit": exhibited.get(row.exhibit_id),
            "version": plain_text(row.version.uid if row.version else None),
            **{name: getattr(row, name) for name in plain},
            "bears_from": time_or_none(row.bears_from),
            "state": row.state,
            "decided_by": row.decided_by,
            "decided_at": time_or_none(row.decided_at),
            "decided_reason": row.decided_reason,
            **_base(row),
        }
        for row in found
    ]


def resemblances(rows: QuerySet[Any]) -> list[Shape]:
    found = list(rows)
    articles = uids_of(Article, (key for row in found for key in (row.article_id, row.other_id)))
    return [
        {
            "id": str(row.uid),
            "article": articles[row.article_id],
            "other": articles[row.other_id],
            **{name: getattr(row, name) for name in ("similarity", "verdict", "reason", "decided_by")},
            "decided_at": time_or_none(row.decided_at),
            **_base(row),
        }
        for row in found
    ]


def dismissals(rows: QuerySet[Any]) -> list[Shape]:
    found = list(rows)
    sources = uids_of(Source, (key for row in found for key in (row.a_id, row.b_id)))
    return [
        {"id": str(row.uid), "a": sources[row.a_id], "b": sources[row.b_id], "reason": row.reason, **_base(row)}
        for row in found
    ]


def assessments(rows: QuerySet[Any]) -> list[Shape]:
    found = list(rows)
    claims = uids_of(Claim, (row.claim_id for row in found))
    return [assessment(row, claims[row.claim_id]) for row in found]


def assessment(row: Assessment, claim: str) -> Shape:
    plain = ("number", "cause", "computed", "asserted", "asserted_by", "confirmed_by", "effective", "reason")
    return {
        "id": str(row.uid),
        "claim": claim,
        **{name: getattr(row, name) for name in plain},
        "supporting": {name: getattr(row, f"supporting_{name}") for name in ("min", "max", "exact")},
        "refuting": {name: getattr(row, f"refuting_{name}") for name in ("min", "max", "exact")},
        "rule_version": row.rule_version,
        "valid_from": time_or_none(row.valid_from),
        "recheck_at": time_or_none(row.recheck_at),
        "by": row.created_by,
        "at": time_text(row.created_at),
    }
