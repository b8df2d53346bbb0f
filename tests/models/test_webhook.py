"""What the database refuses of webhooks and of what is sent to them."""

from __future__ import annotations

from annotations.models import uuid7
from tests.models.rows import World, delete, run, uid_of, value
from tests.models.rules import refuses


def add_delivery(world: World, webhook: int | None = None, workspace: int | None = None, uid: object = None) -> None:
    run(
        "INSERT INTO annotations_delivery (uid, workspace_id, webhook_id, body, changes, state, attempts, error)"
        " VALUES (%s, %s, %s, '{}', 1, 'waiting', 0, '')",
        uid or uuid7(),
        workspace or world.workspace,
        webhook or world.one_of("webhook"),
    )


def add_state(webhook: int) -> None:
    run("INSERT INTO annotations_webhookstate (webhook_id, secret, told_until) VALUES (%s, 'x', now())", webhook)


@refuses("webhook.url")
def test_an_address_is_one_of_the_web(world: World) -> None:
    world.add("webhook", url="file:///etc/passwd")


@refuses("webhook.events_empty")
def test_a_webhook_wants_something(world: World) -> None:
    world.add("webhook", events=[])


@refuses("webhook.duplicate_id")
def test_a_webhook_id_is_given_once(world: World) -> None:
    world.add("webhook", uid=uid_of("webhook", world.one_of("webhook")))


@refuses("annotations_webhook_workspace_id_fk")
def test_a_webhook_belongs_to_a_workspace(world: World) -> None:
    world.add("webhook", workspace_id=987_654)


@refuses("annotations_webhooks_webhook_id_fk")
def test_a_secret_belongs_to_a_webhook(world: World) -> None:
    add_state(987_654)


@refuses("annotations_delivery_webhook_id_fk")
def test_a_delivery_goes_to_a_webhook(world: World) -> None:
    add_delivery(world, webhook=987_654)


@refuses("annotations_delivery_workspace_id_fk")
def test_a_delivery_belongs_to_a_workspace(world: World) -> None:
    add_delivery(world, workspace=987_654)


@refuses("annotations_delivery_uid_key")
def test_a_delivery_id_is_given_once(world: World) -> None:
    uid = uuid7()
    add_delivery(world, uid=uid)
    add_delivery(world, uid=uid)


def test_a_removed_webhook_stays_in_the_history_without_its_secret(world: World) -> None:
    webhook = world.add("webhook")
    delete("webhook", webhook)
    assert value("SELECT url FROM annotations_webhook_history WHERE id = %s", webhook) == "https://example.org/"
    columns = "SELECT count(*) FROM information_schema.columns WHERE table_name = 'annotations_webhook_history'"
    assert value(f"{columns} AND column_name = 'secret'") == 0
