"""Languages that the lists offer; the form fields take any other tag too."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ARTICLE_LANGUAGES = (
    ("ar", _("Arabic")),
    ("en", _("English")),
    ("ckb", _("Central Kurdish")),
    ("ku", _("Kurdish")),
    ("fa", _("Persian")),
    ("tr", _("Turkish")),
    ("he", _("Hebrew")),
    ("fr", _("French")),
    ("de", _("German")),
    ("es", _("Spanish")),
    ("ru", _("Russian")),
    ("zh", _("Chinese")),
)
