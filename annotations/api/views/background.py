"""`exports/` and `imports/`: files that are made and read in by workers, with their progress."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from rest_framework.request import Request

from annotations.actions.byte_ranges import slice_of
from annotations.actions.transfers import ask_for_export, forget, path_of, progress_of
from annotations.api.base import ApiView, Shape, none
from annotations.api.bodies import uid_of
from annotations.api.encoding import time_or_none
from annotations.api.operations import operation
from annotations.api.paging import Ordering
from annotations.api.parameters import PAGE, Time
from annotations.api.problems import problem
from annotations.api.resources import EXPORT
from annotations.errors import ConflictError, MalformedError, MissingError, RuleBrokenError
from annotations.formats import export_format
from annotations.models import Transfer
from annotations.policies import Ability
from annotations.text import time_text
from annotations.vocabulary import TransferKind, TransferState

NEWEST = Ordering("-id", descending=True)
ANY_FILE = "application/octet-stream"


class _Own(ApiView):
    """What the person asked for in this workspace; others' are not there."""

    kind = TransferKind.EXPORT

    def own(self) -> Any:
        return Transfer.objects.visible_to(self.actor.user).filter(workspace=self.actor.workspace, kind=self.kind)

    def one(self, uid: UUID) -> Transfer:
        found: Transfer | None = self.own().filter(uid=uid).first()
        if found is None:
            raise MissingError("object.missing", f"there is no {self.kind} {uid} of yours, or it has expired")
        return found

    def shape(self, made: Transfer) -> Shape:
        return shape_of(made, self.request)


def shape_of(made: Transfer, request: Request) -> Shape:
    """What a person sees of a transfer of theirs."""
    progress = progress_of(made)
    ready = made.kind == TransferKind.EXPORT and made.state == TransferState.DONE
    return {
        "id": str(made.uid),
        "format": made.format,
        **made.options,
        "known_at": time_or_none(made.known_at),
        "state": made.state,
        "progress": {"done": progress.done, "total": progress.total},
        "size": made.size,
        "sha256": made.sha256,
        "url": request.build_absolute_uri(reverse("api:export-file", args=[made.uid])) if ready else None,
        "report": made.report,
        "created_at": time_text(made.created_at),
        "ended_at": time_or_none(made.ended_at),
        "expires_at": time_text(made.expires_at),
    }


class Exports(_Own):
    @operation(Ability.READ, "exports_list", "Your exports, newest first", gives="ExportPage", parameters=PAGE)
    def get(self, request: Request) -> HttpResponse:
        return self.page(self.own(), lambda rows: [self.shape(one) for one in rows], ordering=NEWEST)

    @operation(
        Ability.READ, "exports_create", "Have an export made in the background", takes="ExportNew",
        returns={202: "Export"}, refuses=(404,),
        about="Look at the answer's address until `state` is done; then `url` has the file, for two days. The download "
        "can be resumed (Range).",
    )  # fmt: skip
    def post(self, request: Request) -> HttpResponse:
        _uid, fields = self.body_of(EXPORT)
        format_name = fields.pop("format")
        if not isinstance(format_name, str):
            raise MalformedError("field.type", "format must be a string", field="format")
        moment = fields.pop("known_at", None)
        parts = {name: uid_of(value, name) for name, value in fields.items() if value is not None}
        made = ask_for_export(
            actor=self.actor,
            format_name=_format(format_name),
            known_at=None if moment is None else _time(moment),
            **parts,
        )
        made.refresh_from_db()
        location = request.build_absolute_uri(reverse("api:export-detail", args=[made.uid]))
        return self.answer(self.shape(made), status=202, headers={"Location": location})


def _format(name: str) -> str:
    """The format's own name. In an address an unknown one is not found; in a body it is a wrong value."""
    try:
        return export_format(name).name
    except MissingError as error:
        raise RuleBrokenError(error.rule, error.detail, field="format") from None


def _time(value: Any) -> Any:
    try:
        return Time("known_at", "").read(value)
    except (ValueError, TypeError) as error:
        raise MalformedError("field.time", f"known_at {error}", field="known_at") from None


class ExportDetail(_Own):
    @operation(Ability.READ, "exports_read", "How far an export is", gives="Export")
    def get(self, request: Request, export: UUID) -> HttpResponse:
        return self.answer(self.shape(self.one(export)))

    @operation(Ability.READ, "exports_delete", "Take an export and its file away", returns={204: None})
    def delete(self, request: Request, export: UUID) -> HttpResponse:
        forget(self.one(export))
        return none()


class ExportFile(_Own):
    one_media_type = True

    @operation(
        Ability.READ, "exports_file", "The file of an export", returns={200: "File", 206: "File"},
        returns_as=(ANY_FILE,), refuses=(409, 416),
        about="Never compressed, so `Range` and `If-Range` with its `ETag` go on where a download broke off; several "
        "ranges come as `multipart/byteranges`.",
    )  # fmt: skip
    def get(self, request: Request, export: UUID) -> Any:
        made = self.one(export)
        if made.state != TransferState.DONE:
            raise ConflictError("export.not_done", f"the file is not there yet: {made.state}")
        if not path_of(made).exists():
            raise MissingError("export.expired", "the file has expired")
        # Of GET alone can a part be asked for.
        asked = request.headers.get("Range", "") if request.method == "GET" else ""
        if_range = request.headers.get("If-Range", "")
        part = slice_of(path_of(made), made.sha256, ANY_FILE, asked=asked, if_range=if_range)
        headers = {**part.headers, "Content-Disposition": f'attachment; filename="{made.file_name}"'}
        if part.status == 416:
            detail = f"the file has {made.size} bytes"
            return problem(416, "range.unsatisfiable", detail, headers=part.headers)
        if request.method == "HEAD":
            return HttpResponse(content_type=part.media_type, headers=headers)
        return StreamingHttpResponse(part.pieces, status=part.status, content_type=part.media_type, headers=headers)


class Imports(_Own):
    kind = TransferKind.IMPORT

    @operation(
        Ability.IMPORT, "imports_list", "Your imports in the background, newest first", gives="BackgroundImportPage",
        parameters=PAGE,
    )  # fmt: skip
    def get(self, request: Request) -> HttpResponse:
        return self.page(self.own(), lambda rows: [self.shape(one) for one in rows], ordering=NEWEST)


class ImportDetail(_Own):
    kind = TransferKind.IMPORT

    @operation(Ability.IMPORT, "imports_read", "How far an import is, and its report", gives="BackgroundImport")
    def get(self, request: Request, transfer: UUID) -> HttpResponse:
        return self.answer(self.shape(self.one(transfer)))

    @operation(Ability.IMPORT, "imports_delete", "Forget an import and its file", returns={204: None})
    def delete(self, request: Request, transfer: UUID) -> HttpResponse:
        forget(self.one(transfer))
        return none()
