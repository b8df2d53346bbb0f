"""What may be done with a step of one's own work."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Way(TextChoices):
    UNDO = "undo", _("undo")
    REDO = "redo", _("redo")
    LEAVE = "leave", _("leave as it is")
