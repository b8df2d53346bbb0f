"""Web Annotation in: what others annotated is anchored where it belongs, or refused where that cannot be said."""

from __future__ import annotations

import json
from typing import Any

import pytest

from annotations.actions import ImportReport, edit_article, import_records
from annotations.anchoring import Utf16Map
from annotations.corpus import select
from annotations.errors import MalformedError
from annotations.formats import export_format, import_format
from annotations.models import ArticleVersion, Comment, Span
from tests.cast import Cast, find_span, make_article, make_frame

TEXT = "👍🏽 Officials said no. Later officials said no more.\nThe end"
PAGE = "https://news.example/a"
NAME = "http://example.org/anno1"


@pytest.fixture
def version(cast: Cast) -> ArticleVersion:
    return make_article(cast.actor("editor"), TEXT, url=PAGE)


def anno(selector: Any, **more: Any) -> dict[str, Any]:
    target = {"source": PAGE, "selector": selector}
    return {"@context": "http://www.w3.org/ns/anno.jsonld", "id": NAME, "type": "Annotation", "target": target, **more}


def quote(exact: str, prefix: str = "", suffix: str = "") -> dict[str, str]:
    return {"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix}


def position(start: int, end: int) -> dict[str, Any]:
    return {"type": "TextPositionSelector", "start": start, "end": end}


def read_in(cast: Cast, document: Any) -> ImportReport:
    file = json.dumps(document).encode()
    pieces = [file[at : at + 50] for at in range(0, len(file), 50)]
    return import_records(actor=cast.actor("editor"), incoming=import_format("web-annotation").read(pieces))


def rules(report: ImportReport) -> list[tuple[str, str]]:
    return [(one.place, one.rule) for one in report.refused]


LATER = TEXT.index("officials")
PLACED = {
    "quote": (quote("Later"), "Later", TEXT.index("Later")),
    "quote with context": (quote("said no", "Later officials ", " more"), "said no", TEXT.index("said no more")),
    "code points": ([position(LATER, LATER + 9), quote("officials")], "officials", LATER),
    "UTF-16": (
        [position(*(Utf16Map(TEXT).to_utf16(place) for place in (LATER, LATER + 9))), quote("officials")],
        "officials", LATER,
    ),
    "a wrong position beside a quote": ([position(0, 2), quote("Later")], "Later", TEXT.index("Later")),
    "a position alone": (position(LATER, LATER + 9), "officials", LATER),
    "refined": ({"type": "FragmentSelector", "value": "p1", "refinedBy": quote("Later")}, "Later", TEXT.index("Later")),
    "white space at the edges": (quote(" Later "), "Later", TEXT.index("Later")),
}  # fmt: skip


@pytest.mark.parametrize("case", PLACED)
def test_annotations_are_anchored_by_their_selectors(cast: Cast, version: ArticleVersion, case: str) -> None:
    selector, exact, start = PLACED[case]
    report = read_in(cast, anno(selector, bodyValue="sure?", creator={"type": "Person", "name": "Maha"}))
    assert rules(report) == []
    span = Span.objects.get()
    assert (span.exact, span.segments[0], span.created_by) == (exact, start, "Maha")
    assert (span.version_id, span.layer.kind) == (version.pk, "shared")
    comment = Comment.objects.get()
    assert (comment.body, comment.target) == ("sure?", span.uid)
    again = read_in(cast, anno(selector, bodyValue="sure?", creator={"type": "Person", "name": "Maha"}))
    assert (again.created.total(), again.unchanged.total()) == (0, 2)


REFUSED = {
    "annotation.ambiguous": anno(quote("said no")),
    "annotation.not_found": anno(quote("said yes")),
    "annotation.selector": anno({"type": "CssSelector", "value": "#p1"}),
    "span.out_of_text": anno(position(5, 5000)),
    "span.empty": anno(position(5, 5)),
    "span.splits_grapheme": anno(position(0, 1)),
    "version.missing": {**anno(quote("Later")), "target": {"source": "https://other.example", "selector": quote("x")}},
    "annotation.several_texts": {**anno(quote("Later")), "target": [PAGE, "https://other.example"]},
    "annotation.malformed": {**anno(quote("Later")), "target": {"selector": 3}},
    "annotation.iri": {**anno(quote("Later")), "layer": "http://layer.example", "target": []},
}


@pytest.mark.parametrize("rule", REFUSED)
def test_what_cannot_be_placed_is_refused_and_the_rest_goes_in(cast: Cast, version: ArticleVersion, rule: str) -> None:
    good = {**anno(quote("Later")), "id": "http://example.org/anno2"}
    report = read_in(cast, {"type": "AnnotationPage", "items": [REFUSED[rule], good, 3]})
    found = rules(report)
    assert found[0][0] == "items[0]"
    assert found[0][1] in (rule, "annotation.malformed")
    assert found[1] == ("items[2]", "json.not_object")
    assert Span.objects.get().exact == "Later"


def test_a_list_several_pieces_and_notes_on_a_whole_text(cast: Cast, version: ArticleVersion) -> None:
    pieces = [{"source": f"urn:uuid:{version.uid}", "selector": quote(words)} for words in ("The end", "Later")]
    whole = {"type": "Annotation", "id": "x:2", "target": PAGE, "body": {"type": "TextualBody", "value": "long"}}
    report = read_in(cast, [{"type": "Annotation", "id": "x:1", "target": pieces, "body": []}, whole])
    assert rules(report) == []
    assert Span.objects.get().exact == "Later The end"
    assert (Comment.objects.get().target_type, Comment.objects.get().target) == ("version", version.uid)


def test_an_address_of_two_articles_is_ambiguous(cast: Cast, version: ArticleVersion) -> None:
    actor = cast.actor("editor")
    other = make_article(actor, "Another")
    edit_article(actor=actor, article=other.article, expected=None, url=PAGE)
    assert rules(read_in(cast, anno(quote("Later")))) == [("annotation", "article.ambiguous")]


def test_texts_of_another_workspace_are_none_of_ours(cast: Cast) -> None:
    elsewhere = make_article(cast.actor("stranger"), TEXT, url=PAGE)
    target = {"source": f"urn:uuid:{elsewhere.uid}", "selector": quote("Later")}
    assert rules(read_in(cast, {**anno(None), "target": target})) == [("annotation", "version.missing")]


@pytest.mark.parametrize("document", [{"text": "He said so."}, {"type": ["Note", {}]}, {"@graph": []}, {}])
def test_what_holds_no_annotations_is_refused_as_a_whole(cast: Cast, document: dict[str, Any]) -> None:
    with pytest.raises(MalformedError) as refused:
        read_in(cast, document)
    assert refused.value.rule == "annotation.none"
    assert read_in(cast, {"type": "AnnotationPage"}).refused == []


def test_own_files_that_somebody_broke(cast: Cast, version: ArticleVersion) -> None:
    actor = cast.actor("editor")
    make_frame(
        actor, version, source=find_span(actor, version, "Officials"), contents=(find_span(actor, version, "no"),)
    )
    document = json.loads(b"".join(export_format("web-annotation").export(select(workspace=cast.workspace))))
    assert read_in(cast, document).unchanged.total() == 6
    items = document["first"]["items"]
    items[0]["target"]["source"] = "x"
    items[-1]["target"][0]["role"] = "hat"
    del document["versions"][0]["article"]
    assert rules(read_in(cast, document))[:3] == [
        ("versions[0]", "annotation.malformed"), ("items[0]", "annotation.iri"), ("items[2]", "annotation.role"),
    ]  # fmt: skip
