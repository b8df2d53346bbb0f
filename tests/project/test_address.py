"""Where the application listens, and what it says when it cannot."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from project.address import EVERYWHERE, Address
from project.embedded import StartError
from tests.project.served import free_port


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_the_default(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("HOST", raising=False)
    monkeypatch.setenv("PORT", "")
    assert Address.from_environment() == Address("127.0.0.1", 8000)


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "80 ", "٨٠٠٠", "1e3"])
def test_a_port_that_is_none(port: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PORT", port)
    with pytest.raises(StartError, match="1 to 65535"):
        Address.from_environment()


def test_a_port_in_use_names_another(taken: int):
    with pytest.raises(StartError, match=rf"Port {taken} on 127\.0\.0\.1 is in use.*PORT={taken + 1}"):
        Address("127.0.0.1", taken).check_free()


def test_a_port_in_use_by_a_server_that_shares_it():
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        with pytest.raises(StartError, match="is in use"):
            Address("127.0.0.1", listener.getsockname()[1]).check_free()


def test_a_port_whose_last_connections_linger_is_free():
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        where = listener.getsockname()
        with socket.create_connection(where):
            listener.accept()[0].close()  # the side that closes first waits for stray packets
    Address(*where).check_free()


@pytest.mark.parametrize("host", ["no-such-host.invalid", "203.0.113.7"])
def test_a_host_that_is_not_this_machine(host: str):
    with pytest.raises(StartError, match="HOST"):
        Address(host, free_port()).check_free()


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000/"),
        (EVERYWHERE[0], "http://127.0.0.1:8000/"),
        ("::", "http://[::1]:8000/"),
        ("::1", "http://[::1]:8000/"),
        ("news.example", "http://news.example:8000/"),
    ],
)
def test_the_address_for_a_browser(host: str, url: str):
    assert Address(host, 8000).url == url


def test_requests_may_name_this_machine_only_unless_it_is_served_everywhere():
    assert "*" not in Address("news.example", 80).allowed_hosts()
    assert {"localhost", "news.example"} <= set(Address("news.example", 80).allowed_hosts())
    assert Address(EVERYWHERE[0], 80).allowed_hosts() == ["*"]


def test_silence_is_no_answer(taken: int):
    assert not Address("127.0.0.1", free_port()).answers()
