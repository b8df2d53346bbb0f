"""Who may open a page. Every page view carries exactly one of these decorators; a test walks all routes and checks it.

`page` is the usual one: it resolves the workspace of the address, checks the ability that the method needs, and hands
the view a request with `actor`. `signed_in` is for pages above workspaces, `open_page` for the few that need nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Literal, Protocol, cast
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.urls import reverse

from annotations.errors import DeniedError, MissingError
from annotations.models import Membership, User
from annotations.policies import Ability, Actor, may
from annotations.vocabulary import Role, Through

SESSION_WORKSPACE = "workspace"
"""Session key: the slug of the workspace that the person looked at last."""

Access = dict[str, Ability] | Literal["signed_in", "open"]
"""What a view declares: the ability that each method needs, or one of the two doors without a workspace."""


class View(Protocol):
    """A view that has declared who may open it."""

    access: Access

    def __call__(self, request: Any, /, **arguments: Any) -> HttpResponseBase: ...


class PageRequest(HttpRequest):
    """What a view under `page` receives: a request of a signed-in member."""

    actor: Actor


def page(
    read: Ability = Ability.READ, /, *, post: Ability | None = None
) -> Callable[[Callable[..., HttpResponseBase]], View]:
    """Open a page of one workspace to its members.

    The path names the workspace (`/w/<slug:workspace>/…`); the view receives the request with `request.actor`, and the
    path's other arguments. `read` is what GET and HEAD need, `post` what POST needs; without `post`, POST is answered
    405. Nobody signed in: to the sign-in page. Not a member, or no such workspace: 404. Not enough of a role: 403.
    """
    abilities = {"GET": read} if post is None else {"GET": read, "POST": post}

    def decorate(view: Callable[..., HttpResponseBase]) -> View:
        @wraps(view)
        def guarded(request: PageRequest, workspace: str, **arguments: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return to_sign_in(request)
            request.actor = actor_in(request, workspace)
            ability = abilities.get("GET" if request.method == "HEAD" else request.method or "")
            if ability is None:
                return HttpResponseNotAllowed(abilities)
            try:
                may(request.actor, ability).require()
                return personal(view(request, **arguments))
            except DeniedError as error:
                raise PermissionDenied(error.detail) from error
            except MissingError as error:
                raise Http404(error.detail) from error

        return _declared(guarded, abilities)

    return decorate


def signed_in(view: Callable[..., HttpResponseBase]) -> View:
    """Open a page to whoever is signed in: it belongs to no workspace and shows only the person's own things."""

    @wraps(view)
    def guarded(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        return personal(view(request, **arguments))

    return _declared(guarded, "signed_in")


def open_page(view: Callable[..., HttpResponseBase]) -> View:
    """Open a page to everybody; it shows nothing of any workspace."""

    @wraps(view)
    def opened(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
        return view(request, **arguments)

    return _declared(opened, "open")


def personal(answer: HttpResponseBase) -> HttpResponseBase:
    """What a person is shown is theirs alone: no shared cache keeps it, and their browser asks before showing it again.

    Not `no-store`, under which a browser would have to fetch a page again to go back to it.
    """
    answer.headers.setdefault("Cache-Control", "private, no-cache")
    return answer


def actor_in(request: HttpRequest, slug: str) -> Actor:
    """The signed-in person as a member of the workspace. Raise Http404 for everybody else's workspaces."""
    membership = (
        Membership.objects.filter(user=cast("User", request.user), workspace__slug=slug)
        .select_related("workspace", "user")
        .first()
    )
    if membership is None:
        raise Http404("no such workspace")
    if request.session.get(SESSION_WORKSPACE) != slug:
        request.session[SESSION_WORKSPACE] = slug
    return Actor(user=membership.user, workspace=membership.workspace, role=Role(membership.role), through=Through.WEB)


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and back. htmx is told to load that page whole, not into the element that it was filling."""
    address = f"{reverse('sign-in')}?{urlencode({'next': request.get_full_path()})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": address})
    return redirect(resolve_url(address))


def _declared(view: Callable[..., HttpResponseBase], access: Access) -> View:
    declared = cast("View", view)
    declared.access = access
    return declared
