"""brat: what is written is brat, and what brat and its users write is read, or refused by its line."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from annotations.actions import ImportReport, add_comment, add_mention, import_records
from annotations.anchoring import Utf16Map
from annotations.corpus import AttributionRecord, Document, MarkedLayer, documents, select, snapshot
from annotations.errors import DomainError
from annotations.formats import export_format, import_format
from annotations.formats.brat_out import pieces_of
from tests.cast import Cast, find_span, make_article, make_claim, make_frame, make_mention, make_source, make_span
from tests.formats.corpora import corpora
from tests.formats.strict_brat import Loaded, load
from tests.formats.test_round_trip import new_workspace, taken_in

TEXT = "👍🏽 قالت وكالة لفرانس برس أمس: «لا\nثم لا»\nثم صمتت"


def written(cast: Cast, **selected: Any) -> bytes:
    return b"".join(export_format("brat").export(select(workspace=cast.workspace, **selected)))


def files_in(archive: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(archive)) as found:
        return {name: found.read(name).decode() for name in found.namelist()}


@pytest.fixture
def loaded(cast: Cast) -> Loaded:
    """The one document of a workspace with each kind of thing, as a strict parser reads it."""
    actor = cast.actor("editor")
    version = make_article(actor, TEXT)
    parts = {words: find_span(actor, version, words) for words in ("وكالة", "قالت", "«لا\nثم لا»", "صمتت", "فرانس برس")}
    outer = make_frame(
        actor, version, source=parts["وكالة"], cue=parts["قالت"], contents=(parts["«لا\nثم لا»"],),
        addressee=parts["فرانس برس"], speakers=(make_source(actor, "وكالة\tأنباء"),), attitude="assertion",
    )  # fmt: skip
    start = TEXT.index("لا\n")
    pieces = make_span(actor, version, (start, start + 2), (start + 6, start + 8))
    make_frame(actor, version, contents=(pieces,), parent=outer)
    claim = make_claim(actor)
    add_mention(actor=actor, claim=claim, attribution=outer, polarity="denies")
    make_mention(actor, claim, span=parts["صمتت"])
    add_comment(actor=actor, target=outer.uid, body="لماذا؟\nمن؟")
    (found,) = load(written(cast)).values()
    return found


def words_of(found: Loaded, key: str) -> str:
    return " ".join(found.text[start:end] for start, end in found.bounds[key][1])


def test_a_frame_is_an_event_over_its_cue(loaded: Loaded) -> None:
    (outer,) = [one for one in loaded.events.values() if one[0] == "Attribution"]
    _name, trigger, arguments = outer
    words = {role: words_of(loaded, key) for role, key in arguments}
    assert words_of(loaded, trigger) == "قالت"
    assert words == {"Source": "وكالة", "Cue": "قالت", "Content": "«لا ثم لا»", "Addressee": "فرانس برس"}


def test_a_frame_without_cue_is_an_event_of_its_own_type_over_its_source_or_content(loaded: Loaded) -> None:
    ((key, inner),) = [item for item in loaded.events.items() if item[1][0] == "CuelessAttribution"]
    _name, trigger, arguments = inner
    assert words_of(loaded, trigger) == "لا لا"
    assert dict(arguments)["Parent"] in set(loaded.events) - {key}
    assert "Cue" not in dict(arguments)


def test_attributes_notes_and_references_hang_on_the_event(loaded: Loaded) -> None:
    (outer,) = [key for key, one in loaded.events.items() if one[0] == "Attribution"]
    said = {(name, value) for name, target, value in loaded.attributes if target == outer}
    assert said > {("Attitude", "assertion"), ("Polarity", "denies")}
    assert {(database, words) for target, database, _uid, words in loaded.references if target == outer} == {
        ("Source", "وكالة\tأنباء"),
        ("Claim", "The talks failed."),
    }
    assert loaded.notes == [(outer, "لماذا؟ من؟")]


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(file=corpora())
def test_any_corpus_loads_in_a_strict_parser(cast: Cast, file: bytes) -> None:
    workspace = new_workspace()
    taken_in(cast, workspace, file)
    out = b"".join(export_format("brat").export(select(workspace=workspace)))
    found = load(out)
    frames = file.count(b'"type":"attribution"')
    assert file.count(b'"type":"layer"') <= len(found)
    assert sum(len(one.events) for one in found.values()) == frames


@pytest.mark.parametrize(
    ("segments", "pieces"),
    [
        ([[0, 2]], [(0, 2)]),
        ([[0, 5]], [(0, 2), (3, 5)]),
        ([[3, 10]], [(3, 5), (7, 10)]),
        ([[0, 1], [1, 2], [7, 9]], [(0, 1), (1, 2), (7, 9)]),
    ],
)
def test_spans_are_cut_at_line_ends(segments: list[list[int]], pieces: list[tuple[int, int]]) -> None:
    assert pieces_of("ab\ncd\n\nefg", segments) == pieces


def test_header_and_losses_stand_in_the_archive(cast: Cast) -> None:
    actor = cast.actor("editor")
    version = make_article(actor, "ab\ncd")
    split = make_span(actor, version, (0, 2), (3, 5))
    add_comment(actor=actor, target=version.uid, body="?")
    make_claim(actor)
    files = files_in(written(cast))
    header, losses = json.loads(files["header.json"]), json.loads(files["LOSS.json"])
    assert (header["format"], header["offset_unit"], header["counts"]["span"]) == ("brat", "code_point", 1)
    assert {one["kind"]: one["count"] for one in losses["lost"]} == {
        "segments_at_line_end": 1,
        "comment": 1,
        "claim": 1,
    }
    assert losses["lost"][0]["examples"] == [str(split.uid)]
    assert list(files)[-1] == "LOSS.json"
    (side,) = [
        json.loads(text)
        for name, text in files.items()
        if name.endswith("1.json") or ("/" in name and name.endswith(".json"))
    ]
    assert side["version"]["sha256"] == version.sha256


# What others wrote


def zipped(files: dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def read_in(cast: Cast, files: dict[str, str | bytes]) -> tuple[ImportReport, list[Document]]:
    incoming = import_format("brat").read([zipped(files)])
    report = import_records(actor=cast.actor("editor"), incoming=incoming)
    with snapshot():
        return report, list(documents(select(workspace=cast.workspace)))


def layer_of(found: list[Document]) -> MarkedLayer:
    ((layer,),) = [document.layers for document in found]
    return layer


def said(layer: MarkedLayer, frame: AttributionRecord) -> dict[str, Any]:
    """The frame's parts by the words that they cover."""

    def words(uid: str | None) -> str | None:
        return layer.spans[uid].quote["exact"] if uid else None

    parts = {role: words(getattr(frame, role)) for role in ("source", "cue", "addressee")}
    return {key: value for key, value in parts.items() if value} | {"contents": [words(one) for one in frame.contents]}


