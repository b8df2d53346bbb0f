"""Webhooks."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class WebhookForm(forms.Form):
    """A new webhook."""

    url = forms.CharField(label=_("Address"), max_length=2000, widget=forms.URLInput(attrs={"dir": "ltr"}))
    events = forms.CharField(
        label=_("What it is told"),
        max_length=2000,
        initial="*",
        widget=forms.TextInput(attrs={"dir": "ltr"}),
        help_text=_("Events such as claim.changed, claim.* or *.deleted, separated by spaces; * for everything."),
    )
    secret = forms.CharField(
        label=_("Secret"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        help_text=_("Signs the messages. Empty: one is made and shown once."),
    )

    def clean_events(self) -> list[str]:
        """A list."""
        return str(self.cleaned_data["events"]).replace(",", " ").split()
