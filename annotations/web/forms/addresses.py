"""Addresses of this program's own pages, pasted into a field to name what they show."""

from __future__ import annotations

import re
from typing import Any, Final
from uuid import UUID

from django import forms

_UID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def uid_in(words: str, refusal: Any) -> UUID | None:
    """The last public id in an address; None for no words. Raise ValidationError with `refusal` where there is none."""
    found = _UID.findall(words.strip().lower())
    if words.strip() and not found:
        raise forms.ValidationError(refusal)
    return UUID(found[-1]) if found else None
