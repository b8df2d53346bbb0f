"""The intervals after which claims are to be looked at again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from annotations.actions.rechecks import MAX_DAYS
from annotations.vocabulary import RECHECK_DAYS


class RecheckForm(forms.Form):
    """A whole number of days for each state; empty for never. Only states that the form was sent with are changed."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for state in RECHECK_DAYS:
            self.fields[state.value] = forms.IntegerField(
                label=state.label,
                required=False,
                min_value=1,
                max_value=MAX_DAYS,
                error_messages=dict.fromkeys(
                    ("invalid", "min_value", "max_value"),
                    _("This must be a whole number of days from 1 to 3650, or nothing for never."),
                ),
            )

    def clean(self) -> dict[str, Any]:
        """What was not sent at all is not asked to be never."""
        return {name: value for name, value in self.cleaned_data.items() if name in self.data}
