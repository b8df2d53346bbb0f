"""`exhibits/`: evidence that is no article, with its file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpResponse
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request

from annotations.actions import (
    SAFE_HEADERS,
    add_exhibit,
    delete_exhibit,
    edit_exhibit,
    file_of,
    preview_exhibit_retraction,
    retract_exhibit,
)
from annotations.api import evidence_shapes as shapes
from annotations.api.base import ApiView, JsonParser, ObjectView, Shape, none
from annotations.api.bodies import read_fields, read_new
from annotations.api.evidence_resources import EXHIBIT
from annotations.api.operations import JSON, operation
from annotations.api.parameters import KNOWN_AT, PAGE, Choice, Id, Text
from annotations.api.views.named import named
from annotations.api.views.previews import preview_shape
from annotations.errors import MalformedError
from annotations.models import Exhibit, Source
from annotations.policies import Ability
from annotations.vocabulary import ExhibitKind

FORM = "multipart/form-data"
FILTERS = (
    Choice("kind", "Of this kind.", ExhibitKind),
    Id("origin", "Only from this source."),
    Text("sha256", "Only those with this file."),
    KNOWN_AT,
)


class Exhibits(ApiView):
    parser_classes = [JsonParser, MultiPartParser]

    @operation(Ability.READ, "exhibits_list", "List exhibits", gives="ExhibitPage", parameters=PAGE + FILTERS)
    def get(self, request: Request) -> HttpResponse:
        columns = {"kind": "kind", "origin": "origin__uid", "sha256": "sha256"}
        return self.page(self.narrowed(Exhibit, columns), shapes.exhibits)

    @operation(
        Ability.ADD_EVIDENCE, "exhibits_create", "Add an exhibit: JSON, or a form with its file", takes="ExhibitNew",
        takes_as=(JSON, FORM), gives="Exhibit", made=True,
    )  # fmt: skip
    def post(self, request: Request) -> HttpResponse:
        sent, file = self._sent(request)
        uid, fields = self._read(sent)
        origin = named(self, Source, fields.pop("origin", None), "origin")
        made = add_exhibit(
            actor=self.actor, origin=origin, uid=uid, file=file.chunks() if file is not None else None,
            file_name=file.name or "" if file is not None else "", **fields,
        )  # fmt: skip
        shape = self.shape_of(Exhibit, made.object.uid, shapes.exhibits)
        return self.give_made(shape, created=made.created, route="api:exhibit")

    def _sent(self, request: Request) -> tuple[Any, Any]:
        """The fields as a JSON body has them, and the file."""
        if not (request.content_type or "").startswith(FORM):
            return request.data, None
        data: Any = request.data
        files = {name: value for name, value in request.FILES.items() if name == "file"}
        fields = {name: data.get(name) for name in data if name not in files}
        for name in ("origin", "captured_at", "happened_at", "id"):
            if fields.get(name) == "":
                fields[name] = None
        if any(name != "file" for name in request.FILES):
            raise MalformedError("file.unknown", "a form holds one file, called file", field="file")
        return fields, files.get("file")

    def _read(self, sent: Any) -> Any:
        return read_new(sent, EXHIBIT)


class ExhibitDetail(ObjectView):
    @operation(Ability.READ, "exhibits_read", "Read an exhibit", gives="Exhibit", tagged=True, parameters=(KNOWN_AT,))
    def get(self, request: Request, exhibit: UUID) -> HttpResponse:
        return self.give_unless_known(self.current())

    @operation(
        Ability.ADD_EVIDENCE, "exhibits_change", "Describe an exhibit otherwise", takes="ExhibitChange",
        gives="Exhibit", guarded=True,
        about="JSON alone: the file stays as it came. Another file is another exhibit.",
    )  # fmt: skip
    def patch(self, request: Request, exhibit: UUID) -> HttpResponse:
        found = self.find(Exhibit, exhibit)
        expected = self.expected(found.revision)
        changes = self.changes_of(EXHIBIT, exhibit)
        if "origin" in changes:
            changes["origin"] = named(self, Source, changes["origin"], "origin")
        edit_exhibit(actor=self.actor, exhibit=found, expected=expected, **changes)
        return self.give(self.current())

    @operation(
        Ability.ADD_EVIDENCE, "exhibits_delete", "Take back an exhibit that bears on nothing", returns={204: None},
        guarded=True,
    )  # fmt: skip
    def delete(self, request: Request, exhibit: UUID) -> HttpResponse:
        found = self.find(Exhibit, exhibit)
        delete_exhibit(actor=self.actor, exhibit=found, expected=self.expected(found.revision))
        return none()

    def current(self) -> Shape:
        return self.shape_of(Exhibit, self.kwargs["exhibit"], shapes.exhibits)


class ExhibitFile(ApiView):
    one_media_type = True

    @operation(
        Ability.READ, "exhibits_file", "The exhibit's file, as an attachment", returns={200: "File"},
        returns_as=("application/octet-stream",),
    )  # fmt: skip
    def get(self, request: Request, exhibit: UUID) -> Any:
        found = self.find(Exhibit, exhibit, "workspace")
        return file_answer(found)


def file_answer(exhibit: Exhibit) -> FileResponse:
    """The file with the headers that keep it from being anything but a file."""
    file = file_of(exhibit).open("rb")
    answer = FileResponse(file, as_attachment=True, filename=exhibit.file_name or exhibit.sha256)
    answer["Content-Type"] = "application/octet-stream"
    for name, value in SAFE_HEADERS.items():
        answer[name] = value
    return answer


class ExhibitRetraction(ApiView):
    @operation(Ability.READ, "exhibits_preview", "Which claims a retraction would move", gives="Preview")
    def get(self, request: Request, exhibit: UUID) -> HttpResponse:
        found = self.find(Exhibit, exhibit)
        return self.answer(preview_shape(preview_exhibit_retraction(actor=self.actor, exhibit=found)))

    @operation(
        Ability.DECIDE_EVIDENCE, "exhibits_retract", "Let the exhibit bear on nothing any more", takes="Reason",
        gives="Exhibit",
    )  # fmt: skip
    def post(self, request: Request, exhibit: UUID) -> HttpResponse:
        found = self.find(Exhibit, exhibit)
        body = read_fields(request.data, ("reason",), required=("reason",))
        retract_exhibit(actor=self.actor, exhibit=found, reason=body["reason"])
        return self.give(self.shape_of(Exhibit, exhibit, shapes.exhibits))
