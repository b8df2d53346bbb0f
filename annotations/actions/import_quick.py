"""The spans and frames of an import that are as most are: judged and written in a few steps each.

They are nine in ten rows of any corpus. What is taken here keeps every rule that the planner holds, and becomes the
same row; whatever is out of the ordinary, or broken, is left to the planner, which knows each rule by its name.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from annotations.actions.import_copy import copied
from annotations.actions.import_document import Entry
from annotations.actions.import_known import Known
from annotations.actions.import_parts import Plan, Writer
from annotations.actions.import_values import is_canonical
from annotations.anchoring import CONTEXT, MAX_DEPTH, Segment, Segments
from annotations.corpus import SpanRecord
from annotations.text import Quoted, has_whole_edges, quotation_type, quoted
from annotations.vocabulary import Attitude, CueKind, Resolution

_NULL = "\\N"
_RESOLUTIONS = frozenset(("", *Resolution.values))
_CUE_KINDS = frozenset(("", *CueKind.values))
_ATTITUDES = frozenset(("", *Attitude.values))


class Layer(NamedTuple):
    """A layer of this document over a text of this document. `keys`: of both, in COPY's form."""

    version: str
    text: str
    keys: str
    # What is quoted in the lines [start, end) of the text.
    quoted: dict[Segment, list[Quoted]]


class Placed(NamedTuple):
    """A span that was taken: its internal id, its layer's public one, its only segment."""

    key: int
    layer: str
    place: Segment


class _Shape(NamedTuple):
    """The parts of a frame; each of them a span that was taken."""

    key: int
    layer: str
    single: tuple[Placed | None, ...]  # source, cue, addressee, channel
    contents: list[Placed]
    parent: str | None

    def places(self) -> list[Segment]:
        return [part.place for part in (*self.single, *self.contents) if part is not None]


class QuickMarks:
    """Takes the marks of one document. `records`: those of its article, versions and layers that were found right.

    What is taken is added to `plan`; spans to `records` and `places` too, when `tell` is called.
    """

    def __init__(
        self, writer: Writer, known: Known, records: dict[str, dict[str, Any]], plan: Plan, places: dict[int, Segments]
    ) -> None:
        self.writer = writer
        self.known = known
        self.records = records
        self.plan = plan
        self.places = places
        # Internal ids of what was never here.
        self.new_spans = known.fresh["span"]
        self._new_frames = known.fresh["attribution"]
        self._layers: dict[str, Layer | None] = {}
        self.placed: dict[str, Placed] = {}
        self.taken: list[tuple[Any, ...]] = []
        self._made: dict[tuple[str, str | None], str | None] = {}

    def spans(self, entries: list[Entry]) -> list[Entry]:
        """Take those that can be taken; return the others."""
        left = [entry for entry in entries if entry.values is None or not self._span(entry.values)]
        self.count("span", len(entries) - len(left))
        return left

    def tell(self) -> None:
        """Show the planner what was taken, where it has to judge what refers to it."""
        for values in self.taken:
            placed = self.placed[values[0]]
            self.places[placed.key] = (placed.place,)
            self.records["span"][values[0]] = SpanRecord._make(values)

    def frames(self, entries: list[Entry]) -> list[Entry]:
        """Take all of them, or none: they look at one another. Return those that were not taken."""
        shapes: dict[str, _Shape] = {}
        for entry in entries:
            shape = None if entry.values is None else self._shape(entry.values)
            if shape is None:
                return entries
            shapes[entry.uid] = shape
        if len(shapes) < len(entries):
            return entries
        rows = [self._frame(entry.values or (), shapes[entry.uid], shapes) for entry in entries]
        taken = [row for row in rows if row is not None]
        if len(taken) < len(entries):
            return entries
        self.plan.rows["attribution"] += taken
        self.count("attribution", len(taken))
        return []

    def count(self, noun: str, number: int) -> None:
        if number:
            self.plan.created[noun] += number

    def layer(self, uid: str) -> Layer | None:
        if uid not in self._layers:
            self._layers[uid] = self._found_layer(uid)
        return self._layers[uid]

    def _found_layer(self, uid: str) -> Layer | None:
        layer = self.records["layer"].get(uid)
        version = None if layer is None else self.records["version"].get(layer.version)
        if layer is None or version is None:
            return None
        keys = f"{self.known.key('version', version.id)}\t{self.known.key('layer', uid)}"
        return Layer(version.id, version.text, keys, {})

    def written_by(self, created_by: str, created_at: str | None) -> str | None:
        """Workspace, author and time in COPY's form; None where they are not as they are stored."""
        made = (created_by, created_at)
        if made not in self._made:
            told = f"{self.writer.workspace}\t{copied(created_by)}\t{created_at or self.writer.now}"
            self._made[made] = told if is_canonical(created_by, created_at) else None
        return self._made[made]

    def _span(self, values: tuple[Any, ...]) -> bool:
        uid, version, layer_uid, segments, quote, carried_from, created_by, created_at = values
        layer = self._layers[layer_uid] if layer_uid in self._layers else self.layer(layer_uid)
        key = self.new_spans.get(uid)
        made = self.written_by(created_by, created_at)
        if layer is None or key is None or made is None or layer.version != version or carried_from is not None:
            return False
        text = layer.text
        place = _only_segment(segments, text)
        if place is None:
            return False
        start, end = place
        if quote != (found := quote_of(text, start, end)):
            return False
        self.placed[uid] = Placed(key, layer_uid, place)
        self.taken.append(values)
        words = copied_words(*found.values())
        self.plan.rows["span"].append(f"{key}\t{uid}\t{made}\t{layer.keys}\t{{{start},{end}}}\t{words}\t{_NULL}")
        return True

    def _shape(self, values: tuple[Any, ...]) -> _Shape | None:
        """The frame's parts, where each was taken, in its layer, and none overlaps another."""
        uid, version, layer_uid, source, cue, contents, addressee, channel, parent, *_rest = values
        layer = self.layer(layer_uid)
        key = self._new_frames.get(uid)
        if layer is None or key is None or layer.version != version:
            return None
        placed = self.placed
        parts: list[Placed | None] = []
        for one in (source, cue, addressee, channel, *contents):
            part = None if one is None else placed.get(one)
            if one is not None and (part is None or part.layer != layer_uid):
                return None
            parts.append(part)
        single, within = tuple(parts[:4]), [part for part in parts[4:] if part is not None]
        # Addressee and channel may overlap the others.
        apart = sorted([part.place for part in (*single[:2], *within) if part is not None])
        if not apart:
            return None
        end = 0
        for first, last in apart:
            if first < end:
                return None
            end = last
        return _Shape(key, layer_uid, single, within, parent)

    def _frame(self, values: tuple[Any, ...], shape: _Shape, shapes: dict[str, _Shape]) -> str | None:
        uid, speakers, resolution, antecedent, cites, cue_kind, attitude, _, created_by, created_at = (
            values[0], *values[9:],
        )  # fmt: skip
        made = self.written_by(created_by, created_at)
        layer = self.layer(shape.layer)
        ordinary = resolution in _RESOLUTIONS and cue_kind in _CUE_KINDS and attitude in _ATTITUDES
        if made is None or layer is None or not ordinary or antecedent is not None or cites is not None:
            return None
        if shape.parent is not None and not _nested(shape, shapes):
            return None
        voices = [self.known.key("source", one) for one in dict.fromkeys(speakers)]
        if None in voices:
            return None
        source, cue, addressee, channel = (_NULL if part is None else part.key for part in shape.single)
        contents = ",".join([str(part.key) for part in shape.contents])
        parent = _NULL if shape.parent is None else shapes[shape.parent].key
        return (
            f"{shape.key}\t{uid}\t{made}\t{layer.keys}\t{source}\t{cue}\t{{{contents}}}\t{addressee}\t{channel}\t{parent}"
            f"\t{{{','.join(map(str, voices))}}}\t{resolution}\t{_NULL}\t{_NULL}\t{_NULL}\t{cue_kind}\t{attitude}"
            f"\t{_quotation(layer, shape)}"
        )


