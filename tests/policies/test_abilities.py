"""Who may do what, as the table of the design has it."""

from __future__ import annotations

import itertools

import pytest

from annotations.models import Layer
from annotations.policies import TABLE, Ability, Actor, may, may_annotate
from annotations.vocabulary import Role, Scope, Through
from tests.cast import Cast, make_article

R, A, E, X = Role.READER, Role.ANNOTATOR, Role.EDITOR, Role.ADMIN
WHO: dict[Ability, set[Role]] = {
    Ability.READ: {R, A, E, X},
    Ability.ADD_ARTICLE: {A, E, X},
    Ability.EDIT_ARTICLE: {A, E, X},
    Ability.ADD_VERSION: {E, X},
    Ability.ANNOTATE: {A, E, X},
    Ability.REGISTER_SOURCE: {A, E, X},
    Ability.GRADE_SOURCE: {E, X},
    Ability.WRITE_CLAIM: {A, E, X},
    Ability.DECIDE_CLAIM: {E, X},
    Ability.RELATE_SOURCES: {E, X},
    Ability.ADD_EVIDENCE: {A, E, X},
    Ability.DECIDE_EVIDENCE: {E, X},
    Ability.ASSESS: {E, X},
    Ability.COMMENT: {A, E, X},
    Ability.WRITE_GUIDELINES: {E, X},
    Ability.SET_RECHECKS: {E, X},
    Ability.MAKE_TOKEN: {R, A, E, X},
    Ability.IMPORT: {E, X},
    Ability.MANAGE_MEMBERS: {X},
    Ability.MANAGE_WEBHOOKS: {X},
}
ALL = set(Scope)
BY_TOKEN: dict[Ability, set[Scope]] = {
    Ability.READ: ALL,
    Ability.ADD_ARTICLE: ALL - {Scope.READ},
    Ability.EDIT_ARTICLE: ALL - {Scope.READ},
    Ability.ADD_VERSION: {Scope.EDIT, Scope.ADMIN},
    Ability.ANNOTATE: ALL - {Scope.READ},
    Ability.REGISTER_SOURCE: ALL - {Scope.READ},
    Ability.GRADE_SOURCE: {Scope.EDIT, Scope.ADMIN},
    Ability.WRITE_CLAIM: ALL - {Scope.READ},
    Ability.DECIDE_CLAIM: {Scope.EDIT, Scope.ADMIN},
    Ability.RELATE_SOURCES: {Scope.EDIT, Scope.ADMIN},
    Ability.ADD_EVIDENCE: ALL - {Scope.READ},
    Ability.DECIDE_EVIDENCE: {Scope.EDIT, Scope.ADMIN},
    Ability.ASSESS: {Scope.EDIT, Scope.ADMIN},
    Ability.COMMENT: ALL - {Scope.READ},
    Ability.WRITE_GUIDELINES: {Scope.EDIT, Scope.ADMIN},
    Ability.SET_RECHECKS: {Scope.EDIT, Scope.ADMIN},
    Ability.MAKE_TOKEN: ALL,
    Ability.IMPORT: {Scope.EDIT, Scope.ADMIN},
    Ability.MANAGE_MEMBERS: {Scope.ADMIN},
    Ability.MANAGE_WEBHOOKS: {Scope.ADMIN},
}
PEOPLE = {R: "reader", A: "annotator", E: "editor", X: "admin"}


def actor_of(cast: Cast, role: Role, scope: Scope | None = None) -> Actor:
    return cast.actor(PEOPLE[role], scope=scope)


def test_every_ability_is_judged() -> None:
    assert set(TABLE) == set(WHO) == set(BY_TOKEN) == set(Ability)


def test_every_role_by_every_scope(cast: Cast) -> None:
    """One test for the whole table, because the cast is the same."""
    for role, scope in itertools.product(Role, [None, *Scope]):
        actor = actor_of(cast, role, scope)
        for ability in Ability:
            decision = may(actor, ability)
            in_scope = scope is None or scope in BY_TOKEN[ability]
            assert bool(decision) is (role in WHO[ability] and in_scope), (role, scope, ability)
            rule = "" if decision else ("scope.too_small" if role in WHO[ability] else "role.too_small")
            assert decision.rule == rule
            assert bool(decision.reason) is not bool(decision)


LAYERS = {"shared": "", "independent": "annotator", "suggested": "annotator", "adjudicated": ""}


@pytest.mark.parametrize("kind", LAYERS)
@pytest.mark.parametrize("who", ["reader", "annotator", "editor", "second_editor", "admin"])
def test_whose_layer_it_is(cast: Cast, kind: str, who: str) -> None:
    version = make_article(cast.actor("editor"))
    layer = Layer(workspace=cast.workspace, version=version, kind=kind, annotator=LAYERS[kind])
    decision = may_annotate(cast.actor(who), layer)
    allowed = {
        "shared": {"annotator", "editor", "second_editor", "admin"},
        "independent": {"annotator"},
        "suggested": {"annotator"},
        "adjudicated": {"editor", "second_editor", "admin"},
    }
    assert bool(decision) is (who in allowed[kind])
    if not decision:
        of_another = LAYERS[kind] and who != "reader"
        assert decision.rule == ("layer.of_another" if of_another else "role.too_small")
        assert ("annotator" in decision.reason) if of_another else decision.reason


def test_a_read_only_token_annotates_nothing(cast: Cast) -> None:
    version = make_article(cast.actor("editor"))
    layer = Layer(workspace=cast.workspace, version=version, kind="shared")
    assert may_annotate(cast.actor("editor", scope=Scope.READ), layer).rule == "scope.too_small"
    adjudicated = Layer(workspace=cast.workspace, version=version, kind="adjudicated")
    assert may_annotate(cast.actor("editor", scope=Scope.ANNOTATE), adjudicated).rule == "scope.too_small"


@pytest.mark.parametrize(("one", "other"), list(itertools.product(Role, Role)))
def test_a_higher_role_holds_the_lower_ones(cast: Cast, one: Role, other: Role) -> None:
    assert actor_of(cast, one).has_role(other) is (list(Role).index(one) >= list(Role).index(other))


def test_an_actor_without_a_token_has_every_scope(cast: Cast) -> None:
    actor = cast.actor("reader", Through.WEB)
    assert all(actor.has_scope(scope) for scope in Scope)
    assert actor.username == "reader"
