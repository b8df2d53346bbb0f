"""Web Annotation in: Isnad's own document, record by record, and annotations that others made of texts here.

Those are anchored by their selectors: a position counts in the unit under which it covers the quote; a quote without a
position must stand at one place only, or stand out by its context. What stays ambiguous is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import count as counting
from typing import Any

from annotations.anchoring import QuoteSelector, Segment, Segments, locate, quote_of, read_segments
from annotations.corpus import Incoming, StoredText, is_uid, read_object, stored_text
from annotations.errors import DomainError, MalformedError, RuleBrokenError
from annotations.formats.derived_ids import derived_id
from annotations.formats.json_lists import ITEMS, members_of
from annotations.formats.offsets import Covered, OffsetUnit, clean_segments, converter, fits
from annotations.models import Workspace

NAME = "web-annotation"
LISTS = {"sources": "source", "articles": "article", "versions": "version", "layers": "layer", "claims": "claim"}
_CAPITAL = re.compile("[A-Z]")
_URN = "urn:uuid:"
_ROLES = ("source", "cue", "addressee", "channel")
_UNITS = (OffsetUnit.CODE_POINT, OffsetUnit.UTF16)
Fields = dict[str, Any]


def read(pieces: Iterable[bytes]) -> Iterator[Incoming]:
    """The records of the document; raises what `members_of` raises, `json.malformed` for the rest of it, and
    `annotation.none` where it has none of the lists and is no annotation itself.
    """
    numbers = counting(1)
    listed = False
    places = {name: counting(0) for name in (*LISTS, ITEMS)}
    for name, raw in members_of(pieces, LISTS):
        if not name:
            yield from _whole(raw, numbers, listed=listed)
            continue
        listed = True
        place = f"{name}[{next(places[name])}]"
        try:
            member = read_object(raw)
            if name == ITEMS:
                yield from _annotation(member, place, numbers)
            else:
                noun = LISTS[name]
                yield Incoming(next(numbers), noun, _resource(noun, member), place=place)
        except DomainError as error:
            yield Incoming(next(numbers), "", {}, error, place=place)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError):
            yield Incoming(next(numbers), "", {}, _malformed(), place=place)


def _malformed() -> MalformedError:
    return MalformedError("annotation.malformed", "this is not as the Web Annotation model has it")


def _whole(raw: bytes, numbers: Iterator[int], *, listed: bool) -> Iterator[Incoming]:
    """What the file is besides its lists: a collection, a page, or one annotation by itself."""
    if raw.startswith(b"["):
        return
    outer = read_object(raw)
    kinds = outer.get("type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    if not listed and not any(kind in kinds for kind in ("Annotation", "AnnotationCollection", "AnnotationPage")):
        raise MalformedError("annotation.none", "this is no annotation, and no collection or page of any", field="type")
    if "Annotation" in kinds:
        try:
            yield from _annotation(outer, "annotation", numbers)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError):
            yield Incoming(next(numbers), "", {}, _malformed(), place="annotation")


# Isnad's own


def uid_of(iri: object) -> str | None:
    """The id in a urn:uuid: name; None for no name. Raises MalformedError `annotation.iri` for another one."""
    if iri is None:
        return None
    if not isinstance(iri, str) or not is_uid(iri.removeprefix(_URN)):
        raise MalformedError("annotation.iri", f"{str(iri)[:100]!r} is no urn:uuid: name")
    return iri.removeprefix(_URN)


def _snake(name: str) -> str:
    return _CAPITAL.sub(lambda letter: f"_{letter[0].lower()}", name)


def _made(member: Fields) -> Fields:
    made: Fields = {"created_by": (member.get("creator") or {}).get("nickname", "")}
    if "created" in member:
        made["created_at"] = member["created"]
    return made


def _resource(noun: str, member: Fields) -> Fields:
    left = ("id", "type", "creator", "created", "article", "version", "statements", "textDirection")
    fields: Fields = {"id": uid_of(member["id"])}
    fields |= {_snake(key): value for key, value in member.items() if key not in left}
    if noun == "version":
        return {**fields, "article": uid_of(member["article"]), "captured_by": _made(member)["created_by"]}
    fields |= _made(member)
    for key in ("copy_of", "overtaken_by"):
        if key in fields:
            fields[key] = uid_of(fields[key])
    if noun == "layer":
        fields["version"] = uid_of(member["version"])
    elif noun == "article":
        fields["direction"] = member["textDirection"]
    elif noun == "claim":
        statements = dict(member["statements"])
        fields["statement"] = statements.pop(member["language"])
        fields["translations"] = statements
        fields["polarity"] = fields.pop("claim_polarity")
        fields.setdefault("validity", "")  # what is empty is not written
    return fields


def _annotation(member: Fields, place: str, numbers: Iterator[int]) -> Iterator[Incoming]:
    """A record of ours, or an annotation that somebody else made."""
    motives = member.get("motivation", [])
    if isinstance(motives, str):
        motives = [motives]
    if "attributing" in motives:
        noun, fields = "attribution", _frame(member)
    elif "mentioning" in motives:
        noun, fields = "mention", _mention(member)
    elif "layer" in member:
        noun, fields = "span", _span(member)
    elif "targetType" in member:
        noun, fields = "comment", _comment(member)
    else:
        wanting = _Foreign(member, place, numbers).records
        yield Incoming(next(numbers), "", {}, place=place, wanting=wanting)
        return
    yield Incoming(next(numbers), noun, {"id": uid_of(member["id"]), **fields, **_made(member)}, place=place)


def _targets(member: Fields) -> list[Any]:
    target = member["target"]
    return list(target) if isinstance(target, list) else [target]


def _span(member: Fields) -> Fields:
    targets = [(_selectors(target), target["source"]) for target in _targets(member)]
    quotes = [selectors["TextQuoteSelector"] for selectors, _source in targets]
    positions = [selectors["TextPositionSelector"] for selectors, _source in targets]
    return {
        "version": uid_of(targets[0][1]),
        "layer": uid_of(member["layer"]),
        "segments": [[position["start"], position["end"]] for position in positions],
        "quote": {
            "exact": " ".join(quote["exact"] for quote in quotes),
            "prefix": quotes[0].get("prefix", ""),
            "suffix": quotes[-1].get("suffix", ""),
        },
        "carried_from": uid_of(member.get("carriedFrom")),
    }


def _selectors(target: Fields) -> dict[str, Fields]:
    """The selectors of a target by their type; of several alternatives of one type the first."""
    found: dict[str, Fields] = {}
    given = target.get("selector") or []
    waiting = list(given) if isinstance(given, list) else [given]
    while waiting:
        one = waiting.pop(0)
        found.setdefault(str(one["type"]), one)
        refined = one.get("refinedBy")
        waiting += refined if isinstance(refined, list) else [refined] if refined else []
    return found


def _frame(member: Fields) -> Fields:
    body = member["body"]
    parts: Fields = {"contents": []}
    version: str | None = None
    for target in _targets(member):
        uid, role = uid_of(target["source"]), target["role"]
        if role == "content":
            parts["contents"].append(uid)
        elif role in _ROLES:
            parts[role] = uid
        else:
            raise MalformedError("annotation.role", f"{str(role)[:60]} is no role of a frame")
    version = uid_of(member["version"])
    named = {key: uid_of(body.get(key)) for key in ("parent", "antecedent", "cites")}
    features = {key: body.get(camel, "") for key, camel in (("resolution", "resolution"), ("cue_kind", "cueKind"))}
    features |= {key: body.get(key, "") for key in ("attitude", "quotation")}
    speakers = [uid_of(one) for one in body.get("speakers", [])]
    return {"version": version, "layer": uid_of(member["layer"]), **parts, **named, "speakers": speakers, **features}


def _mention(member: Fields) -> Fields:
    fields = {"claim": uid_of(member["body"]["id"]), member["targetType"]: uid_of(member["target"])}
    return fields | {key: member[key] for key in ("polarity", "credibility") if key in member}


def _comment(member: Fields) -> Fields:
    return {
        "target": uid_of(member["target"]), "target_type": member["targetType"], "body": member["body"]["value"],
        "resolved": member.get("resolved", False), "resolved_by": member.get("resolvedBy", ""),
    }  # fmt: skip


# Annotations of others


class _Foreign:
    """One annotation that somebody else made: a span in the shared layer of the text, and its words as comments."""

    def __init__(self, member: Fields, place: str, numbers: Iterator[int]) -> None:
        self.member = member
        self.place = place
        self.numbers = numbers

    def records(self, workspace: Workspace) -> Iterator[Incoming]:
        try:
            yield from self._records(workspace)
        except DomainError as error:
            yield self._told(error)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError):
            yield self._told(_malformed())

    def _told(self, error: DomainError, *, adjusted: bool = False) -> Incoming:
        return Incoming(next(self.numbers), "", {}, error, self.place, adjusted)

    def _records(self, workspace: Workspace) -> Iterator[Incoming]:
        targets = [target if isinstance(target, dict) else {"source": target} for target in _targets(self.member)]
        sources = {str(target["source"]) for target in targets}
        if len(sources) > 1:
            raise RuleBrokenError("annotation.several_texts", "its targets lie in more than one text")
        found = stored_text(workspace, sources.pop())
        selected = [_anchored(found.text, target) for target in targets if target.get("selector")]
        uid = self._uid()
        target, noun = found.version, "version"
        if selected:
            segments, trimmed = clean_segments(found.text, selected)
            if trimmed:
                yield self._told(trimmed, adjusted=True)
            yield Incoming(next(self.numbers), "span", self._span(uid, found, segments), place=self.place)
            target, noun = uid, "span"
        for number, body in enumerate(self._bodies()):
            own = derived_id(NAME, "comment", uid, str(number), body)
            fields = {"id": own, "target": target, "target_type": noun, "body": body, **self._author()}
            yield Incoming(next(self.numbers), "comment", fields, place=self.place)

    def _uid(self) -> str:
        name = str(self.member.get("id") or repr(sorted(self.member.items(), key=str)))
        bare = name.removeprefix(_URN)
        return bare if is_uid(bare) else derived_id(NAME, "annotation", name)

    def _author(self) -> Fields:
        creator = self.member.get("creator")
        creator = creator[0] if isinstance(creator, list) and creator else creator
        name = (
            creator if isinstance(creator, str) else (creator or {}).get("nickname") or (creator or {}).get("name", "")
        )
        return {"created_by": str(name)[:150]}

    def _span(self, uid: str, found: StoredText, segments: Segments) -> Fields:
        quote = quote_of(found.text, segments)
        return {
            "id": uid, "version": found.version, "layer": found.layer, "segments": [list(one) for one in segments],
            "quote": {"exact": quote.exact, "prefix": quote.prefix, "suffix": quote.suffix}, **self._author(),
        }  # fmt: skip

    def _bodies(self) -> list[str]:
        """The words of its bodies."""
        given = self.member.get("bodyValue") or self.member.get("body") or []
        bodies = given if isinstance(given, list) else [given]
        words = [body if isinstance(body, str) else body.get("value") for body in bodies]
        return [word for word in words if isinstance(word, str) and word.strip()]


def _anchored(text: str, target: Fields) -> Segment:
    """Where the target lies. Raises RuleBrokenError `annotation.selector`, `.not_found` or `.ambiguous`."""
    selectors = _selectors(target)
    position, quote = selectors.get("TextPositionSelector"), selectors.get("TextQuoteSelector")
    if quote is None and position is None:
        raise RuleBrokenError("annotation.selector", f"no selector of a text is among: {', '.join(selectors)[:100]}")
    stated = None if position is None else (int(position["start"]), int(position["end"]))
    if quote is None:
        ((start, end),) = read_segments([stated], length=len(text))
        return start, end
    words = QuoteSelector(str(quote["exact"]), str(quote.get("prefix") or ""), str(quote.get("suffix") or ""))
    if stated is not None:
        for unit in _UNITS:
            convert = converter(text, unit)
            if fits(text, Covered([stated], words.exact), convert):
                return convert(stated[0]), convert(stated[1])
    found = locate(text, words, hint=None if stated is None else stated[0])
    if found is None:
        missing = words.exact not in text
        rule, why = ("not_found", "is not in the text") if missing else ("ambiguous", "stands at more than one place")
        raise RuleBrokenError(f"annotation.{rule}", f"{words.exact[:80]!r} {why}")
    return found
