"""Where everything is."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("annotations.api.urls")),
    path("", include("annotations.web.urls")),
]
