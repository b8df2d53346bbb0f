"""Messages go to the open internet, and nowhere else."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from annotations.actions import outbound
from annotations.actions.outbound import (
    RefusedTargetError,
    UnreachableError,
    checked_addresses,
    is_public,
    parse_target,
    post,
)
from tests.listener import listening

PRIVATE = [
    "127.0.0.1", "127.255.255.254", "0.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1",
    "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:100.64.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2002:a00:1::",
]  # fmt: skip
PUBLIC = ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]


@pytest.mark.parametrize("address", PRIVATE)
def test_what_only_this_machine_can_reach_is_private(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_what_everybody_can_reach_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/", "file:///etc/passwd", "example.org", "http://", "http:///a", "//example.org",
        "http://u:p@example.org/", "http://example.org:99999/", "http://exa mple.org/", "http://example.org/\r\nX: y",
        "http://[::1", "http://example.org:0/", "javascript:alert(1)", "http://ex\u0430mple.org/",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(RefusedTargetError):
        parse_target(url)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "127.1", "::1"])
def test_no_spelling_of_this_machine_gets_through(host: str) -> None:
    with pytest.raises((RefusedTargetError, UnreachableError)):
        checked_addresses(host, 80, private=False)


def resolve_to(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """The name resolves to each of the answers in turn; returns the names that were asked for."""
    asked: list[str] = []
    waiting = list(answers)

    def getaddrinfo(host: str, port: int, *_args: Any, **_named: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in waiting.pop(0)]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


def test_one_private_address_among_others_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    resolve_to(monkeypatch, ["8.8.8.8", "10.0.0.1"])
    with pytest.raises(RefusedTargetError, match=r"10\.0\.0\.1"):
        post("http://example.org/", b"", {}, private=False)


def test_a_name_is_resolved_once_and_what_was_checked_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = resolve_to(monkeypatch, ["8.8.8.8"])
    connected: list[Any] = []

    def create_connection(address: Any, timeout: float) -> socket.socket:
        connected.append(address)
        raise ConnectionRefusedError("nobody there")

    monkeypatch.setattr(socket, "create_connection", create_connection)
    with pytest.raises(UnreachableError, match="nobody there"):
        post("http://rebinding.example.org:8080/", b"", {}, private=False)
    assert asked == ["rebinding.example.org"]
    assert connected == [("8.8.8.8", 8080)]


def test_a_message_arrives() -> None:
    with listening() as listener:
        answer = post(listener.url, "سلام".encode(), {"X-Own": "1"}, private=True)
    assert (answer.status, answer.body) == (200, "thank you")
    ((path, headers, body),) = listener.received
    assert (path, headers["x-own"], body.decode()) == ("/hook?a=1", "1", "سلام")


def test_this_machine_is_refused_unless_allowed() -> None:
    with listening() as listener, pytest.raises(RefusedTargetError):
        post(listener.url, b"", {}, private=False)
    assert listener.received == []


def test_a_redirect_is_an_answer_and_not_followed() -> None:
    with listening() as listener:
        listener.status, listener.headers = 302, {"Location": "http://169.254.169.254/"}
        assert post(listener.url, b"", {}, private=True).status == 302
    assert len(listener.received) == 1


def test_no_more_of_an_answer_is_read_than_is_kept() -> None:
    with listening() as listener:
        listener.answer = b"x" * 1_000_000
        assert len(post(listener.url, b"", {}, private=True).body) == outbound.MAX_ANSWER


def test_whoever_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbound, "TIMEOUT", 0.2)
    with listening() as listener:
        listener.wait = 30
        with pytest.raises(UnreachableError):
            post(listener.url, b"", {}, private=True)
