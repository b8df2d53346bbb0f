"""What the database refuses of articles, versions and layers."""

from __future__ import annotations

import pytest

from annotations.models import Article
from tests.models.rows import TEXT, World, delete, digest, rows, run, uid_of, update, value
from tests.models.rules import refuses

NEVER = "articleversion.text_never_changes"


@refuses("article.title_empty")
def test_an_article_has_a_title(world: World) -> None:
    world.add("article", title="")


@refuses("article.direction")
def test_an_article_runs_one_way_or_the_other(world: World) -> None:
    world.add("article", direction="up")


@refuses("article.status")
def test_an_article_has_a_known_status(world: World) -> None:
    world.add("article", status="lost")


@refuses("article.assignee", "article.d_assignee")
def test_an_article_is_given_to_a_member(world: World) -> None:
    world.other.member()
    world.add("article", assignee=newest_name())


@refuses("article.assignee", "article.d_assignee")
def test_an_article_is_given_to_one_who_may_annotate(world: World) -> None:
    world.member(role="reader")
    update("article", world.article, assignee=newest_name())


def test_who_leaves_keeps_the_article_until_another_has_it(world: World) -> None:
    user = world.member()
    name = newest_name()
    update("article", world.article, assignee=name)
    run("DELETE FROM annotations_membership WHERE user_id = %s", user)
    update("article", world.article, title="Renamed")
    assert value("SELECT assignee FROM annotations_article WHERE id = %s", world.article) == name


def test_an_import_brings_the_name_that_its_file_has(world: World) -> None:
    run("SELECT set_config('isnad.through', 'import', true)")
    made = world.add("article", assignee="somebody elsewhere")
    assert value("SELECT assignee FROM annotations_article WHERE id = %s", made) == "somebody elsewhere"


def newest_name() -> str:
    return str(value("SELECT username FROM annotations_user ORDER BY id DESC LIMIT 1"))


@refuses("article.duplicate_id")
def test_a_public_id_is_given_once_in_a_workspace(world: World) -> None:
    world.add("article", uid=uid_of("article", world.article))


def test_a_public_id_may_come_again_in_another_workspace(world: World) -> None:
    uid = uid_of("article", world.article)
    world.other.add("article", uid=uid)
    assert value("SELECT count(*) FROM annotations_article WHERE uid = %s", uid) == 2


@refuses("version.other_workspace")
def test_a_version_belongs_to_an_article_of_its_workspace(world: World) -> None:
    world.add_version(article_id=world.other.article, number=2)


@refuses("version.duplicate_id")
def test_a_version_id_is_given_once(world: World) -> None:
    world.add_version(number=2, uid=uid_of("articleversion", world.version))


@refuses("version.duplicate_number")
def test_a_number_is_given_once_in_an_article(world: World) -> None:
    world.add_version(number=1)


@refuses("version.number")
def test_numbers_begin_at_one(world: World) -> None:
    world.add_version(number=0)


@refuses("annotations_articleversion_number_check")
def test_numbers_are_not_negative(world: World) -> None:
    world.add_version(number=-1)


@refuses("version.captured_how")
def test_how_a_text_came_in_is_known(world: World) -> None:
    world.add_version(number=2, captured_how="dreamt")


@refuses("text.empty")
def test_a_text_is_not_empty(world: World) -> None:
    world.add_version("", number=2)


@pytest.mark.parametrize("text", ["two\r\nlines", "two\rlines", "a line\r"])
def test_every_carriage_return_is_refused(world: World, text: str) -> None:
    refuses("text.carriage_return")(lambda world: world.add_version(text, number=2))(world)


@refuses("text.carriage_return")
def test_a_text_has_no_carriage_return(world: World) -> None:
    world.add_version("two\r\nlines", number=2)


@refuses("version.sha256")
def test_the_sum_is_that_of_the_text(world: World) -> None:
    world.add_version("another text", number=2, sha256=digest(TEXT))


def test_length_counts_code_points(world: World) -> None:
    version = world.add_version("قال 👩🏽", number=2)
    assert value("SELECT length FROM annotations_articleversion WHERE id = %s", version) == 6


@refuses("version.text_immutable", NEVER)
def test_a_text_never_changes(world: World) -> None:
    update("articleversion", world.version, text="another text", sha256=digest("another text"))


@refuses("version.text_immutable", NEVER)
def test_a_number_never_changes(world: World) -> None:
    update("articleversion", world.version, number=7)


@refuses("version.text_immutable", NEVER)
def test_a_version_is_never_deleted(world: World) -> None:
    delete("articleversion", world.add_version(number=2))


