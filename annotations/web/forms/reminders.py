"""Reminders by e-mail."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class RemindersForm(forms.Form):
    """The address; the workspaces beside it are boxes of their own."""

    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "email"}),
    )
