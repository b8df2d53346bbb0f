"""Pages that say what went wrong."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The form came without its key: an old page, or cookies switched off. Going back loses nothing."""
    return render(request, "403_csrf.html", status=403)
