"""What an endpoint declares of itself: who may use it, what it takes and gives. View and schema both read this."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from annotations.api.parameters import Parameter
from annotations.policies import Ability

Handler = TypeVar("Handler", bound=Callable[..., Any])
JSON: Final = "application/json"


@dataclass(frozen=True, slots=True)
class Operation:
    """`ability` None: open to everybody. `takes` names the component of the body, `takes_as` its media types.

    `returns` maps each status of success to the name of a component (None: no body). `made` marks a creation, which
    may carry the client's id; `guarded` a write that needs If-Match; `tagged` a read that knows If-None-Match;
    `refuses` statuses of problems that do not follow from the rest.
    """

    ability: Ability | None
    name: str
    summary: str
    about: str = ""
    parameters: tuple[Parameter, ...] = ()
    takes: str | None = None
    takes_as: tuple[str, ...] = (JSON,)
    returns: Mapping[int, str | None] = field(default_factory=dict)
    returns_as: tuple[str, ...] = (JSON,)
    made: bool = False
    guarded: bool = False
    tagged: bool = False
    refuses: tuple[int, ...] = ()


def operation(
    ability: Ability | None,
    name: str,
    summary: str,
    *,
    gives: str | None = None,
    **declared: Any,
) -> Callable[[Handler], Handler]:
    """Declare a handler. `gives` is what a plain 200 returns; `made` adds 201, a creation's first answer."""
    returns: dict[int, str | None] = dict(declared.pop("returns", {}))
    if gives is not None:
        returns[200] = gives
        if declared.get("made"):
            returns[201] = gives
    described = Operation(ability=ability, name=name, summary=summary, returns=returns, **declared)

    def declare(handler: Handler) -> Handler:
        handler.operation = described  # type: ignore[attr-defined]
        return handler

    return declare
