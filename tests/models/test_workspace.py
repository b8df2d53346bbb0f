"""What the database refuses of workspaces, members and tokens."""

from __future__ import annotations

from tests.models.rows import World, add_user, add_workspace, delete, digest, run, uid_of, update, value
from tests.models.rules import refuses

NOBODY = 2_000_000_000


@refuses("annotations_workspace_slug_key")
def test_a_slug_is_taken_once(world: World) -> None:
    add_workspace("a-desk")
    add_workspace("a-desk")


@refuses("annotations_workspace_uid_key")
def test_a_workspace_id_is_given_once(world: World) -> None:
    run(
        "INSERT INTO annotations_workspace (uid, slug, name) VALUES (%s, 'another', 'x')",
        uid_of("workspace", world.workspace),
    )


@refuses("annotations_user_username_key")
def test_a_user_name_is_taken_once(world: World) -> None:
    one, two = add_user(), add_user()
    run(
        "UPDATE annotations_user SET username = (SELECT username FROM annotations_user WHERE id = %s) WHERE id = %s",
        one, two,
    )  # fmt: skip


@refuses("membership.duplicate")
def test_a_person_has_one_role_in_a_workspace(world: World) -> None:
    world.add("membership", user_id=world.member(), role="admin")


@refuses("membership.duplicate_id")
def test_a_membership_id_is_given_once(world: World) -> None:
    first = world.add("membership", user_id=add_user())
    world.add("membership", user_id=add_user(), uid=uid_of("membership", first))


@refuses("membership.role")
def test_a_role_is_known(world: World) -> None:
    world.member(role="owner")


@refuses("annotations_membership_user_id_fk")
def test_a_member_exists(world: World) -> None:
    world.add("membership", user_id=NOBODY)


@refuses("row.identity", "membership.a_stamp")
def test_a_role_is_not_handed_to_another_person(world: World) -> None:
    update("membership", world.add("membership", user_id=add_user()), user_id=add_user())


@refuses("token.member")
def test_a_token_is_a_members(world: World) -> None:
    world.token(user_id=world.other.member())


@refuses("token.member")
def test_a_member_with_a_token_does_not_leave(world: World) -> None:
    user = world.member()
    world.token(user_id=user)
    run("DELETE FROM annotations_membership WHERE user_id = %s", user)


@refuses("annotations_token_user_id_fk")
def test_the_owner_of_a_token_stays(world: World) -> None:
    """Its membership would hold the user anyway; without that, the token does."""
    user = world.member()
    world.token(user_id=user)
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run('ALTER TABLE annotations_token DROP CONSTRAINT "token.member"')
    run("DELETE FROM annotations_membership WHERE user_id = %s", user)
    run("DELETE FROM annotations_user WHERE id = %s", user)


@refuses("token.duplicate_id")
def test_a_token_id_is_given_once(world: World) -> None:
    world.token(uid=uid_of("token", world.token()))


@refuses("annotations_token_key_sha256_key")
def test_a_key_opens_one_workspace(world: World) -> None:
    world.token(key_sha256=digest("a key"))
    world.other.token(key_sha256=digest("a key"))


@refuses("token.scope")
def test_a_scope_is_known(world: World) -> None:
    world.token(scope="everything")


@refuses("row.identity", "token.a_stamp")
def test_a_token_does_not_change_hands(world: World) -> None:
    update("token", world.token(), user_id=world.member())


@refuses("annotations_tokenuse_token_id_fk")
def test_a_use_is_of_a_token(world: World) -> None:
    run("INSERT INTO annotations_tokenuse (token_id, last_used_at) VALUES (%s, now())", NOBODY)


@refuses("annotations_articles_article_id_fk")
def test_search_terms_are_of_an_article(world: World) -> None:
    run("INSERT INTO annotations_articlesearch (article_id, terms) VALUES (%s, '{}')", NOBODY)


@refuses("annotations_article_workspace_id_fk")
def test_an_article_belongs_to_a_workspace(world: World) -> None:
    world.add("article", workspace_id=NOBODY)


@refuses("annotations_source_workspace_id_fk")
def test_a_source_belongs_to_a_workspace(world: World) -> None:
    world.source(workspace_id=NOBODY)


@refuses("annotations_claim_workspace_id_fk")
def test_a_claim_belongs_to_a_workspace(world: World) -> None:
    world.claim(workspace_id=NOBODY)


@refuses("annotations_membersh_workspace_id_fk")
def test_a_membership_belongs_to_a_workspace(world: World) -> None:
    world.add("membership", workspace_id=NOBODY, user_id=add_user())


@refuses("annotations_article_workspace_id_fk")
def test_a_workspace_with_an_article_is_not_deleted(world: World) -> None:
    empty = add_workspace()
    delete("workspace", empty)
    assert value("SELECT count(*) FROM annotations_workspace_history WHERE id = %s", empty) == 1
    only_article = add_workspace()
    world.add("article", workspace_id=only_article)
    delete("workspace", only_article)


@refuses("annotations_attendan_membership_id_fk")
def test_an_attendance_is_a_member_s(world: World) -> None:
    run("INSERT INTO annotations_attendance (membership_id) VALUES (%s)", NOBODY)
