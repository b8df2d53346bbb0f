"""What a person decides of two texts that are nearly the same."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from annotations.vocabulary import ResemblanceVerdict

_WORDS = {
    ResemblanceVerdict.COPY: _("It is a copy of the other: what it says is the other’s word, not one of its own."),
    ResemblanceVerdict.UNKNOWN_ORIGIN: _("Both are from somewhere that nobody names: one voice more at most."),
    ResemblanceVerdict.INDEPENDENT: _("They were written independently. This is not offered again."),
}


class ResemblanceForm(forms.Form):
    """`verdict` is one of the three that a person may give."""

    verdict = forms.ChoiceField(
        label=_("What it means"), choices=list(_WORDS.items()), widget=forms.RadioSelect, required=True
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=5000, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"})
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
