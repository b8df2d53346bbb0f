"""The errors of the domain. Each names a rule, so that every edge can say what was broken and where.

The edges map the classes once: the API to a problem document and its HTTP status, the web pages to a message,
the commands to a line on standard error.
"""

from __future__ import annotations


class DomainError(Exception):
    """A request that Isnad refuses.

    `rule` is the stable name of the rule that was broken (``span.out_of_text``), `detail` a sentence for a person,
    `field` the place in the input (dotted path, list positions as numbers), or None where no single field is at fault.
    """

    def __init__(self, rule: str, detail: str, *, field: str | None = None) -> None:
        super().__init__(detail)
        self.rule = rule
        self.detail = detail
        self.field = field

    def at(self, field: str) -> DomainError:
        """Return the same error, placed at `field` (prefixed to a field it already names)."""
        place = field if self.field is None else f"{field}.{self.field}"
        copy = self.__class__.__new__(self.__class__)
        copy.__dict__.update(self.__dict__)
        copy.args = self.args
        copy.field = place
        return copy


class MalformedError(DomainError):
    """The input could not be read at all (bytes that are not UTF-8, a record that is not JSON)."""


class RuleBrokenError(DomainError):
    """The input was read, and breaks a rule of the domain."""


class ConflictError(DomainError):
    """The input contradicts what is stored: a duplicate, an object still in use, two opposite statements."""


class StaleError(DomainError):
    """The object changed since the writer read it. `current` is its revision now."""

    def __init__(self, detail: str, *, current: int) -> None:
        super().__init__("revision.stale", detail)
        self.current = current


class DeniedError(DomainError):
    """The actor may not do this; `detail` says why, in words for a person."""


class MissingError(DomainError):
    """No such object within the actor's workspace."""


class ManyErrors(DomainError):  # noqa: N818 - the plural says it
    """Several errors at once, as from a bulk request. `errors` is not empty."""

    def __init__(self, errors: list[DomainError]) -> None:
        first = errors[0]
        detail = first.detail if len(errors) == 1 else f"{len(errors)} errors; the first: {first.detail}"
        super().__init__(first.rule, detail, field=first.field)
        self.errors = errors
