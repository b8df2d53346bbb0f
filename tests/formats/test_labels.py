"""A project's own labels, and the frames of PARC and PolNeAR as their conversions have them."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from annotations.errors import DomainError
from annotations.formats import LABELLED, labels_for, named
from annotations.formats.roles import read_labels, role_of
from tests.formats.foreign_files import frames_in, read, refused_in

TEXT = "Merkel sagte, die Lage sei ernst."
GERMAN = "Sprecher=source, Redeverb=cue\nZitat=content"
FRAME = {"source": "Merkel", "cue": "sagte", "contents": ["die Lage sei ernst"]}
PLACES = {"Sprecher": (0, 6), "Redeverb": (7, 12), "Zitat": (14, 32)}


def zipped(**files: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return out.getvalue()


def brat(names: dict[str, str]) -> bytes:
    lines = [
        f"T{n}\t{names.get(label, label)} {start} {end}\t{TEXT[start:end]}"
        for n, (label, (start, end)) in enumerate(PLACES.items(), start=1)
    ]
    links = ["R1\tSays Arg1:T2 Arg2:T1", "R2\tSays Arg1:T2 Arg2:T3"]
    return zipped(a_txt=TEXT, a_ann="\n".join([*lines, *links]) + "\n")


DOCCANO = json.dumps({"text": TEXT, "label": [[start, end, label] for label, (start, end) in PLACES.items()]})
STUDIO = json.dumps(
    [
        {
            "data": {"text": TEXT},
            "annotations": [
                {
                    "result": [
                        {"id": label, "type": "labels", "value": {"start": start, "end": end, "labels": [label]}}
                        for label, (start, end) in PLACES.items()
                    ]
                }
            ],
        }
    ]
)
CONLL = "# global.columns = FORM NER\n" + "\n".join(
    f"{form}\t{mark}"
    for form, mark in (
        ("Merkel", "B-Sprecher"), ("sagte", "B-Redeverb"), ("die", "B-Zitat"), ("Lage", "I-Zitat"),
        ("sei", "I-Zitat"), ("ernst", "I-Zitat"), (".", "O"),
    )
)  # fmt: skip
FILES: dict[str, bytes | str] = {"brat": brat({}), "doccano": DOCCANO, "label-studio": STUDIO, "conll": f"{CONLL}\n"}


@pytest.mark.parametrize("form", FILES)
def test_a_project_s_own_labels_make_frames(form: str) -> None:
    assert frames_in(read(form, FILES[form])) == []
    with named(labels_for(form, GERMAN)):
        found = read(form, FILES[form])
    assert frames_in(found) == [FRAME]
    assert [rule for rule, _place in refused_in(found) if rule != "conll.mark"] == []


@pytest.mark.parametrize("form", FILES)
def test_labels_that_nobody_named_are_told(form: str) -> None:
    found = refused_in(read(form, FILES[form]))
    assert found
    assert {rule for rule, _place in found} <= {"label.unknown", "brat.type", "brat.relation", "conll.mark"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", {}),
        (" A = source ,, b=CUE ", {"a": "source", "b": "cue"}),
        ("اقتباس=content، قائل=source", {"اقتباس": "content", "قائل": "source"}),
        ("a=b=source", {"ab": "source"}),
        ("Reporting Verb=content", {"reportingverb": "content"}),
    ],
)
def test_how_labels_are_written(text: str, found: dict[str, str]) -> None:
    assert read_labels(text) == found


@pytest.mark.parametrize(
    ("form", "text", "rule"),
    [
        ("brat", "Zitat", "labels.malformed"),
        ("brat", "=source", "labels.malformed"),
        ("brat", "Zitat=speech", "labels.part"),
        ("brat", ",".join(f"l{n}=source" for n in range(101)), "labels.malformed"),
        ("isnad-jsonl", "Zitat=content", "labels.not_taken"),
    ],
)
def test_what_says_nothing_is_refused(form: str, text: str, rule: str) -> None:
    with pytest.raises(DomainError) as caught:
        labels_for(form, text)
    assert (caught.value.rule, caught.value.field) == (rule, "labels")


def test_named_labels_go_before_the_usual_ones_and_only_inside() -> None:
    with named(read_labels("Speaker=channel, Zitat-2=source, Zitat=content")):
        assert [role_of(word) for word in ("SPEAKER", "Zitat", "zitat 1", "Zitat-2", "cue")] == [
            "channel", "content", "content", "source", "cue",
        ]  # fmt: skip
    assert (role_of("Speaker"), role_of("Zitat")) == ("source", None)
    assert set(FILES) | {"cas-xmi", "cas-json"} == set(LABELLED)


def test_polnear_in_brat() -> None:
    """Sources, cues and contents as text-bound annotations, the cue tied to the others by relations."""
    names = {"Sprecher": "Source", "Redeverb": "Cue", "Zitat": "Content"}
    assert frames_in(read("brat", brat(names))) == [FRAME]


def test_parc_in_columns() -> None:
    """One attribution relation a number; a nested one lies in the content of the other, in a column of its own."""
    rows = [
        ("Mrs.", "B-source-1", "O"), ("Yeargin", "I-source-1", "O"), ("says", "B-cue-1", "O"),
        ("pupils", "B-content-1", "B-source-2"), ("think", "I-content-1", "B-cue-2"),
        ("tests", "I-content-1", "B-content-2"), ("matter", "I-content-1", "I-content-2"), (".", "O", "O"),
    ]  # fmt: skip
    file = "# global.columns = FORM AR:1 AR:2\n" + "".join("\t".join(row) + "\n" for row in rows) + "\n"
    found = sorted(frames_in(read("conll", file)), key=lambda one: one["source"])
    assert found == [
        {"source": "Mrs. Yeargin", "cue": "says", "contents": ["pupils think tests matter"]},
        {"source": "pupils", "cue": "think", "contents": ["tests matter"]},
    ]
