"""Isnad's own layers and records in a CAS, as they were written or as somebody edited them in a UIMA tool.

Spans and frames drawn there have no id yet, and no layer: they go into the shared one. So does everything where the
tool dropped the records and kept the layers: ids are mere names then. A frame's own extent is its cue, unless a link
names the cue or `anchor` says that it lies on another part.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from annotations.corpus import is_uid, read_json
from annotations.errors import DomainError, MalformedError, RuleBrokenError
from annotations.formats.cas import types
from annotations.formats.cas.places import Places
from annotations.formats.cas.replaced import Replacements, put_back
from annotations.formats.cas.structures import Ref, Refs, Structure, Value
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

_AUTHOR = ("created_by", "created_at")
_MADE = ("id", *_AUTHOR, "carried_from")
_FEATURES = ("resolution", "cue_kind", "attitude")
_NOUNS = {types.record_type(noun): noun for noun in types.RECORDS}
OWN_TYPES = frozenset({*_NOUNS, types.SPAN, types.ATTRIBUTION, types.NESTING, types.REPLACED}) | {
    types.link_of(role) for role in types.SLOTS
}


class OwnLayers:
    """Fills a document with what stands in the CAS under Isnad's own types."""

    def __init__(self, places: Places, replacements: Replacements, document: ForeignDocument) -> None:
        self.places = places
        self.structures = places.cas.structures
        self.replacements = replacements
        self.document = document
        self.layers: dict[str, ForeignLayer] = {}
        self.spans: dict[str, ForeignSpan] = {}
        self.span_of: dict[int, str] = {}  # key by structure
        self.frames: dict[int, ForeignFrame] = {}
        self.where: dict[str, ForeignLayer] = {}  # layer by the key of what is marked in it
        self.records: dict[str, list[tuple[Structure, Fields]]] = {noun: [] for noun in types.RECORDS}

    def fill(self) -> None:
        by_type: dict[str, list[Structure]] = {}
        for structure in self.structures.values():
            by_type.setdefault(structure.type, []).append(structure)
        for name, noun in _NOUNS.items():
            self.records[noun] = [
                (structure, fields)
                for structure in by_type.get(name, [])
                if (fields := self._record(noun, structure)) is not None
            ]
        self._take_records()
        for structure in sorted(by_type.get(types.SPAN, []), key=_piece):
            self._judge(structure, self._add_span)
        for structure in by_type.get(types.ATTRIBUTION, []):
            self._judge(structure, self._add_frame)
        for structure in by_type.get(types.NESTING, []):
            self._judge(structure, self._nest)
        self._say()
        self.document.layers += self.layers.values()

    def _refuse(self, structure: Structure, error: DomainError) -> None:
        self.document.refused.append(Refused(self.places.of(structure), error))

    def _judge(self, structure: Structure, take: Any) -> None:
        try:
            take(structure)
        except DomainError as error:
            self._refuse(structure, error)

    # Values

    def _text(self, structure: Structure, feature: str) -> str | None:
        value = structure.features.get(feature)
        if not isinstance(value, str):
            return None
        return put_back(value, self.replacements.get((structure.id, feature), []))

    def _made(self, structure: Structure) -> Fields:
        known = _MADE if self.document.version else _AUTHOR
        return {key: text for key in known if (text := self._text(structure, key))}

    def _record(self, noun: str, structure: Structure) -> Fields | None:
        """The fields of a plain record; None if it cannot be read."""
        fields: Fields = {}
        for key in types.record_features(noun):
            value: Any = structure.features.get(key)
            if isinstance(value, str):
                value = self._text(structure, key)
                if types.is_json(noun, key):
                    try:
                        value = read_json(value)
                    except DomainError:
                        detail = f"{key} must hold JSON"
                        self._refuse(structure, MalformedError("cas.record", detail, field=key))
                        return None
            if value is not None and not isinstance(value, (Ref, Refs)):
                fields[key] = value
        if not isinstance(fields.get("id"), str):
            self._refuse(structure, MalformedError("cas.record", f"the {noun} has no id", field="id"))
            return None
        return fields

    def _take_records(self) -> None:
        for noun, kept in (("article", self.document.article), ("version", self.document.version)):
            for structure, fields in self.records[noun]:
                if kept:
                    self._refuse(structure, RuleBrokenError("cas.record", f"a CAS holds one {noun}"))
                else:
                    kept.update(fields)
        for noun, many in (("source", self.document.sources), ("claim", self.document.claims)):
            many.update({fields["id"]: fields for _structure, fields in self.records[noun]})
        for _structure, fields in self.records["layer"]:
            self.layers[fields["id"]] = ForeignLayer({key: value for key, value in fields.items() if key != "version"})

    def _layer(self, structure: Structure) -> ForeignLayer:
        """The layer that it names, or the shared one."""
        name = (self._text(structure, "layer") or "") if self.document.version else ""
        if name and name not in self.layers:
            raise RuleBrokenError("cas.layer", f"the CAS holds no layer {name[:100]}", field="layer")
        if not name:
            shared = next((one for one in self.layers.values() if one.fields.get("kind") == "shared"), None)
            return shared or self.layers.setdefault("", ForeignLayer())
        return self.layers[name]

    # Spans and frames

    def _add_span(self, structure: Structure) -> None:
        layer = self._layer(structure)
        key = self._text(structure, "id") or f"#{structure.id}"
        segment = self.places.segment(structure)
        span = self.spans.get(key)
        if span is None:
            made = self._made(structure)
            if not is_uid(key):  # a name that somebody gave to the pieces of one span
                made.pop("id", None)
            span = self.spans[key] = ForeignSpan(key, [], self.places.of(structure), made)
            layer.spans.append(span)
            self.where[key] = layer
        elif self.where[key] is not layer:
            raise RuleBrokenError("cas.layer", "the pieces of a span lie in one layer", field="layer")
        span.segments.append(segment)
        self.span_of[structure.id] = key

    def _add_frame(self, structure: Structure) -> None:
        layer = self._layer(structure)
        key = self._text(structure, "id") or f"#{structure.id}"
        if key in self.where:
            raise RuleBrokenError("frame.key_twice", f"something else is called {key[:100]}", field="id")
        frame = ForeignFrame(key, self.places.of(structure), made=self._made(structure))
        for role, slot in types.SLOTS.items():
            keys = list(dict.fromkeys(self._linked(structure, slot)))
            if role == "content":
                frame.contents = keys
            elif keys:
                setattr(frame, role, self._joined(layer, keys))
        if frame.cue is None and self._text(structure, "anchor") in (None, "", "cue"):
            frame.cue = self._extent(layer, structure)
        frame.antecedent = self._text(structure, "antecedent") or None
        if cited := self._text(structure, "cites"):
            frame.made["cites"] = cited
        speakers = structure.features.get("speakers")
        frame.speakers = [one for one in speakers if isinstance(one, str)] if isinstance(speakers, list) else []
        frame.features = {name: text for name in _FEATURES if (text := self._text(structure, name)) is not None}
        layer.frames.append(frame)
        self.where[key] = layer
        self.frames[structure.id] = frame

    def _linked(self, structure: Structure, slot: str) -> Iterator[str]:
        links = structure.features.get(slot)
        if isinstance(links, Ref):  # one that is in no list
            links = Refs((links.id,))
        if not links:
            return
        if not isinstance(links, Refs):
            raise RuleBrokenError("frame.span_missing", f"the slot {slot} names no links", field=slot)
        for link in links.ids:
            target = self.structures[link].features.get("target") if link in self.structures else None
            key = self.span_of.get(target.id) if isinstance(target, Ref) else None
            if key is None:
                raise RuleBrokenError("frame.span_missing", f"the slot {slot} leads to no span", field=slot)
            yield key

    def _joined(self, layer: ForeignLayer, keys: list[str]) -> str:
        """One span for a part that somebody linked to several."""
        if len(keys) == 1:
            return keys[0]
        key = "+".join(keys)
        if key not in self.spans:
            segments = [segment for one in keys for segment in self.spans[one].segments]
            self.spans[key] = ForeignSpan(key, segments, self.spans[keys[0]].place)
            layer.spans.append(self.spans[key])
        return key

    def _extent(self, layer: ForeignLayer, structure: Structure) -> str:
        key = f"#{structure.id}/extent"
        layer.spans.append(ForeignSpan(key, [self.places.segment(structure)], self.places.of(structure)))
        return key

    def _nest(self, structure: Structure) -> None:
        ends = [structure.features.get(name) for name in ("Dependent", "Governor")]
        inner, outer = (self.frames.get(one.id) if isinstance(one, Ref) else None for one in ends)
        if inner is None or outer is None:
            raise RuleBrokenError("frame.parent_missing", "an end of the relation is no frame, or was refused itself")
        inner.parent = outer.key

    # What is said of them

    def _say(self) -> None:
        for structure, fields in self.records["mention"]:
            target = fields.pop("attribution", None) or fields.pop("span", None)
            layer = self.where.get(target) if isinstance(target, str) else None
            if layer is None or not isinstance(target, str):
                self._refuse(structure, RuleBrokenError("mention.target_missing", "it names no frame or span here"))
                continue
            claim = str(fields.pop("claim", ""))
            features: Fields = {name: fields.pop(name) for name in ("polarity", "credibility") if name in fields}
            fields.pop("span", None)
            place = self.places.of(structure)
            layer.mentions.append(ForeignMention(fields["id"], claim, target, place, features, fields))
            self.where[fields["id"]] = layer
        for structure, fields in self.records["comment"]:
            self._judge(structure, lambda one, fields=fields: self._comment(one, fields))

    def _any_layer(self) -> ForeignLayer:
        """What is said of the whole text lies in none; a text in which nothing is marked yet has its comments too."""
        return next(iter(self.layers.values()), None) or self.layers.setdefault("", ForeignLayer())

    def _comment(self, structure: Structure, fields: Mapping[str, Any]) -> None:
        noun, target = fields.get("target_type"), fields.get("target")
        whole = noun in ("article", "version")
        layer = self._any_layer() if whole else self.where.get(str(target))
        if layer is None:
            raise RuleBrokenError("comment.target_missing", f"there is no {str(noun)[:40]} {str(target)[:100]} here")
        made = {key: value for key, value in fields.items() if key not in ("target", "target_type", "body")}
        body, key = str(fields.get("body", "")), str(fields["id"])
        place = self.places.of(structure)
        goal = None if whole else str(target)
        layer.notes.append(ForeignNote(key, body, goal, place, on_article=noun == "article", made=made))


def _piece(structure: Structure) -> int:
    piece: Value = structure.features.get("piece")
    return piece if type(piece) is int else 0
