"""The answer of a policy."""

from __future__ import annotations

from dataclasses import dataclass

from annotations.errors import DeniedError


@dataclass(frozen=True, slots=True)
class Decision:
    """Allowed, or denied with a reason that a person can read. True where allowed."""

    allowed: bool
    rule: str = ""
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed

    def require(self) -> None:
        """Raise DeniedError unless allowed."""
        if not self.allowed:
            raise DeniedError(self.rule, self.reason)


ALLOWED = Decision(True)


def denied(rule: str, reason: str) -> Decision:
    return Decision(False, rule, reason)
