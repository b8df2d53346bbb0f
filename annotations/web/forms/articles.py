"""Articles and the versions of their text."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from annotations.text import MAX_CODE_POINTS, language_by_script
from annotations.vocabulary import ArticleStatus, Capture, Direction, Origin
from annotations.web.forms.addresses import uid_in
from annotations.web.forms.languages import ARTICLE_LANGUAGES
from annotations.web.words import SENTENCES

MAX_UPLOAD = 8 * 1024 * 1024
"""Bytes; the longest text that Isnad takes, if every character of it is four bytes."""


class TextForm(forms.Form):
    """A text, pasted or uploaded. What was pasted is never trimmed."""

    text = forms.CharField(
        label=_("Text"),
        required=False,
        strip=False,
        max_length=2 * MAX_CODE_POINTS,
        widget=forms.Textarea(attrs={"rows": 14, "dir": "auto", "class": "text", "spellcheck": "false"}),
        help_text=_("Plain text, one paragraph a line. The first line may be the headline."),
    )
    file = forms.FileField(
        label=_("or a file"),
        required=False,
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".txt,text/plain"}),
        help_text=_("Plain text in UTF-8, such as a .txt file."),
    )

    def clean(self) -> dict[str, Any]:
        """Exactly one of the two. The text of a file is put into the form, so that it survives an error elsewhere."""
        cleaned = super().clean() or self.cleaned_data
        upload, pasted = cleaned.get("file"), cleaned.get("text") or ""
        if upload and pasted.strip():
            self.add_error("file", _("Give either a text or a file, not both."))
        elif upload and (upload.size or 0) > MAX_UPLOAD:
            self.add_error("file", _("This file is larger than Isnad takes (8 MB)."))
        elif not upload and not pasted.strip() and "text" not in self.errors:
            self.add_error("text", _("Paste the text here, or choose a file."))
        return cleaned

    def body(self) -> tuple[bytes | str, str]:
        """What was given (bytes of a file, or the pasted text), and how it came in."""
        upload = self.cleaned_data.get("file")
        if isinstance(upload, UploadedFile):
            upload.seek(0)
            return upload.read(), Capture.UPLOADED
        return self.cleaned_data["text"], Capture.PASTED

    def keep_file(self) -> None:
        """Show the uploaded text for pasting, where it can be read: a browser does not choose a file again."""
        upload = self.files.get("file")
        if upload is None or (upload.size or 0) > MAX_UPLOAD:
            return
        upload.seek(0)
        try:
            text = upload.read().decode()
        except UnicodeDecodeError:
            return
        self.data = {**self.data.dict(), "text": text}  # type: ignore[attr-defined]


class DescribedForm(forms.Form):
    """What is said of an article."""

    title = forms.CharField(label=_("Title"), max_length=500, widget=forms.TextInput(attrs={"dir": "auto"}))
    language = forms.CharField(
        label=_("Language"),
        max_length=35,
        widget=forms.TextInput(attrs={"list": "languages", "dir": "ltr", "autocomplete": "off"}),
        help_text=_("A tag such as ar or en."),
    )
    direction = forms.ChoiceField(
        label=_("Direction"), required=False, choices=[("", _("as the language is written")), *Direction.choices]
    )
    outlet = forms.CharField(
        label=_("Outlet"), required=False, max_length=200, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    url = forms.CharField(
        label=_("Address"), required=False, max_length=2000, widget=forms.URLInput(attrs={"dir": "ltr"})
    )
    published_at = forms.DateTimeField(
        label=_("Published (UTC)"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    credited_wire = forms.CharField(
        label=_("Wire that it credits"), required=False, max_length=200, widget=forms.TextInput(attrs={"dir": "auto"})
    )

    languages = ARTICLE_LANGUAGES

    def described(self) -> dict[str, Any]:
        """The fields as the actions take them; an empty direction is left to the language."""
        names = ("title", "language", "direction", "outlet", "url", "published_at", "credited_wire", "status")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class AddArticleForm(TextForm, DescribedForm):
    """A new article."""

    title = forms.CharField(
        label=_("Title"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("If you leave it empty, the first line of the text."),
    )
    language = forms.CharField(
        label=_("Language"),
        required=False,
        max_length=35,
        widget=forms.TextInput(
            attrs={"list": "languages", "dir": "auto", "autocomplete": "off", "placeholder": _("by the text")}
        ),
        help_text=_("A tag such as ar or en. If you leave it empty: Arabic or English, by the letters of the text."),
    )

    def clean(self) -> dict[str, Any]:
        """The language that was left empty is the one that the letters of the text tell."""
        cleaned = super().clean()
        given = not self.errors.keys() & {"text", "file", "language"}
        if given and not cleaned["language"]:
            body, _how = self.body()
            try:
                text = body.decode("utf-8-sig") if isinstance(body, bytes) else body
            except UnicodeDecodeError:
                self.add_error("file", str(SENTENCES["text.not_utf8"]))
                return cleaned
            cleaned["language"] = language_by_script(text)
            if not cleaned["language"]:
                self.add_error("language", _("The letters of this text do not tell its language; write its tag."))
        return cleaned


class EditArticleForm(DescribedForm):
    """Change what is said of an article."""

    direction = forms.ChoiceField(label=_("Direction"), choices=Direction.choices)
    status = forms.ChoiceField(label=_("Status"), choices=ArticleStatus.choices)
    origin = forms.ChoiceField(
        label=_("Where its text comes from"),
        required=False,
        choices=[("", _("as it says itself")), *Origin.choices],
        help_text=_("For a text that repeats another one without crediting it."),
    )
    copy_of = forms.CharField(
        label=_("Copy of"),
        required=False,
        max_length=2000,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
        help_text=_("The address of the article here that it is a copy of."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def clean_copy_of(self) -> UUID | None:
        """The public id at the end of the address."""
        return uid_in(self.cleaned_data["copy_of"], _("This is not the address of an article here."))

    def described(self) -> dict[str, Any]:
        """As of every article, with where its text comes from."""
        return super().described() | {name: self.cleaned_data[name] for name in ("origin", "copy_of")}


class VersionForm(TextForm):
    """A corrected text."""

    note = forms.CharField(
        label=_("What is new"),
        required=False,
        max_length=2000,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("Such as: the agency's correction of 14:10."),
    )
