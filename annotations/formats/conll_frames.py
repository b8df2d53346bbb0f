"""From the marks of CoNLL's columns to spans and frames.

In Isnad's own files SPANS names the spans of each token, and comment lines the frames. Elsewhere the columns SOURCE,
CUE and CONTENT (or one column whose labels name the roles) are read as BIO. A number in a label ties what belongs to
one frame together (B-SOURCE-3, or B-3-SOURCE); without numbers a sentence holds one frame, or as many sources and
contents as cues, in their order. Whatever else would be a guess: it is refused, and its spans are kept.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from annotations.anchoring import Segment
from annotations.errors import DomainError, MalformedError, RuleBrokenError
from annotations.formats import roles
from annotations.formats.beside import notes_beside
from annotations.formats.foreign import (
    Fields,
    ForeignDocument,
    ForeignFrame,
    ForeignLayer,
    ForeignMention,
    ForeignNote,
    ForeignSpan,
    Refused,
)
from annotations.formats.offsets import Covered, OffsetUnit, converter, located, unit_of
from annotations.text import WHITE_SPACE

_LABEL = re.compile(r"([BIES])-(?:(\d+)-)?([^\W\d]+)(?:-(\d+))?")
_SPAN = re.compile(r"([BI])-([\w.-]+)")
_OUTSIDE = ("O", "_", "")
Own = dict[str, list[tuple[int, Any]]]


@dataclass(slots=True)
class Marks:
    """A document's tokens: (line, columns); `breaks` are the tokens before which a sentence begins."""

    text: str | None
    tokens: list[tuple[int, dict[str, str]]]
    breaks: set[int]
    own: Own


@dataclass(slots=True)
class _Marked:
    """A run of tokens with one label."""

    role: str
    number: str
    sentence: int
    line: int
    segments: list[Segment]


def framed(document: ForeignDocument, marks: Marks) -> None:
    """Fill the document from its marks. Raises DomainError where the text itself cannot be had."""
    places = _placed(document, marks)
    known: Fields = next((fields for _line, fields in marks.own.get("isnad", ())), {})
    document.article, document.version = _object(known, "article"), _object(known, "version")
    layer = ForeignLayer(_object(known, "layer"))
    layer.fields.pop("version", None)
    document.layers = [layer]
    if any("SPANS" in columns for _line, columns in marks.tokens) or marks.own.get("frame"):
        _own_spans(document, layer, marks, places, _object(known, "made"))
        _own_frames(document, layer, marks.own)
    else:
        _frames_of(document, layer, list(_runs(document, marks, places)))
    layer.notes += notes_beside(known.get("comments"), document.place)


def _placed(document: ForeignDocument, marks: Marks) -> list[Segment | None]:
    """Where each token stands in the text; without a text, the text is made of the tokens."""
    if document.text:
        return _located(document, marks)
    text = ""
    places: list[Segment | None] = []
    for number, (_line, columns) in enumerate(marks.tokens):
        if number in marks.breaks:
            text = text.rstrip(" ") + "\n"
        form = columns["FORM"]
        places.append((len(text), len(text) + len(form)))
        text += form if "SpaceAfter=No" in columns.get("MISC", "") else f"{form} "
    document.text = text.rstrip(" ")
    return places


def _located(document: ForeignDocument, marks: Marks) -> list[Segment | None]:
    """By START and END, in the unit in which they cover the forms; else by looking for the forms one after another."""
    if all("START" in columns and "END" in columns for _line, columns in marks.tokens):
        covered = [_covered(columns) for _line, columns in marks.tokens]
        unit = unit_of(document.text, [one for one in covered if one], (OffsetUnit.CODE_POINT, OffsetUnit.UTF16))
        convert = converter(document.text, unit)
        places: list[Segment | None] = []
        for (line, _columns), one in zip(marks.tokens, covered, strict=True):
            try:
                if one is None:
                    raise MalformedError("conll.offset", "START and END must be numbers")
                places += located(document.text, one, unit, convert)
            except DomainError as error:
                document.refused.append(Refused(f"line {line}", error))
                places.append(None)
        return places
    places, last = [], 0
    for line, columns in marks.tokens:
        start = document.text.find(columns["FORM"], last)
        if start < 0 or document.text[last:start].strip(WHITE_SPACE):
            other = RuleBrokenError("conll.form", f"{columns['FORM'][:60]!r} is not what comes next in the text")
            document.refused.append(Refused(f"line {line}", other))
            places.append(None)
        else:
            last = start + len(columns["FORM"])
            places.append((start, last))
    return places


