"""Query parameters: each operation declares its own, so that what it accepts and what the schema says are one thing."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar, Final
from urllib.parse import unquote_to_bytes
from uuid import UUID

from django.db.models import TextChoices
from django.http import QueryDict

from annotations.errors import DomainError, MalformedError, ManyErrors

Query = dict[str, Any]
MAX_TEXT: Final = 500
MAX_PAGE: Final = 500
DEFAULT_PAGE: Final = 100


@dataclass(frozen=True, slots=True)
class Parameter(ABC):
    """A query parameter. Absent or empty, its value is None."""

    name: str
    about: str
    kind: ClassVar[dict[str, Any]] = {"type": "string"}

    @abstractmethod
    def read(self, text: str) -> Any:
        """The value of a non-empty text. Raise ValueError with the reason."""

    @property
    def schema(self) -> dict[str, Any]:
        return dict(self.kind)


@dataclass(frozen=True, slots=True)
class Text(Parameter):
    kind: ClassVar[dict[str, Any]] = {"type": "string", "maxLength": MAX_TEXT}

    def read(self, text: str) -> str:
        if "\0" in text:
            raise ValueError("holds a NUL character")
        if len(text) > MAX_TEXT:
            raise ValueError(f"is longer than {MAX_TEXT} code points")
        return text


@dataclass(frozen=True, slots=True)
class Assignee(Text):
    """`me`, `nobody`, or a user name after an @."""

    kind: ClassVar[dict[str, Any]] = {"type": "string", "maxLength": MAX_TEXT, "pattern": "^(me|nobody|@.+)$"}

    def read(self, text: str) -> str:
        name = Text.read(self, text)  # not super(): a class with slots is made anew
        if name not in ("me", "nobody") and not re.fullmatch("@.+", name):
            raise ValueError("must be me, nobody, or a user name after an @")
        return name


@dataclass(frozen=True, slots=True)
class Id(Parameter):
    kind: ClassVar[dict[str, Any]] = {"type": "string", "format": "uuid"}

    def read(self, text: str) -> UUID:
        try:
            return UUID(text)
        except ValueError:
            raise ValueError("must be a UUID") from None


@dataclass(frozen=True, slots=True)
class Choice(Parameter):
    choices: type[TextChoices]

    def read(self, text: str) -> str:
        value = text if text in self.choices.values else re.sub(r"[\s-]+", "_", text)
        if value not in self.choices.values:
            raise ValueError(f"must be one of: {', '.join(self.choices.values)}")
        return value

    @property
    def schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.choices.values)}


@dataclass(frozen=True, slots=True)
class OneOf(Parameter):
    """One of a few words; the first is the default."""

    words: tuple[str, ...]

    def read(self, text: str) -> str:
        if text not in self.words:
            raise ValueError(f"must be one of: {', '.join(self.words)}")
        return text

    @property
    def schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.words), "default": self.words[0]}


@dataclass(frozen=True, slots=True)
class Flag(Parameter):
    kind: ClassVar[dict[str, Any]] = {"type": "boolean"}

    def read(self, text: str) -> bool:
        if text.lower() not in ("true", "false", "1", "0"):
            raise ValueError("must be true or false")
        return text.lower() in ("true", "1")


@dataclass(frozen=True, slots=True)
class Time(Parameter):
    """A moment with its zone. A plus sign that was sent bare arrives as a space, and is understood."""

    kind: ClassVar[dict[str, Any]] = {"type": "string", "format": "date-time"}

    def read(self, text: str) -> datetime:
        try:
            moment = datetime.fromisoformat(re.sub(r" (?=\d\d:?\d\d$)", "+", text))
            if moment.tzinfo is None:
                raise ValueError("no zone")
            return moment.astimezone(UTC)
        except (ValueError, OverflowError):
            raise ValueError("must be a time with its zone (RFC 3339)") from None


@dataclass(frozen=True, slots=True)
class PageSize(Parameter):
    kind: ClassVar[dict[str, Any]] = {"type": "integer", "minimum": 1, "maximum": MAX_PAGE, "default": DEFAULT_PAGE}

    def read(self, text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not 1 <= int(text) <= MAX_PAGE:
            raise ValueError(f"must be a whole number from 1 to {MAX_PAGE}")
        return int(text)


KNOWN_AT: Final = Time("known_at", "Answer with what this workspace had recorded by then.")
VALID_AT: Final = Time("valid_at", "Count only what bore on the claim by then.")
LIKE: Final = Text(
    "like",
    "Words that may be misspelt, or a wording: what is likest to them by the trigrams of its folded text, likest first."
    " Other filters narrow it. One page of at most `page_size` (50 where it is not given), without a `next`;"
    " not together with `q`, `known_at` or `cursor`.",
)
MOST_LIKE: Final = 50
PAGE: Final = (
    PageSize("page_size", "How many results a page holds."),
    Text("cursor", "Where the page begins: taken from `next`, never made by hand."),
)


def check_encoding(query: bytes) -> None:
    """Raise MalformedError ``parameter.not_utf8`` where the query string, as it was sent, holds other bytes: Django
    would take them for other letters, and a search would find nothing.
    """
    for part in query.split(b"&"):
        name, _, value = (unquote_to_bytes(one) for one in part.partition(b"="))
        try:
            name.decode()
            value.decode()
        except UnicodeDecodeError:
            shown = name.decode(errors="replace")[:100]
            detail = f"{shown} is not UTF-8: percent-encode its UTF-8 bytes"
            raise MalformedError("parameter.not_utf8", detail, field=shown) from None


def read_parameters(given: QueryDict, declared: Sequence[Parameter]) -> Query:
    """Parse the query string. Raise one error, or ManyErrors: ``parameter.unknown``, ``parameter.twice``,
    ``parameter.malformed`` (400), or the parameter's own rule.
    """
    known = {parameter.name: parameter for parameter in declared}
    faults: list[DomainError] = []
    query: Query = dict.fromkeys(known)
    for sent, values in given.lists():
        name = sent[:100]
        if name not in known:
            faults.append(MalformedError("parameter.unknown", f"there is no parameter {name!r}", field=name))
        elif len(values) > 1:
            faults.append(MalformedError("parameter.twice", f"{name} is given more than once", field=name))
        elif values[0] != "":
            try:
                query[name] = known[name].read(values[0])
            except DomainError as error:
                faults.append(error)
            except ValueError as error:
                faults.append(MalformedError("parameter.malformed", f"{name} {error}", field=name))
    if faults:
        raise faults[0] if len(faults) == 1 else ManyErrors(faults)
    return query
