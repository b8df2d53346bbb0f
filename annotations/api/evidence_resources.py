"""The fields of relations, exhibits, corroborations and assessments."""

from __future__ import annotations

from typing import Final

from annotations import vocabulary as words
from annotations.api.resources import (
    BASE,
    ID,
    INTERVAL,
    STATE,
    TIME,
    UUID_TEXT,
    Resource,
    choice,
    fixed,
    nullable,
    read,
    text,
    write,
)

RELATION: Final = Resource(
    "SourceRelation",
    {
        **ID,
        "kind": fixed(choice(words.RelationKind), required=True),
        "a": fixed(UUID_TEXT, required=True),
        "b": fixed(UUID_TEXT, required=True),
        "reason": fixed(text(5000, required=True), required=True),
        "withdrawn_at": read(nullable(TIME)),
        "withdrawn_by": read({"type": "string"}),
        "withdrawn_reason": read({"type": "string"}),
        **BASE,
    },
)
EXHIBIT: Final = Resource(
    "Exhibit",
    {
        **ID,
        "kind": write(choice(words.ExhibitKind), required=True),
        "title": write(text(500, required=True), required=True),
        "description": write(text(20_000)),
        "url": write({"type": "string", "maxLength": 2000, "description": "absolute http or https address, or empty"}),
        "sha256": read({"type": "string"}),
        "size": read(nullable({"type": "integer", "minimum": 0})),
        "media_type": read({"type": "string"}),
        "file_name": read({"type": "string"}),
        "captured_at": write(nullable(TIME)),
        "happened_at": write(nullable(TIME)),
        "origin": write(nullable(UUID_TEXT)),
        **BASE,
    },
)
CORROBORATION: Final = Resource(
    "Corroboration",
    {
        **ID,
        "claim": fixed(UUID_TEXT, required=True),
        "mention": fixed(nullable(UUID_TEXT)),
        "exhibit": fixed(nullable(UUID_TEXT)),
        "version": read(nullable(UUID_TEXT)),
        "stance": write(choice(words.Stance)),
        "decisive": write({"type": "boolean"}),
        "decisive_ground": write(choice(words.DecisiveGround, blank=True)),
        "decisive_reason": write(text(5000)),
        "interested": write({"type": "boolean"}),
        "bears_from": write(nullable(TIME)),
        "state": fixed(choice(words.CorroborationState)),
        "decided_by": read({"type": "string"}),
        "decided_at": read(nullable(TIME)),
        "decided_reason": read({"type": "string"}),
        **BASE,
    },
)
RESEMBLANCE: Final = Resource(
    "Resemblance",
    {
        **ID,
        "article": read(UUID_TEXT),
        "other": read(UUID_TEXT),
        "similarity": read(
            nullable(
                {
                    "type": "number",
                    "minimum": 0,
                    "maximum": 1,
                    "description": "part of the shorter text that stands in the other; null where a person saw it",
                }
            )
        ),
        "verdict": read(choice(words.ResemblanceVerdict)),
        "reason": read({"type": "string"}),
        "decided_by": read({"type": "string"}),
        "decided_at": read(nullable(TIME)),
        **BASE,
    },
)
ASSESSMENT: Final = Resource(
    "Assessment",
    {
        **ID,
        "claim": read(UUID_TEXT),
        "number": read({"type": "integer", "minimum": 1}),
        "cause": read(choice(words.AssessmentCause)),
        "computed": read(STATE),
        "asserted": read(choice(words.AssessmentState, blank=True)),
        "asserted_by": read({"type": "string"}),
        "confirmed_by": read({"type": "string"}),
        "effective": read(STATE),
        "reason": read({"type": "string"}),
        "supporting": read(INTERVAL),
        "refuting": read(INTERVAL),
        "rule_version": read({"type": "string"}),
        "valid_from": read(nullable(TIME)),
        "recheck_at": read(nullable(TIME)),
        "by": read({"type": "string"}),
        "at": read(TIME),
    },
)
EVIDENCE: Final = (RELATION, EXHIBIT, CORROBORATION, RESEMBLANCE, ASSESSMENT)
