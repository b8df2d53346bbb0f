"""Why two names may be spellings of one."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class NameLikeness(TextChoices):
    """As `text.likeness_of` tells it."""

    SAME = "same", _("the same name")
    INITIALS = "initials", _("one is the initials of the other")
    SCRIPTS = "scripts", _("the same name in two scripts")
    SPELLING = "spelling", _("another spelling of the name")
