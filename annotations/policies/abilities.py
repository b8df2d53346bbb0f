"""Who may do what: one readable table, and the few rules that need to look at the object."""

from __future__ import annotations

from enum import Enum

from django.utils.translation import gettext as _

from annotations.models import Layer
from annotations.policies.actor import Actor
from annotations.policies.decision import ALLOWED, Decision, denied
from annotations.vocabulary import LayerKind, Role, Scope


class Ability(Enum):
    """Everything that a workspace lets some people do and others not."""

    READ = "read"
    ADD_ARTICLE = "add_article"
    EDIT_ARTICLE = "edit_article"
    ADD_VERSION = "add_version"
    ANNOTATE = "annotate"
    REGISTER_SOURCE = "register_source"
    GRADE_SOURCE = "grade_source"
    WRITE_CLAIM = "write_claim"
    DECIDE_CLAIM = "decide_claim"
    RELATE_SOURCES = "relate_sources"
    ADD_EVIDENCE = "add_evidence"
    DECIDE_EVIDENCE = "decide_evidence"
    ASSESS = "assess"
    COMMENT = "comment"
    WRITE_GUIDELINES = "write_guidelines"
    SET_RECHECKS = "set_rechecks"
    MAKE_TOKEN = "make_token"
    IMPORT = "import"
    MANAGE_MEMBERS = "manage_members"
    MANAGE_WEBHOOKS = "manage_webhooks"


# ability: the least role, and the least scope where a token is used
TABLE: dict[Ability, tuple[Role, Scope]] = {
    Ability.READ: (Role.READER, Scope.READ),
    Ability.ADD_ARTICLE: (Role.ANNOTATOR, Scope.ANNOTATE),
    Ability.EDIT_ARTICLE: (Role.ANNOTATOR, Scope.ANNOTATE),
    Ability.ADD_VERSION: (Role.EDITOR, Scope.EDIT),
    Ability.ANNOTATE: (Role.ANNOTATOR, Scope.ANNOTATE),
    Ability.REGISTER_SOURCE: (Role.ANNOTATOR, Scope.ANNOTATE),
    Ability.GRADE_SOURCE: (Role.EDITOR, Scope.EDIT),
    Ability.WRITE_CLAIM: (Role.ANNOTATOR, Scope.ANNOTATE),
    Ability.DECIDE_CLAIM: (Role.EDITOR, Scope.EDIT),
    Ability.RELATE_SOURCES: (Role.EDITOR, Scope.EDIT),
    Ability.ADD_EVIDENCE: (Role.ANNOTATOR, Scope.ANNOTATE),
    Ability.DECIDE_EVIDENCE: (Role.EDITOR, Scope.EDIT),
    Ability.ASSESS: (Role.EDITOR, Scope.EDIT),
    Ability.COMMENT: (Role.ANNOTATOR, Scope.ANNOTATE),
    Ability.WRITE_GUIDELINES: (Role.EDITOR, Scope.EDIT),
    Ability.SET_RECHECKS: (Role.EDITOR, Scope.EDIT),
    Ability.MAKE_TOKEN: (Role.READER, Scope.READ),
    Ability.IMPORT: (Role.EDITOR, Scope.EDIT),
    Ability.MANAGE_MEMBERS: (Role.ADMIN, Scope.ADMIN),
    Ability.MANAGE_WEBHOOKS: (Role.ADMIN, Scope.ADMIN),
}


def may(actor: Actor, ability: Ability) -> Decision:
    """Judge by role and scope alone."""
    role, scope = TABLE[ability]
    if not actor.has_role(role):
        return denied(
            "role.too_small",
            _("This needs the role “%(needed)s”; yours in this workspace is “%(yours)s”.")
            % {"needed": role.label, "yours": actor.role.label},
        )
    if not actor.has_scope(scope):
        return denied(
            "scope.too_small",
            _("This needs a token with the scope “%(needed)s”.") % {"needed": scope.value},
        )
    return ALLOWED


def may_annotate(actor: Actor, layer: Layer) -> Decision:
    """The shared layer is everybody's; a layer with a name on it is that person's; adjudication is an editor's."""
    decision = may(actor, Ability.ANNOTATE)
    if not decision:
        return decision
    if layer.kind == LayerKind.ADJUDICATED:
        return may(actor, Ability.DECIDE_CLAIM)
    if layer.annotator and layer.annotator != actor.username:
        return denied("layer.of_another", _("This layer belongs to %(who)s.") % {"who": layer.annotator})
    return ALLOWED
