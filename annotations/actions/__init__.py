"""Every change of state: one action each, for web, API, import and commands alike."""

from annotations.actions.articles import add_article, edit_article, index_article, sha256_of
from annotations.actions.assertions import assert_state, confirm_state, last_assessment, lift_state, look_again
from annotations.actions.assessing import assess, catch_up, recheck
from annotations.actions.attributions import attribute, attribute_many, delete_attribution, edit_attribution
from annotations.actions.claims import add_claim, delete_claim, edit_claim, folded_claim
from annotations.actions.comments import add_comment, delete_comment, edit_comment
from annotations.actions.corroborations import (
    accept_corroboration,
    accept_corroborations,
    accept_proposed,
    corroborate,
    edit_corroboration,
    proposed_of,
    reject_corroboration,
)
from annotations.actions.drafts import UNSET, FrameDraft
from annotations.actions.exhibits import add_exhibit, delete_exhibit, edit_exhibit
from annotations.actions.fields import clean_own_uid
from annotations.actions.files import SAFE_HEADERS, file_of
from annotations.actions.guidelines import write_guidelines
from annotations.actions.import_report import ImportReport, Refusal
from annotations.actions.importing import import_records
from annotations.actions.layers import open_layer
from annotations.actions.mentions import add_mention, delete_mention, edit_mention
from annotations.actions.namesakes import dismiss_namesake, read_names, read_names_everywhere
from annotations.actions.namings import mark_read, own_namings
from annotations.actions.previews import (
    Preview,
    preview_article_retraction,
    preview_exhibit_retraction,
    preview_withdrawal,
    retract_article,
    retract_exhibit,
)
from annotations.actions.progress import set_progress
from annotations.actions.rechecks import set_recheck_days
from annotations.actions.recording import Made
from annotations.actions.relations import relate_sources, withdraw_relation
from annotations.actions.resemblances import accept_resemblance, dismiss_resemblance
from annotations.actions.resembling import compare_everywhere, compare_waiting
from annotations.actions.restore import restore
from annotations.actions.sources import delete_source, edit_source, folded_source, register_source
from annotations.actions.spans import delete_span, mark, move_span
from annotations.actions.tokens import find_token, make_token, note_use, revoke_token
from annotations.actions.undo import Undone, UndoneStep, undo, undoable
from annotations.actions.versions import AddedVersion, CarryReport, add_version
from annotations.actions.workflow import Step, next_steps, transition
from annotations.actions.workspaces import create_workspace, set_member

__all__ = [
    "SAFE_HEADERS",
    "UNSET",
    "AddedVersion",
    "CarryReport",
    "FrameDraft",
    "ImportReport",
    "Made",
    "Preview",
    "Refusal",
    "Step",
    "Undone",
    "UndoneStep",
    "accept_corroboration",
    "accept_corroborations",
    "accept_proposed",
    "accept_resemblance",
    "add_article",
    "add_claim",
    "add_comment",
    "add_exhibit",
    "add_mention",
    "add_version",
    "assert_state",
    "assess",
    "attribute",
    "attribute_many",
    "catch_up",
    "clean_own_uid",
    "compare_everywhere",
    "compare_waiting",
    "confirm_state",
    "corroborate",
    "create_workspace",
    "delete_attribution",
    "delete_claim",
    "delete_comment",
    "delete_exhibit",
    "delete_mention",
    "delete_source",
    "delete_span",
    "dismiss_namesake",
    "dismiss_resemblance",
    "edit_article",
    "edit_attribution",
    "edit_claim",
    "edit_comment",
    "edit_corroboration",
    "edit_exhibit",
    "edit_mention",
    "edit_source",
    "file_of",
    "find_token",
    "folded_claim",
    "folded_source",
    "import_records",
    "index_article",
    "last_assessment",
    "lift_state",
    "look_again",
    "make_token",
    "mark",
    "mark_read",
    "move_span",
    "next_steps",
    "note_use",
    "open_layer",
    "own_namings",
    "preview_article_retraction",
    "preview_exhibit_retraction",
    "preview_withdrawal",
    "proposed_of",
    "read_names",
    "read_names_everywhere",
    "recheck",
    "register_source",
    "reject_corroboration",
    "relate_sources",
    "restore",
    "retract_article",
    "retract_exhibit",
    "revoke_token",
    "set_member",
    "set_progress",
    "set_recheck_days",
    "sha256_of",
    "transition",
    "undo",
    "undoable",
    "withdraw_relation",
    "write_guidelines",
]
