"""Tokens for the API."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from annotations.vocabulary import Scope


class TokenForm(forms.Form):
    """A new token."""

    name = forms.CharField(
        label=_("What it is for"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("So that you know it again in this list."),
    )
    scope = forms.ChoiceField(label=_("What it may do"), choices=Scope.choices, initial=Scope.READ)
    days = forms.IntegerField(label=_("Days until it expires"), min_value=1, max_value=3650, initial=90)
