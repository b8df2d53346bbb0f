"""The schema's components beside those of the resources."""

from __future__ import annotations

from typing import Final

from annotations import vocabulary as words
from annotations.api.evidence_resources import EVIDENCE
from annotations.api.resources import ALL, EXPORT, INTERVAL, TIME, UUID_TEXT, Schema, array, choice, nullable, text
from annotations.corpus import CORPUS_TYPES, VERBS
from annotations.formats import EXPORTS, IMPORTS

SECURITY: Final[Schema] = {
    "token": {"type": "http", "scheme": "bearer", "description": "A token of this workspace"},
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "sessionid",
        "description": "The pages' own session; writes need X-CSRFToken, X-Workspace names the workspace, X-User "
        "the person whose page it is: under another's session its requests are refused.",
    },
}
_OBJECTS: Final = ("article", "version", "span", "attribution", "source", "claim", "mention", "comment")
PATH_ARGUMENTS: Final[Schema] = {
    **dict.fromkeys((*_OBJECTS, "relation", "resemblance", "exhibit", "corroboration"), UUID_TEXT),
    "number": {"type": "integer", "minimum": 1, "maximum": 999_999_999},
    "format": {"type": "string", "enum": sorted({one.name for one in EXPORTS} | {one.name for one in IMPORTS})},
    "kind": {"type": "string", "enum": [*(f"{name}s" for name in _OBJECTS[2:]), "exhibits"]},
    "uid": UUID_TEXT,
    "export": UUID_TEXT,
    "transfer": UUID_TEXT,
    "webhook": UUID_TEXT,
    "delivery": UUID_TEXT,
}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def closed(properties: Schema, *, optional: tuple[str, ...] = ()) -> Schema:
    """An object that has all of these members, but for the optional ones."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required}


def _problem() -> Schema:
    text: Schema = {"type": "string"}
    fault = closed({"field": {"type": ["string", "null"]}, "rule": text, "detail": text})
    return closed(
        {
            "type": {"type": "string", "format": "uri", "description": "urn:isnad:problem: and the rule"},
            "title": text,
            "status": {"type": "integer"},
            "detail": text,
            "rule": {"type": "string", "description": "The stable name of the rule"},
            "errors": array(fault),
        }
    )


def _page(name: str) -> Schema:
    return closed({"results": array(ref(name)), "next": {"type": ["string", "null"], "format": "uri"}})


def _with(name: str, properties: Schema) -> Schema:
    return {"allOf": [ref(name), closed(properties)]}


def _workspace() -> Schema:
    text: Schema = {"type": "string"}
    member = closed({"username": text, "name": text, "role": choice(words.Role)})
    value = closed({"value": {"type": ["string", "integer"]}, "en": text, "ar": text})
    return closed(
        {
            "id": UUID_TEXT,
            "slug": text,
            "name": text,
            "members": array(member),
            "recheck_days": {"type": "object", "additionalProperties": _DAYS},
            "me": closed({"username": text, "role": choice(words.Role), "scope": {"type": ["string", "null"]}}),
            "vocabulary": {"type": "object", "additionalProperties": array(value)},
        }
    )


def _carried() -> Schema:
    outcomes = ("kept", "moved", "changed", "lost", "frames_lost")
    counts = closed({name: {"type": "integer"} for name in outcomes})
    return closed({"counts": counts, **{name: array(UUID_TEXT) for name in outcomes}})


def _version_read() -> Schema:
    number: Schema = {"type": "integer", "minimum": 0}
    paragraph = closed({"start": number, "end": number, "kind": choice(words.ParagraphKind)})
    flag = closed(
        {
            "offset": number,
            "code_point": {"type": "string"},
            "name": {"type": "string"},
            "kind": {"type": "string", "enum": ["bidi_control", "invisible"]},
        }
    )
    return {"text": {"type": "string"}, "paragraphs": array(paragraph), "flags": array(flag)}


def _bulk() -> Schema:
    return closed(
        {"version": UUID_TEXT, "layer": UUID_TEXT, "attributions": array(ref("AttributionNew"), 1000)},
        optional=("version", "layer"),
    )


def _transitions() -> Schema:
    step = closed(
        {
            "to": choice(words.Workflow),
            "allowed": {"type": "boolean"},
            "reason": {"type": "string", "description": "why not, where it is not allowed"},
            "needs_reason": {"type": "boolean"},
        }
    )
    return closed({"results": array(ref("Transition")), "next": {"type": "null"}, "next_steps": array(step)})


def _import_report() -> Schema:
    text: Schema = {"type": "string"}
    count: Schema = {"type": "integer", "minimum": 0}
    refusal = closed(
        {
            "line": {
                "type": "integer",
                "minimum": 1,
                "description": "in the file (of an archive, in the file that `place` names), or the task of Label "
                "Studio; in formats without lines the record's number",
            },
            "type": text,
            "id": text,
            "rule": text,
            "field": {"type": ["string", "null"]},
            "detail": text,
            "place": text,
        }
    )
    counts = {"type": "object", "additionalProperties": count, "description": "by type of record"}
    return closed(
        {
            "dry_run": {"type": "boolean"},
            "created": counts,
            "unchanged": counts,
            "held_back": counts,
            "refused_total": count,
            "refused": array(refusal),
            "adjusted_total": count,
            "adjusted": array(refusal),
        }
    )


def _changes() -> Schema:
    text: Schema = {"type": "string"}
    change = closed(
        {
            "type": {"type": "string", "enum": list(CORPUS_TYPES)},
            "id": UUID_TEXT,
            "verb": {"type": "string", "enum": list(VERBS)},
            "revision": {"type": "integer", "minimum": 1},
            "at": TIME,
            "by": text,
            "through": choice(words.Through),
            "object": {"type": ["object", "null"], "description": "as the resource of this type shows it"},
        }
    )
    return closed({"results": array(change), "cursor": text, "next": {"type": "string", "format": "uri"}})


def _delivery() -> Schema:
    return closed(
        {
            "id": UUID_TEXT,
            "state": choice(words.DeliveryState),
            "changes": {"type": "integer", "minimum": 1},
            "attempts": {"type": "integer", "minimum": 0},
            "status": {"type": ["integer", "null"], "description": "of the last answer"},
            "error": {"type": "string"},
            "created_at": TIME,
            "tried_at": nullable(TIME),
            "body": {"type": "object"},
        }
    )


def _news(lists: Schema) -> Schema:
    kinds: Schema = {"type": "string", "enum": ["spans", "attributions", "mentions", "progress", "comments"]}
    gone = closed({"kind": kinds, "id": UUID_TEXT, "revision": {"type": "integer", "description": "its last one"}})
    authors = {"type": "object", "additionalProperties": {"type": "string"}, "description": "user names by id"}
    cursor = {"type": "string", "format": "date-time", "description": "what to ask with next, as `after`"}
    return closed({"version": UUID_TEXT, "cursor": cursor, **lists, "gone": array(gone), "changed_by": authors})


def _background(more: Schema) -> Schema:
    count: Schema = {"type": "integer", "minimum": 0}
    shown = {
        "id": UUID_TEXT,
        "format": {"type": "string"},
        "known_at": nullable(TIME),
        "state": choice(words.TransferState),
        "progress": closed({"done": count, "total": {**count, "description": "0: not known"}}),
        "size": nullable(count),
        "sha256": {"type": "string"},
        "url": {"type": ["string", "null"], "format": "uri"},
        "report": {"type": ["object", "null"], "description": "an import's report, or `error`: rule, detail, field"},
        "created_at": TIME,
        "ended_at": nullable(TIME),
        "expires_at": TIME,
        **more,
    }
    return closed(shown, optional=tuple(more))


_DAYS: Final = nullable({"type": "integer", "minimum": 1, "maximum": 3650, "description": "null: never"})


def _recheck() -> Schema:
    chosen = {"chosen_by": {"type": "string"}, "chosen_at": nullable(TIME)}
    return closed({"state": choice(words.AssessmentState), "days": _DAYS, "default": _DAYS, **chosen})


def _grade() -> Schema:
    return closed({"grade": choice(words.Reliability, blank=True), "since": TIME, "by": {"type": "string"}})


def _evidence() -> Schema:
    """What is told of a claim's evidence, and taken about it."""
    said: Schema = {"type": "string"}
    side = closed({"assessment": choice(words.AssessmentState), "supporting": INTERVAL, "refuting": INTERVAL})
    moved = closed({"id": UUID_TEXT, "statement": said, "workflow": said, "before": side, "after": side})
    event = closed({"id": UUID_TEXT, "at": TIME, **dict.fromkeys(("kind", "type", "text", "by", "state"), said)})
    many = {"claim": UUID_TEXT, "corroborations": array(UUID_TEXT, 500)}
    states = [one.value for one in words.AssessmentState]
    again = {"valid_from": nullable(TIME), "recheck_at": nullable(TIME)}
    return {
        "Reason": closed({"reason": text(5000, required=True)}),
        "Note": closed({"reason": text(5000)}, optional=("reason",)),
        "ResemblanceOrigin": closed({"origin": choice(words.Origin), "reason": text(5000, required=True)}),
        "Dismissal": closed({"other": UUID_TEXT, "reason": text(5000)}, optional=("reason",)),
        "Namesakes": closed({"results": array(_namesake()), "next": {"type": "null"}}),
        "Retraction": closed({"reason": text(5000, required=True), "url": text(2000)}, optional=("url",)),
        "Assertion": closed(
            {"state": choice(words.AssessmentState), "reason": text(5000, required=True), **again},
            optional=tuple(again),
        ),
        "Look": closed({"note": text(5000), "next_at": nullable(TIME)}, optional=("note", "next_at")),
        "RecheckDays": closed({"days": closed(dict.fromkeys(states, _DAYS), optional=tuple(states))}),
        "Grades": closed({"results": array(_grade()), "next": {"type": "null"}}),
        "AcceptMany": closed(many, optional=tuple(many)),
        "Accepted": closed({"corroborations": array(ref("Corroboration"))}),
        "Rechecks": closed({"results": array(_recheck()), "next": {"type": "null"}}),
        "Preview": closed({"total": {"type": "integer", "minimum": 0}, "claims": array(moved)}),
        "ClaimVoices": _voices(),
        "Timeline": closed({"results": array(event), "next": {"type": "null"}}),
    }


