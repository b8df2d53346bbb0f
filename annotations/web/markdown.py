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
_BLOCKS: Final = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "table")
_ATTRIBUTES: Final = {"a": {"href", "title"}, "ol": {"start"}, "*": {"dir"}}


def html_of(markdown: str) -> SafeString:
    """The text as HTML of a closed list of elements, links to http, https and mail only. Each block has the direction
    of its own words, because one page may be in two languages.
    """
    tokens = _PARSER.parse(markdown)
    for token in tokens:
        # `auto` reads no further into an element that says a direction itself: the outermost alone says it.
        if token.nesting == 1 and token.level == 0 and token.tag in _BLOCKS:
            token.attrSet("dir", "auto")
    made = nh3.clean(
        _PARSER.renderer.render(tokens, _PARSER.options, {}),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
    )
    return mark_safe(made)  # noqa: S308 - cleaned in the line above
