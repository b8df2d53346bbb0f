"""What the workbench's script says of other people, of what clashes, and of taking back, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _


def live_words() -> dict[str, Any]:
    """Words by the names that the script knows them by."""
    return {
        "offline": _("No connection."),
        "cut_off": _("offline"),
        "kept_as_of": _("No connection. This is the article as it stood at {time} UTC."),
        "kept_goes_on": _("You can go on: what you mark is kept in this browser and sent when the connection is back."),
        "away_list": _("This page cannot be shown without a connection. These articles are kept in this browser:"),
        "kept_back": _("The connection is back, and the article up to date."),
        "not_kept": _("This browser has no room for unsaved changes: leave this page open until they are saved."),
        "signed_out": _("You are signed out. Sign in again in another tab; this is then tried again by itself."),
        **clash_words(),
        "fields": fields(),
        "corrected": _("corrected the text."),
        "show_version": _("Show version {number}"),
        "commented": _("commented:"),
        "show": _("Show"),
        "dismiss": _("Send away"),
        "saved_work": _("Saved."),
        "work_changed": _("Somebody changed this meanwhile; this is what stands now."),
        "here": _("Also here:"),
        "is_on": _("is on the frame"),
        "nobody_else": _("Nobody else is here."),
        "changed_something": _("changed something here."),
        "took_away": _("took away what you had selected."),
        **undo_words(),
    }


def clash_words() -> dict[str, Any]:
    """Of what two people changed at once."""
    return {
        "stale": _("Others keep changing this at the same moment."),
        "clash": _("Somebody changed this meanwhile."),
        "decide": _("Decide …"),
        "clash_title": _("Two changes of one thing:"),
        "they_changed": _("You took this away; somebody changed it meanwhile."),
        "they_removed": _("You changed this; somebody took it away meanwhile."),
        "remove_anyway": _("take it away all the same"),
        "bring_back": _("bring it back with your change"),
        "keep_theirs": _("leave it as they made it"),
        "leave_removed": _("leave it taken away"),
    }


def undo_words() -> dict[str, Any]:
    """Of what is taken back, and done again."""
    return {
        "undone": _("Undone."),
        "redone": _("Done again."),
        "nothing_undo": _("There is nothing of yours to undo here."),
        "nothing_redo": _("There is nothing to do again."),
        "undo_waits": _("Some changes are not saved yet; undo works when they are."),
        "undo_title": _("Undo what somebody changed since?"),
        "changed_since": _("Changed since by"),
        "undo_anyway": _("undo it all the same"),
    }


def fields() -> dict[str, str]:
    """The fields of frames, spans and ties."""
    return {
        "source": _("Source"),
        "cue": _("Cue"),
        "contents": _("Contents"),
        "addressee": _("Addressee"),
        "channel": _("Channel"),
        "parent": _("Inside"),
        "speakers": _("Speakers"),
        "resolution": _("Words of the source"),
        "antecedent": _("Antecedent"),
        "cue_kind": _("Kind of cue"),
        "attitude": _("Attitude"),
        "segments": _("Place in the text"),
        "polarity": _("What it says of the claim"),
        "credibility": _("Credibility"),
    }
