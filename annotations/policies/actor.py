"""Who acts: a user in one workspace, by one door, perhaps with a token that narrows what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from annotations.models import User, Workspace
from annotations.vocabulary import Role, Scope, Through

_RANK = {Role.READER: 0, Role.ANNOTATOR: 1, Role.EDITOR: 2, Role.ADMIN: 3}
_SCOPE_RANK = {Scope.READ: 0, Scope.ANNOTATE: 1, Scope.EDIT: 2, Scope.ADMIN: 3}


def roles_from(least: Role) -> list[Role]:
    """The role itself, and all that are higher."""
    return [role for role, rank in _RANK.items() if rank >= _RANK[least]]


@dataclass(frozen=True, slots=True)
class Actor:
    """`scope` is None where no token narrows the role (a signed-in person, a command); `token` is its internal id.

    `gesture` is the client's name of the step of which this request is a part; None where it is a step by itself.
    """

    user: User
    workspace: Workspace
    role: Role
    through: Through
    scope: Scope | None = None
    token: int | None = None
    gesture: UUID | None = None

    @property
    def username(self) -> str:
        return self.user.get_username()

    def has_role(self, role: Role) -> bool:
        """The role itself, or a higher one."""
        return _RANK[self.role] >= _RANK[role]

    def has_scope(self, scope: Scope) -> bool:
        return self.scope is None or _SCOPE_RANK[self.scope] >= _SCOPE_RANK[scope]
