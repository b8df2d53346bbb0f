"""The WSGI application."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
application = get_wsgi_application()
# The addresses are imported before the first request, not by several first requests at the same moment.
get_resolver().url_patterns  # noqa: B018
