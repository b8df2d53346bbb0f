"""The registry of sources."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from annotations.models import Source
from annotations.vocabulary import RelationKind, Reliability, SourceKind

FIELDS = (
    "kind",
    "name",
    "descriptor",
    "affiliation",
    "nationality",
    "rank",
    "relayed_by",
    "anonymity_reason",
    "stated_count",
    "reliability",
)


def _line(label: Any, length: int, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=length,
        help_text=help_text,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


class SourceForm(forms.Form):
    """The record of a source."""

    kind = forms.ChoiceField(label=_("Kind"), choices=SourceKind.choices)
    name = _line(_("Name"), 300, _("Empty where the source is anonymous."))
    descriptor = _line(_("The words that describe it"), 500, _("Such as: an Iraqi official who asked not to be named."))
    affiliation = _line(_("Affiliation"), 300)
    nationality = _line(_("Nationality"), 100)
    rank = _line(_("Rank or office"), 200)
    relayed_by = _line(_("Relayed by"), 200, _("The outlet that passes its words on."))
    anonymity_reason = _line(_("Reason for anonymity"), 500, _("As the article states it."))
    stated_count = forms.IntegerField(
        label=_("How many people"),
        required=False,
        min_value=1,
        max_value=1_000_000,
        help_text=_("Only if a number is stated: “two officials”."),
    )
    reliability = forms.ChoiceField(
        label=_("Reliability"), required=False, choices=[("", _("not graded")), *Reliability.choices]
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @staticmethod
    def values_of(source: Source) -> dict[str, Any]:
        """What the form shows of a source that exists."""
        return {name: getattr(source, name) for name in (*FIELDS, "revision")}

    def described(self) -> dict[str, Any]:
        """The fields as the actions take them."""
        return {name: self.cleaned_data[name] for name in FIELDS if name in self.cleaned_data}


class RelateForm(forms.Form):
    """A statement about a source and another one, chosen among those that were found."""

    other = forms.UUIDField()
    kind = forms.ChoiceField(label=_("They are"), choices=RelationKind.choices)
    reason = forms.CharField(
        label=_("How we know"), max_length=5000, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"})
    )
