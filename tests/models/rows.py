"""Rows written by plain SQL, as somebody would who passes by the application."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.db import connection

from annotations.models import uuid7

TEXT = "Paul said that Ann told him that Bob knew that Eve thought that Max feared that Sue hoped that it rains."
CONTEXT = 32
_numbers = count(1)

# What a row of each table holds where the test says nothing else.
COMMON: dict[str, dict[str, Any]] = {
    "workspace": {"name": "A newsroom"},
    "user": {
        "password": "", "is_superuser": False, "first_name": "", "last_name": "", "email": "", "is_staff": False,
        "is_active": True, "date_joined": "2026-01-01T00:00:00Z", "language": "", "theme": "",
    },
    "membership": {"role": "editor"},
    "token": {"name": "", "scope": "read", "key_start": "isnad_", "expires_at": "2030-01-01T00:00:00Z"},
    "article": {
        "title": "A report", "language": "en", "direction": "ltr", "outlet": "", "url": "", "credited_wire": "",
        "origin": "", "status": "new", "metadata": "{}",
    },
    "articleversion": {"number": 1, "captured_how": "api", "captured_by": "", "note": ""},
    "layer": {"kind": "shared", "annotator": "", "name": ""},
    "span": {},
    "attribution": {
        "content_ids": [], "speaker_ids": [], "resolution": "", "cue_kind": "", "attitude": "", "quotation": "none",
    },
    "source": {
        "kind": "outlet", "name": "AFP", "descriptor": "", "affiliation": "", "nationality": "", "rank": "",
        "relayed_by": "", "anonymity_reason": "", "reliability": "", "folded": "",
    },
    "claim": {
        "statement": "It rains.", "language": "en", "translations": "{}", "kind": "past_fact",
        "certainty": "unspecified", "polarity": "positive", "workflow": "draft", "validity": "open", "folded": "",
    },
    "transition": {"from_workflow": "draft", "to_workflow": "marked", "reason": ""},
    "mention": {"polarity": "asserts"},
    "guidelines": {"body": "# Mark what is said"},
    "sourcerelation": {"kind": "same", "reason": "the same words", "withdrawn_by": "", "withdrawn_reason": ""},
    "exhibit": {
        "kind": "document", "title": "A letter", "description": "", "url": "https://example.org/a", "sha256": "",
        "media_type": "", "file_name": "",
    },
    "corroboration": {
        "stance": "supports", "decisive": False, "decisive_ground": "", "decisive_reason": "", "interested": False,
        "state": "proposed", "decided_by": "", "decided_reason": "",
    },
    "assessment": {
        "number": 1, "cause": "computed", "computed": "single_source", "asserted": "", "asserted_by": "",
        "confirmed_by": "", "reason": "", "supporting_min": 1, "supporting_max": 1, "supporting_exact": True,
        "refuting_min": 0, "refuting_max": 0, "refuting_exact": True, "rule_version": "1",
    },
    "recheckinterval": {"state": "disputed", "days": 2},
    "resemblance": {"verdict": "open", "reason": "", "decided_by": ""},
    "sourcedismissal": {"reason": ""},
    "webhook": {"url": "https://example.org/", "events": ["*"], "active": True},
    "progress": {"start": 0, "state": "done"},
    "comment": {"target_type": "claim", "body": "Really?", "resolved": False, "resolved_by": ""},
}  # fmt: skip
RECORDED = tuple(name for name in COMMON if name != "user")


def run(query: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(query, values)


def rows(query: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def value(query: str, *values: Any) -> Any:
    return rows(query, *values)[0][0]


def insert(table: str, **columns: Any) -> int:
    """Insert one row and return its id."""
    whole = {**COMMON.get(table, {}), **columns}
    if table in RECORDED:
        whole.setdefault("uid", uuid7())
    names = ", ".join(f'"{name}"' for name in whole)
    places = ", ".join(["%s"] * len(whole))
    return int(value(f"INSERT INTO annotations_{table} ({names}) VALUES ({places}) RETURNING id", *whole.values()))


def update(table: str, key: int, **columns: Any) -> None:
    names = ", ".join(f'"{name}" = %s' for name in columns)
    run(f"UPDATE annotations_{table} SET {names} WHERE id = %s", *columns.values(), key)


def delete(table: str, key: int) -> None:
    run(f"DELETE FROM annotations_{table} WHERE id = %s", key)


def uid_of(table: str, key: int) -> uuid.UUID:
    found = value(f"SELECT uid FROM annotations_{table} WHERE id = %s", key)
    assert isinstance(found, uuid.UUID)
    return found


def add_workspace(slug: str = "") -> int:
    return insert("workspace", slug=slug or f"desk-{next(_numbers)}")


def add_user() -> int:
    return insert("user", username=f"person-{next(_numbers)}")


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def quote(segments: list[int], text: str = TEXT) -> dict[str, Any]:
    """The columns of a span that follow from its segments."""
    first, last = segments[0], segments[-1]
    return {
        "segments": segments,
        "exact": " ".join(text[start:end] for start, end in zip(segments[::2], segments[1::2], strict=True)),
        "prefix": text[max(0, first - CONTEXT) : first],
        "suffix": text[last : last + CONTEXT],
    }


@dataclass
class Desk:
    """One workspace with an article, its text as version 1, and a shared layer."""

    workspace: int = field(default_factory=add_workspace)
    article: int = 0
    version: int = 0
    layer: int = 0

    def __post_init__(self) -> None:
        self.article = self.add("article")
        self.version = self.add_version()
        self.layer = self.add("layer", version_id=self.version)

    def add(self, table: str, **columns: Any) -> int:
        return insert(table, **{"workspace_id": self.workspace, **columns})

    def add_version(self, text: str = TEXT, **columns: Any) -> int:
        article = columns.pop("article_id", self.article)
        return self.add("articleversion", **{"article_id": article, "text": text, "sha256": digest(text), **columns})

    def second_version(self) -> tuple[int, int]:
        """A later version of the same text, and its layer."""
        version = self.add_version(number=2)
        return version, self.add("layer", version_id=version)

    def own_layer(self) -> int:
        """Another layer of the same version."""
        return self.add("layer", version_id=self.version, kind="independent", annotator="ann")

    def span_at(self, *segments: int, **columns: Any) -> int:
        return self.add(
            "span", **{"version_id": self.version, "layer_id": self.layer, **quote(list(segments)), **columns}
        )

    def span(self, words: str, **columns: Any) -> int:
        """A span over the first place where the words stand."""
        start = TEXT.index(words)
        return self.span_at(start, start + len(words), **columns)

    def from_here(self, words: str, **columns: Any) -> int:
        """A span from the words to the end of the sentence."""
        return self.span_at(TEXT.index(words), len(TEXT) - 1, **columns)

    def frame(self, **columns: Any) -> int:
        return self.add("attribution", **{"version_id": self.version, "layer_id": self.layer, **columns})

    def chain(self, depth: int) -> list[int]:
        """Frames inside one another: Paul said that [Ann told that [Bob knew that [...]]]."""
        people = ("Paul", "Ann", "Bob", "Eve", "Max", "Sue")
        contents = ("that Ann", "that Bob", "that Eve", "that Max", "that Sue", "that it")
        frames: list[int] = []
        for person, content in list(zip(people, contents, strict=True))[:depth]:
            parent = frames[-1] if frames else None
            source, inside = self.span(person), self.from_here(content)
            frames.append(self.frame(source_id=source, content_ids=[inside], parent_id=parent))
        return frames

    def claim(self, **columns: Any) -> int:
        return self.add("claim", **columns)

    def source(self, **columns: Any) -> int:
        return self.add("source", **columns)

    def member(self, **columns: Any) -> int:
        """The id of a new user with a role here."""
        user = add_user()
        self.add("membership", user_id=user, **columns)
        return user

    def token(self, **columns: Any) -> int:
        columns.setdefault("user_id", self.member())
        return self.add("token", **{"key_sha256": digest(f"key {next(_numbers)}"), **columns})


@dataclass
class World(Desk):
    """A desk, and another one that nothing may reach."""

    other: Desk = field(default_factory=Desk)

    def one_of(self, table: str) -> int:
        """The id of a new row of the table."""
        needs: dict[str, dict[str, Any]] = {
            "membership": {"user_id": add_user()},
            "progress": {"version_id": self.version, "layer_id": self.layer},
            "articleversion": {"article_id": self.article, "number": 2, "text": TEXT, "sha256": digest(TEXT)},
            "layer": {"version_id": self.version, "kind": "adjudicated"},
        }
        made: dict[str, Callable[[], int]] = {
            "workspace": add_workspace,
            "span": lambda: self.span("Ann"),
            "attribution": lambda: self.frame(source_id=self.span("Ann")),
            "transition": lambda: self.add("transition", claim_id=self.claim()),
            "mention": lambda: self.add("mention", claim_id=self.claim(), span_id=self.span("Bob")),
            "sourcerelation": lambda: self.add("sourcerelation", a_id=self.source(), b_id=self.source()),
            "corroboration": lambda: self.add("corroboration", claim_id=self.claim(), exhibit_id=self.add("exhibit")),
            "assessment": lambda: self.add("assessment", claim_id=self.claim()),
            "sourcedismissal": lambda: self.add("sourcedismissal", a_id=self.source(), b_id=self.source()),
            "resemblance": lambda: self.add("resemblance", article_id=self.article, other_id=self.add("article")),
            "webhook": lambda: self.add("webhook"),
            "comment": lambda: self.add("comment", target=uid_of("claim", self.claim())),
            "token": self.token,
        }
        if table in made:
            return made[table]()
        return self.add(table, **needs.get(table, {}))


def move(span: int, *segments: int) -> None:
    """Give a span other boundaries, with the quote that belongs to them."""
    update("span", span, **quote(list(segments)))
