"""`manage.py resemble` does a worker's work, for what waits or for everything."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.cast import Cast, make_article
from tests.text.test_copies import DISPATCH


def run(**options: object) -> str:
    out = StringIO()
    call_command("resemble", stdout=out, **options)
    return out.getvalue()


def test_compares_what_waits_then_everything(cast: Cast) -> None:
    for outlet in ("Agency", "Herald"):
        make_article(cast.actor("editor"), DISPATCH, outlet=outlet)
    assert "desk: 2 texts compared, 1 near-copies wait for a decision" in run()
    assert run(workspace="desk") == "desk: 0 texts compared, 1 near-copies wait for a decision\n"
    assert "desk: 2 texts compared, 1 near-copies" in run(workspace="desk", anew=True)
    with pytest.raises(CommandError, match="no workspace nowhere"):
        run(workspace="nowhere")
