"""Every route of the URL configuration, with what its view declares, and a world in which each leads somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from annotations.actions import add_comment, add_exhibit, assert_state, corroborate, make_token, relate_sources
from annotations.models import Naming, Resemblance
from annotations.policies import TABLE, Ability
from annotations.vocabulary import Role, Scope
from tests.cast import (
    Cast,
    find_span,
    make_article,
    make_claim,
    make_frame,
    make_mention,
    make_source,
    make_transfer,
    make_webhook,
)

METHODS = ("GET", "POST", "PATCH", "PUT", "DELETE")
SECRET = "Confidential-7f3a"
"""Stands in the texts and names of a world: whoever is shown it has seen the world."""

RANK = (Role.READER, Role.ANNOTATOR, Role.EDITOR, Role.ADMIN)
SCOPES = (Scope.READ, Scope.ANNOTATE, Scope.EDIT, Scope.ADMIN)


@dataclass(frozen=True)
class Route:
    """`name` as reverse() takes it; `arguments` of its path; `callback` as Django calls it."""

    name: str
    pattern: str
    arguments: tuple[str, ...]
    callback: Any

    def __str__(self) -> str:
        return self.name

    @property
    def is_api(self) -> bool:
        return self.pattern.startswith("api/")

    @property
    def access(self) -> Any:
        """What the view declares: abilities by method, "open", "signed_in", or None where it declares nothing."""
        operations = getattr(getattr(self.callback, "cls", None), "operations", None)
        if operations is None:
            return getattr(self.callback, "access", None)
        if operations and all(one.ability is None for one in operations.values()):
            return "open"
        return {method: one.ability for method, one in operations.items()}

    def ability(self, method: str) -> Ability | None:
        """What the method needs; None where the view does not answer it."""
        access = self.access
        return access.get(method) if isinstance(access, dict) else None


def routes(resolver: URLResolver | None = None, before: str = "", names: str = "") -> Iterator[Route]:
    """Walk the URL configuration, depth first."""
    for pattern in (resolver or get_resolver()).url_patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, path, f"{names}{pattern.namespace}:" if pattern.namespace else names)
        else:
            assert isinstance(pattern, URLPattern)
            arguments = (*_converters(before), *pattern.pattern.converters, *pattern.pattern.regex.groupindex)
            yield Route(f"{names}{pattern.name}", path, tuple(dict.fromkeys(arguments)), pattern.callback)


def _converters(path: str) -> tuple[str, ...]:
    return ("workspace",) if "<slug:workspace>" in path else ()


@dataclass(frozen=True)
class World:
    """One object of every kind in the workspace of `who`, by noun."""

    slug: str
    uids: dict[str, str]

    def address(self, route: Route, *, slug: str = "") -> str:
        """The route's address with this world's objects; `slug` names another workspace for the path."""
        return reverse(route.name, kwargs={name: self._argument(route, name, slug) for name in route.arguments})

    def _argument(self, route: Route, name: str, slug: str) -> str | int:
        if name == "workspace":
            return slug or self.slug
        if name == "uid":
            first = route.pattern.split("<uuid:uid>")[0].rstrip("/").rsplit("/", 1)[-1]
            return self.uids["span" if route.name == "api:restore" else first.removesuffix("s")]
        fixed: dict[str, str | int] = {"format": "isnad-jsonl", "number": 1, "kind": "spans", "path": "nowhere/"}
        return fixed.get(name) or self.uids[name]


def make_world(cast: Cast, who: str, word: str = SECRET) -> World:
    """Fill the workspace of this person, all of it their own; `word` stands in all that is told in it."""
    actor = cast.actor(who)
    version = make_article(actor, f"{word} spoke\n{word} told us that {word} left.", title=word)
    source, claim = make_source(actor, word), make_claim(actor, word)
    span = find_span(actor, version, f"{word} spoke")
    frame = make_frame(actor, version, cue=find_span(actor, version, "told"), speakers=(source,))
    mention = make_mention(actor, claim, attribution=frame)
    twin = make_article(actor, word, title=word).article
    alike = Resemblance.objects.create(workspace=actor.workspace, article=version.article, other=twin, similarity=1)
    comment = add_comment(actor=actor, target=claim.uid, body=word).object
    Naming.objects.create(workspace=actor.workspace, comment=comment, user=actor.user)
    other = make_source(actor, f"{word} too")
    relation = relate_sources(actor=actor, kind="distinct", a=source, b=other, reason=word).object
    exhibit = add_exhibit(
        actor=actor, kind="document", title=word, file=[word.encode()], file_name="letter.txt"
    ).object
    corroboration = corroborate(actor=actor, claim=claim, exhibit=exhibit, stance="supports").object
    assert_state(actor=actor, claim=claim, state="confirmed", reason=word)
    token, _key = make_token(actor=actor, scope="read", name=word)
    webhook, delivery = make_webhook(actor, f"https://example.org/{word}")
    export, transfer = make_transfer(actor, "export"), make_transfer(actor, "import")
    objects: dict[str, Any] = {
        "article": version.article, "version": version, "span": span, "attribution": frame, "frame": frame,
        "source": source, "claim": claim, "mention": mention, "comment": comment, "token": token,
        "webhook": webhook, "delivery": delivery, "export": export, "transfer": transfer,
        "relation": relation, "other": other, "resemblance": alike,
        "exhibit": exhibit, "corroboration": corroboration, "evidence": corroboration,
    }  # fmt: skip
    return World(actor.workspace.slug, {noun: str(one.uid) for noun, one in objects.items()})


def border(ability: Ability) -> dict[str, Role]:
    """Who is just allowed, who is just not, and the editor, whose world it is. tests/policies asks for every role."""
    least = RANK.index(TABLE[ability][0])
    return {str(role): role for role in (*RANK[max(0, least - 1) : least + 1], Role.EDITOR)}


def scopes_at_the_border(ability: Ability) -> tuple[Scope, ...]:
    """The scope that is just enough, and the one that is just not."""
    least = SCOPES.index(TABLE[ability][1])
    return SCOPES[max(0, least - 1) : least + 1]


def role_allows(role: Role, ability: Ability) -> bool:
    return RANK.index(role) >= RANK.index(TABLE[ability][0])


def scope_allows(scope: Scope, ability: Ability) -> bool:
    return SCOPES.index(scope) >= SCOPES.index(TABLE[ability][1])
