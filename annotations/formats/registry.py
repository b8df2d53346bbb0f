"""Every format that the corpus can be written in or read from. A new one is a module, a line here and a golden file."""

from __future__ import annotations

from annotations.errors import MissingError, RuleBrokenError
from annotations.formats.brat import Brat
from annotations.formats.cas import CasJson, CasXmi
from annotations.formats.claimreview import ClaimReview
from annotations.formats.conll import Conll
from annotations.formats.doccano import Doccano
from annotations.formats.export import ExportFormat
from annotations.formats.isnad_jsonl import IsnadJsonl
from annotations.formats.isnad_zip import IsnadZip
from annotations.formats.label_studio import LabelStudio
from annotations.formats.parquet import Parquet
from annotations.formats.reading import ImportFormat
from annotations.formats.roles import read_labels
from annotations.formats.tei import Tei
from annotations.formats.web_annotation import WebAnnotation

EXPORTS: tuple[ExportFormat, ...] = (
    IsnadJsonl(),
    IsnadZip(),
    WebAnnotation(),
    Brat(),
    Conll(),
    Tei(),
    CasXmi(),
    CasJson(),
    Parquet(),
    ClaimReview(),
)
IMPORTS: tuple[ImportFormat, ...] = (
    IsnadJsonl(),
    IsnadZip(),
    WebAnnotation(),
    Brat(),
    Conll(),
    CasXmi(),
    CasJson(),
    Doccano(),
    LabelStudio(),
)


LABELLED = ("brat", "conll", "cas-xmi", "cas-json", "doccano", "label-studio")
"""Those whose frames are known by labels, which a project may have named otherwise (`roles.read_labels`)."""


def labels_for(form: str, text: str | None) -> dict[str, str]:
    """What the labels of a file stand for, for a format that has any.

    Raises RuleBrokenError `labels.not_taken`, and what `read_labels` raises.
    """
    if not (text or "").strip():
        return {}
    if form not in LABELLED:
        detail = f"{form} has no labels to name; these formats have: {', '.join(LABELLED)}"
        raise RuleBrokenError("labels.not_taken", detail, field="labels")
    return read_labels(text or "")


def export_format(name: str) -> ExportFormat:
    """The export format of that name; MissingError `format.missing` when there is none."""
    for each in EXPORTS:
        if each.name == name:
            return each
    raise _missing("export", name, [each.name for each in EXPORTS])


def import_format(name: str) -> ImportFormat:
    """The import format of that name; MissingError `format.missing` when there is none."""
    for each in IMPORTS:
        if each.name == name:
            return each
    raise _missing("import", name, [each.name for each in IMPORTS])


def _missing(what: str, name: str, known: list[str]) -> MissingError:
    return MissingError(
        "format.missing", f"no {what} format {name[:100]}; there are: {', '.join(known)}", field="format"
    )
