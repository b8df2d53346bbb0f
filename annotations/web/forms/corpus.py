"""What of the corpus goes out, and what comes in."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from annotations.actions.transfers import MAX_FILE
from annotations.formats import EXPORTS, IMPORTS
from annotations.web.corpus_preview import title_of

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)


class ExportForm(forms.Form):
    """A selection and a format."""

    what = forms.ChoiceField(
        label=_("What"),
        required=False,
        choices=[
            ("", _("the whole workspace")),
            ("article", _("an article")),
            ("claim", _("a claim")),
            ("layer", _("a layer")),
        ],
    )
    which = forms.CharField(
        label=_("Which one"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"type": "search", "dir": "auto", "autocomplete": "off"}),
        help_text=_("Words of its title or statement, and you choose from what is found; or the address of its page."),
    )
    format = forms.ChoiceField(
        label=_("Format"), required=False, choices=lambda: [(one.name, title_of(one.name)) for one in EXPORTS]
    )
    known_at = forms.DateTimeField(
        label=_("As it was at (UTC)"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text=_("Empty: as it is now."),
    )

    def clean(self) -> dict[str, Any]:
        """A part is known by its id, which may stand in an address; else it has to be found by its words."""
        cleaned = super().clean() or self.cleaned_data
        found = {one.lower() for one in _UUID.findall(cleaned.get("which") or "")}
        if cleaned.get("what") and len(found) > 1:
            self.add_error("which", _("Give the address of its page, or its id."))
        elif len(found) == 1:
            cleaned["uid"] = UUID(found.pop())
        return cleaned

    @property
    def is_searching(self) -> bool:
        """Whether it is not settled yet which part is meant."""
        return bool(self.cleaned_data.get("what")) and "uid" not in self.cleaned_data

    @property
    def format_name(self) -> str:
        return self.cleaned_data.get("format") or EXPORTS[0].name

    @property
    def moment(self) -> datetime | None:
        moment: datetime | None = self.cleaned_data.get("known_at")
        return moment

    def parts(self) -> dict[str, UUID]:
        """The part as `corpus.select` takes it."""
        what = self.cleaned_data.get("what")
        return {what: self.cleaned_data["uid"]} if what else {}


class ImportForm(forms.Form):
    """A file and its format."""

    format = forms.ChoiceField(label=_("Format"), choices=lambda: [(one.name, title_of(one.name)) for one in IMPORTS])
    file = forms.FileField(label=_("File"), allow_empty_file=True)
    labels = forms.CharField(
        label=_("What its labels stand for"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"dir": "ltr", "placeholder": _("Speaker=source, Quote=content")}),
        help_text=_("Only where a project has its own: source, cue, content, addressee, channel."),
    )

    def clean_file(self) -> Any:
        """No more than the server takes."""
        file = self.cleaned_data["file"]
        if (file.size or 0) > MAX_FILE:
            raise forms.ValidationError(_("This file is larger than Isnad takes (2 GB)."))
        return file
