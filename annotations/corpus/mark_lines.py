"""The lines of spans and frames, taken apart by their form alone.

Most lines of a file say the same in the same places, as every export writes them. What differs is cut out in one go for
all lines of a document, with no object made of what nobody asks for; a line of another form is left to be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

# Id and version were looked at with the head. The others are looked up where they are used: what is no id is not there.
_ANY = ".{36}"
_ONE = f'(null|"{_ANY}")'
_MANY = rf'\[((?:"{_ANY}"(?:,"{_ANY}")*)?)\]'
_WHERE = rf'"id":"({_ANY})","version":"({_ANY}","layer":"{_ANY})"'
_WHO = r'"created_by":"([^"\\\n]*)","created_at":(null|"[^"\\\n]*")\}'
_NUMBER = "(0|[1-9][0-9]{0,8})"
_WORD = '"([a-z_]*)"'
_SPAN = re.compile(
    rf'\{{"type":"span",{_WHERE},"segments":\[\[{_NUMBER},{_NUMBER}\]\],"quote":\{{(.*)\}},"carried_from":null,{_WHO}\n'
    r"|(.*)\n"
)
_FRAME = re.compile(
    rf'\{{"type":"attribution",{_WHERE},"source":{_ONE},"cue":{_ONE},"contents":{_MANY},"addressee":{_ONE},'
    rf'"channel":{_ONE},"parent":{_ONE},"speakers":{_MANY},"resolution":{_WORD},"antecedent":null,"cites":null,'
    rf'"cue_kind":{_WORD},"attitude":{_WORD},"quotation":{_WORD},{_WHO}\n'
    r"|(.*)\n"
)
BETWEEN = '","layer":"'
"""What stands between the ids of version and layer, which are cut out together."""

SpanColumns: TypeAlias = tuple[str, ...]
"""Id; version and layer with BETWEEN; start; end; quote, as JSON without its braces; author; time as JSON."""
FrameColumns: TypeAlias = tuple[str, ...]
"""Id; version and layer with BETWEEN; source and cue as JSON; contents as JSON without brackets; addressee, channel and
parent as JSON; speakers as the contents; resolution; kind of cue; attitude; quotation; author; time as JSON.
"""


def span_columns(lines: str) -> Iterator[SpanColumns | None]:
    """Of lines that begin like a span and have a head, each with its newline; None for those of another form.

    Nothing is said of quote, author and time but that they stand there: their strings may be no JSON.
    """
    return (None if found[-1] else found for found in _SPAN.findall(lines))


def frame_columns(lines: str) -> Iterator[FrameColumns | None]:
    """As `span_columns`, of lines that begin like a frame."""
    return (None if found[-1] else found for found in _FRAME.findall(lines))


def ids_of(one: str) -> list[str]:
    """The ids in a list of JSON, without its brackets."""
    return one[1:-1].split('","') if one else []


def id_of(one: str) -> str | None:
    """What JSON has in a place for an id."""
    return None if one == "null" else one[1:-1]
