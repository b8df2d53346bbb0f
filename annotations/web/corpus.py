"""The corpus page: what goes out and what comes in, looked at before it is done."""

from __future__ import annotations

import re
from itertools import chain
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _

from annotations.actions.byte_ranges import slice_of
from annotations.actions.transfers import (
    ask_for_export,
    ask_for_import,
    do_in_earnest,
    forget,
    path_of,
    progress_of,
)
from annotations.corpus import select, watched
from annotations.errors import DomainError
from annotations.formats import SOON, export_format, file_name, labels_for, look_first
from annotations.models import Transfer
from annotations.policies import Ability, may
from annotations.vocabulary import TransferKind, TransferState
from annotations.web.access import PageRequest, page
from annotations.web.corpus_choice import Choice, choices_for, name_of
from annotations.web.corpus_preview import TYPES, loss_shown, preview_of, title_of, type_name
from annotations.web.forms.corpus import ExportForm, ImportForm
from annotations.web.refusals import blame, refused_in, refused_over
from annotations.web.words import sentence_for, sentence_of

OPEN = (TransferState.WAITING, TransferState.WORKING)
LISTED = 20
SHOWN = 200
_PLACE = re.compile(r"(line|task) ([0-9]+)\b(.*)", re.DOTALL)
_TOLD = '<span class="told" lang="en" dir="ltr">{} <code class="faint">{}</code></span>'


@page()
def corpus(request: PageRequest) -> HttpResponse:
    """Choose, and see what it would be. htmx gets the preview alone."""
    form = ExportForm(request.GET or None)
    context: dict[str, Any] = {"section": "corpus", "form": form if form.is_bound else ExportForm(), "choices": None}
    if form.is_bound and form.is_valid():
        context |= _preview(request, form)
    if request.headers.get("HX-Request") and request.headers.get("HX-Target") == "preview":
        return render(request, "corpus/preview.html", context)
    context |= {"transfers": _own(request)[:LISTED], "import_form": _import_form(request)}
    return render(request, "corpus/page.html", context, status=422 if form.errors else 200)


def _preview(request: PageRequest, form: ExportForm) -> dict[str, Any]:
    if form.is_searching:
        return {"choices": [(one, _address_of(request, one.uid)) for one in _choices(request, form)]}
    try:
        chosen = export_format(form.format_name)
        selection = select(workspace=request.actor.workspace, known_at=form.moment, **form.parts())
        query = request.GET.urlencode()
        names = [name_of(request, what, uid) for what, uid in form.parts().items()]
        shown = {"preview": preview_of(chosen, selection), "query": query, "title": title_of(chosen.name)}
        return {**shown, "name": "".join(names)}
    except DomainError as error:
        _blame(form, error)
        return {}


def _choices(request: PageRequest, form: ExportForm) -> list[Choice]:
    return choices_for(request, form.cleaned_data["what"], form.cleaned_data.get("which") or "")


def _address_of(request: PageRequest, uid: UUID) -> str:
    """The same page with this one chosen."""
    query = request.GET.copy()
    query["which"] = str(uid)
    return f"{request.path}?{query.urlencode()}"


def _blame(form: ExportForm, error: DomainError) -> None:
    if error.field in ("article", "claim", "layer"):
        form.add_error("which", sentence_of(error))
    else:
        blame(form, error)


def _import_form(request: PageRequest) -> ImportForm | None:
    return ImportForm() if may(request.actor, Ability.IMPORT) else None


def _own(request: PageRequest) -> Any:
    own = Transfer.objects.visible_to(request.actor.user).filter(workspace=request.actor.workspace)
    return own.order_by("-pk")


@page()
def corpus_download(request: PageRequest) -> HttpResponseBase:
    """The file, streamed."""
    form = ExportForm(request.GET)
    if not form.is_valid() or form.is_searching:
        return redirect("corpus", workspace=request.actor.workspace.slug)
    chosen = export_format(form.format_name)
    try:
        selection = select(workspace=request.actor.workspace, known_at=form.moment, **form.parts())
        pieces = watched(chosen.export(selection), patience=settings.STREAM_PATIENCE)
        begun = chain([next(pieces, b"")], pieces)  # what fails at once fails before the answer has begun
    except DomainError as error:
        messages.error(request, sentence_of(error))
        return redirect("corpus", workspace=request.actor.workspace.slug)
    headers = {"Content-Disposition": f'attachment; filename="{file_name(chosen, selection)}"'}
    return StreamingHttpResponse(begun, content_type=chosen.media_type, headers=headers)


@page(post=Ability.READ)
def corpus_export(request: PageRequest) -> HttpResponse:
    """Have the file made in the background. GET only leads back."""
    form = ExportForm(request.POST)
    back = redirect("corpus", workspace=request.actor.workspace.slug)
    if request.method != "POST" or not form.is_valid() or form.is_searching:
        return back
    with refused_over(request):
        made = ask_for_export(actor=request.actor, format_name=form.format_name, known_at=form.moment, **form.parts())
        return redirect("transfer", workspace=request.actor.workspace.slug, transfer=made.uid)
    return back


