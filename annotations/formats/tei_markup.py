"""XML for TEI, piece by piece: names and attributes are ours, texts are made safe."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

# What XML 1.0 has no place for, not even escaped.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Most attributes need no second look.
_PLAIN = re.compile(r"[\w#.,:() -]*", re.ASCII)
REPLACEMENT = "\ufffd"


def unwritable(text: str) -> int:
    """How many of its characters XML cannot hold."""
    return len(_UNWRITABLE.findall(text))


def safe(text: str) -> str:
    """The text with what XML cannot hold replaced, code point for code point."""
    return _UNWRITABLE.sub(REPLACEMENT, text)


def content(text: str) -> str:
    """Text between tags."""
    return escape(safe(text), {"\r": "&#13;"})


def tag(name: str, attributes: dict[str, str | None], *, end: bool = False) -> str:
    """A start tag, or an empty element; attributes that are None are left out."""
    said = "".join(f" {key}={_quoted(value)}" for key, value in attributes.items() if value is not None)
    return f"<{name}{said}{'/' if end else ''}>"


def _quoted(value: str) -> str:
    return f'"{value}"' if _PLAIN.fullmatch(value) else quoteattr(safe(value))


def element(name: str, text: str = "", /, **attributes: str | None) -> str:
    """A whole element with text, or an empty one; `xml_id` stands for xml:id, `xml_lang` for xml:lang."""
    shown = {key.replace("xml_", "xml:"): value for key, value in attributes.items()}
    if not text:
        return tag(name, shown, end=True)
    return f"{tag(name, shown)}{content(text)}</{name}>"


def pointer(noun: str, uid: str | None) -> str | None:
    """A pointer to the element of an object."""
    return None if uid is None else f"#{noun}-{uid}"
