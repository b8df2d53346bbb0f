"""What a foreign document becomes: records with ids that stay, and what is wrong refused at its place."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from annotations.actions import ImportReport, import_records
from annotations.corpus import Document, documents, select, snapshot
from annotations.errors import MalformedError
from annotations.formats.building import Builder
from annotations.formats.derived_ids import derived_id
from annotations.formats.foreign import (
    ForeignDocument,
    ForeignFrame,
    ForeignLayer,
    ForeignMention,
    ForeignNote,
    ForeignSpan,
    Refused,
)
from tests.cast import Cast

TEXT = "قال مسؤول للوكالة أمس إن واشنطن حذرت من أنها ستغلق السفارة\nثم صمت"


def at(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


def span(key: str, *segments: tuple[int, int], **made: Any) -> ForeignSpan:
    return ForeignSpan(key, list(segments), f"a.ann:{key}", made)


def layer(**more: Any) -> ForeignLayer:
    spans = [
        span("T1", at("مسؤول")), span("T2", at("قال")), span("T3", at("إن واشنطن حذرت من أنها ستغلق السفارة")),
        span("T4", at("واشنطن")), span("T5", at("حذرت")), span("T6", at("أنها ستغلق السفارة")),
        span("T7", at("للوكالة")),
    ]  # fmt: skip
    frames = [
        ForeignFrame("E1", "a.ann:E1", source="T1", cue="T2", contents=["T3"], addressee="T7", speakers=["S1"],
                     features={"resolution": "explicit", "attitude": "assertion"}),
        ForeignFrame("E2", "a.ann:E2", source="T4", cue="T5", contents=["T6"], parent="E1", antecedent="T1"),
    ]  # fmt: skip
    return ForeignLayer({}, spans, frames, **more)


def document(**more: Any) -> ForeignDocument:
    fields: dict[str, Any] = {
        "layers": [layer()], "sources": {"S1": {"kind": "anonymous_person", "descriptor": "مسؤول"}}, **more,
    }  # fmt: skip
    return ForeignDocument("a", TEXT, "a.txt", **fields)


def taken(cast: Cast, *found: ForeignDocument) -> ImportReport:
    return import_records(actor=cast.actor("editor"), incoming=Builder("test").build(found))


def stored(cast: Cast) -> list[Document]:
    with snapshot():
        return list(documents(select(workspace=cast.workspace)))


def rules(report: ImportReport) -> list[tuple[str, str]]:
    return [(one.place, one.rule) for one in report.refused]


def adjusted(report: ImportReport) -> list[tuple[str, str]]:
    return [(one.place, one.rule) for one in report.adjusted]


def test_a_document_goes_in_whole(cast: Cast) -> None:
    mention = ForeignMention("N1", "C1", "E1", features={"polarity": "denies", "credibility": 2})
    notes = [ForeignNote("#1", "لماذا؟", "E2"), ForeignNote("#2", "whole"), ForeignNote("#3", "all", on_article=True)]
    claims = {"C1": {"statement": "P", "language": "en", "kind": "threat"}}
    whole = document(layers=[layer(mentions=[mention], notes=notes)], claims=claims)
    report = taken(cast, whole)
    assert (rules(report), adjusted(report)) == ([], [])
    (found,) = stored(cast)
    (marked,) = found.layers
    first, second = sorted(marked.attributions.values(), key=lambda one: one.parent is not None)
    words = {uid: one.quote["exact"] for uid, one in marked.spans.items()}
    assert (found.article.language, found.article.direction) == ("ar", "rtl")
    assert found.article.title == TEXT.split("\n")[0]
    assert (words[first.source or ""], words[first.addressee or ""]) == ("مسؤول", "للوكالة")
    assert (first.resolution, first.attitude, first.quotation) == ("explicit", "assertion", "indirect")
    assert (second.parent, words[second.antecedent or ""]) == (first.id, "مسؤول")
    assert [one.descriptor for one in found.sources.values()] == ["مسؤول"]
    assert [(one.polarity, one.credibility, one.attribution) for one in marked.mentions.values()] == [
        ("denies", 2, first.id)
    ]
    assert {one.target_type for one in found.comments.values()} == {"article", "version"}
    assert [one.target for one in marked.comments.values()] == [second.id]


def test_the_same_marks_of_a_text_twice_in_a_file_are_taken_once(cast: Cast) -> None:
    report = taken(cast, document(), replace(document(), place="b.txt"))
    assert report.created == taken(cast, document()).unchanged
    assert report.refused == []
    assert [(one.place, one.rule) for one in report.adjusted] == [("b.txt", "layer.told_twice")]


def test_other_marks_of_a_text_in_the_same_file_are_kept_beside_the_first(cast: Cast) -> None:
    """Some of them the same: who marked the text a second time meant all of it."""
    other = document(layers=[ForeignLayer({}, [span("T1", at("مسؤول")), span("T9", at("ثم"))])])
    found = [document(), other, other]
    report = taken(cast, *found)
    assert (report.refused, report.created["span"], report.created["layer"]) == ([], 9, 1)
    assert [one.rule for one in report.adjusted] == ["layer.told_twice"]
    assert taken(cast, *found).unchanged == report.created


def test_of_what_a_file_says_in_two_ways_the_first_is_taken_and_the_other_told(cast: Cast) -> None:
    """Who says less of it than before does not say otherwise."""
    known = {"id": derived_id("s")}
    told: list[dict[str, Any]] = [
        {**known, "kind": "named_person", "name": "Maha"}, {**known, "kind": "named_person", "name": "Mona"},
        {**known, "kind": "named_person", "name": "Maha"}, {**known, "kind": "document"},
    ]  # fmt: skip
    found = [document(sources={"S1": fields}) for fields in told]
    for number, one in enumerate(found):
        one.place, one.name, one.text = f"{number}.txt", str(number), f"{TEXT} {number}"
    found.append(replace(found[0], place="again.txt", article={"outlet": "The Herald"}))
    report = taken(cast, *found, replace(found[0], place="again.txt", version={"note": "x"}, layers=[]))
    assert (report.refused, report.created["source"]) == ([], 1)
    others = [one for one in report.adjusted if one.rule == "record.told_otherwise"]
    assert [(one.place, one.detail.split(known["id"])[0]) for one in others] == [
        ("1.txt", "the file said something else of the source ")
    ]
    assert {source.name for one in stored(cast) for source in one.sources.values()} == {"Maha"}


def test_the_same_document_again_changes_nothing(cast: Cast) -> None:
    first = taken(cast, document())
    again = taken(cast, document())
    assert again.created.total() == 0
    assert again.unchanged == first.created
    assert first.created["span"] == 7


def test_known_ids_and_authors_stay(cast: Cast) -> None:
    uid = derived_id("chosen")
    made = {"id": uid, "created_by": "maha", "created_at": "2020-01-01T00:00:00Z"}
    found = document(article={"id": uid, "title": "T", "language": "en", "direction": "ltr"})
    found.layers = [ForeignLayer({"kind": "independent", "annotator": "maha"}, [span("T1", at("أمس"), **made)])]
    assert rules(taken(cast, found)) == []
    (back,) = stored(cast)
    (own,) = [one for one in back.layers if one.layer.kind == "independent"]
    assert (back.article.id, back.article.title, own.layer.annotator) == (uid, "T", "maha")
    assert [(one.id, one.created_by) for one in own.spans.values()] == [(uid, "maha")]


def test_what_is_wrong_is_refused_at_its_place_and_the_rest_goes_in(cast: Cast) -> None:
    found = document()
    (marked,) = found.layers
    marked.spans += [
        span("T8", (0, 9999)), span("T9", (5, 5)), span("T10", (0, 3), (2, 6)), span("T1", at("أمس")),
    ]  # fmt: skip
    marked.frames += [
        ForeignFrame("E3", "a.ann:E3", cue="T8"),
        ForeignFrame("E4", "a.ann:E4"),
        ForeignFrame("E5", "a.ann:E5", source="T4", contents=["T3"]),
        ForeignFrame("E1", "a.ann:E1 again", cue="T2"),
    ]
    marked.notes = [ForeignNote("#1", "x", "T99", "a.ann:#1")]
    marked.mentions = [ForeignMention("N1", "C9", "E1", "a.ann:N1")]
    found.refused = [Refused("a.ann:7", MalformedError("brat.line", "no line of brat"))]
    report = taken(cast, found)
    assert rules(report) == [
        ("a.ann:7", "brat.line"),
        ("a.ann:T8", "span.out_of_text"),
        ("a.ann:T9", "span.empty"),
        ("a.ann:T10", "span.overlap"),
        ("a.ann:T1", "span.key_twice"),
        ("a.ann:E3", "frame.span_missing"),
        ("a.ann:E4", "frame.empty"),
        ("a.ann:E5", "frame.parts_overlap"),
        ("a.ann:E1 again", "frame.key_twice"),
        ("a.ann:N1", "mention.target_missing"),
        ("a.ann:#1", "comment.target_missing"),
    ]
    assert report.created["attribution"] == 2
    assert report.held_back.total() == 0


def test_an_id_stated_twice_is_refused_with_both_places(cast: Cast) -> None:
    """In one layer it is the later mark that is refused, the rest goes in."""
    uid = derived_id("x")
    found = document(layers=[layer(mentions=[], notes=[])], claims={"C1": {"statement": "P", "kind": "threat"}})
    found.claims["C1"]["language"] = "en"
    (marked,) = found.layers
    marked.spans += [span("T8", at("أمس"), id=uid), span("T9", at("ثم"), id=uid)]
    parts = (("E3", "T8"), ("E4", "T2"))
    marked.frames += [ForeignFrame(key, f"a.ann:{key}", cue=part, made={"id": uid}) for key, part in parts]
    marked.mentions += [ForeignMention(key, "C1", "E1", f"a.ann:{key}", made={"id": uid}) for key in ("N1", "N2")]
    marked.notes += [ForeignNote(key, "why?", "E1", f"a.ann:{key}", made={"id": uid}) for key in ("#1", "#2")]
    report = taken(cast, found)
    assert [(one.place, one.rule, one.detail) for one in report.refused] == [
        (place, "record.twice", f"another {noun} had the id {uid} before, at a.ann:{before}")
        for place, noun, before in (
            ("a.ann:T9", "span", "T8"), ("a.ann:E4", "attribution", "E3"), ("a.ann:N2", "mention", "N1"),
            ("a.ann:#2", "comment", "#1"),
        )
    ]  # fmt: skip
    assert (report.created["span"], report.created["attribution"], report.held_back.total()) == (8, 3, 0)


@pytest.mark.parametrize("of_one_article", [True, False])
def test_an_id_that_two_documents_state_is_refused_by_its_name(cast: Cast, *, of_one_article: bool) -> None:
    uid = derived_id("x")
    words = ("أمس", "ثم")
    pair = [document(layers=[ForeignLayer({}, [span(word, at(word), id=uid)])]) for word in words]
    pair[1].layers[0].spans[0].place = "b.ann:T1"
    if not of_one_article:
        pair[1].text, pair[1].name = f"{TEXT}.", "b"
    report = taken(cast, *pair)
    (one,) = report.refused
    assert one.rule == "record.twice"
    told = {
        "b.ann:T1": f"another span had the id {uid} before, at a.ann:أمس",
        "a.ann:أمس": f"another span has the id {uid} later, at b.ann:T1",
    }
    assert one.detail == told[one.place]
    if of_one_article:
        assert (one.place, report.held_back.total()) == ("b.ann:T1", 4)
    else:
        assert report.created["article"] == 1


def test_an_id_taken_by_the_workspace_alone_is_not_told_as_twice_in_the_file(cast: Cast) -> None:
    uid = derived_id("x")
    before, after = (document(layers=[ForeignLayer({}, [span("T1", at("أمس"), id=uid)])]) for _ in range(2))
    after.text, after.name = f"{TEXT}.", "b"
    taken(cast, before)
    assert [one.rule for one in taken(cast, after, replace(after, place="again.txt")).refused] == ["span.duplicate_id"]


def test_nor_where_the_other_refusal_is_beyond_those_that_are_listed(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotations.actions.import_report.MAX_LISTED", 1)
    uid = derived_id("x")
    before, *after = (document(layers=[ForeignLayer({}, [span("T1", at("أمس"), id=uid)])]) for _ in range(3))
    for number, one in enumerate(after):
        one.text, one.name = f"{TEXT} {number}", str(number)
    taken(cast, before)
    report = taken(cast, *after)
    assert (report.refused_total, [one.rule for one in report.refused]) == (2, ["span.duplicate_id"])


def test_remarks_in_two_articles_under_one_id_name_both_places(cast: Cast) -> None:
    """They are stored one by one, in the order of the file: the later one is refused."""
    made = {"id": derived_id("x")}
    pair = [
        ForeignDocument(name, f"{name} {TEXT}", f"{name}.txt", layers=[
            ForeignLayer({}, notes=[ForeignNote("#1", "why?", None, f"{name}.ann:#1", made=made)])
        ])
        for name in "ab"
    ]  # fmt: skip
    report = taken(cast, *pair)
    detail = f"another comment had the id {made['id']} before, at a.ann:#1"
    assert [(one.place, one.rule, one.detail) for one in report.refused] == [("b.ann:#1", "record.twice", detail)]
    assert (report.created["comment"], report.created["article"]) == (1, 2)


def test_what_can_be_made_to_fit_is_taken_in_and_told(cast: Cast) -> None:
    found = document()
    (marked,) = found.layers
    start, end = at("أمس")
    marked.spans += [span("T8", (start - 1, end + 1)), span("T9", at("قال"), at("للوكالة"))]
    marked.frames += [
        ForeignFrame("E3", "a.ann:E3", source="T8", parent="E1"),
        ForeignFrame("E4", "a.ann:E4", source="T1", cue="T9", features={"attitude": "bored"}),
        ForeignFrame("E5", "a.ann:E5", source="T1", parent="E77", antecedent="E78"),
    ]
    report = taken(cast, found)
    assert rules(report) == []
    assert adjusted(report) == [
        ("a.ann:T8", "span.edge_whitespace"),
        ("a.ann:E4", "frame.cue_not_contiguous"),
        ("a.ann:E3", "frame.child_outside_parent"),
        ("a.ann:E5", "frame.parent_missing"),
        ("a.ann:E4", "attribution.attitude"),
        ("a.ann:E5", "frame.antecedent_missing"),
    ]
    (back,) = stored(cast)
    exact = {one.quote["exact"] for one in back.layers[0].spans.values()}
    assert {"أمس", "قال للوكالة"} < exact
    cues = [back.layers[0].spans[one.cue].quote["exact"] for one in back.layers[0].attributions.values() if one.cue]
    assert sorted(cues) == sorted(["قال", "حذرت", "للوكالة"])


def test_frames_in_a_circle_or_too_deep_lose_their_parent(cast: Cast) -> None:
    whole = span("W", (0, len(TEXT)))
    circle = [ForeignFrame(f"E{n}", f"E{n}", contents=["W"], parent=f"E{(n + 1) % 3}") for n in range(3)]
    deep = [ForeignFrame(f"F{n}", f"F{n}", contents=["W"], parent=f"F{n - 1}" if n else None) for n in range(6)]
    report = taken(cast, document(layers=[ForeignLayer({}, [whole], circle + deep)]))
    assert rules(report) == []
    assert adjusted(report) == [("E0", "frame.too_deep"), ("F5", "frame.too_deep")]
    assert report.created["attribution"] == 9


def test_a_text_that_cannot_be_stored_is_refused_alone(cast: Cast) -> None:
    report = taken(
        cast, document(), replace(document(), name="b", place="b.txt", text="a\r\nb"),
        replace(document(), name="c", place="c.txt", text=" \n"),
        replace(document(), name="d", place="d.txt", error=MalformedError("text.not_utf8", "no")),
    )  # fmt: skip
    assert rules(report) == [
        ("b.txt", "text.carriage_return"), ("c.txt", "text.empty"), ("d.txt", "text.not_utf8"),
    ]  # fmt: skip
    assert report.created["version"] == 1


def test_one_version_may_come_in_several_documents_but_not_with_two_texts(cast: Cast) -> None:
    article = {"id": derived_id("x"), "title": "T", "language": "en", "direction": "ltr"}
    version = {"id": derived_id("y")}
    own = ForeignLayer({"kind": "independent", "annotator": "maha"}, [span("T1", at("أمس"))])
    parts = [document(article=article, version=version), document(article=article, version=version, layers=[own])]
    wrong = replace(parts[0], text="Another", place="b.txt")
    report = taken(cast, *parts, wrong)
    assert rules(report) == [("b.txt", "version.text_differs")]
    assert (report.created["article"], report.created["version"], report.created["layer"]) == (1, 1, 2)


def test_ids_differ_by_every_part_and_are_of_version_8() -> None:
    found = {derived_id("a", "b"), derived_id("ab"), derived_id("a", "b", ""), derived_id("b", "a")}
    assert len(found) == 4
    assert {UUID(one).version for one in found} == {8}


@pytest.mark.parametrize(
    ("text", "language", "direction"),
    [
        ("Talks failed", "und", "ltr"),
        ("فشلت المحادثات AFP", "ar", "rtl"),
        ("שלום עולם", "he", "rtl"),
        ("中文", "und", "ltr"),
        ("\x1c\x1f", "und", "ltr"),  # blank to Python alone
    ],
)
def test_language_and_direction_are_guessed(cast: Cast, text: str, language: str, direction: str) -> None:
    assert rules(taken(cast, ForeignDocument("a", text))) == []
    (found,) = stored(cast)
    assert (found.article.language, found.article.direction) == (language, direction)
