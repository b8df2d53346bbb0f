"""Markdown of members as HTML that can do no harm: no HTML of their own, and what comes out is cleaned once more."""

from __future__ import annotations

from typing import Final

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_PARSER: Final = MarkdownIt("commonmark", {"html": False}).enable("table")
_TAGS: Final = {
    "p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "em", "strong", "code", "pre", "blockquote", "ul", "ol",
    "li", "a", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_ATTRIBUTES: Final = {"a": {"href", "title"}, "ol": {"start"}}


def html_of(markdown: str) -> SafeString:
    """The text as HTML of a closed list of elements, links to http, https and mail only."""
    made = nh3.clean(
        _PARSER.render(markdown), tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https", "mailto"}
    )
    return mark_safe(made)  # noqa: S308 - cleaned in the line above