def frames_of(found: list[Document]) -> list[dict[str, Any]]:
    layer = layer_of(found)
    return sorted((said(layer, frame) for frame in layer.attributions.values()), key=str)


NEWS = "The agency 👍🏽 told AFP that talks had failed.\nA minister denied it."


def bound(key: str, name: str, words: str, *, text: str = NEWS, utf16: bool = False) -> str:
    start = text.index(words)
    place = Utf16Map(text).to_utf16 if utf16 else int
    return f"{key}\t{name} {place(start)} {place(start + len(words))}\t{words}\n"


PARTS = (
    ("T1", "Source", "The agency"), ("T2", "Cue", "told"), ("T3", "Content", "that talks had failed"),
    ("T4", "Addressee", "AFP"), ("T5", "Source", "A minister"), ("T6", "Cue", "denied"), ("T7", "Content", "it"),
)  # fmt: skip
BOTH_FRAMES = [
    {"source": "A minister", "cue": "denied", "contents": ["it"]},
    {"source": "The agency", "cue": "told", "contents": ["that talks had failed"], "addressee": "AFP"},
]


@pytest.mark.parametrize("utf16", [False, True], ids=["code points", "utf-16"])
def test_both_units_of_offsets_are_found_by_the_words(cast: Cast, utf16: bool) -> None:
    events = "E1\tCue:T2 Source:T1 Content:T3 Addressee:T4\nE2\tCue:T6 Source:T5 Content:T7\n"
    ann = "".join(bound(*part, utf16=utf16) for part in PARTS) + events
    report, found = read_in(cast, {"a/news.txt": NEWS, "a/news.ann": ann})
    assert (report.refused, report.adjusted) == ([], [])
    assert frames_of(found) == BOTH_FRAMES


@pytest.mark.parametrize(
    "relations",
    [
        (
            "R1\tattr Arg1:T2 Arg2:T1\nR2\tattr Arg1:T2 Arg2:T3\nR3\tto Arg1:T2 Arg2:T4\n"
            "R4\tattr Arg1:T6 Arg2:T5\nR5\tattr Arg1:T6 Arg2:T7\n"
        ),
        (
            "R1\tSource Arg1:T1 Arg2:T2\nR2\tquoted Arg1:T1 Arg2:T3\nR3\tto Arg1:T3 Arg2:T4\n"
            "R4\tattr Arg1:T5 Arg2:T7\nR5\tattr Arg1:T7 Arg2:T6\n"
        ),
    ],
    ids=["from the cue", "along a chain"],
)
def test_relations_between_parts_make_frames(cast: Cast, relations: str) -> None:
    report, found = read_in(cast, {"n.txt": NEWS, "n.ann": "".join(bound(*part) for part in PARTS) + relations})
    assert report.refused == []
    assert frames_of(found) == BOTH_FRAMES


