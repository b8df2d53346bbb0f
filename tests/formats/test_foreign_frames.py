"""Files as the documentation of each tool has them are stored, and what is read back says the same words."""

from __future__ import annotations

import json
from typing import Any

import pytest

from annotations.actions import import_records
from annotations.corpus import documents, select, snapshot
from annotations.formats import import_format
from annotations.models import Workspace
from tests.cast import Cast
from tests.formats import test_doccano as doccano
from tests.formats import test_label_studio as label_studio
from tests.formats import test_labels as labels
from tests.formats.cas import test_recognising as cas

ONE = [{"source": "بغداد", "cue": "قالت", "contents": ["المحادثات فشلت"]}]
PIECES = (("Source", "بغداد"), ("Cue", "قالت"), ("Content", "المحادثات فشلت"))


def doccano_file(unit: Any) -> bytes:
    entities = [doccano.entity(number, *piece, unit) for number, piece in enumerate(PIECES, start=1)]
    return doccano.line(entities=entities, relations=[{"from_id": 2, "to_id": 1}, {"from_id": 2, "to_id": 3}])


def older_doccano_file(unit: Any) -> bytes:
    return doccano.line(label=[[*doccano.at(word, unit), label] for label, word in PIECES])


def studio_file(unit: Any) -> bytes:
    return json.dumps([label_studio.task(label_studio.parts(unit))]).encode()


def inception_xmi() -> bytes:
    cue = cas.piece(2, "قالت", "Speech", ' Source="5" Content="6"')
    links = '<custom:Link xmi:id="5" target="3"/><custom:Link xmi:id="6" target="4"/>'
    file = cas.xmi(cue, cas.piece(3, "بغداد"), cas.piece(4, "المحادثات فشلت"), links)
    return cas.zipped({"annotation/news.txt/maha.xmi": file, "TypeSystem.xml": cas.TYPE_SYSTEM})


def inception_json() -> bytes:
    kind = f"{cas.CUSTOM}.Piece"
    link = {"%TYPE": f"{cas.CUSTOM}.SpeechArgLink"}
    return cas.json_cas(
        cas.SLOTTED,
        {"%TYPE": kind, **cas.at("بغداد")}, {"%TYPE": kind, **cas.at("المحادثات فشلت")},
        {**link, "role": "Speaker", "@target": 2}, {**link, "role": "content-1", "@target": 3},
        {"%TYPE": "uima.cas.FSArray", "%ELEMENTS": [4, 5]},
        {"%TYPE": f"{cas.CUSTOM}.Speech", **cas.at("قالت"), "@args": 6},
    )  # fmt: skip


PARC = (
    "# global.columns = FORM AR:1 AR:2\nMrs.\tB-source-1\tO\nYeargin\tI-source-1\tO\nsays\tB-cue-1\tO\n"
    "pupils\tB-content-1\tB-source-2\nthink\tI-content-1\tB-cue-2\ntests\tI-content-1\tB-content-2\n"
    "matter\tI-content-1\tI-content-2\n.\tO\tO\n\n"
)
IN_PARC = [
    {"source": "Mrs. Yeargin", "cue": "says", "contents": ["pupils think tests matter"]},
    {"source": "pupils", "cue": "think", "contents": ["tests matter"]},
]
POLNEAR = labels.brat({"Sprecher": "Source", "Redeverb": "Cue", "Zitat": "Content"})
# The format, the file, and the frames that are stored.
FILES: dict[str, tuple[str, bytes, list[dict[str, Any]]]] = {
    "doccano in code points": ("doccano", doccano_file(doccano.code_points), ONE),
    "doccano in UTF-16": ("doccano", doccano_file(doccano.utf16), ONE),
    "doccano in graphemes": ("doccano", doccano_file(doccano.graphemes), ONE),
    "doccano's older shape": ("doccano", older_doccano_file(doccano.code_points), ONE),
    "doccano's older shape in graphemes": ("doccano", older_doccano_file(doccano.graphemes), ONE),
    "Label Studio in UTF-16": ("label-studio", studio_file(doccano.utf16), ONE),
    "Label Studio in code points": ("label-studio", studio_file(doccano.code_points), ONE),
    "INCEpTION's XMI": ("cas-xmi", inception_xmi(), ONE),
    "INCEpTION's JSON": ("cas-json", inception_json(), ONE),
    "PARC in columns": ("conll", PARC.encode(), IN_PARC),
    "PolNeAR in brat": ("brat", POLNEAR, [labels.FRAME]),
}


def stored_frames(workspace: Workspace) -> list[dict[str, Any]]:
    """Each frame as the words that its spans cover in the stored text, by their offsets."""
    found = []
    with snapshot():
        for document in documents(select(workspace=workspace)):
            text = document.version.text
            for layer in document.layers:
                words = {
                    uid: " ".join(text[start:end] for start, end in span.segments) for uid, span in layer.spans.items()
                }
                for frame in layer.attributions.values():
                    named = {role: getattr(frame, role) for role in ("source", "cue", "addressee")}
                    parts = {role: words[uid] for role, uid in named.items() if uid}
                    found.append({**parts, "contents": [words[uid] for uid in frame.contents]})
    return sorted(found, key=str)


@pytest.mark.parametrize("case", FILES)
def test_what_is_stored_says_what_the_file_says(cast: Cast, case: str) -> None:
    form, file, frames = FILES[case]
    report = import_records(actor=cast.actor("editor"), incoming=import_format(form).read([file]))
    assert (report.refused, report.created["article"]) == ([], 1)
    assert stored_frames(cast.workspace) == sorted(frames, key=str)
    again = import_records(actor=cast.actor("editor"), incoming=import_format(form).read([file]))
    assert (again.refused, again.created.total()) == ([], 0)
