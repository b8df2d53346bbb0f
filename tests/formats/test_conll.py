"""CoNLL: columns that a tagger can train on, and what others mark in BIO is read, or refused by its line."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given

from annotations.actions import ImportReport, import_records
from annotations.anchoring import Utf16Map
from annotations.corpus import AttributionRecord, Document, MarkedLayer, documents, select, snapshot
from annotations.errors import DomainError
from annotations.formats import export_format, import_format
from annotations.formats.conll_out import COLUMNS, tokens
from annotations.text import WHITE_SPACE
from tests.cast import Cast, find_span, make_article, make_frame, make_span
from tests.formats.corpora import texts

TEXT = "وقالت واشنطن 👍🏽: «لا، كما قالت لندن». ثم صمتت"


def written(cast: Cast) -> str:
    return b"".join(export_format("conll").export(select(workspace=cast.workspace))).decode()


def rows(file: str) -> list[dict[str, str]]:
    """The tokens of the file by the names of their columns, as any reader of CoNLL-U Plus takes them."""
    first, *lines = file.split("\n")
    columns = first.removeprefix("# global.columns = ").split(" ")
    found = []
    for line in lines:
        if line and not line.startswith("#"):
            values = line.split("\t")
            assert len(values) == len(columns)
            assert all(values)
            found.append(dict(zip(columns, values, strict=True)))
    return found


def marked(cast: Cast) -> None:
    actor = cast.actor("editor")
    version = make_article(actor, TEXT)
    inner = find_span(actor, version, "لندن")
    start = TEXT.index("كما قالت")
    outer = make_frame(
        actor, version, source=find_span(actor, version, "واشنطن"), cue=make_span(actor, version, (1, 5)),
        contents=(find_span(actor, version, "«لا، كما قالت لندن»"),),
    )  # fmt: skip
    content = find_span(actor, version, "لا")
    make_frame(
        actor, version, source=inner, cue=make_span(actor, version, (start + 4, start + 8)), contents=(content,),
        parent=outer,
    )  # fmt: skip


def test_one_column_a_role_and_one_a_depth_of_contents(cast: Cast) -> None:
    marked(cast)
    found = rows(written(cast))
    forms = {name: [row["FORM"] for row in found if row[name] != "O"] for name in COLUMNS[4:-1]}
    assert forms["SOURCE"] == ["واشنطن", "لندن"]
    assert forms["CUE"] == ["قالت", "قالت"]
    assert forms["CONTENT:1"] == ["«", "لا", "،", "كما", "قالت", "لندن", "»"]
    assert forms["CONTENT:2"] == ["لا"]
    assert [row["CONTENT:1"] for row in found if row["CONTENT:1"] != "O"] == ["B-CONTENT"] + ["I-CONTENT"] * 6


def test_words_are_cut_where_a_span_begins_inside_them_and_sentences_are_apart(cast: Cast) -> None:
    marked(cast)
    file = written(cast)
    found = rows(file)
    assert [row["FORM"] for row in found[:3]] == ["و", "قالت", "واشنطن"]
    assert [row["FORM"] for row in found if row["ID"] == "1"] == ["و", "ثم"]
    for row in found:
        assert TEXT[int(row["START"]) : int(row["END"])] == row["FORM"]


def test_what_a_column_cannot_show_is_told_and_stands_in_the_last_column(cast: Cast) -> None:
    actor = cast.actor("editor")
    version = make_article(actor, "one two three")
    for words in ("one two", "two three"):
        make_frame(actor, version, contents=(find_span(actor, version, words),))
    file = written(cast)
    assert [row["CONTENT:1"] for row in rows(file)] == ["B-CONTENT", "I-CONTENT", "O"]
    assert [row["SPANS"] for row in rows(file)] == ["B-s1", "I-s1|B-s2", "I-s2"]
    assert '"kind":"overlap","count":1' in file.splitlines()[-1]
    assert file.splitlines()[-1].startswith("# loss = ")


@given(text=texts)
def test_tokens_are_all_of_the_text_but_white_space(text: str) -> None:
    found = tokens(text)
    assert all(before[1] <= after[0] for before, after in pairwise(found))
    held = {place for start, end in found for place in range(start, end)}
    assert all(text[place] in WHITE_SPACE for place in set(range(len(text))) - held)
    assert not any(set(text[start] + text[end - 1]) & set(WHITE_SPACE) for start, end in found)


# What others wrote


def read_in(cast: Cast, file: str) -> tuple[ImportReport, list[Document]]:
    report = import_records(actor=cast.actor("editor"), incoming=import_format("conll").read([file.encode()]))
    with snapshot():
        return report, list(documents(select(workspace=cast.workspace)))


def said(layer: MarkedLayer, frame: AttributionRecord) -> dict[str, Any]:
    parts = {role: getattr(frame, role) for role in ("source", "cue")}
    words = {role: layer.spans[uid].quote["exact"] for role, uid in parts.items() if uid}
    return words | {"contents": [layer.spans[uid].quote["exact"] for uid in frame.contents]}


def frames_of(found: list[Document]) -> list[dict[str, Any]]:
    frames = [said(layer, frame) for one in found for layer in one.layers for frame in layer.attributions.values()]
    return sorted(frames, key=str)


def rules(report: ImportReport) -> list[tuple[str, str]]:
    return [(one.place, one.rule) for one in report.refused]


PLAIN = """\
1\tOfficials\tB-SOURCE\tO\tO
2\tsaid\tO\tB-CUE\tO
3\ttalks\tO\tO\tB-CONTENT
4\tfailed\tO\tO\tI-CONTENT
5\t.\tO\tO\tO