def _voices() -> Schema:
    said: Schema = {"type": "string"}
    uid = {"type": ["string", "null"]}
    link = closed({"key": said, "kind": said, "name": said, **dict.fromkeys(("article", "frame", "source"), uid)})
    path = closed({"corroboration": UUID_TEXT, "links": array(link), "root": uid, "counts": said, "why": uid})
    stance = closed({"interval": INTERVAL, "paths": array(path), "roots": array({"type": "object"})})
    return closed(
        {
            "claim": UUID_TEXT,
            "state": choice(words.AssessmentState),
            "supporting": INTERVAL,
            "refuting": INTERVAL,
            "stances": {"type": "object", "additionalProperties": stance},
            "decisive": array({"type": "object"}),
            "void": array({"type": "object"}),
            "rule_version": said,
        }
    )


def _namesake() -> Schema:
    said: Schema = {"type": "string"}
    why = choice(words.NameLikeness)
    return closed(
        {"source": UUID_TEXT, "kind": choice(words.SourceKind), "name": said, "affiliation": said, "why": why}
    )


def _progress() -> Schema:
    """How far a layer is with each paragraph of its version."""
    offset: Schema = {"type": "integer", "minimum": 0}
    state: Schema = {"type": "string", "enum": ["open", *words.ParagraphState.values]}
    said: Schema = {"type": "string"}
    places = {"number": offset, "start": offset, "end": offset, "kind": choice(words.ParagraphKind)}
    paragraph = closed({**places, "state": state, "by": said, "at": nullable(TIME)})
    counts = closed(dict.fromkeys(("paragraphs", *words.ParagraphState.values), offset))
    row = {"id": UUID_TEXT, "layer": UUID_TEXT, "start": offset, "state": state, "by": said, "at": TIME}
    starts = {**array(offset, 10_000), "minItems": 1}
    return {
        "Progress": closed({**row, "revision": {"type": "integer", "minimum": 1}}),
        "ProgressSet": closed({"starts": starts, "state": state, "layer": nullable(UUID_TEXT)}, optional=("layer",)),
        "VersionProgress": closed(
            {"version": UUID_TEXT, "layer": UUID_TEXT, "counts": counts, "paragraphs": array(paragraph)}
        ),
    }