def test_two_cues_that_share_a_content_are_two_frames(cast: Cast) -> None:
    relations = "R1\ta Arg1:T2 Arg2:T1\nR2\ta Arg1:T2 Arg2:T7\nR3\ta Arg1:T6 Arg2:T5\nR4\ta Arg1:T6 Arg2:T7\n"
    _report, found = read_in(cast, {"n.txt": NEWS, "n.ann": "".join(bound(*part) for part in PARTS) + relations})
    assert frames_of(found) == [
        {"source": "A minister", "cue": "denied", "contents": ["it"]},
        {"source": "The agency", "cue": "told", "contents": ["it"]},
    ]


def test_attributes_notes_references_and_equivalences(cast: Cast) -> None:
    more = (
        "E1\tSaid:T2 Source:T1 Content:T3\nE2\tCue:T6 Source:T5 Content:T7\nA1\tAttitude E1 assertion\n"
        "M1\tCue_Kind T6 impersonal verb\n*\tEquiv T1 T5\n#1\tAnnotatorNotes E1\tsure?\n#2\tNote T7\tit?\n"
        "N1\tReference T5 Wikidata:Q1\tJohn Minister\nN2\tReference E1 Claim:0190aaaa-0000-7000-8000-000000000001\tP\n"
        "A2\tPolarity E1 denies\n"
    )
    report, found = read_in(cast, {"n.txt": NEWS, "n.ann": "".join(bound(*part) for part in PARTS) + more})
    assert report.refused == []
    layer = layer_of(found)
    first, second = sorted(layer.attributions.values(), key=lambda one: one.attitude, reverse=True)
    assert (first.attitude, second.cue_kind) == ("assertion", "impersonal_verb")
    assert layer.spans[second.antecedent or ""].quote["exact"] == "The agency"
    assert [found[0].sources[uid].name for uid in second.speakers] == ["John Minister"]
    assert {one.body: one.target_type for one in layer.comments.values()} == {"sure?": "attribution", "it?": "span"}
    assert [(one.polarity, one.attribution) for one in layer.mentions.values()] == [("denies", first.id)]


def test_pieces_line_ends_carriage_returns_and_a_byte_order_mark(cast: Cast) -> None:
    raw = "\ufeffHe said\r\nthat talks, as said,\r\nfailed."
    start = raw.index("that")
    end = raw.index("failed") + 6
    ann = (
        f"T1\tContent {start} {start + 10};{end - 6} {end}\tthat talks failed\r\n"
        f"T2\tContent {start} {start + 20};{start + 22} {end}\tthat talks, as said, failed\r\n"
        "T3\tSource 1 3\tHe\r\nE1\tContent:T1 Source:T3\r\n"
    )
    no_text = b"#1\tAnnotatorNotes E1\tcaf\xe9\r\n"
    report, found = read_in(cast, {"n.txt": raw.encode(), "n.ann": b"\xef\xbb\xbf" + ann.encode() + no_text})
    assert [(one.place, one.rule) for one in report.refused] == [("n.ann:5", "text.not_utf8")]
    assert found[0].version.text == "He said\nthat talks, as said,\nfailed."
    exact = {one.quote["exact"]: one.segments for one in layer_of(found).spans.values()}
    assert exact == {
        "that talks failed": [[8, 18], [29, 35]], "that talks, as said,\nfailed": [[8, 35]], "He": [[0, 2]],
    }  # fmt: skip


DIRT = {
    "T9\tSource 0 900\tThe agency": ("span.out_of_text", "no such place"),
    "T9\tSource 0 10\tAn agency": ("span.words", "other words"),
    "T9\tSource 5 5\t": ("span.empty", "nothing covered"),
    "T9\tSource x y\tThe": ("brat.line", "no numbers"),
    "T9 Source 0 10 The agency": ("brat.line", "no tabs"),
    "T9\tSource 0 99999999999\tThe": ("brat.line", "a number beyond all texts"),
    "T1\tSource 0 10\tThe agency": ("brat.id_twice", "an id twice"),
    "E9\tCue:T99 Source:T1": ("brat.reference", "no such trigger"),
    "E9\tCue:T2 Source:T99": ("brat.reference", "no such argument"),
    "E9\tCue:T2 Wearing:T1": ("brat.role", "no role of a frame"),
    "E9\tAttack:T2 Victim:T1": ("brat.role", "no frame"),
    "R9\tattr Arg1:T1 Arg2:T99": ("brat.reference", "a relation to nothing"),
    "A9\tNegation E1": ("brat.attribute", "an attribute of its own"),
    "A9\tAttitude E77 assertion": ("brat.reference", "an attribute of nothing"),
    "*\tEquiv T3 T4": ("brat.equivalence", "no sources"),
    "N9\tReference T3 Wikidata:Q1\tx": ("brat.normalisation", "of no source"),
    "#9\tAnnotatorNotes T77\tx": ("brat.reference", "a note on nothing"),
    "X9\tSource 0 10": ("brat.line", "no such kind"),
}


