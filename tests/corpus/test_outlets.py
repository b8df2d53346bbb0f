"""The outlets of a workspace."""

from __future__ import annotations

import pytest

from annotations.corpus.outlets import outlets_of
from tests.cast import make_article

pytestmark = pytest.mark.django_db


def test_each_once_in_order_and_only_one_s_own(cast):
    for outlet in ("Beta", "alpha", "", "Beta", "المرسى"):
        make_article(cast.actor("editor"), outlet=outlet)
    make_article(cast.actor("stranger"), outlet="Elsewhere")
    assert outlets_of(cast.workspace) == ["Beta", "alpha", "المرسى"]
    assert outlets_of(cast.workspace, most=2) == ["Beta", "alpha"]
    assert outlets_of(cast.other_workspace) == ["Elsewhere"]


def test_a_workspace_without_outlets(cast):
    assert outlets_of(cast.workspace) == []
