"""Every change of state: one action each, for web, API, import and commands alike."""

from annotations.actions.articles import add_article, edit_article, index_article, sha256_of
from annotations.actions.attributions import attribute, attribute_many, delete_attribution, edit_attribution
from annotations.actions.drafts import UNSET, FrameDraft
from annotations.actions.layers import open_layer, shared_layer
from annotations.actions.recording import Made
from annotations.actions.spans import delete_span, mark, move_span

__all__ = [
    "UNSET",
    "FrameDraft",
    "Made",
    "add_article",
    "attribute",
    "attribute_many",
    "delete_attribution",
    "delete_span",
    "edit_article",
    "edit_attribution",
    "index_article",
    "mark",
    "move_span",
    "open_layer",
    "sha256_of",
    "shared_layer",
]