@pytest.mark.parametrize("line", DIRT)
def test_dirt_is_refused_by_its_line_and_the_rest_goes_in(cast: Cast, line: str) -> None:
    good = "".join(bound(*part) for part in PARTS) + "E1\tCue:T2 Source:T1 Content:T3 Addressee:T4\n"
    report, found = read_in(cast, {"n.txt": NEWS, "n.ann": f"{good}{line}\nE2\tCue:T6 Source:T5 Content:T7\n"})
    assert (DIRT[line][0], "n.ann:9") in [(one.rule, one.place) for one in report.refused]
    assert [frame for frame in frames_of(found) if frame in BOTH_FRAMES] == BOTH_FRAMES


def test_what_is_refused_and_told_follows_the_lines(cast: Cast) -> None:
    """Though lines of one kind are read before those of another, and spans are judged last."""
    lines = [
        "#1\tAnnotatorNotes T99\tlost", "A1\tAttitude T99 Belief", "R1\tattr Arg1:T2 Arg2:T99", "no line", "* \t",
        "N1\tReference T99 Wikipedia:1\tx", "E1\tCue:T99", *[f"T{n}\tSource 0 {n}000\tA minister" for n in (7, 8)],
        bound("T9", "Person", "it").strip(), "#2\tAnnotatorNotes T99\tlost", "T10\tSource 0 0\t",
    ]  # fmt: skip
    report, _found = read_in(cast, {"n.txt": NEWS, "n.ann": "\n".join(lines)})
    refused = [one["place"] for one in report.as_dict()["refused"]]
    assert refused == [f"n.ann:{number}" for number in (*range(1, 10), 11, 12)]
    assert [one.place for one in report.adjusted] == ["n.ann:10"]


def test_files_that_are_no_pair_are_told_and_the_rest_goes_in(cast: Cast) -> None:
    report, found = read_in(
        cast, {"n.txt": NEWS, "lone.ann": "", "bad.txt": b"\xff", "empty.txt": "", "x.pdf": b"", "tools.conf": ""}
    )
    assert {(one.place, one.rule) for one in report.refused} == {
        ("lone.ann", "brat.no_text"), ("bad.txt", "text.not_utf8"), ("empty.txt", "text.empty"),
    }  # fmt: skip
    assert [(one.place, one.rule) for one in report.adjusted] == [("x.pdf", "brat.file")]
    assert [one.version.text for one in found] == [NEWS]


def test_types_of_others_and_sources_in_the_plural_are_told(cast: Cast) -> None:
    ann = "".join(bound(*part) for part in (*PARTS, ("T8", "PER", "minister"))) + "E1\tCue:T2 Source:T1 Source2:T5\n"
    report, found = read_in(cast, {"n.txt": NEWS, "n.ann": ann})
    assert [(one.place, one.rule) for one in report.adjusted] == [("n.ann:8", "brat.type"), ("n.ann:9", "brat.merged")]
    assert frames_of(found) == [{"source": "The agency A minister", "cue": "told", "contents": []}]


def test_a_source_that_two_lines_or_files_name_differently_is_told_at_the_later(cast: Cast) -> None:
    event = "E1\tCue:T2 Source:T1 Content:T3\n"
    ann = "".join(bound(*part) for part in PARTS) + event
    names = [f"N{number}\tReference E1 Wikidata:Q1\t{name}\n" for number, name in ((1, "AFP"), (2, "AP"), (1, "dpa"))]
    files: dict[str, str | bytes] = {
        "a.txt": NEWS, "a.ann": ann + names[0] + names[1], "b.txt": f"{NEWS} ", "b.ann": ann + names[2],
    }  # fmt: skip
    report, found = read_in(cast, files)
    assert [(one.place, one.rule) for one in report.adjusted] == [
        ("a.ann:10", "record.told_otherwise"), ("b.txt", "record.told_otherwise"),
    ]  # fmt: skip
    assert [source.name for one in found for source in one.sources.values()] == ["AFP", "AFP"]


def test_a_harmful_archive_stores_nothing(cast: Cast) -> None:
    with pytest.raises(DomainError) as refused:
        read_in(cast, {"n.txt": NEWS, "../n.ann": "x"})
    assert refused.value.rule == "archive.path"
    nothing: list[dict[str, str | bytes]] = [{}, {"a.pdf": b"x"}]
    for files in nothing:
        with pytest.raises(DomainError) as refused:
            read_in(cast, files)
        assert refused.value.rule == "brat.none"
