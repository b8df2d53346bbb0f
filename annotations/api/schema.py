"""The OpenAPI 3.1 document, made from what the endpoints declare (annotations.api.operations, .resources)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from drf_spectacular.openapi import AutoSchema

from annotations.api import components
from annotations.api.examples import EXAMPLES
from annotations.api.operations import JSON, Operation
from annotations.api.parameters import KNOWN_AT
from annotations.policies import Ability

PROBLEM: Final = "application/problem+json"
_PATH_ARGUMENT: Final = re.compile(r"{(\w+)}")
_WORDS: Final[dict[int, str]] = {
    200: "Done",
    201: "Made",
    202: "Will be done",
    204: "Done; nothing to say",
    206: "A part of it",
    304: "Not changed since",
    400: "Malformed",
    401: "No valid token or session",
    403: "Not allowed",
    404: "No such object in this workspace",
    406: "This media type is not made here",
    409: "Contradicts what is stored",
    412: "Changed since it was read; `current` is its state now",
    413: "Too large",
    416: "No such part",
    415: "This media type is not read here",
    422: "Breaks a rule",
    428: "If-Match is missing",
    503: "The database cannot be used now",
}


class ApiSchema(AutoSchema):
    """Builds each operation from the view's own declaration."""

    def get_operation(self, path: str, path_regex: str, path_prefix: str, method: str, registry: Any) -> Any:
        declared: Operation | None = getattr(self.view, "operations", {}).get(method)
        return describe(declared, path) if declared else None


def describe(declared: Operation, path: str) -> dict[str, Any]:
    """The OpenAPI operation."""
    described: dict[str, Any] = {
        "operationId": declared.name,
        "summary": declared.summary,
        "tags": [_tag(path)],
        "parameters": _parameters(declared, path),
        "responses": _responses(declared, path),
        "security": [{"token": []}, {"session": []}] if declared.ability else [{}],
    }
    if declared.about:
        described["description"] = declared.about
    if declared.ability:
        described["x-ability"] = declared.ability.value
    if declared.takes:
        content: dict[str, Any] = {media: {"schema": _ref(declared.takes)} for media in declared.takes_as}
        if JSON in content and declared.takes in EXAMPLES:
            content[JSON]["example"] = EXAMPLES[declared.takes]
        described["requestBody"] = {"required": True, "content": content}
    return described


def _tag(path: str) -> str:
    parts = path.removeprefix("/api/v1/").split("/")
    if parts[0].startswith("{"):  # one endpoint for objects of several kinds: named by what it does to them
        return parts[-2]
    return parts[0] or "api"


def _ref(component: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{component}"}


def _parameters(declared: Operation, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": components.PATH_ARGUMENTS[name]}
        for name in _PATH_ARGUMENT.findall(path)
    ]
    found += [
        {"name": one.name, "in": "query", "description": one.about, "schema": one.schema} for one in declared.parameters
    ]
    if declared.guarded:
        about = "The ETag that was read, or `*`."
        found.append({"name": "If-Match", "in": "header", "required": True, "description": about,
                      "schema": {"type": "string"}})  # fmt: skip
    if declared.ability is Ability.ANNOTATE and (declared.made or declared.guarded):
        about = "Requests that carry the same UUID here are one step of their user, undone at once."
        found.append({"name": "X-Step", "in": "header", "description": about,
                      "schema": {"type": "string", "format": "uuid"}})  # fmt: skip
    if declared.tagged:
        about = "The ETag that the client has: unchanged since, 304."
        found.append({"name": "If-None-Match", "in": "header", "description": about, "schema": {"type": "string"}})
    return found


def _responses(declared: Operation, path: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for status, component in declared.returns.items():
        response: dict[str, Any] = {"description": _WORDS[status]}
        if component:
            response["content"] = {media: {"schema": _ref(component)} for media in declared.returns_as}
        if declared.tagged or declared.guarded or declared.made:
            response["headers"] = {"ETag": {"schema": {"type": "string"}, "description": "The revision, in quotes"}}
        if declared.made:
            response["headers"]["Location"] = {"schema": {"type": "string", "format": "uri"}}
        found[str(status)] = response
    if declared.tagged:
        found["304"] = {"description": _WORDS[304]}
    for status in refusals(declared, path):
        content = {PROBLEM: {"schema": _ref("Stale" if status == 412 else "Problem")}}
        found[str(status)] = {"description": _WORDS[status], "content": content}
    return found


def refusals(declared: Operation, path: str) -> list[int]:
    """The statuses of the problems that the operation may answer."""
    found = {400, 406, 503, *declared.refuses}
    if declared.ability:
        found |= {401, 403}
    if "{" in path:
        found.add(404)
    if KNOWN_AT in declared.parameters:
        found |= {409, 422}
    if declared.takes:
        found |= {409, 413, 415, 422}
    if declared.guarded:
        found |= {409, 412, 422, 428}
    return sorted(found)


def add_components(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:  # noqa: ARG001
    """Post-processing hook of drf-spectacular."""
    described: Mapping[str, Any] = components.schemas()
    result["components"] = {"schemas": dict(described), "securitySchemes": components.SECURITY}
    return result