def _covered(columns: dict[str, str]) -> Covered | None:
    start, end = columns["START"][:12], columns["END"][:12]
    return Covered([(int(start), int(end))], columns["FORM"]) if start.isdecimal() and end.isdecimal() else None


# Isnad's own files


def _own_spans(
    document: ForeignDocument, layer: ForeignLayer, marks: Marks, places: list[Segment | None], made: Fields
) -> None:
    spans: dict[str, ForeignSpan] = {}
    broken: set[str] = set()
    for (line, columns), place in zip(marks.tokens, places, strict=True):
        named = columns.get("SPANS", "_")
        for mark in named.split("|") if named not in _OUTSIDE else ():
            match = _SPAN.fullmatch(mark)
            if match is None:
                error = MalformedError("conll.mark", f"{mark[:60]!r} is no mark of a span")
                document.refused.append(Refused(f"line {line}", error))
                continue
            begins, key = match[1] == "B", match[2]
            span = spans.setdefault(key, ForeignSpan(key, [], f"line {line}", _object(made, key)))
            if place is None or not (begins or span.segments):
                broken.add(key)
            elif begins:
                span.segments.append(place)
            else:
                span.segments[-1] = (span.segments[-1][0], place[1])
    for key in sorted(broken):
        wrong = RuleBrokenError("conll.span", f"{key[:60]} has tokens that are not in the text, or no beginning")
        document.refused.append(Refused(spans.pop(key).place, wrong))
    layer.spans = list(spans.values())


def _own_frames(document: ForeignDocument, layer: ForeignLayer, own: Own) -> None:
    makers = {"frame": (_frame, layer.frames), "mention": (_mention, layer.mentions), "note": (_note, layer.notes)}
    for name, (make, into) in makers.items():
        for line, raw in own.get(name, ()):
            try:
                made: Any = make(raw, f"line {line}")
            except (KeyError, TypeError):
                error = MalformedError("conll.comment", f"this is no {name}")
                document.refused.append(Refused(f"line {line}", error))
                continue
            into.append(made)  # type: ignore[attr-defined]
    for frame in layer.frames:
        document.sources |= {uid: {"id": uid, "kind": "named_person", "name": uid} for uid in frame.speakers}
    for mention in layer.mentions:
        claim = {"id": mention.claim, "statement": mention.claim, "language": "und", "kind": "past_fact"}
        document.claims[mention.claim] = claim


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _frame(raw: Fields, place: str) -> ForeignFrame:
    frame = ForeignFrame(_text(raw["key"]), place, features=_object(raw, "features"), made=_object(raw, "made"))
    for role in ("source", "cue", "addressee", "channel", "parent", "antecedent"):
        if raw.get(role) is not None:
            setattr(frame, role, _text(raw[role]))
    frame.contents = [_text(one) for one in raw.get("contents", [])]
    frame.speakers = [_text(one) for one in raw.get("speakers", [])]
    return frame


def _mention(raw: Fields, place: str) -> ForeignMention:
    key, claim, target = (_text(raw[name]) for name in ("key", "claim", "target"))
    return ForeignMention(key, claim, target, place, made=_object(raw, "made"))


def _note(raw: Fields, place: str) -> ForeignNote:
    return ForeignNote(place, _text(raw["body"]), _text(raw["target"]), place, made=_object(raw, "made"))


def _object(known: Fields, name: str) -> Fields:
    value = known.get(name)
    return dict(value) if isinstance(value, dict) else {}


# Files of others


