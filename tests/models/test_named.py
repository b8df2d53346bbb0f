"""What a row names by its public id is there when the transaction ends, and stays there."""

from __future__ import annotations

import pytest

from annotations.models import uuid7
from tests.models.rows import World, delete, rows, run, uid_of, update
from tests.models.rules import refused, refuses

pytestmark = pytest.mark.django_db


def citing(world: World, uid: object) -> int:
    return world.frame(source_id=world.span("Ann"), cites=uid)


def copy_of(world: World, uid: object) -> int:
    return world.add("article", origin="copy", copy_of=uid)


def overtaken(world: World, uid: object) -> int:
    return world.claim(validity="overtaken", overtaken_by=uid)


@refuses("frame.cites_missing", "attribution.f_cites_is_there")
def test_a_frame_cites_an_article_that_is_there(world: World) -> None:
    citing(world, uuid7())


@refuses("frame.cites_missing", "attribution.f_cites_is_there")
def test_a_frame_cites_an_article_of_its_workspace(world: World) -> None:
    citing(world, uid_of("article", world.other.article))


@refuses("frame.cites_missing", "article.f_cites_stays")
def test_a_cited_article_stays(world: World) -> None:
    cited = world.add("article")
    citing(world, uid_of("article", cited))
    run("SET CONSTRAINTS ALL IMMEDIATE")
    delete("article", cited)


@refuses("article.copy_of_missing", "article.f_copy_of_is_there")
def test_a_copy_is_one_of_an_article_that_is_there(world: World) -> None:
    copy_of(world, uid_of("article", world.other.article))


@refuses("article.copy_of_missing", "article.f_copy_of_stays")
def test_an_original_stays(world: World) -> None:
    original = world.add("article")
    copy_of(world, uid_of("article", original))
    run("SET CONSTRAINTS ALL IMMEDIATE")
    delete("article", original)


@refuses("claim.overtaken_by_missing", "claim.f_overtaken_by_is_there")
def test_a_claim_is_overtaken_by_one_that_is_there(world: World) -> None:
    update("claim", world.claim(), validity="overtaken", overtaken_by=uuid7())


@refuses("claim.overtaken_by_missing", "claim.f_overtaken_by_stays")
def test_a_claim_that_overtook_stays(world: World) -> None:
    newer = world.claim()
    overtaken(world, uid_of("claim", newer))
    run("SET CONSTRAINTS ALL IMMEDIATE")
    delete("claim", newer)


def test_the_one_may_come_before_the_other(world: World) -> None:
    uid = uuid7()
    citing(world, uid)
    world.add("article", uid=uid)
    run("SET CONSTRAINTS ALL IMMEDIATE")


def test_what_an_import_brought_is_not_asked_again_until_it_is_changed(world: World) -> None:
    run("SELECT set_config('isnad.actor', 'ann', true), set_config('isnad.through', 'import', true)")
    frame = citing(world, uuid7())
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("SELECT set_config('isnad.through', 'sql', true)")
    update("attribution", frame, attitude="belief")
    assert rows("SELECT attitude FROM annotations_attribution WHERE id = %s", frame) == [("belief",)]
    run("SET CONSTRAINTS ALL DEFERRED")
    with refused("frame.cites_missing"):
        update("attribution", frame, cites=uuid7())
