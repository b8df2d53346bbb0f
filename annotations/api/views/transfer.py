"""`export/{format}/` and `import/{format}/`: the corpus, or a part of it, as a file that streams out or in."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponse, StreamingHttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.request import Request

from annotations.actions import import_records
from annotations.actions.transfers import MAX_FILE, ask_for_import
from annotations.api.base import ApiView
from annotations.api.operations import operation
from annotations.api.parameters import KNOWN_AT, Flag, Id, Text
from annotations.api.problems import TooLargeError
from annotations.api.views.background import shape_of
from annotations.corpus import select, watched
from annotations.errors import MalformedError
from annotations.formats import (
    EXPORTS,
    IMPORTS,
    ImportFormat,
    export_format,
    file_name,
    import_format,
    labels_for,
    named,
)
from annotations.policies import Ability
from annotations.text import time_text

PIECE = 64 * 1024  # bytes
MAX_IMPORT = MAX_FILE
"""All of a file is checked before anything of it is stored."""
ANY_FILE = "application/octet-stream"
FORM = "multipart/form-data"
FILTERS = (
    Id("article", "Only this article and what belongs to it."),
    Id("claim", "Only this claim and what mentions it."),
    Id("layer", "Only this layer."),
    KNOWN_AT,
)


def _types_of(media_type: str) -> tuple[str, ...]:
    """What a file of this format may be called, besides a form that holds it. A profile does not matter."""
    usual = (ANY_FILE, "application/x-ndjson", "application/json", "text/plain")
    return tuple(dict.fromkeys((media_type.partition(";")[0].strip(), *usual)))


class Export(ApiView):
    one_media_type = True

    @operation(
        Ability.READ, "export", "The corpus in one of the formats", parameters=FILTERS, returns={200: "File"},
        returns_as=tuple(sorted({one.media_type for one in EXPORTS})),
        about="The same selection at the same `known_at` gives the same bytes for ever. What the format cannot hold "
        "is told in the file's last record, in an archive as `LOSS.json`, in Web Annotation as the member `loss` "
        "before the items; `isnad-jsonl` loses nothing.",
    )  # fmt: skip
    def get(self, request: Request, format: str) -> Any:  # noqa: A002
        chosen = export_format(format)
        parts = {name: self.query[name] for name in ("article", "claim", "layer")}
        selection = select(workspace=self.actor.workspace, known_at=self.query["known_at"], **parts)
        headers = {
            "Content-Disposition": f'attachment; filename="{file_name(chosen, selection)}"',
            "X-Known-At": time_text(selection.known_at),
        }
        if request.method == "HEAD":
            return HttpResponse(content_type=chosen.media_type, headers=headers)
        pieces = begun(watched(chosen.export(selection), patience=settings.STREAM_PATIENCE))
        return StreamingHttpResponse(pieces, content_type=chosen.media_type, headers=headers)


def begun(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same pieces, the first already made: what fails at once fails before the answer has begun."""
    return chain([next(pieces, b"")], pieces)


class Import(ApiView):
    @operation(
        Ability.IMPORT, "import", "Store the records of a file; their ids, authors and times are kept",
        parameters=(
            Flag("dry_run", "Do everything, report it, and store nothing."),
            Text("labels", "What a project's own labels stand for: `Sprecher=source, Zitat=content`."),
            Flag("background", "Take the file and read it in later: 202, and the address of its progress and report."),
        ),
        takes="File", returns={202: "BackgroundImport"},
        takes_as=(*sorted({name for one in IMPORTS for name in _types_of(one.media_type)}), FORM), gives="ImportReport",
        about="The file is the body, or the first file of a form. What is refused is reported, the rest is stored.",
    )  # fmt: skip
    def post(self, request: Request, format: str) -> HttpResponse:  # noqa: A002
        chosen = import_format(format)
        labels = labels_for(chosen.name, self.query["labels"])
        if self.query["background"]:
            return self._later(chosen)
        incoming = chosen.read(pieces_of(request, chosen.media_type))
        with named(labels):
            report = import_records(actor=self.actor, incoming=incoming, dry_run=bool(self.query["dry_run"]))
        return self.answer(report.as_dict())

    def accepted_types(self) -> tuple[str, ...]:
        return (*_types_of(import_format(self.kwargs["format"]).media_type), FORM)

    def _later(self, chosen: ImportFormat) -> HttpResponse:
        pieces = pieces_of(self.request, chosen.media_type)
        made = ask_for_import(
            actor=self.actor, format_name=chosen.name, file_name="", pieces=pieces,
            dry_run=bool(self.query["dry_run"]), labels=self.query["labels"] or "",
        )  # fmt: skip
        address = self.request.build_absolute_uri(reverse("api:import-detail", args=[made.uid]))
        return self.answer(shape_of(made, self.request), status=202, headers={"Location": address})


def pieces_of(request: Request, media_type: str) -> Iterator[bytes]:
    """The file that was sent, never all of it in memory. Raise UnsupportedMediaType for anything else."""
    plain = request._request  # noqa: SLF001 - the stream itself: the framework would read it whole
    sent = (plain.content_type or "").lower()
    length = plain.headers.get("Content-Length") or "0"
    if not length.isascii() or not length.isdigit():
        raise MalformedError("request.malformed", "Content-Length must be a whole number")
    if int(length) > MAX_IMPORT + PIECE:
        raise _too_large()
    if sent == FORM:
        try:
            file: Any = next(iter(plain.FILES.values()), None)
        except (MultiPartParserError, SuspiciousOperation, UnreadablePostError) as error:
            raise MalformedError("file.malformed_form", f"the form cannot be read: {error}", field="file") from None
        if file is None:
            raise MalformedError("file.missing", "the form holds no file", field="file")
        return limited(iter(file.chunks(PIECE)))
    if sent and sent not in _types_of(media_type):
        raise UnsupportedMediaType(sent)
    return limited(iter(lambda: plain.read(PIECE), b""))


def limited(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same pieces. Raise TooLargeError (413) beyond MAX_IMPORT bytes."""
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > MAX_IMPORT:
            raise _too_large()
        yield piece


def _too_large() -> TooLargeError:
    return TooLargeError("request.too_large", f"a file may have at most {MAX_IMPORT} bytes")