@page(Ability.IMPORT, post=Ability.IMPORT)
def corpus_import(request: PageRequest) -> HttpResponse:
    """Take a file and try it: nothing is stored before the person has seen what would be. What is no file of this
    format, or means harm, is refused at once, unless it is large.
    """
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file, labels = form.cleaned_data["file"], form.cleaned_data["labels"]
        with refused_in(form):
            labels_for(form.cleaned_data["format"], labels)
            if _is_one(file, form):
                made = ask_for_import(
                    actor=request.actor,
                    format_name=form.cleaned_data["format"],
                    file_name=file.name or "",
                    pieces=file.chunks(),
                    dry_run=True,
                    labels=labels,
                )
                return redirect("transfer", workspace=request.actor.workspace.slug, transfer=made.uid)
    own = _own(request)[:LISTED]
    context = {"section": "corpus", "form": ExportForm(), "import_form": form, "transfers": own, "choices": None}
    return render(request, "corpus/page.html", context, status=422 if form.errors else 200)


def _is_one(file: UploadedFile[Any], form: ImportForm) -> bool:
    """Whether a first look finds nothing against the file; what it finds stands beside the field."""
    if (file.size or 0) > SOON:
        return True
    try:
        look_first(form.cleaned_data["format"], file.chunks(), labels=form.cleaned_data["labels"])
    except DomainError as error:
        if sentence := sentence_for(error.rule):
            form.add_error("file", sentence)
        form.add_error("file", format_html(_TOLD, error.detail, error.rule))
        return False
    return True


@page(post=Ability.IMPORT)
def transfer(request: PageRequest, transfer: UUID) -> HttpResponse:
    """How far an export or import is, and its report. POST stores what was only tried. htmx asks again by itself."""
    made = get_object_or_404(_own(request), uid=transfer)
    if request.method == "POST":
        with refused_over(request):
            made = do_in_earnest(actor=request.actor, trial=made)
        return redirect("transfer", workspace=request.actor.workspace.slug, transfer=made.uid)
    progress = progress_of(made)
    context = {
        "section": "corpus",
        "transfer": made,
        "title": title_of(made.format),
        "open": made.state in OPEN,
        "done": progress.done,
        "total": progress.total,
        "is_export": made.kind == TransferKind.EXPORT,
        **_report(made),
    }
    only = request.headers.get("HX-Request") and request.headers.get("HX-Target") == "transfer"
    return render(request, "corpus/transfer.html#state" if only else "corpus/transfer.html", context)


def _report(made: Transfer) -> dict[str, Any]:
    report = made.report or {}
    if error := report.get("error"):
        told = sentence_for(error["rule"])
        return {"failure": told, "failed": error}
    if made.kind == TransferKind.EXPORT:
        return {"lost": [loss_shown(one) for one in report.get("loss", {}).get("lost", [])]}
    if "created" not in report:
        return {}
    found = {*report["created"], *report["unchanged"], *report["held_back"]}
    nouns = sorted(found, key=lambda noun: (list(TYPES).index(noun) if noun in TYPES else len(TYPES), noun))
    columns = ("created", "unchanged", "held_back")
    return {
        "dry_run": report["dry_run"],
        "report": report,
        "counts": [(type_name(noun), *(report[column].get(noun, 0) for column in columns)) for noun in nouns],
        "refused": [_told(one) for one in report["refused"][:SHOWN]],
        "adjusted": [_told(one) for one in report.get("adjusted", [])[:SHOWN]],
        "typed": any(one["type"] for one in [*report["refused"][:SHOWN], *report.get("adjusted", [])[:SHOWN]]),
    }


def _told(one: dict[str, Any]) -> dict[str, Any]:
    return {
        **one,
        "type_name": type_name(one["type"]) if one["type"] else "",
        "where": _where(one),
        "sentence": sentence_for(one["rule"]),
    }


def _where(one: dict[str, Any]) -> tuple[str, str]:
    """Where in the file, in words and in what the format itself calls it."""
    found = _PLACE.match(one.get("place") or f"line {one['line']}")
    if found is None:
        return "", one["place"]
    words = _("task %(number)s") if found[1] == "task" else _("line %(number)s")
    return words % {"number": found[2]}, found[3].removeprefix(",").strip()


@page()
def transfer_file(request: PageRequest, export: UUID) -> HttpResponseBase:
    """The file of an export, or a part of it."""
    made = get_object_or_404(_own(request), uid=export, kind=TransferKind.EXPORT)
    if made.state != TransferState.DONE or not path_of(made).exists():
        raise Http404("there is no file")
    asked = request.headers.get("Range", "") if request.method == "GET" else ""
    if_range = request.headers.get("If-Range", "")
    part = slice_of(path_of(made), made.sha256, "application/octet-stream", asked=asked, if_range=if_range)
    headers = {**part.headers, "Content-Disposition": f'attachment; filename="{made.file_name}"'}
    return StreamingHttpResponse(part.pieces, status=part.status, content_type=part.media_type, headers=headers)


@page(post=Ability.READ)
def transfer_forget(request: PageRequest, transfer: UUID) -> HttpResponse:
    """Take an export or import away. GET only leads back."""
    if request.method == "POST":
        forget(get_object_or_404(_own(request), uid=transfer))
        messages.success(request, _("It is gone, and its file too."))
    return redirect("corpus", workspace=request.actor.workspace.slug)