1\tNobody\tB-SOURCE\tO\tO
2\tdenied\tO\tB-CUE\tO
3\tit\tO\tO\tB-CONTENT
"""


def test_a_sentence_with_one_frame(cast: Cast) -> None:
    report, found = read_in(cast, PLAIN)
    assert rules(report) == []
    assert [one.version.text for one in found] == ["Officials said talks failed .\nNobody denied it"]
    assert frames_of(found) == [
        {"source": "Nobody", "cue": "denied", "contents": ["it"]},
        {"source": "Officials", "cue": "said", "contents": ["talks failed"]},
    ]


def test_numbers_tie_what_belongs_together_even_in_pieces(cast: Cast) -> None:
    """As PARC has it: a content in two pieces around its cue and source."""
    file = (
        "# global.columns = ID FORM ATTRIBUTION MISC\n# newdoc id = wsj_0001\n"
        "1\tTalks\tB-CONTENT-7\t_\n2\t,\tO\t_\n3\tsaid\tB-CUE-7\t_\n4\tMaha\tB-SOURCE-7\tSpaceAfter=No\n5\t,\tO\t_\n"
        "6\tfailed\tB-CONTENT-7\t_\n7\t,\tO\t_\n8\tadded\tB-8-CUE\t_\n9\tAli\tB-8-SOURCE\t_\n"
    )
    report, found = read_in(cast, file)
    assert rules(report) == []
    assert found[0].version.text == "Talks , said Maha, failed , added Ali"
    assert frames_of(found) == [
        {"source": "Ali", "cue": "added", "contents": []},
        {"source": "Maha", "cue": "said", "contents": ["Talks failed"]},
    ]


def test_as_many_sources_and_contents_as_cues_are_paired_and_nothing_else_is_guessed(cast: Cast) -> None:
    one = "1\tA\tB-SOURCE\tO\tO\n2\tsays\tO\tB-CUE\tO\n3\tb\tO\tO\tB-CONTENT\n"
    report, found = read_in(cast, f"# newdoc id = a\n{one}{one.replace('A', 'C').replace('b', 'd')}")
    assert frames_of(found) == [
        {"source": "A", "cue": "says", "contents": ["b"]}, {"source": "C", "cue": "says", "contents": ["d"]},
    ]  # fmt: skip
    report, found = read_in(cast, f"# newdoc id = b\n{one}4\tF\tB-SOURCE\tO\tO\n5\tsay\tO\tB-CUE\tO\n")
    assert rules(report) == [("line 2", "conll.ambiguous")]
    assert report.created["span"] == 5
    assert report.created["attribution"] == 0


@pytest.mark.parametrize("utf16", [False, True], ids=["code points", "utf-16"])
def test_both_units_of_offsets_are_found_by_the_forms(cast: Cast, utf16: bool) -> None:
    text = "👍🏽 Maha  said 👍 no"
    place = Utf16Map(text).to_utf16 if utf16 else int
    lines = [f'# global.columns = ID FORM START END SOURCE CUE\n# newdoc id = x\n# text = "{text}"\n']
    for form, label in (("👍🏽", "O\tO"), ("Maha", "B-SOURCE\tO"), ("said", "O\tB-CUE"), ("no", "O\tO")):
        start = text.index(form)
        lines.append(f"1\t{form}\t{place(start)}\t{place(start + len(form))}\t{label}\n")
    report, found = read_in(cast, "".join(lines))
    assert rules(report) == []
    assert found[0].version.text == text
    assert frames_of(found) == [{"source": "Maha", "cue": "said", "contents": []}]


def test_the_layouts_of_conll_2003_and_of_conll_u_need_no_names(cast: Cast) -> None:
    """The word first, its mark last, spaces between; the chunks in the middle are no marks of ours."""
    old = (
        "-DOCSTART- -X- -X- O\n\nMaha NNP I-NP I-SOURCE\nsaid VBD I-VP I-CUE\nno DT I-NP I-CONTENT\n\n"
        "-DOCSTART- -X- -X- O\n\nPeter NNP I-NP I-PER\nhimself\n"
    )
    report, found = read_in(cast, old)
    assert frames_of(found) == [{"source": "Maha", "cue": "said", "contents": ["no"]}]
    assert sorted(one.version.text for one in found) == ["Maha said no", "Peter"]
    assert rules(report) == [("line 9", "label.unknown"), ("line 10", "conll.columns")]
    assert "apart by spaces" in report.refused[1].detail
    rows = ("She she PRON _ _ 2 nsubj _ _", "ran run VERB _ _ 0 root _ SpaceAfter=No", ". . PUNCT _ _ 2 punct _ _")
    plain = "".join(f"{number} {row}\n" for number, row in enumerate(rows, start=1)).replace(" ", "\t")
    report, found = read_in(cast, plain)
    assert rules(report) == []
    assert "She ran." in [one.version.text for one in found]


def test_words_in_several_words_and_empty_nodes_are_passed_over(cast: Cast) -> None:
    file = "1-2\twaqalat\tO\tO\tO\n1\twa\tO\tO\tO\n2\tqalat\tO\tB-CUE\tO\n2.1\tnone\tO\tO\tO\n3\tMaha\tB-SOURCE\tO\tO\n"
    report, found = read_in(cast, file)
    assert rules(report) == []
    assert found[0].version.text == "wa qalat Maha"


DIRT = {
    "3\ttalks\tO\tO": ("line 3", "conll.columns"),
    "3\t \tO\tO\tO": ("line 3", "conll.form"),
    "3\ttalks\tWRONG\tO\tO": ("line 3", "conll.mark"),
    "# frame = {broken": ("line 3", "conll.comment"),
    "# frame = [1]": ("line 3", "conll.comment"),
    '# beside = {"type":"span"}': ("line 3", "record.unknown_type"),
}


@pytest.mark.parametrize("line", DIRT)
def test_dirt_is_refused_by_its_line_and_the_rest_goes_in(cast: Cast, line: str) -> None:
    lines = PLAIN.split("\n")
    report, found = read_in(cast, "\n".join([*lines[:2], line, *lines[2:]]))
    assert DIRT[line] in rules(report)
    assert {"source": "Nobody", "cue": "denied", "contents": ["it"]} in frames_of(found)


OWN = """\
# global.columns = ID FORM START END SPANS
# newdoc id = x
# text = "Maha said no"
# frame = {"key":"f1","source":"s1","cue":"s2","contents":["s3"]}
1\tMaha\t0\t4\tB-s1
2\tsaid\t5\t9\tB-s2
3\tno\t10\t12\tB-s3
"""


@pytest.mark.parametrize(
    ("old", "new", "place", "rule"),
    [
        ("5\t9\tB-s2", "5\t8\tB-s2", "line 6", "span.words"),
        ("5\t9\tB-s2", "x\t9\tB-s2", "line 6", "conll.offset"),
        ("B-s2", "I-s2", "line 6", "conll.span"),
        ("B-s2", "s2", "line 6", "conll.mark"),
        ('"contents":["s3"]', '"contents":[3]', "line 4", "conll.comment"),
        ('"key":"f1",', "", "line 4", "conll.comment"),
        ('"cue":"s2"', '"cue":"s9"', "line 4", "frame.span_missing"),
        ("# frame", '# mention = {"key":"m","claim":"c"}\n# frame', "line 4", "conll.comment"),
        ("# frame", '# note = {"target":"s1"}\n# frame', "line 4", "conll.comment"),
    ],
)
def test_own_files_that_somebody_broke(cast: Cast, old: str, new: str, place: str, rule: str) -> None:
    assert frames_of(read_in(cast, OWN)[1]) == [{"source": "Maha", "cue": "said", "contents": ["no"]}]
    report, _found = read_in(cast, OWN.replace(old, new))
    assert (place, rule) in rules(report)


def test_a_file_of_nothing_is_refused_and_bytes_that_are_no_text_by_their_line(cast: Cast) -> None:
    with pytest.raises(DomainError) as refused:
        read_in(cast, "\n\n")
    assert refused.value.rule == "file.empty"
    assert next(one.error.rule for one in import_format("conll").read([b"\xff\n"]) if one.error) == "text.not_utf8"
    incoming = import_format("conll").read([b"\xff\xfe\n", PLAIN.encode()])
    report = import_records(actor=cast.actor("editor"), incoming=incoming)
    assert rules(report) == [("line 1", "text.not_utf8")]
    assert report.created["attribution"] == 2


WITHOUT_OFFSETS = """\
# global.columns = ID FORM SPANS
# newdoc id = x
# text = "Maha  said:\\nno."
# frame = {"key":"f1","source":"s1","cue":"s2","contents":["s3"]}
1\tMaha\tB-s1
2\tsaid\tB-s2
3\t:\tO
4\tno\tB-s3
5\t.\tO
"""


def test_without_offsets_the_forms_are_looked_for_one_after_another(cast: Cast) -> None:
    report, found = read_in(cast, WITHOUT_OFFSETS)
    assert rules(report) == []
    assert found[0].version.text == "Maha  said:\nno."
    assert frames_of(found) == [{"source": "Maha", "cue": "said", "contents": ["no"]}]


@pytest.mark.parametrize(
    ("old", "new", "refused"),
    [
        ("3\t:\tO\n", "3\t;\tO\n", [("line 7", "conll.form"), ("line 8", "conll.form"), ("line 9", "conll.form")]),
        ("3\t:\tO\n", "", [("line 7", "conll.form"), ("line 8", "conll.form")]),
    ],
    ids=["another form", "one that was left out"],
)
def test_a_form_that_does_not_come_next_is_refused_and_nothing_is_guessed(
    cast: Cast, old: str, new: str, refused: list[tuple[str, str]]
) -> None:
    """What stands between two forms may be white space alone, so no later «no» is taken for the one that is marked."""
    report, found = read_in(cast, WITHOUT_OFFSETS.replace(old, new))
    assert [one for one in rules(report) if one[1] == "conll.form"] == refused
    assert frames_of(found) == []  # its content is nowhere


def test_a_cell_that_is_no_text_alone_and_too_long_a_document(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotations.formats.conll_in.MAX_TOKENS", 6)
    report, found = read_in(cast, PLAIN)
    assert rules(report) == [("line 8", "conll.too_long"), ("line 9", "conll.too_long")]
    assert found[0].version.text == "Officials said talks failed .\nNobody"