def _undone() -> Schema:
    kinds: Schema = {"type": "string", "enum": ["spans", "attributions", "mentions", "progress"]}
    verbs: Schema = {"type": "string", "enum": ["create", "change", "remove"]}
    step = closed({"at": TIME, "kind": kinds, "verb": verbs, "id": nullable(UUID_TEXT)})
    return closed({name: nullable(step) for name in ("done", "undo", "redo")})


def _undo() -> Schema:
    way: Schema = {"type": "string", "enum": ["undo", "redo"], "default": "undo"}
    keep = nullable({"type": "string", "enum": ["theirs", "mine"]})
    fields: Schema = {"id": nullable(UUID_TEXT), "way": way, "keep": keep, "layer": nullable(UUID_TEXT)}
    return closed(fields, optional=tuple(fields))


def _annotations() -> Schema:
    """All that a workbench needs, and what of it changed."""
    lists = {
        f"{name.lower()}s": array(ref(name)) for name in ("Layer", "Span", "Attribution", "Mention", "Source", "Claim")
    }
    return {
        "Annotations": closed({"version": UUID_TEXT, **lists}),
        "AnnotationChanges": _news(
            {name: kind for name, kind in lists.items() if name != "layers"}
            | {f"{name.lower()}s": array(ref(name)) for name in ("Article", "Version", "Comment")}
            | {"progress": array(ref("Progress"))}
        ),
    }


