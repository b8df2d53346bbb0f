"""Lines of spans and frames that become rows without having been read: their form says all but what is looked up."""

from __future__ import annotations

import re
from json.encoder import encode_basestring
from typing import Any

from annotations.actions.import_document import Entry, Lines
from annotations.actions.import_quick import Layer, Placed, QuickMarks, copied_words, quote_of
from annotations.anchoring import CONTEXT
from annotations.corpus import BETWEEN, SpanRecord, id_of, ids_of
from annotations.text import has_whole_edges

# What JSON writes otherwise than it is, but for the end of a line.
_ESCAPED = re.compile('["\\\\\x00-\x09\x0b-\x1f]')


class QuickLines(QuickMarks):
    """As QuickMarks, also of lines that nobody has read but for their form."""

    def __init__(self, *known: Any) -> None:
        super().__init__(*known)
        # By the ids of version and layer, as they stand in lines; and whether the text is JSON as it is.
        self._within: dict[str, tuple[Layer, str, bool] | None] = {}
        self._by: dict[tuple[str, str], str | None] = {}
        self._lines = Lines()

    def tell(self) -> None:
        super().tell()
        for uid, ids, first, last, _quote, created_by, created_at, _odd in self._lines.columns:
            placed, within = self.placed.get(uid), self._within.get(ids)
            if placed is not None and within is not None:
                place = [[int(first), int(last)]]
                quote = quote_of(within[0].text, *place[0])
                self.places[placed.key] = (placed.place,)
                values = (uid, within[0].version, within[1], place, quote, None, created_by, id_of(created_at))
                self.records["span"][uid] = SpanRecord._make(values)

    def span_lines(self, lines: Lines) -> list[Entry]:
        """Take those that can be taken; return the others, read."""
        self._lines = lines
        left = [place for place, columns in enumerate(lines.columns) if not self._span_line(columns)]
        self.count("span", len(lines.columns) - len(left))
        return lines.read_some(left)

    def frame_lines(self, lines: Lines) -> bool:
        """Take all of them, or none: they look at one another."""
        entries = []
        for columns in lines.columns:
            values = self._frame_values(columns)
            if values is None:
                return False
            entries.append(Entry("attribution", 0, values[0], values, None))
        return not self.frames(entries)

    def _span_line(self, columns: tuple[str, ...]) -> bool:
        uid, ids, first, last, quote, created_by, created_at, _odd = columns
        within = self._within[ids] if ids in self._within else self._found(ids)
        who = (created_by, created_at)
        made = self._by[who] if who in self._by else self._made_by(who)
        key = self.new_spans.get(uid)
        if within is None or made is None or key is None:
            return False
        layer, layer_uid, plain = within
        text, start, end = layer.text, int(first), int(last)
        if not (start < end <= len(text) and has_whole_edges(text, start, end)):
            return False
        exact, prefix, suffix = text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
        if plain:
            told = f'"exact":"{exact}","prefix":"{prefix}","suffix":"{suffix}"'.replace("\n", "\\n")
            words = f"{exact}\t{prefix}\t{suffix}".replace("\n", "\\n")
        else:
            told = f'"exact":{_json(exact)},"prefix":{_json(prefix)},"suffix":{_json(suffix)}'
            words = copied_words(exact, prefix, suffix)
        if quote != told:
            return False
        self.placed[uid] = Placed(key, layer_uid, (start, end))
        self.plan.rows["span"].append(f"{key}\t{uid}\t{made}\t{layer.keys}\t{{{start},{end}}}\t{words}\t\\N")
        return True

    def _found(self, ids: str) -> tuple[Layer, str, bool] | None:
        version, uid = ids.split(BETWEEN)
        layer = self.layer(uid)
        here = layer is not None and layer.version == version
        self._within[ids] = (layer, uid, _ESCAPED.search(layer.text) is None) if layer is not None and here else None
        return self._within[ids]

    def _made_by(self, who: tuple[str, str]) -> str | None:
        created_by, created_at = who
        # What cannot be printed may be no JSON either.
        self._by[who] = self.written_by(created_by, id_of(created_at)) if created_by.isprintable() else None
        return self._by[who]

    def _frame_values(self, columns: tuple[str, ...]) -> tuple[Any, ...] | None:
        (
            uid, ids, source, cue, contents, addressee, channel, parent, speakers, resolution, cue_kind, attitude,
            quotation, created_by, created_at, _odd,
        ) = columns  # fmt: skip
        within = self._within[ids] if ids in self._within else self._found(ids)
        who = (created_by, created_at)
        made = self._by[who] if who in self._by else self._made_by(who)
        if within is None or made is None:
            return None
        return (
            uid, within[0].version, within[1], id_of(source), id_of(cue), ids_of(contents), id_of(addressee),
            id_of(channel), id_of(parent), ids_of(speakers), resolution, None, None, cue_kind, attitude, quotation,
            created_by, id_of(created_at),
        )  # fmt: skip


def _json(words: str) -> str:
    written: str = encode_basestring(words)
    return written