def _runs(document: ForeignDocument, marks: Marks, places: list[Segment | None]) -> Iterator[_Marked]:
    """The runs of tokens that are marked, column by column."""
    names = list(marks.tokens[0][1]) if marks.tokens else []
    unknown: set[str] = set()  # labels, each told once
    for name in names:
        if name in ("ID", "FORM", "START", "END", "MISC", "LEMMA"):
            continue
        run: _Marked | None = None
        sentence = 0
        for number, ((line, columns), place) in enumerate(zip(marks.tokens, places, strict=True)):
            sentence += number in marks.breaks
            label = columns[name]
            match = _LABEL.fullmatch(label)
            role = _role(match[3]) if match else None
            if match is None or role is None or place is None:
                if run:
                    yield run
                run = None
                if label not in _OUTSIDE and role is None:
                    error = _no_mark(label, match and match[3], unknown, in_role=_role(name) is not None)
                    document.refused += [Refused(f"line {line}", error)] if error else []
                continue
            key = match[2] or match[4] or ""
            if run and match[1] in "IE" and (run.role, run.number) == (role, key):
                run.segments[-1] = (run.segments[-1][0], place[1])
                continue
            if run:
                yield run
            run = _Marked(role, key, sentence, line, [place])
        if run:
            yield run


def _no_mark(label: str, word: str | None, told: set[str], *, in_role: bool) -> DomainError | None:
    """What is wrong with a mark that has no role; `told` are the labels whose fault is known."""
    if in_role:
        return MalformedError("conll.mark", f"{label[:60]!r} is no mark of a role in BIO")
    if word is None or word in told:
        return None
    told.add(word)
    return RuleBrokenError("label.unknown", f"{word[:60]!r} names no part of an attribution")


def _role(word: str) -> str | None:
    role = roles.role_of(word.split(":")[0])
    return "contents" if role == "content" else role


def _frames_of(document: ForeignDocument, layer: ForeignLayer, runs: list[_Marked]) -> None:
    groups: dict[tuple[int, str], list[_Marked]] = defaultdict(list)
    for run in runs:
        groups[(-1 if run.number else run.sentence, run.number)].append(run)
    for (sentence, number), members in groups.items():
        members.sort(key=lambda run: run.segments)
        name = f"frame{number or f'.{sentence}'}"
        if number:
            _one_frame(layer, name, _joined(members))
        elif all(sum(run.role == role for run in members) <= 1 for role in ("source", "cue")):
            _one_frame(layer, name, members)
        else:
            _paired(document, layer, name, members)


def _joined(members: list[_Marked]) -> list[_Marked]:
    """Of each role but the content one span, in as many pieces as there are runs."""
    found: dict[str, _Marked] = {}
    contents = []
    for run in members:
        if run.role == "contents":
            contents.append(run)
        elif run.role in found:
            found[run.role].segments += run.segments
        else:
            found[run.role] = run
    if len(contents) > 1:  # one content in pieces, as PARC has it
        contents[0].segments = [piece for run in contents for piece in run.segments]
    return [*found.values(), *contents[:1]]


def _paired(document: ForeignDocument, layer: ForeignLayer, name: str, members: list[_Marked]) -> None:
    by_role = {role: [run for run in members if run.role == role] for role in ("cue", "source", "contents")}
    number = len(by_role["cue"])
    others = [run for run in members if run.role not in by_role]
    if others or any(len(runs) not in (0, number) for runs in by_role.values()):
        detail = "several frames in one sentence, and nothing says what belongs together: the spans are kept"
        document.refused.append(Refused(f"line {members[0].line}", RuleBrokenError("conll.ambiguous", detail)))
        for run in members:
            layer.spans.append(ForeignSpan(f"{name}.{run.line}.{run.role}", run.segments, f"line {run.line}"))
        return
    for place in range(number):
        _one_frame(layer, f"{name}.{place}", [runs[place] for runs in by_role.values() if runs])


def _one_frame(layer: ForeignLayer, name: str, members: list[_Marked]) -> None:
    frame = ForeignFrame(name, f"line {members[0].line}")
    for place, run in enumerate(members):
        key = f"{name}.{run.role}{place}"
        layer.spans.append(ForeignSpan(key, run.segments, f"line {run.line}"))
        if run.role == "contents":
            frame.contents.append(key)
        else:
            setattr(frame, run.role, key)
    layer.frames.append(frame)
