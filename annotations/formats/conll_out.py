"""CoNLL out: a token a line, columns separated by tabs, for training taggers; docs/formats.md describes the columns.

The layout is that of CoNLL-U Plus. BIO columns by role, those of contents by the depth of their frames; what taggers
have no column for stands in comment lines, which they skip.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext_noop as _

from annotations.anchoring import MAX_DEPTH
from annotations.corpus import AttributionRecord, Document, MarkedLayer, Selection, count, documents, snapshot
from annotations.formats.beside import (
    BESIDE,
    beside,
    comment_fields,
    compact,
    document_fields,
    fields_of,
    made_of,
    note_fields,
)
from annotations.formats.header import header_of
from annotations.formats.losses import FILES, Losses
from annotations.text import WHITE_SPACE, boundaries, sentences, words

NAME = "conll"
VERSION = 1
ROLES = ("SOURCE", "CUE", "ADDRESSEE", "CHANNEL")
CONTENTS = tuple(f"CONTENT:{depth}" for depth in range(1, MAX_DEPTH + 1))
COLUMNS = ("ID", "FORM", "START", "END", *ROLES, *CONTENTS, "SPANS")
_OUTSIDE, _NOTHING = "O", "_"
_NO_TOKEN = ("", " ")  # what stands between most words
LOSSES = {
    "overlap": _(
        "a column holds one mark a token: of several spans with one role, and of contents at one depth, the first is in"
        " the column; SPANS names all of them"
    ),
    "comment": _("comments stand in comment lines, which taggers skip"),
    **dict.fromkeys(BESIDE, _("there is no column for these records; comment lines carry them")),
    **FILES,
}

Token = tuple[int, int]


def write(selection: Selection) -> Iterator[bytes]:
    """The file in pieces."""
    losses = Losses(LOSSES)
    with snapshot():
        counts = count(selection)
        header = header_of(selection, counts, name=NAME, version=VERSION)
        yield f"# global.columns = {' '.join(COLUMNS)}\n# header = {compact(header)}\n".encode()
        for line in beside(selection):
            yield b"# beside = " + line
        yield b"\n"
        for document in documents(selection):
            for place, layer in enumerate(document.layers or [None]):
                yield "".join(_Page(document, layer, losses, first=place == 0).lines()).encode()
        for noun in (*BESIDE, "comment"):
            losses.lose(noun, number=counts[noun])
        losses.lose_files(selection)
        yield f"# loss = {compact(losses.report())}\n".encode()


def tokens(text: str, edges: Sequence[int] = ()) -> list[Token]:
    """The words of the text and whatever else is not white space, cluster by cluster; cut at the `edges` of spans."""
    found: list[Token] = []
    last = 0
    for start, end in [*words(text), (len(text), len(text))]:
        gap = text[last:start]
        if gap not in _NO_TOKEN and gap.strip(WHITE_SPACE):
            found += [(last + left, last + right) for left, right in _marks(gap)]
        if start < end:
            found.append((start, end))
        last = end
    cuts = sorted(set(edges))
    if not cuts:
        return found
    pieces: list[Token] = []
    for token in found:
        following = bisect_right(cuts, token[0])
        if following < len(cuts) and cuts[following] < token[1]:
            pieces += _cut(token, cuts)
        else:
            pieces.append(token)
    return pieces


def _marks(gap: str) -> Iterator[Token]:
    """The clusters between two words, each without white space at its edges."""
    for first, after in pairwise(boundaries(gap)):
        cluster = gap[first:after]
        left = after - len(cluster.lstrip(WHITE_SPACE))
        right = left + len(gap[left:after].rstrip(WHITE_SPACE))
        if left < right:
            yield left, right


def _cut(token: Token, cuts: Sequence[int]) -> Iterator[Token]:
    start, end = token
    for cut in cuts[bisect_right(cuts, start) : bisect_left(cuts, end)]:
        yield start, cut
        start = cut
    yield start, end


def depths(frames: dict[str, AttributionRecord]) -> dict[str, int]:
    """How deep each frame lies: 1 where it lies in no other."""
    found: dict[str, int] = {}
    for uid in frames:
        depth, parent = 1, frames[uid].parent
        while parent in frames and depth < MAX_DEPTH:
            depth, parent = depth + 1, frames[parent].parent
        found[uid] = depth
    return found


class _Page:
    """The lines of one layer of a document."""

    def __init__(self, document: Document, layer: MarkedLayer | None, losses: Losses, *, first: bool) -> None:
        self.document = document
        self.text = document.version.text
        self.layer = layer
        self.losses = losses
        self.first = first
        spans = sorted(layer.spans.values(), key=lambda one: (one.segments, one.id)) if layer else []
        frames = sorted(layer.attributions.values(), key=lambda one: one.id) if layer else []
        self.spans = {span.id: span for span in spans}
        self.keys = {one.id: f"s{number}" for number, one in enumerate(spans, start=1)}
        self.keys |= {one.id: f"f{number}" for number, one in enumerate(frames, start=1)}
        self.frames = {one.id: one for one in frames}

    def lines(self) -> Iterator[str]:
        yield f"# newdoc id = {self.layer.layer.id if self.layer else self.document.version.id}\n"
        yield f"# isnad = {compact(self._known())}\n# text = {compact(self.text)}\n"
        yield from self._said()
        edges = [edge for span in self.spans.values() for segment in span.segments for edge in segment]
        found = tokens(self.text, edges)
        columns = self._columns(found)
        starts = iter([start for start, _end in sentences(self.text)][1:])
        following, number = next(starts, None), 0
        outside = (_OUTSIDE,) * (len(columns) - 1) + (_NOTHING,)
        unmarked = "\t".join(outside)
        for (start, end), marks in zip(found, zip(*columns, strict=True), strict=True):
            while following is not None and start >= following:
                following = next(starts, None)
                yield "\n" if number else ""
                number = 0
            number += 1
            shown = unmarked if marks == outside else "\t".join(marks)
            yield f"{number}\t{self.text[start:end]}\t{start}\t{end}\t{shown}\n"
        yield "\n"

    def _known(self) -> dict[str, Any]:
        known = document_fields(self.document)
        known["made"] = {self.keys[one.id]: made_of(one, "carried_from") for one in self.spans.values()}
        if self.layer:
            known["layer"] = fields_of(self.layer.layer)
        if self.first:
            known["comments"] = note_fields(self.document)
        return known

    def _said(self) -> Iterator[str]:
        """Frames, mentions and comments, a line each."""
        for frame in self.frames.values():
            named = {
                role: self.keys[uid]
                for role in ("source", "cue", "addressee", "channel", "parent", "antecedent")
                if (uid := getattr(frame, role))
            }
            features = {
                name: value for name in ("resolution", "cue_kind", "attitude") if (value := getattr(frame, name))
            }
            contents = [self.keys[uid] for uid in frame.contents]
            shown = {"key": self.keys[frame.id], **named, "contents": contents, "speakers": frame.speakers}
            yield f"# frame = {compact({**shown, 'features': features, 'made': made_of(frame, 'cites')})}\n"
        for number, mention in enumerate(self.layer.mentions.values() if self.layer else (), start=1):
            self.keys[mention.id] = f"m{number}"
            target = self.keys[mention.attribution or mention.span or ""]
            shown = {"key": f"m{number}", "claim": mention.claim, "target": target}
            yield f"# mention = {compact({**shown, 'made': made_of(mention, 'polarity', 'credibility')})}\n"
        for comment in self.layer.comments.values() if self.layer else ():
            made = comment_fields(comment)
            yield f"# note = {compact({'target': self.keys[comment.target], 'body': comment.body, 'made': made})}\n"

    # Columns

    def _columns(self, found: list[Token]) -> list[list[str]]:
        starts = {start: place for place, (start, _end) in enumerate(found)}
        marked = {uid: self._places(uid, found, starts) for uid in self.spans}
        columns = {name: [_OUTSIDE] * len(found) for name in (*ROLES, *CONTENTS)}
        depth_of = depths(self.frames)
        for uid, frame in sorted(self.frames.items(), key=lambda item: self._first(item[1])):
            for name in ROLES:
                if span := getattr(frame, name.lower()):
                    self._mark(columns[name], marked[span], name, span)
            for span in frame.contents:
                self._mark(columns[CONTENTS[depth_of[uid] - 1]], marked[span], "CONTENT", span)
        named: list[list[str]] = [[] for _token in found]
        for uid, pieces in marked.items():
            for piece in pieces:
                for number, place in enumerate(piece):
                    named[place].append(f"{'I' if number else 'B'}-{self.keys[uid]}")
        return [*columns.values(), ["|".join(marks) or _NOTHING for marks in named]]

    def _first(self, frame: AttributionRecord) -> tuple[list[list[int]], str]:
        over = frame.cue or frame.source or frame.contents[0]
        return self.spans[over].segments, frame.id

    def _places(self, uid: str, found: list[Token], starts: dict[int, int]) -> list[list[int]]:
        """The numbers of the tokens of each segment."""
        pieces = []
        for start, end in self.spans[uid].segments:
            place = starts[start]
            piece = []
            while place < len(found) and found[place][0] < end:
                piece.append(place)
                place += 1
            pieces.append(piece)
        return pieces

    def _mark(self, column: list[str], pieces: list[list[int]], name: str, uid: str) -> None:
        marks = [(place, "I" if number else "B") for piece in pieces for number, place in enumerate(piece)]
        wanted = [f"{mark}-{name}" for _place, mark in marks]
        present = [column[place] for place, _mark in marks]
        if present == wanted:
            return  # the same span again, in another frame
        if any(mark != _OUTSIDE for mark in present):
            self.losses.lose("overlap", uid)
            return
        for (place, _mark), mark in zip(marks, wanted, strict=True):
            column[place] = mark