@refuses("row.identity", "articleversion.a_stamp")
def test_a_version_stays_with_its_article(world: World) -> None:
    update("articleversion", world.version, article_id=world.add("article"))


def test_what_is_said_about_a_version_may_change_and_is_kept(world: World) -> None:
    update("articleversion", world.version, note="from the wire")
    assert rows("SELECT revision, note FROM annotations_articleversion WHERE id = %s", world.version) == [
        (2, "from the wire")
    ]
    assert rows("SELECT revision, note, length FROM annotations_articleversion_history") == [(1, "", len(TEXT))]


def test_an_update_that_changes_nothing_is_no_revision(world: World) -> None:
    """Also of a table with a generated column, which has no value yet when the trigger looks."""
    update("articleversion", world.version, note="")
    update("article", world.article, outlet="")
    assert value("SELECT revision FROM annotations_articleversion WHERE id = %s", world.version) == 1
    assert value("SELECT revision FROM annotations_article WHERE id = %s", world.article) == 1


@refuses("version.other_workspace")
def test_an_article_with_a_text_is_not_deleted(world: World) -> None:
    delete("article", world.article)


@refuses("layer.other_workspace")
def test_a_layer_lies_over_a_version_of_its_workspace(world: World) -> None:
    world.add("layer", version_id=world.other.version, kind="adjudicated")


@refuses("layer.duplicate_id")
def test_a_layer_id_is_given_once(world: World) -> None:
    world.add("layer", version_id=world.version, kind="adjudicated", uid=uid_of("layer", world.layer))


@refuses("layer.duplicate")
def test_a_version_has_one_shared_layer(world: World) -> None:
    world.add("layer", version_id=world.version)


@refuses("layer.duplicate")
def test_a_person_has_one_layer_of_their_own(world: World) -> None:
    world.own_layer()
    world.own_layer()


@refuses("layer.kind")
def test_a_layer_has_a_known_kind(world: World) -> None:
    world.add("layer", version_id=world.version, kind="secret")


@refuses("layer.annotator")
def test_a_shared_layer_is_nobodys(world: World) -> None:
    world.add("layer", version_id=world.version, annotator="ann")


@refuses("layer.annotator")
def test_an_independent_layer_is_somebodys(world: World) -> None:
    world.add("layer", version_id=world.version, kind="independent")


@refuses("row.identity", "layer.a_stamp")
def test_a_layer_does_not_change_hands(world: World) -> None:
    update("layer", world.own_layer(), annotator="bob")


@refuses("row.identity", "layer.a_stamp")
def test_a_layer_stays_over_its_version(world: World) -> None:
    version, _ = world.second_version()
    update("layer", world.own_layer(), version_id=version)


@refuses("layer.in_use", "layer.d_check_delete")
def test_a_layer_with_spans_is_not_deleted(world: World) -> None:
    world.span("Ann")
    delete("layer", world.layer)


def test_a_layer_in_which_nothing_is_marked_may_go(world: World) -> None:
    layer = world.own_layer()
    world.span("Ann")
    delete("layer", layer)
    assert value("SELECT count(*) FROM annotations_layer WHERE id = %s", layer) == 0


def test_texts_are_stored_as_they_are(world: World) -> None:
    """Compressing them was a sixth of what the database does in an import."""
    run("INSERT INTO annotations_articlesearch (article_id, terms) VALUES (%s, %s)", world.article, ["word"] * 2000)
    for table, column in (("articleversion", "text"), ("articlesearch", "terms")):
        how = "SELECT attstorage FROM pg_attribute WHERE attrelid = %s::regclass AND attname = %s"
        assert value(how, f"annotations_{table}", column) == "e"
    size = "SELECT pg_column_size(terms) FROM annotations_articlesearch WHERE article_id = %s"
    assert value(size, world.article) > 9000


def test_articles_are_found_by_the_index_of_their_words(world: World) -> None:
    """A comparison of words costs much that PostgreSQL does not know: it may not go through all texts."""
    run("INSERT INTO annotations_articlesearch (article_id, terms) VALUES (%s, %s)", world.article, ["one", "two"])
    body, settings = rows("SELECT prosrc, proconfig FROM pg_proc WHERE proname = 'isnad_articles_with'")[0]
    assert settings == ["enable_seqscan=off"]
    run("SET LOCAL enable_seqscan = off")
    plan = rows("EXPLAIN " + body.replace("forms", "%s::text[]"), ["two", "three"])
    assert "article_search_terms" in str(plan)
    for forms, found in ((["two", "three"], True), (["three"], False), ([], False)):
        assert Article.objects.filter(pk=world.article).matching([["one"], forms]).exists() is found
