"""The fixed cast: the people and the places of the tests. Rows are made directly, so that the actions can be tested.

`make_cast()` makes two workspaces that share nobody. `make_article(actor, text)` makes an article with a first version
and its shared layer; `make_span`, `make_frame`, `make_source`, `make_claim` and `make_mention` add one row each.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

from django.db import connection
from django.utils import timezone

from annotations.actions.transfers import path_of
from annotations.models import (
    Article,
    ArticleSearch,
    ArticleVersion,
    Attribution,
    Claim,
    Delivery,
    Layer,
    Membership,
    Mention,
    Source,
    Span,
    Transfer,
    User,
    Webhook,
    WebhookState,
    Workspace,
)
from annotations.models.identity import uuid7
from annotations.policies import Actor
from annotations.text import fold_plain, terms
from annotations.vocabulary import Role, Scope, Through

PASSWORD = "a long enough password for the tests"
TEXT = "Officials speak\nTwo officials told AFP on Monday that talks had failed.\n“We leave,” one said."

_numbers = count(1)


@dataclass(frozen=True)
class Cast:
    """Everybody is a member of `workspace` by the role of the name.

    `stranger` is an editor of `other_workspace` only.
    """

    workspace: Workspace
    other_workspace: Workspace
    reader: User
    annotator: User
    editor: User
    second_editor: User
    admin: User
    stranger: User

    def actor(self, who: str, through: Through = Through.API, scope: Scope | None = None) -> Actor:
        """The person of that name, acting in the workspace that they are a member of."""
        user: User = getattr(self, who)
        membership = Membership.objects.select_related("workspace").get(user=user)
        return Actor(
            user=user, workspace=membership.workspace, role=Role(membership.role), through=through, scope=scope
        )


# Thousands of tests begin with these three statements: they are worded here, for Django would take longer over wording
# them each time than PostgreSQL over doing them.
_PLACES = """
INSERT INTO annotations_workspace (uid, slug, name)
VALUES (%s, 'desk', 'The Desk'), (%s, 'other', 'Another Newsroom')
RETURNING *
"""
_PEOPLE = """
INSERT INTO annotations_user (username, password, is_superuser, first_name, last_name, email, is_staff, is_active,
                              date_joined, language, theme)
