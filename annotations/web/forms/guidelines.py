"""The guidelines of a workspace."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class GuidelinesForm(forms.Form):
    """The text in Markdown, and the revision that its writer read."""

    body = forms.CharField(
        label=_("Guidelines, in Markdown"), widget=forms.Textarea(attrs={"rows": 16, "dir": "auto"}), max_length=100_000
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
