"""The answer of a policy."""

from __future__ import annotations

import pytest

from annotations.errors import DeniedError
from annotations.policies import ALLOWED, denied


def test_allowed_is_true_and_requires_nothing() -> None:
    assert ALLOWED
    ALLOWED.require()


def test_denied_says_why() -> None:
    decision = denied("a.rule", "because")
    assert not decision
    with pytest.raises(DeniedError, match="because") as caught:
        decision.require()
    assert caught.value.rule == "a.rule"
