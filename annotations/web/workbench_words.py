"""The words that the workbench's script needs, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from annotations.vocabulary import (
    ArticleStatus,
    AssessmentState,
    Attitude,
    Certainty,
    ClaimKind,
    CueKind,
    MentionPolarity,
    ParagraphState,
    Quotation,
    Resolution,
    SourceKind,
)
from annotations.web.live_words import live_words
from annotations.web.record_words import FAMILIES
from annotations.web.words import SENTENCES

Options = list[tuple[str, str | Promise]]
_RULED: Final = frozenset({
    "article", "attribution", "claim", "comment", "field", "frame", "mention", "object", "progress", "restore",
    "revision", "source", "span", "undo", "write",
})  # fmt: skip
NO_KEYS: Final[Mapping[str, str]] = {}


def options(choices: type[TextChoices], blank: str | None = None) -> Options:
    """Values and labels for a select, with an empty one first where `blank` names it."""
    named: Options = [(value, label) for value, label in choices.choices]
    return named if blank is None else [("", blank), *named]


def choices() -> dict[str, Options]:
    """The choices of the editor's fields."""
    return {
        "parent": [("", _("no other frame"))],
        "antecedent": [("", _("no earlier frame"))],
        "resolution": options(Resolution, "—"),
        "cue_kind": options(CueKind, "—"),
        "attitude": options(Attitude, "—"),
        "polarity": options(MentionPolarity),
        "source_kind": options(SourceKind),
        "claim_kind": options(ClaimKind),
        "certainty": options(Certainty),
    }


def roles(keys: Mapping[str, str] = NO_KEYS) -> list[dict[str, str]]:
    """The roles that words of the text may have in a frame, with the key that gives them."""
    named = {
        "source": (_("Source"), _("Take the source away")),
        "cue": (_("Cue"), _("Take the cue away")),
        "content": (_("Content"), _("Take the last content away")),
        "addressee": (_("Addressee"), _("Take the addressee away")),
        "channel": (_("Channel"), _("Take the channel away")),
    }
    return [
        {"value": role, "key": keys.get(role, ""), "label": label, "drop": drop}
        for role, (label, drop) in named.items()
    ]


def words(claim_url: str, frame_url: str) -> dict[str, Any]:
    """Words by the names that the script knows them by. The addresses hold ID where an id goes."""
    return {
        "claim_url": claim_url,
        "frame_url": frame_url,
        "list_comma": pgettext("between names", ", "),
        "implied": _("speaker not named"),
        "outlet": _("the outlet itself"),
        "new_source": _("New source"),
        "new_claim": _("New claim"),
        **marking_words(),
        **frame_words(),
        "keys_kept": _("The keys are kept."),
        "not_found": _("Not found"),
        "resolve": _("Resolve"),
        "reopen": _("Reopen"),
        "open_comments": _("Open comments:"),
        "on_version": _("on version {number}"),
        "members": _("Members"),
        "no_suggestion": _("There is no suggestion."),
        "rules": sentences(),
        "rule_endings": [[ending, str(sentence)] for ending, sentence in FAMILIES],
        **saving_words(),
        **names(),
        **live_words(),
    }


def marking_words() -> dict[str, Any]:
    """What is said while words of the text are selected, marked, and their edges moved."""
    return {
        "may_not": _("You may read here, not mark."),
        "tap_end": _("Tap the word up to which it reaches."),
        "select_first": _("Select words in the text first."),
        "empty_span": _("Nothing would be left; take the frame away instead."),
        "moved": _("The edge is moved."),
        "piece_added": _("The words are added."),
        "piece_taken": _("The words are taken out."),
        "edge_taken": _("Move the edge with the arrow keys; Enter keeps it, Escape leaves it."),
        "piece_kept": _("Kept. Select more words, then give them a role."),
        "nothing_here": _("Nothing is marked here."),
        "deleted": _("Taken away."),
        "marked_as": {role["value"]: _("Marked: %(role)s") % {"role": role["label"]} for role in roles()},
        "aid": {"word": _("Whole words"), "letter": _("Letter by letter")},
    }


def frame_words() -> dict[str, Any]:
    """What is said of frames: what they need, what stands in the way, what became of them."""
    return {
        "no_parent": _("no other frame"),
        "no_antecedent": _("no earlier frame"),
        "too_little": _("A frame needs a source, a cue or a content."),
        "overlap": _("Source, cue and content may not overlap."),
        "crossing": _("Two contents lie apart or one inside the other; these would cross."),
        "cue_in_pieces": _("A cue is one piece of text."),
        "outside": _("A frame inside this one, or around it, would no longer fit."),
        "no_frame_around": _("No frame around this one could hold it."),
        "nested": _("Now inside:"),
        "unnested": _("Taken out of the frame around it."),
        "made": _("Frame made."),
        "lacks": {
            "all": _("It has no cue and no content yet."),
            "content": _("It has no content yet."),
        },
        "complete_it": _("Change its parts: select the words and give them their role."),
        "not_chosen": _("Typed and not chosen; it is kept on the card:"),
    }


def saving_words() -> dict[str, Any]:
    """How far what was done here is on its way to the server."""
    return {
        "saved": _("All saved"),
        "saving": _("Saving …"),
        "not_saved": _("Not saved"),
        "unreachable": _("The server cannot be reached; this is tried again by itself."),
        "failed": _("The server failed; this is tried again by itself."),
        "refused": _("The server refused it."),
        "retry": _("Try again"),
        "give_up": _("Give up"),
    }


def sentences() -> dict[str, str]:
    """What a refusal of the REST interface says to a person, by its rule; of the rules that hands can break here."""
    return {rule: str(sentence) for rule, sentence in SENTENCES.items() if rule.partition(".")[0] in _RULED}


def names() -> dict[str, Any]:
    """What the members of vocabularies, kinds of records and changes to them are called, each a table by value."""
    return {
        "verbs": {"create": _("New"), "change": _("Change"), "remove": _("Removal")},
        "kinds": {
            "progress": _("progress of a paragraph"),
            "spans": _("span"),
            "attributions": _("frame"),
            "mentions": _("tie to a claim"),
            "sources": _("source"),
            "claims": _("claim"),
        },
        "roles": {role["value"]: role["label"] for role in roles()},
        "states": labels(AssessmentState),
        "polarities": labels(MentionPolarity),
        "suggested": {
            "antecedent": _("Speaker as before:"),
            "speaker": _("Speaker:"),
            "cue_kind": _("Kind of cue:"),
            "addressee": _("Addressee:"),
        },
        "cue_kinds": labels(CueKind),
        "quotations": labels(Quotation),
        "source_kinds": labels(SourceKind),
        "claim_kinds": labels(ClaimKind),
        "paragraph_states": {"open": pgettext("paragraph", "open"), **labels(ParagraphState)},
        "progress_count": _("{done} of {whole} paragraphs done"),
        "article_statuses": labels(ArticleStatus),
    }


def labels(choices: type[TextChoices]) -> dict[str, str]:
    return {value: str(label) for value, label in choices.choices}
