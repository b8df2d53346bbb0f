"""What drawings are made of: escaped elements, and boxes of words."""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG of so many pixels, safe to stand in a page; `left_out` things did not fit into it."""

    svg: SafeString
    width: int
    height: int
    left_out: int = 0


def element(name: str, *inside: str, **attributes: object) -> str:
    """An element; a trailing underscore in an attribute's name is dropped, others become hyphens. None is left out."""
    told = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(str(value))}"
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{told}>{''.join(inside)}</{name}>"


def text(words: str, **attributes: object) -> str:
    """Words, escaped."""
    return element("text", escape(words), **attributes)


def title(words: str) -> str:
    """What a browser shows when one points there, and a screen reader says."""
    return element("title", escape(words))


def short(words: str, most: int) -> str:
    """At most so many characters; the rest becomes an ellipsis."""
    words = " ".join(words.split())
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def drawing(
    *parts: str, width: int, height: int, label: str, description: str, class_: str, key: str, left_out: int = 0
) -> Drawing:
    """The whole. `label` and `description` stand for it where it cannot be seen; `key` makes their ids unique."""
    svg = element(
        "svg",
        element("title", escape(label), id_=f"{key}-title"),
        element("desc", escape(description), id_=f"{key}-desc"),
        *parts,
        class_=class_,
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
        role="img",
        aria_labelledby=f"{key}-title {key}-desc",
    )
    # Every word in it went through escape or quoteattr.
    return Drawing(mark_safe(svg), width, height, left_out)  # noqa: S308