def _namings() -> Schema:
    """Of the comments that name one."""
    read = {"comments": nullable(array(UUID_TEXT, 500)), "read": {"type": "boolean"}}
    return {
        "Naming": closed({"comment": ref("Comment"), "read_at": nullable(TIME)}),
        "NamingPage": _page("Naming"),
        "NamingsRead": closed(read, optional=tuple(read)),
        "NamingsChanged": closed({"changed": {"type": "integer", "minimum": 0}}),
    }


def _transfers() -> Schema:
    """Of exports and imports in the background."""
    return {
        "Export": _background(dict.fromkeys(("article", "claim", "layer"), UUID_TEXT)),
        "ExportNew": EXPORT.components()["ExportNew"],
        "ExportPage": _page("Export"),
        "BackgroundImport": _background({"dry_run": {"type": "boolean"}, "labels": {"type": "string"}}),
        "BackgroundImportPage": _page("BackgroundImport"),
    }


def schemas() -> Schema:
    """Every component by its name, in a fixed order."""
    found: Schema = {}
    for resource in (*ALL, *EVIDENCE):
        found |= resource.components()
        found[f"{resource.name}Page"] = _page(resource.name)
    del found["TransitionPage"]
    return found | {
        "Workspace": _workspace(),
        "Carried": _carried(),
        "VersionAdded": _with("Version", {"carried": ref("Carried")}),
        "VersionRead": _with("Version", _version_read()),
        **_annotations(),
        **_progress(),
        **_namings(),
        "Undo": _undo(),
        "Undone": _undone(),
        "EventStream": {"type": "string", "description": "Events `changes`, `here` and `end`, each with JSON as data"},
        "Presence": closed({"viewer": UUID_TEXT, "frame": nullable(UUID_TEXT)}, optional=("frame",)),
        "AttributionBulk": _bulk(),
        "Attributions": closed({"attributions": array(ref("Attribution"))}),
        "Transitions": _transitions(),
        "TransitionMade": _with(
            "Transition", {"workflow": choice(words.Workflow), "claim_revision": {"type": "integer"}}
        ),
        "Changes": _changes(),
        **_transfers(),
        "WebhookMade": {"allOf": [ref("Webhook"), {"properties": {"secret": {"type": "string"}}}]},
        "Delivery": _delivery(),
        "DeliveryPage": _page("Delivery"),
        **_evidence(),
        "File": {"type": "string", "format": "binary"},
        "ImportReport": _import_report(),
        "Restored": {"anyOf": [ref(name.capitalize()) for name in (*_OBJECTS[2:], "exhibit")]},
        "OpenApi": {"type": "object", "required": ["openapi", "info", "paths"]},
        "Problem": _problem(),
        "Stale": _with("Problem", {"current": {"type": "object"}}),
    }
