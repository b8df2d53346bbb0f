"""Template filters for what members write, and for names in sentences."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from annotations.text import isolated, parted

register = template.Library()
register.filter("isolated", isolated)


@register.filter
def calls_apart(body: str) -> SafeString:
    """The words with each `@name` isolated: a Latin name at the head of an Arabic comment must not turn it round."""
    pieces = ((format_html("<bdi>{}</bdi>", piece) if is_call else piece,) for piece, is_call in parted(body))
    return format_html_join("", "{}", pieces)