def quote_of(text: str, start: int, end: int) -> dict[str, str]:
    """The quote of [start, end), in the order of its columns."""
    return {
        "exact": text[start:end],
        "prefix": text[max(0, start - CONTEXT) : start],
        "suffix": text[end : end + CONTEXT],
    }


def _only_segment(segments: list[Any], text: str) -> Segment | None:
    """The one segment, if it is one that may be stored."""
    if len(segments) != 1:
        return None
    pair = segments[0]
    if type(pair) is not list or len(pair) != 2 or type(pair[0]) is not int or type(pair[1]) is not int:
        return None
    start, end = pair
    return (start, end) if 0 <= start < end <= len(text) and has_whole_edges(text, start, end) else None


def copied_words(*words: str) -> str:
    """The words in COPY's form. Hardly any hold a tab or a backslash."""
    joined = "\t".join(words)
    if "\\" in joined or "\r" in joined or joined.count("\t") >= len(words):
        return "\t".join(map(copied, words))
    return joined.replace("\n", "\\n")


def _nested(shape: _Shape, shapes: dict[str, _Shape]) -> bool:
    """Whether the frame lies in one content of its parent, and not too deep."""
    above = shapes.get(shape.parent or "")
    if above is None or above.layer != shape.layer:
        return False
    places = shape.places()
    if not any(_holds(content.place, places) for content in above.contents):
        return False
    depth = 1
    current: _Shape | None = shape
    while current is not None and current.parent is not None:
        depth += 1
        if depth > MAX_DEPTH:  # or round and round
            return False
        current = shapes.get(current.parent)
    return current is not None


def _holds(outer: Segment, places: Sequence[Segment]) -> bool:
    return all(outer[0] <= start and end <= outer[1] for start, end in places)


def _quotation(layer: Layer, shape: _Shape) -> str:
    """How the contents are quoted. A quotation ends with its line: what is quoted there is found once a line."""
    if not shape.contents:
        return "none"
    text = layer.text
    contents = [part.place for part in shape.contents]
    start = text.rfind("\n", 0, min(contents)[0]) + 1
    end = text.find("\n", max(place[1] for place in contents))
    lines = (start, len(text) if end < 0 else end)
    if lines not in layer.quoted:
        layer.quoted[lines] = quoted(text[start : lines[1]])
    within = layer.quoted[lines]
    if not within:
        return "indirect"
    cue = shape.single[1]
    cues = [] if cue is None else [(cue.place[0] - start, cue.place[1] - start)]
    moved = [(first - start, last - start) for first, last in contents]
    return quotation_type(text[start : lines[1]], moved, cue=cues, within=within)
