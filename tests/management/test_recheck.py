"""`manage.py recheck`: says where a claim does not stand as its evidence says, and mends it when asked to."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.actions.worked import Desk
from tests.cast import Cast


def run(**options: object) -> str:
    out = StringIO()
    call_command("recheck", stdout=out, **options)
    return out.getvalue()


def test_finds_nothing_where_all_is_well_and_names_what_is_not(cast: Cast) -> None:
    desk = Desk(cast)
    desk.accept(desk.report("AFP", desk.voice()))
    assert "every claim stands" in run()
    desk.claim.corroborations.update(stance="refutes")
    out = StringIO()
    with pytest.raises(CommandError, match="1 claims do not stand"):
        call_command("recheck", stdout=out, workspace=cast.workspace.slug)
    assert f"desk {desk.claim.uid}: single_source, but the evidence gives disputed" in out.getvalue()
    assert "1 assessments written" in run(fix=True)
    assert "every claim stands" in run()


def test_an_unknown_workspace_is_refused(cast: Cast) -> None:
    with pytest.raises(CommandError, match="there is no workspace nowhere"):
        run(workspace="nowhere")
