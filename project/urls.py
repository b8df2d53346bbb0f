"""Where everything is."""

from __future__ import annotations

from django.urls import include, path

handler500 = "annotations.web.problems.server_error"
urlpatterns = [
    path("api/v1/", include("annotations.api.urls")),
    path("", include("annotations.web.urls")),
]
