"""The errors of the domain, one base for all."""

from annotations.errors.base import (
    ConflictError,
    DeniedError,
    DomainError,
    MalformedError,
    ManyErrors,
    MissingError,
    RuleBrokenError,
    StaleError,
)

__all__ = [
    "ConflictError",
    "DeniedError",
    "DomainError",
    "MalformedError",
    "ManyErrors",
    "MissingError",
    "RuleBrokenError",
    "StaleError",
]
