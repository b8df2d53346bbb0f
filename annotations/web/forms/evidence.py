"""Evidence of a claim, and what editors say of its state."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from annotations.models import Corroboration
from annotations.vocabulary import AssessmentState, DecisiveGround, ExhibitKind, Stance
from annotations.web.forms.addresses import uid_in


def _words(label: Any, *, required: bool, rows: int = 2, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=5000,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
    )


def time_field(label: Any, help_text: Any = "") -> forms.DateTimeField:
    """A day and a time in UTC, as the whole interface has them."""
    return forms.DateTimeField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = _words(_("Reason"), required=True)


class AssertForm(forms.Form):
    """Another state than the computed one."""

    state = forms.ChoiceField(label=_("State"), choices=AssessmentState.choices)
    reason = _words(_("Reason"), required=True)
    valid_from = time_field(_("Valid from"))
    recheck_at = time_field(_("Look again on"), _("Needed for what cannot be verified."))


class EvidenceForm(forms.Form):
    """How a piece of evidence bears on the claim."""

    stance = forms.ChoiceField(label=_("How it bears on the claim"), choices=Stance.choices)
    bears_from = time_field(_("From when on"), _("Left empty: the time of its publication."))
    decisive = forms.BooleanField(label=_("It decides the claim"), required=False)
    decisive_ground = forms.ChoiceField(
        label=_("By what it decides"), choices=[("", "—"), *DecisiveGround.choices], required=False
    )
    decisive_reason = _words(_("Why it decides"), required=False)
    interested = forms.BooleanField(
        label=_("It comes from a party that gains by it"),
        required=False,
        help_text=_("A denial by an interested party is never decisive."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @staticmethod
    def values_of(row: Corroboration) -> dict[str, Any]:
        """What the form shows of evidence that is there."""
        names = ("stance", "bears_from", "decisive", "decisive_ground", "decisive_reason", "interested", "revision")
        return {name: getattr(row, name) for name in names}

    def described(self) -> dict[str, Any]:
        """The fields as the actions take them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}


class ExhibitForm(forms.Form):
    """Evidence that is no article, and how it bears on the claim."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ExhibitKind.choices)
    title = forms.CharField(label=_("Title"), max_length=500, widget=forms.TextInput(attrs={"dir": "auto"}))
    url = forms.CharField(
        label=_("Address"), required=False, max_length=2000, widget=forms.URLInput(attrs={"dir": "ltr"})
    )
    file = forms.FileField(label=_("File"), required=False, help_text=_("Or an address, or what we saw ourselves."))
    description = _words(_("What it shows"), required=False, rows=3)
    captured_at = time_field(_("When it was captured (UTC)"))
    happened_at = time_field(_("When what it shows happened (UTC)"))
    origin = forms.CharField(
        label=_("Whom it comes from"),
        required=False,
        max_length=2000,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
        help_text=_("The address of the source here; left empty, the exhibit speaks for itself."),
    )
    stance = forms.ChoiceField(label=_("How it bears on the claim"), choices=Stance.choices)
    bears_from = time_field(_("From when on"))

    def clean_origin(self) -> UUID | None:
        """The public id at the end of the address."""
        return uid_in(self.cleaned_data["origin"], _("This is not the address of a source here."))

    def described(self) -> dict[str, Any]:
        """The exhibit's own fields, but for its file and its origin."""
        names = ("kind", "title", "url", "description", "captured_at", "happened_at")
        return {name: self.cleaned_data[name] for name in names}

    def bearing(self) -> dict[str, Any]:
        """How it bears on the claim."""
        return {name: self.cleaned_data[name] for name in ("stance", "bears_from")}
