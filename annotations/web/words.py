"""The domain's refusals in the words of the interface.

An action's `detail` is English and made for programs; a person reads the sentence of the rule in their language. A
rule without a sentence is shown in its English words: less pleasant, and never silent. A test finds it.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from annotations.actions.relations import ContradictionError
from annotations.errors import DeniedError, DomainError
from annotations.text import isolated
from annotations.web.file_words import OF_FILES
from annotations.web.record_words import FAMILIES, OF_RECORDS

SENTENCES: dict[str, str | Promise] = {
    **OF_FILES,
    **OF_RECORDS,
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
    "relation.itself": _("A source is not related to itself."),
    "relation.duplicate": _("This is stated already."),
    "assessment.recheck_missing": _("What cannot be verified needs a date to look again."),
    "assessment.in_force": _("An assertion is in force; take that back first."),
    "corroboration.decisive_reason": _("What decides a claim needs a ground and a reason."),
    "corroboration.interested_denial": _("A denial by an interested party is never decisive."),
    "exhibit.nothing_there": _("An exhibit needs an address or a file, unless it is what we saw ourselves."),
    "exhibit.captured_before": _("Nothing is captured before it happened."),
    "exhibit.file_too_large": _("The file is larger than Isnad takes."),
    "exhibit.file_empty": _("The file is empty."),
    "exhibit.file_type": _(
        "Isnad does not take files of this type. It takes PDF; pictures as PNG, JPEG, GIF, WebP and TIFF; "
        "sound and video as MP3, WAV, Ogg, MP4 and WebM; plain text, CSV, TSV and JSON; ZIP and Parquet."
    ),
    "article.copy_of": _("A copy, and nothing else, is a copy of an article: name it, or choose another origin."),
    "article.copy_of_later": _("A copy cannot be earlier than its original."),
    "dismissal.duplicate": _("This is not suggested any more."),
    "dismissal.itself": _("A source is not related to itself."),
    "resemblance.decided_already": _("This is decided so already."),
    "claim.overtaken_by": _("Only a claim that was overtaken names the other claim that overtook it."),
    "token.days": _("A token lasts from 1 to 3,650 days."),
    "webhook.url": _("This must be a whole address that begins with http:// or https://."),
    "webhook.private_target": _("Webhooks may not reach addresses that are not of the open internet."),
    "webhook.events": _("There is no such event. Write types and verbs such as claim.changed, or * for everything."),
    "webhook.secret": _("A secret has 16 to 200 visible ASCII characters."),
    "webhook.too_many": _("This workspace has as many webhooks as it can have."),
    "delivery.waiting": _("This message is still being sent."),
    "transfer.too_many": _("You have as many exports and imports under way as one may have; wait for them."),
    "reminders.no_address": _("A reminder needs an address to go to."),
    "reminders.no_mail": _("This installation sends no e-mail."),
    "valid_at.assessment": _(
        "Claims cannot be filtered by their assessment and shown by what bore on them at another time at once."
    ),
    "known_at.future": _("Nothing is known yet of the future."),
    "article.assignee": _("Only a member of this workspace who may annotate can be given an article."),
    "article.missing": _("There is no such article here."),
    "claim.missing": _("There is no such claim here."),
    "layer.missing": _("There is no such layer here."),
    "file.too_large": _("This file is larger than Isnad takes (2 GB)."),
    "file.empty": _("The file is empty."),
    "file.no_header": _("Line 1: this is no file of this format, which begins with a header."),
    "file.format": _("This is a file of another format."),
    "file.version": _("This file has a version of the format that Isnad does not read."),
    "file.truncated": _("The file breaks off before its end."),
    "file.sum": _("The file was changed after it was made: its checksum does not fit."),
    "file.counts": _("Records are missing from the file, or there are too many."),
    "json.malformed": _("This line is no JSON."),
    "json.not_utf8": _("This line is not UTF-8."),
    "record.unknown_type": _("There are no records of this type."),
    "record.order": _("The records do not stand in their order."),
    "record.twice": _("This record stands in the file twice."),
    "article.duplicate_id": _("Another article has this id here."),
    "source.duplicate_id": _("Another source has this id here."),
    "claim.duplicate_id": _("Another claim has this id here."),
    "span.duplicate_id": _("Another span has this id here."),
    "attribution.duplicate_id": _("Another attribution has this id here."),
    "span.out_of_text": _("The span lies outside its text."),
    "span.splits_grapheme": _("The span cuts a character in two."),
    "span.edge_whitespace": _("The span begins or ends with white space."),
    "frame.child_outside_parent": _("The attribution lies outside what its parent says."),
    "frame.too_deep": _("The attributions are nested too deeply."),
    "version.sha256": _("The text does not fit its checksum."),
    "revision.stale": _(
        "Somebody else changed this while you were writing. Your words are still here: compare, and save again."
    ),
    "object.missing": _("It was deleted in the meantime."),
}


def sentence_of(error: DomainError) -> str:
    """A sentence for a person, in the active language where the rule is known. A policy's reason is translated."""
    if isinstance(error, DeniedError):
        return error.detail
    if isinstance(error, ContradictionError):
        return _contradiction(error)
    return sentence_for(error.rule) or error.detail


def _contradiction(error: ContradictionError) -> str:
    """Both statements, named, and who made the old one."""
    named = {"a": error.new[0], "b": error.new[1], "c": error.old[0], "d": error.old[1], "who": error.who}
    words = {place: isolated(name) for place, name in named.items()}
    if error.kind == "same":
        told = gettext(
            "“%(a)s” and “%(b)s” cannot be the same: %(who)s stated that “%(c)s” and “%(d)s” are different."
        )
    else:
        told = gettext(
            "“%(a)s” and “%(b)s” cannot be different: %(who)s stated that “%(c)s” and “%(d)s” are the same."
        )
    return told % words


def sentence_for(rule: str) -> str:
    """The sentence of the rule in the active language; empty where it has none."""
    known = SENTENCES.get(rule)
    if known is None:
        known = next((sentence for ending, sentence in FAMILIES if rule.endswith(ending)), "")
    return str(known)
