"""The fields of every resource, once: what is shown, what may be written, what each looks like in JSON Schema.

Bodies are read by this table, and the schema's components are made from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Choices

from annotations import vocabulary as words

Schema = dict[str, Any]

UUID_TEXT: Final[Schema] = {"type": "string", "format": "uuid"}
OWN_ID: Final[Schema] = {
    **UUID_TEXT,
    "pattern": "^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-7[0-9A-Fa-f]{3}-[89ABab][0-9A-Fa-f]{3}-[0-9A-Fa-f]{12}$",
    "description": "The id that the client chose, if it chooses one: a UUID of version 7",
}
TIME: Final[Schema] = {"type": "string", "format": "date-time"}
LANGUAGE: Final[Schema] = {
    "type": "string",
    "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$",
    "maxLength": 35,
    "description": "BCP 47",
}
SEGMENTS: Final[Schema] = {
    "type": "array",
    "minItems": 1,
    "items": {"type": "array", "items": {"type": "integer", "minimum": 0}, "minItems": 2, "maxItems": 2},
    "description": "[[start, end], …] in code points, ends exclusive; ordered, disjoint",
}
SPAN_PART: Final[Schema] = {
    "description": "A span's id, or the place of a new span",
    "anyOf": [
        UUID_TEXT,
        {
            "type": "object",
            "properties": {"segments": SEGMENTS, "id": OWN_ID},
            "required": ["segments"],
            "additionalProperties": False,
        },
    ],
}


def text(maximum: int, *, required: bool = False) -> Schema:
    return {"type": "string", "maxLength": maximum, **({"minLength": 1, "pattern": r"\S"} if required else {})}


def choice(choices: type[Choices], *, blank: bool = False) -> Schema:
    return {"type": "string", "enum": [*([""] if blank else []), *choices.values]}


def nullable(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def array(items: Schema, maximum: int | None = None) -> Schema:
    return {"type": "array", "items": items, **({"maxItems": maximum} if maximum else {})}


@dataclass(frozen=True, slots=True)
class Field:
    """`shown` is the schema in answers (None: never shown), `taken` in bodies (None: the same as shown)."""

    shown: Schema | None
    taken: Schema | None = None
    create: bool = False
    change: bool = False
    required: bool = False

    @property
    def body(self) -> Schema:
        return self.taken or self.shown or {}


def read(schema: Schema) -> Field:
    """Shown, never written. Accepted in bodies and ignored, so that an object may be sent back as it was read."""
    return Field(schema)


def write(schema: Schema, *, required: bool = False, taken: Schema | None = None) -> Field:
    return Field(schema, taken=taken, create=True, change=True, required=required)


def fixed(schema: Schema, *, required: bool = False, taken: Schema | None = None) -> Field:
    """Said at creation, and never changed."""
    return Field(schema, taken=taken, create=True, required=required)


def hidden(schema: Schema, *, required: bool = False) -> Field:
    """Said at creation, never shown as a field of this object."""
    return Field(None, taken=schema, create=True, required=required)


@dataclass(frozen=True, slots=True)
class Resource:
    name: str
    fields: Mapping[str, Field]

    def taken(self, *, creating: bool) -> list[str]:
        """The names that a body may write."""
        return [name for name, field in self.fields.items() if (field.create if creating else field.change)]

    def components(self) -> dict[str, Schema]:
        """`Name` as it is answered, `NameNew` as a creation takes it, `NameChange` as PATCH takes it."""
        shown = {name: field.shown for name, field in self.fields.items() if field.shown is not None}
        made = {self.name: {"type": "object", "properties": shown, "required": list(shown)}}
        if creation := self.taken(creating=True):
            made[f"{self.name}New"] = {
                "type": "object",
                "properties": {"id": OWN_ID} | {name: self.fields[name].body for name in creation},
                "required": [name for name in creation if self.fields[name].required],
            }
        if change := self.taken(creating=False):
            made[f"{self.name}Change"] = {
                "type": "object",
                "properties": {name: self.fields[name].body for name in change},
            }
        return made


BASE: Final = {
    "created_by": read({"type": "string"}),
    "created_at": read(TIME),
    "revision": read({"type": "integer", "minimum": 1}),
}
ID: Final = {"id": read(UUID_TEXT)}
PLACED: Final = {"version": fixed(UUID_TEXT), "layer": fixed(UUID_TEXT)}

ARTICLE: Final = Resource(
    "Article",
    {
        **ID,
        "title": write(text(500, required=True), required=True),
        "language": write(LANGUAGE, required=True),
        "direction": write(choice(words.Direction)),
        "outlet": write(text(200)),
        "url": write({"type": "string", "maxLength": 2000, "description": "absolute http or https address, or empty"}),
        "published_at": write(nullable(TIME)),
        "credited_wire": write(text(200)),
        "origin": write(choice(words.Origin, blank=True)),
        "copy_of": write(nullable(UUID_TEXT)),
        "status": write(choice(words.ArticleStatus)),
        "assignee": write({**text(150), "description": "user name of a member who may annotate; empty: nobody"}),
        "metadata": write({"type": "object"}),
        "current_version": read(nullable(UUID_TEXT)),
        "text": hidden({"type": "string", "minLength": 1, "description": "becomes version 1"}, required=True),
        "note": hidden(text(2000)),
        **BASE,
    },
)
VERSION: Final = Resource(
    "Version",
    {
        **ID,
        "article": read(UUID_TEXT),
        "number": read({"type": "integer", "minimum": 1}),
        "length": read({"type": "integer", "minimum": 1, "description": "of the text, in code points"}),
        "sha256": read({"type": "string"}),
        "captured_at": read(TIME),
        "captured_how": read(choice(words.Capture)),
        "captured_by": read({"type": "string"}),
        "note": write(text(2000)),
        "text": hidden({"type": "string", "minLength": 1}, required=True),
        **BASE,
    },
)
LAYER: Final = Resource(
    "Layer",
    {
        **ID,
        "version": read(UUID_TEXT),
        "kind": fixed(choice(words.LayerKind), required=True),
        "annotator": read({"type": "string", "description": "user name; empty where the layer is shared"}),
        "name": read({"type": "string"}),
        **BASE,
    },
)
QUOTE: Final[Schema] = {
    "type": "object",
    "properties": {name: {"type": "string"} for name in ("exact", "prefix", "suffix")},
    "required": ["exact", "prefix", "suffix"],
}
SPAN: Final = Resource(
    "Span",
    {
        **ID,
        **PLACED,
        "segments": write(SEGMENTS, required=True),
        "quote": read(QUOTE),
        "carried_from": read(nullable(UUID_TEXT)),
        **BASE,
    },
)
_PLACE: Final = write(nullable(UUID_TEXT), taken=nullable(SPAN_PART))
ATTRIBUTION: Final = Resource(
    "Attribution",
    {
        **ID,
        **PLACED,
        "source": _PLACE,
        "cue": _PLACE,
        "contents": write(array(UUID_TEXT), taken=array(SPAN_PART, 50)),
        "addressee": _PLACE,
        "channel": _PLACE,
        "parent": write(nullable(UUID_TEXT)),
        "speakers": write(array(UUID_TEXT), taken=array(UUID_TEXT, 50)),
        "resolution": write(choice(words.Resolution, blank=True)),
        "antecedent": write(nullable(UUID_TEXT)),
        "cites": write(nullable(UUID_TEXT)),
        "cue_kind": write(choice(words.CueKind, blank=True)),
        "attitude": write(choice(words.Attitude, blank=True)),
        "quotation": read(choice(words.Quotation)),
        **BASE,
    },
)
SOURCE: Final = Resource(
    "Source",
    {
        **ID,
        "kind": write(choice(words.SourceKind), required=True),
        "name": write(text(300)),
        "descriptor": write(text(500)),
        "affiliation": write(text(300)),
        "nationality": write(text(100)),
        "rank": write(text(200)),
        "relayed_by": write(text(200)),
        "anonymity_reason": write(text(500)),
        "stated_count": write(nullable({"type": "integer", "minimum": 1, "maximum": 1_000_000})),
        "reliability": write(choice(words.Reliability, blank=True)),
        **BASE,
    },
)
STATE: Final = choice(words.AssessmentState)
INTERVAL: Final[Schema] = {
    "type": "object",
    "description": "At least and at most so many independent voices; where not exact, `min` is a proven bound",
    "properties": {
        "min": {"type": "integer", "minimum": 0},
        "max": {"type": "integer", "minimum": 0},
        "exact": {"type": "boolean"},
    },
    "required": ["min", "max", "exact"],
}
STANDING: Final[Schema] = {
    "type": "object",
    "description": "`effective` is what counts; `stale` while a change of the evidence is still being worked in",
    "properties": {
        "computed": STATE,
        "asserted": choice(words.AssessmentState, blank=True),
        "effective": STATE,
        "since": nullable(TIME),
        "number": {"type": "integer", "minimum": 0},
        "stale": {"type": "boolean"},
    },
    "required": ["computed", "asserted", "effective", "since", "number", "stale"],
}
GRADES: Final[Schema] = {
    "type": ["array", "null"],
    "items": choice(words.Reliability, blank=True),
    "description": "Those of the roots that count, the best first, an empty one last for what nobody graded; told where"
    " `valid_at` is given (`voices/` always tells them), else null",
}
STATED: Final = (
    "What somebody stated. `validity` is what it comes to at the time that is asked for: open lapses at the horizon."
)
CLAIM: Final = Resource(
    "Claim",
    {
        **ID,
        "statement": write(text(5000, required=True), required=True),
        "language": write(LANGUAGE, required=True),
        "translations": write({"type": "object", "additionalProperties": text(5000)}),
        "kind": write(choice(words.ClaimKind), required=True),
        "certainty": write(choice(words.Certainty)),
        "polarity": write(choice(words.ClaimPolarity)),
        "workflow": read(choice(words.Workflow)),
        "assessment": read(STANDING),
        "supporting": read(INTERVAL),
        "refuting": read(INTERVAL),
        "grades": read(GRADES),
        "due_at": read({**nullable(TIME), "description": "When it is to be looked at again; null: never"}),
        "validity": write(choice(words.Validity, blank=True)),
        "overtaken_by": write(nullable(UUID_TEXT)),
        "happened_at": write(nullable(TIME)),
        "horizon": write(nullable(TIME)),
        "recheck_at": write(nullable(TIME)),
        "validity_stated": read({**choice(words.Validity, blank=True), "description": STATED}),
        **BASE,
    },
)
TRANSITION: Final = Resource(
    "Transition",
    {
        **ID,
        "claim": read(UUID_TEXT),
        "from": read(choice(words.Workflow)),
        "to": fixed(choice(words.Workflow), required=True),
        "reason": fixed(text(5000)),
        "by": read({"type": "string"}),
        "at": read(TIME),
    },
)
MENTION: Final = Resource(
    "Mention",
    {
        **ID,
        "claim": fixed(UUID_TEXT, required=True),
        "attribution": fixed(nullable(UUID_TEXT)),
        "span": fixed(nullable(UUID_TEXT)),
        "polarity": write(choice(words.MentionPolarity)),
        "credibility": write(nullable({"type": "integer", "minimum": 1, "maximum": 6})),
        **BASE,
    },
)
COMMENT: Final = Resource(
    "Comment",
    {
        **ID,
        "target": fixed(UUID_TEXT, required=True),
        "target_type": fixed(choice(words.TargetType)),
        "body": write(text(100_000, required=True), required=True),
        "resolved": write({"type": "boolean"}),
        **BASE,
    },
)
EVENT: Final[Schema] = {
    "type": "string",
    "maxLength": 60,
    "pattern": r"^(\*|(\*|[a-z_]+)\.(\*|[a-z]+))$",
    "description": "type.verb; either may be *",
}
WEBHOOK: Final = Resource(
    "Webhook",
    {
        **ID,
        "url": write({"type": "string", "maxLength": 2000, "pattern": "^https?://"}, required=True),
        "events": write({**array(EVENT, 50), "minItems": 1}, required=True),
        "active": write({"type": "boolean"}),
        "secret": Field(None, taken={"type": "string", "minLength": 16, "maxLength": 200}, create=True, change=True),
        **BASE,
    },
)
_PART: Final = Field(None, taken=nullable(UUID_TEXT), create=True)
EXPORT: Final = Resource(
    "Export",
    {
        "format": fixed({"type": "string", "maxLength": 40}, required=True),
        "known_at": fixed(nullable(TIME)),
        "article": _PART,
        "claim": _PART,
        "layer": _PART,
    },
)
ALL: Final = (ARTICLE, VERSION, LAYER, SPAN, ATTRIBUTION, SOURCE, CLAIM, TRANSITION, MENTION, COMMENT, WEBHOOK)
