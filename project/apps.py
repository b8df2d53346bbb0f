"""Django's own applications, as this project sets them up."""

from __future__ import annotations

from django.contrib.staticfiles.apps import StaticFilesConfig


class StaticFiles(StaticFilesConfig):
    """Collects only what the pages use.

    `django_htmx/ext` imports what only a bundler could find, so that names with hashes cannot be given to it; nothing
    shows the pages of the REST framework.
    """

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "django_htmx/ext/*", "rest_framework/*"]
