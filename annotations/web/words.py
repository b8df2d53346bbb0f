"""The domain's refusals in the words of the interface.

An action's `detail` is English and made for programs; a person reads the sentence of the rule in their language. A
rule that is not listed here is shown in its English words: less pleasant, and never silent.
"""

from __future__ import annotations

from django.forms import Form
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from annotations.errors import DeniedError, DomainError

SENTENCES: dict[str, str | Promise] = {
    "text.empty": _("There is no text."),
    "text.nul": _("The text holds a NUL character; such a file is not plain text."),
    "text.not_utf8": _("The file is not UTF-8 text. Save it as “UTF-8” in your editor and send it again."),
    "text.lone_surrogate": _("The text holds half of a character (a lone surrogate)."),
    "text.too_long": _("The text is longer than Isnad takes."),
    "version.duplicate_text": _("This is the text that the article has already; nothing was added."),
    "field.required": _("This must not be empty."),
    "field.too_long": _("This is too long."),
    "field.url": _("This must be a whole address that begins with http:// or https://."),
    "field.language": _("This must be a language tag such as ar, en or zh-Hant."),
    "field.choice": _("Choose one of the values of the list."),
    "field.time": _("This must be a date and a time."),
    "field.number": _("This must be a whole number within the limits."),
    "source.nameless": _("A source needs a name, or the words that describe it."),
    "source.in_use": _("An attribution names this source as its speaker, so it stays in the registry."),
    "claim.reason_missing": _("This step needs a reason that others can read later."),
    "claim.in_use": _("Only a draft that no article mentions can be deleted; reject the claim instead."),
    "token.days": _("A token lasts from 1 to 3,650 days."),
    "revision.stale": _(
        "Somebody else changed this while you were writing. Your words are still here: compare, and save again."
    ),
    "object.missing": _("It was deleted in the meantime."),
}


def sentence_of(error: DomainError) -> str:
    """A sentence for a person, in the active language where the rule is known. A policy's reason is translated."""
    if isinstance(error, DeniedError):
        return error.detail
    return str(SENTENCES.get(error.rule, error.detail))


def blame(form: Form, error: DomainError) -> None:
    """Put the refusal beside the field that it names, or over the whole form."""
    field = (error.field or "").split(".")[0]
    form.add_error(field if field in form.fields else None, sentence_of(error))
