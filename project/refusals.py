"""Answers that need neither Django nor a database: for when one of them cannot answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db import InterfaceError, OperationalError


class Refusal(NamedTuple):
    """The same words for programs and for people; `retry` in seconds, 0 where trying again does not help."""

    status: int
    rule: str
    title: str
    detail: str
    arabic: str
    retry: int = 0


BUSY = Refusal(
    503, "server.busy", "Not available now", "The server has more to do than it can; try again.",
    "الخادم مشغول فوق طاقته؛ حاول مجددًا.", 5,
)  # fmt: skip
DATABASE = Refusal(
    503, "database.unavailable", "Not available now", "The database cannot be used now; try again.",
    "لا يمكن استعمال قاعدة البيانات الآن؛ حاول مجددًا.", 2,
)  # fmt: skip
SLOW = Refusal(
    408, "request.broken_off", "Too slow", "The request broke off before it was whole.", "انقطع الطلب قبل أن يكتمل.", 1
)
TOO_LARGE = Refusal(413, "request.too_large", "Too large", "The request is too large.", "الطلب أكبر مما يُقبل.")
BROKEN = Refusal(
    500, "internal.error", "Internal error", "Something went wrong on the server; it was logged.",
    "حدث خطأ في الخادم، وسُجِّل.",
)  # fmt: skip
# The sheet of the other pages, by the name that stays: its present one is known to Django alone.
_PAGE = (
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,'
    ' initial-scale=1"><meta name="color-scheme" content="light dark"><title>{status} · Isnad</title>'
    '<link rel="stylesheet" href="/static/annotations/css/isnad.css"></head>'
    '<body><main class="lone"><div class="lone-sheet stack"><p class="rubric number">{status}</p>'
    '<h1 class="lone-title">{title}</h1><p>{detail}</p><p lang="ar" dir="rtl">{arabic}</p>{again}</div></main>'
    "</body></html>\n"
)
_AGAIN = '<p class="row"><a class="button" href="">Try again · <span lang="ar">حاول مجددًا</span></a></p>'


def answer_to(environ: Mapping[str, Any], why: Refusal | Exception) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """Status, headers and body: a problem document (RFC 9457) under /api/, elsewhere a page in both languages."""
    refusal = why if isinstance(why, Refusal) else DATABASE if _is_away(why) else BROKEN
    if str(environ.get("PATH_INFO", "")).startswith("/api/"):
        kind = b"application/problem+json"
        document = {"type": f"urn:isnad:problem:{refusal.rule}", "title": refusal.title, "status": refusal.status}
        body = json.dumps({**document, "detail": refusal.detail, "rule": refusal.rule, "errors": []}).encode()
    else:
        kind = b"text/html; charset=utf-8"
        body = _PAGE.format(**refusal._asdict(), again=_AGAIN if refusal.retry else "").encode()
    headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode()), (b"cache-control", b"no-store")]
    if refusal.retry:
        headers.append((b"retry-after", str(refusal.retry).encode()))
    return refusal.status, headers, body


def _is_away(error: Exception) -> bool:
    return isinstance(error, OperationalError | InterfaceError)
