"""Pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("w/<slug:workspace>/", include("annotations.web.workbench_urls")),
]