SELECT username, '!' || gen_random_uuid(), false, '', '', '', false, true, %s, '', '' FROM unnest(%s::text[]) username
RETURNING *
"""
_MEMBERSHIPS = """
INSERT INTO annotations_membership (uid, workspace_id, user_id, role)
SELECT * FROM unnest(%s::uuid[], %s::bigint[], %s::bigint[], %s::text[])
"""


def make_cast() -> Cast:
    """Make both workspaces and everybody in them. Passwords are unusable: sign in with `client.force_login`."""
    desk, other = Workspace.objects.raw(_PLACES, [uuid7(), uuid7()])
    places = {
        "reader": (desk, Role.READER),
        "annotator": (desk, Role.ANNOTATOR),
        "editor": (desk, Role.EDITOR),
        "second_editor": (desk, Role.EDITOR),
        "admin": (desk, Role.ADMIN),
        "stranger": (other, Role.EDITOR),
    }
    names = [name.replace("_", "-") for name in places]
    people = list(User.objects.raw(_PEOPLE, [timezone.now(), names]))
    memberships = [
        (uuid7(), place.pk, person.pk, str(role)) for person, (place, role) in zip(people, places.values(), strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.execute(_MEMBERSHIPS, [list(column) for column in zip(*memberships, strict=True)])
    return Cast(desk, other, **dict(zip(places, people, strict=True)))


def make_member(workspace: Workspace, username: str, role: Role, *, password: str | None = None) -> User:
    """Make a user with one membership. Hashing a password costs 100 ms: give one only where the test signs in by it."""
    user = User(username=username)
    if password is None:
        user.set_unusable_password()
    else:
        user.set_password(password)
    user.save()
    Membership.objects.create(workspace=workspace, user=user, role=role)
    return user


def make_article(actor: Actor, text: str = TEXT, **fields: Any) -> ArticleVersion:
    """An article with `text` as its version 1 and an empty shared layer. Return the version (`.article` is loaded)."""
    article = Article.objects.create(
        workspace=actor.workspace,
        created_by=actor.username,
        **{"title": f"Article {next(_numbers)}", "language": "en", "direction": "ltr", **fields},
    )
    ArticleSearch.objects.create(article=article, terms=terms(f"{article.title}\n{text}"))
    version = ArticleVersion.objects.create(
        workspace=actor.workspace,
        created_by=actor.username,
        article=article,
        number=1,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        captured_how="api",
        captured_by=actor.username,
    )
    Layer.objects.create(workspace=actor.workspace, created_by=actor.username, version=version)
    return version


def shared_layer(version: ArticleVersion) -> Layer:
    return Layer.objects.get(version=version, kind="shared")


def make_span(actor: Actor, version: ArticleVersion, *segments: tuple[int, int], layer: Layer | None = None) -> Span:
    """A span over the segments, with the quote that they cover."""
    text = version.text
    return Span.objects.create(
        workspace=actor.workspace,
        created_by=actor.username,
        version=version,
        layer=layer or shared_layer(version),
        segments=[offset for segment in segments for offset in segment],
        exact=" ".join(text[start:end] for start, end in segments),
        prefix=text[max(0, segments[0][0] - 32) : segments[0][0]],
        suffix=text[segments[-1][1] : segments[-1][1] + 32],
    )


def place_of(text: str, words: str) -> dict[str, Any]:
    """How a request describes a span over the first occurrence of `words` in `text`."""
    start = text.index(words)
    return {"segments": [[start, start + len(words)]]}


def find_span(actor: Actor, version: ArticleVersion, words: str, layer: Layer | None = None) -> Span:
    """A span over the first occurrence of `words`."""
    start = version.text.index(words)
    return make_span(actor, version, (start, start + len(words)), layer=layer)


def make_frame(
    actor: Actor,
    version: ArticleVersion,
    *,
    source: Span | None = None,
    cue: Span | None = None,
    contents: tuple[Span, ...] = (),
    speakers: tuple[Source, ...] = (),
    **fields: Any,
) -> Attribution:
    """A frame over spans that exist, in the layer of the first of them."""
    first = next(span for span in (source, cue, *contents) if span is not None)
    return Attribution.objects.create(
        workspace=actor.workspace,
        created_by=actor.username,
        version=version,
        layer=first.layer,
        source=source,
        cue=cue,
        content_ids=[span.pk for span in contents],
        speaker_ids=[one.pk for one in speakers],
        **fields,
    )


def make_source(actor: Actor, name: str = "AFP", **fields: Any) -> Source:
    return Source.objects.create(
        workspace=actor.workspace,
        created_by=actor.username,
        name=name,
        folded=fold_plain(name),
        **{"kind": "outlet", **fields},
    )


def make_claim(actor: Actor, statement: str = "The talks failed.", **fields: Any) -> Claim:
    return Claim.objects.create(
        workspace=actor.workspace,
        created_by=actor.username,
        statement=statement,
        folded=fold_plain(statement),
        **{"language": "en", "kind": "past_fact", **fields},
    )


def make_mention(
    actor: Actor, claim: Claim, *, attribution: Attribution | None = None, span: Span | None = None
) -> Mention:
    return Mention.objects.create(
        workspace=actor.workspace, created_by=actor.username, claim=claim, attribution=attribution, span=span
    )


def make_webhook(actor: Actor, url: str = "https://example.org/hook", *events: str) -> tuple[Webhook, Delivery]:
    """A webhook and a message to it that has arrived."""
    row = Webhook.objects.create(
        workspace=actor.workspace, created_by=actor.username, url=url, events=list(events) or ["*"]
    )
    WebhookState.objects.create(webhook=row, secret="a secret of the tests", told_until=timezone.now())
    body = '{"type":"changes","changes":[]}'
    sent = Delivery.objects.create(workspace=actor.workspace, webhook=row, body=body, changes=1, state="delivered")
    return row, sent


def make_transfer(actor: Actor, kind: str, content: bytes = b"") -> Transfer:
    """An export or import in the background that is done, with its file."""
    made = Transfer.objects.create(
        workspace=actor.workspace,
        user=actor.user,
        kind=kind,
        format="isnad-jsonl",
        options={"dry_run": True} if kind == "import" else {},
        state="done",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        file_name="desk.isnad.jsonl",
        expires_at=timezone.now() + timedelta(days=1),
    )
    path_of(made).write_bytes(content)
    return made
