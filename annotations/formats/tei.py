"""TEI P5: a teiCorpus of one TEI a version, its annotations in standOff; docs/formats.md describes it.

Spans point into the text by string-range, which counts code points here; frames are relations of spans, and
whatever else relates two things is a relation too. Written, not read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_noop as _

from annotations.corpus import (
    AttributionRecord,
    CommentRecord,
    Document,
    MarkedLayer,
    Selection,
    SpanRecord,
    count,
    documents,
    lines,
    snapshot,
)
from annotations.formats.beside import BESIDE, IN_DOCUMENTS, compact, fields_of
from annotations.formats.export import in_pieces
from annotations.formats.header import header_of
from annotations.formats.losses import Losses
from annotations.formats.tei_markup import content, element, pointer, tag, unwritable

NAME = "tei"
VERSION = 1
TEI = "http://www.tei-c.org/ns/1.0"
LOSSES = {
    "character": _(
        "XML has no place for some control characters: U+FFFD stands for each of them, so that offsets stay"
    ),
    "cites": _("which article the source of a frame repeats is left out"),
    "made": _("who made a span, a frame or another record, and when, is left out"),
    **{noun: _("this format has no place for these records") for noun in BESIDE if noun not in ("source", "claim")},
}
_PEOPLE = ("named_person", "anonymous_person")
_WORKS = ("document", "social_media_post")
_FEATURES = ("resolution", "cue_kind", "attitude", "quotation")
_CLAIM = (
    "kind", "certainty", "polarity", "workflow", "validity", "validity_stated", "horizon", "recheck_at", "translations",
)  # fmt: skip
_MADE = ("id", "created_by", "created_at")


class Tei:
    """Writes TEI P5."""

    name = NAME
    media_type = "application/tei+xml"
    suffix = ".tei.xml"
    losses: Mapping[str, str] = LOSSES

    def export(self, selection: Selection) -> Iterator[bytes]:
        """The file in pieces. One document is in memory at a time."""
        return in_pieces(part.encode() for part in _corpus(selection))


def _corpus(selection: Selection) -> Iterator[str]:
    losses = Losses(LOSSES)
    with snapshot():
        counts = count(selection)
        header = header_of(selection, counts, name=NAME, version=VERSION)
        yield f'<?xml version="1.0" encoding="UTF-8"?>\n<teiCorpus xmlns="{TEI}">\n'
        yield _corpus_header(header)
        yield from _registry(selection)
        empty = True
        for document in documents(selection):
            empty = False
            yield from _text(document, losses)
        if empty:
            yield _nothing()
        for noun in BESIDE:
            if noun in LOSSES:
                losses.lose(noun, number=counts[noun])
        losses.lose("made", number=sum(counts.values()) - counts["version"])
        told = compact(losses.report()).replace("?>", "?\\u003e")
        yield f"</teiCorpus>\n<?isnad-loss {told}?>\n"


def _corpus_header(header: dict[str, Any]) -> str:
    measures = "".join(element("measure", unit=noun, quantity=str(number)) for noun, number in header["counts"].items())
    return (
        f"<teiHeader><fileDesc><titleStmt>{element('title', 'Isnad: ' + header['workspace'])}</titleStmt>"
        f"<extent>{measures}</extent><publicationStmt>{element('publisher', header['workspace'])}"
        f"{element('date', header['known_at'], when=header['known_at'])}</publicationStmt>"
        "<sourceDesc><p>Each text names its own source.</p></sourceDesc></fileDesc>"
        "<encodingDesc><p>string-range(TEXT, OFFSET, LENGTH, …) counts Unicode code points of the ab element's"
        f" characters, from 0.</p>{element('p', compact(header), n='header')}</encodingDesc></teiHeader>\n"
    )


def _nothing() -> str:
    """A corpus needs a text."""
    head = "<fileDesc><titleStmt><title/></titleStmt><publicationStmt><p/></publicationStmt>"
    head += "<sourceDesc><p/></sourceDesc></fileDesc>"
    return f"<TEI><teiHeader>{head}</teiHeader><text><body><p/></body></text></TEI>\n"


# Sources, claims and what is said of them


def _registry(selection: Selection) -> Iterator[str]:
    parts = [
        _wrapped("listPerson", {}, (_person(one) for one in _records(selection, "source") if one["kind"] in _PEOPLE)),
        _wrapped("listOrg", {}, (_organisation(one) for one in _records(selection, "source") if _is_group(one))),
        _wrapped("listBibl", {}, (_work(one) for one in _records(selection, "source") if one["kind"] in _WORKS)),
        _wrapped("list", {"type": "claims"}, (_claim(one) for one in _records(selection, "claim"))),
        (_features("claim", one, _CLAIM) for one in _records(selection, "claim")),
        (_loose_comment(one) for one in _records(selection, "comment") if one["target_type"] not in IN_DOCUMENTS),
    ]
    yield from _wrapped("standOff", {"type": "registry"}, (part for one in parts for part in one))


def _records(selection: Selection, noun: str) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in lines(selection, noun))


def _wrapped(name: str, attributes: dict[str, str | None], parts: Iterable[str]) -> Iterator[str]:
    """The parts within an element, if there are any: TEI has no empty lists."""
    begun = False
    for part in parts:
        if not begun:
            yield tag(name, attributes)
        begun = True
        yield part
    if begun:
        yield f"</{name}>\n"


def _is_group(source: dict[str, Any]) -> bool:
    return source["kind"] not in (*_PEOPLE, *_WORKS)


def _notes(record: Mapping[str, Any], *left_out: str) -> str:
    """What TEI has no element for, each as a note of its own type."""
    notes = []
    for name, value in record.items():
        if name not in ("type", *_MADE, *left_out) and value not in (None, "", [], {}):
            shown = value if isinstance(value, str) else compact(value)
            notes.append(element("note", shown, type=name))
    return "".join(notes)


def _person(one: dict[str, Any]) -> str:
    name = element("persName", one["name"]) if one["name"] else ""
    head = tag("person", {"xml:id": f"source-{one['id']}", "role": one["kind"]})
    return f"{head}{name}{_notes(one, 'name', 'kind')}</person>"


def _organisation(one: dict[str, Any]) -> str:
    head = tag("org", {"xml:id": f"source-{one['id']}", "role": one["kind"]})
    return f"{head}{element('orgName', one['name'] or one['descriptor'])}{_notes(one, 'name', 'kind')}</org>"


def _work(one: dict[str, Any]) -> str:
    head = tag("bibl", {"xml:id": f"source-{one['id']}", "type": one["kind"]})
    return f"{head}{element('title', one['name'] or one['descriptor'])}{_notes(one, 'name', 'kind')}</bibl>"


def _claim(one: dict[str, Any]) -> str:
    return element("item", one["statement"], xml_id=f"claim-{one['id']}", xml_lang=one["language"])


def _features(noun: str, record: Mapping[str, Any], names: Iterable[str]) -> str:
    """A feature structure of what has a value; its `corresp` names the object."""
    parts = []
    for name in names:
        value = record.get(name)
        if value not in (None, "", {}, []):
            shown = element("string", value if isinstance(value, str) else compact(value))
            parts.append(f"{tag('f', {'name': name})}{shown}</f>")
    head = {"xml:id": f"features-{record['id']}", "type": noun, "corresp": pointer(noun, record["id"])}
    return f"{tag('fs', head)}{''.join(parts)}</fs>"


def _loose_comment(one: dict[str, Any]) -> str:
    return _note(one["id"], one["target_type"], one["target"], one["body"], resolved=one["resolved"])


def _note(uid: str, noun: str, target: str, body: str, *, resolved: bool) -> str:
    noun = {"attribution": "frame", "article": "version"}.get(noun, noun)
    subtype = "resolved" if resolved else None
    return element("note", body, xml_id=f"comment-{uid}", type="comment", subtype=subtype, target=pointer(noun, target))


# A text and its layers


def _text(document: Document, losses: Losses) -> Iterator[str]:
    article, version = document.article, document.version
    if number := unwritable(version.text):
        losses.lose("character", version.id, number=number)
    yield tag("TEI", {"xml:id": f"version-{version.id}", "xml:lang": article.language}) + "\n"
    yield _text_header(document)
    for layer in document.layers:
        yield from _layer(document, layer)
        for frame in layer.attributions.values():
            if frame.cites:
                losses.lose("cites", frame.id)
    if document.comments:
        yield "<standOff>"
        for one in document.comments.values():
            yield _note(one.id, "version", version.id, one.body, resolved=one.resolved)
        yield "</standOff>\n"
    shown = content(version.text).replace("\n", "\n<lb/>")
    name = tag("ab", {"xml:id": f"text-{version.id}", "xml:space": "preserve"})
    yield f"<text><body>{name}{shown}</ab></body></text></TEI>\n"


def _text_header(document: Document) -> str:
    article, version = document.article, document.version
    date = element("date", article.published_at, when=article.published_at) if article.published_at else ""
    address = element("idno", article.url, type="URI") if article.url else ""
    known = {**fields_of(article), "article": article.id}
    notes = _notes(known, "title", "language", "outlet", "url", "published_at", "created_by", "created_at")
    notes += _notes(fields_of(version, "text", "sha256", "article"))
    return (
        f"<teiHeader><fileDesc><titleStmt>{element('title', article.title)}</titleStmt><publicationStmt>"
        f"{element('publisher', article.outlet or 'unknown')}{date}{element('idno', version.sha256, type='sha256')}"
        f"{address}</publicationStmt><notesStmt>{notes}</notesStmt><sourceDesc>"
        f"{element('bibl', article.title)}</sourceDesc></fileDesc><profileDesc><langUsage>"
        f"{element('language', ident=article.language)}</langUsage></profileDesc></teiHeader>\n"
    )


def _layer(document: Document, layer: MarkedLayer) -> Iterator[str]:
    head = {
        "xml:id": f"layer-{layer.layer.id}", "type": layer.layer.kind, "n": layer.layer.annotator or None,
        "subtype": None,
    }  # fmt: skip
    yield tag("standOff", head)
    yield tag("spanGrp", {"type": "span", "n": layer.layer.name or None})
    for span in layer.spans.values():
        yield _span(document, span)
    yield "</spanGrp>\n"
    yield from _wrapped("listRelation", {"type": "attribution"}, _relations(layer))
    for frame in layer.attributions.values():
        yield _features("frame", fields_of(frame), _FEATURES)
    for one in layer.comments.values():
        yield _layer_note(one)
    yield "</standOff>\n"


def _layer_note(one: CommentRecord) -> str:
    return _note(one.id, one.target_type, one.target, one.body, resolved=one.resolved)


def _span(document: Document, span: SpanRecord) -> str:
    """Its content is the quote; its target the place."""
    ranges = ",".join(f"{start},{end - start}" for start, end in span.segments)
    return element(
        "span", span.quote["exact"], xml_id=f"span-{span.id}",
        target=f"#string-range(text-{document.version.id},{ranges})", prev=pointer("span", span.carried_from),
    )  # fmt: skip


def _relations(layer: MarkedLayer) -> Iterator[str]:
    for frame in layer.attributions.values():
        yield from _frame(layer, frame)
    for mention in layer.mentions.values():
        active = pointer("frame", mention.attribution) or pointer("span", mention.span)
        graded = None if mention.credibility is None else f"credibility-{mention.credibility}"
        yield element(
            "relation", xml_id=f"mention-{mention.id}", name="mention", type=mention.polarity, subtype=graded,
            active=active, passive=pointer("claim", mention.claim),
        )  # fmt: skip


def _frame(layer: MarkedLayer, frame: AttributionRecord) -> Iterator[str]:
    contents = " ".join(f"#span-{uid}" for uid in frame.contents) or None
    yield element(
        "relation", xml_id=f"frame-{frame.id}", name="attribution", active=pointer("span", frame.source),
        passive=contents, ana=f"#features-{frame.id}",
    )  # fmt: skip
    own = pointer("frame", frame.id)
    antecedent = "frame" if frame.antecedent in layer.attributions else "span"
    parts = [
        *((role, pointer("span", getattr(frame, role))) for role in ("cue", "addressee", "channel")),
        ("parent", pointer("frame", frame.parent)),
        ("antecedent", pointer(antecedent, frame.antecedent)),
        *(("speaker", pointer("source", uid)) for uid in frame.speakers),
    ]
    for name, named in parts:
        if named:
            yield element("relation", name=name, active=own, passive=named)
