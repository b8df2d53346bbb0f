"""Claims, the steps of their workflow, and comments."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from annotations.models import Claim
from annotations.vocabulary import Certainty, ClaimKind, ClaimPolarity, Validity, Workflow
from annotations.web.forms.addresses import uid_in
from annotations.web.forms.evidence import time_field
from annotations.web.forms.languages import ARTICLE_LANGUAGES

_TIMES = ("happened_at", "horizon", "recheck_at")


def _statement(label: Any, *, required: bool) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "class": "text"}),
    )


class ClaimForm(forms.Form):
    """A claim in its own language and, if somebody has put it there, in English or Arabic."""

    statement = _statement(_("Statement"), required=True)
    language = forms.CharField(
        label=_("Language of the statement"),
        max_length=35,
        initial="ar",
        widget=forms.TextInput(attrs={"list": "languages", "dir": "ltr", "autocomplete": "off"}),
    )
    in_arabic = _statement(_("In Arabic"), required=False)
    in_english = _statement(_("In English"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=ClaimKind.choices)
    certainty = forms.ChoiceField(
        label=_("Certainty"), choices=Certainty.choices, initial=Certainty.UNSPECIFIED, required=False
    )
    polarity = forms.ChoiceField(
        label=_("Polarity"), choices=ClaimPolarity.choices, initial=ClaimPolarity.POSITIVE, required=False
    )
    validity = forms.ChoiceField(
        label=_("Validity"),
        choices=[("", _("does not apply")), *Validity.choices],
        initial=Validity.OPEN,
        required=False,
        help_text=_("For threats, intents and predictions. What is open lapses by itself when its horizon passes."),
    )
    overtaken_by = forms.CharField(
        label=_("Overtaken by"),
        required=False,
        max_length=2000,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
        help_text=_("The address of the claim here that overtook it."),
    )
    happened_at = time_field(_("When it happened (UTC)"), _("For what is past: no evidence of it is earlier."))
    horizon = time_field(_("Horizon"), _("Until when a threat or a prediction runs; then it is due to be looked at."))
    recheck_at = time_field(_("Look again on"))
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    languages = ARTICLE_LANGUAGES

    @staticmethod
    def values_of(claim: Claim) -> dict[str, Any]:
        """What the form shows of a claim that exists."""
        names = ("statement", "language", "kind", "certainty", "polarity", "validity", "revision", *_TIMES)
        own = {name: getattr(claim, name) for name in names}
        translated = {"in_arabic": claim.translations.get("ar", ""), "in_english": claim.translations.get("en", "")}
        return own | translated | {"overtaken_by": claim.overtaken_by or ""}

    def clean_overtaken_by(self) -> UUID | None:
        """The public id at the end of the address."""
        return uid_in(self.cleaned_data["overtaken_by"], _("This is not the address of a claim here."))

    def described(self, claim: Claim | None = None) -> dict[str, Any]:
        """The fields as the actions take them; translations into other languages stay as they are."""
        data = self.cleaned_data
        translations = dict(claim.translations) if claim else {}
        for language, statement in (("ar", data["in_arabic"]), ("en", data["in_english"])):
            translations.pop(language, None)
            if statement and language != data["language"]:
                translations[language] = statement
        names = ("statement", "language", "kind", "certainty", "polarity", "validity")
        chosen = {name: data[name] for name in names if data[name] or name == "validity"}
        times = {name: data[name] for name in (*_TIMES, "overtaken_by")}
        return {**chosen, **times, "translations": translations}


class StepForm(forms.Form):
    """One step of the workflow."""

    to = forms.ChoiceField(choices=Workflow.choices, widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )


class CommentForm(forms.Form):
    """A remark."""

    body = forms.CharField(
        label=_("Comment"),
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
