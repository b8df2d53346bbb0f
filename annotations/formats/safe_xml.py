"""XML of others, read incrementally: no entities, no document types, no network, no tree in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from lxml import etree

from annotations.errors import MalformedError
from annotations.formats.guard import harmless_xml

MAX_DEPTH = 200


class Target(Protocol):
    """What is told of the elements. Names are {namespace}name."""

    def start(self, tag: str, attributes: Mapping[str, str], /) -> None: ...

    def data(self, text: str, /) -> None: ...

    def end(self, tag: str, /) -> None: ...


class _Bounded:
    """Stands between parser and target. What the target raises ends the parsing."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.depth = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise MalformedError("xml.too_deep", f"elements nest more than {MAX_DEPTH} deep")
        self.target.start(tag, attributes)

    def end(self, tag: str) -> None:
        self.depth -= 1
        self.target.end(tag)

    def data(self, text: str) -> None:
        self.target.data(text)

    def close(self) -> None:
        return None


def parse_xml(pieces: Iterable[bytes], target: Target) -> None:
    """Tell the target of every element of the file.

    Raises MalformedError `xml.doctype`, `xml.too_deep`, `xml.malformed` (with line and column), and what the target
    raises.
    """
    bounded: Any = _Bounded(target)
    # Entities may be resolved: without a document type there are those of XML alone. (Told not to, the parser leaves
    # even these in attributes as references.)
    parser = etree.XMLParser(
        target=bounded, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        for piece in harmless_xml(pieces):
            parser.feed(piece)
        parser.close()
    except etree.XMLSyntaxError as error:
        raise MalformedError("xml.malformed", f"no XML: {str(error)[:200]}") from None
