"""Sending to addresses that people typed in, without being led to machines that only this server can reach.

The name is resolved once, every address that it has is checked, and the connection goes to a checked address, so that
a name that resolves differently a moment later gains nothing. Redirects are not followed.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

TIMEOUT = 10.0
"""Seconds for each step; all of them together get twice as many."""
MAX_ANSWER = 16 * 1024
"""Bytes of an answer that are read."""
_TRANSLATED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))


class RefusedTargetError(Exception):
    """The address is none that may be sent to; says why."""


class UnreachableError(Exception):
    """No answer was received; says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: str


def parse_target(url: str) -> SplitResult:
    """The parts of an absolute http or https address. Raise RefusedTargetError."""
    try:
        parts = urlsplit(url)
        port_is_good = parts.port is None or parts.port > 0
    except ValueError:
        raise RefusedTargetError("this is no address") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or not port_is_good:
        raise RefusedTargetError("the address must begin with http:// or https:// and name a host")
    if parts.username or parts.password:
        raise RefusedTargetError("the address may hold no user name or password")
    if not url.isascii() or any(character <= " " for character in url):
        raise RefusedTargetError("the address may hold visible ASCII characters only")
    return parts


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, also where it is wrapped in another."""
    ip: Any = ipaddress.ip_address(address.split("%")[0])
    inner = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
    if inner is None and getattr(ip, "teredo", None):
        inner = ip.teredo[1]
    if inner is not None:
        return is_public(str(inner))
    if ip.version == 6 and any(ip in network for network in _TRANSLATED):
        return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
    return bool(ip.is_global and not ip.is_multicast and not ip.is_reserved)


def checked_addresses(host: str, port: int, *, private: bool) -> list[str]:
    """The IP addresses of the host, all of which may be sent to. Raise RefusedTargetError, UnreachableError."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise UnreachableError(f"the name {host} cannot be resolved") from None
    addresses = list(dict.fromkeys(str(place[0]) for *_, place in found))
    if not private and (bad := next((one for one in addresses if not is_public(one)), None)):
        raise RefusedTargetError(f"{host} is {bad}, which is no address of the open internet")
    return addresses


def post(url: str, body: bytes, headers: Mapping[str, str], *, private: bool) -> Answer:
    """POST the body and return the answer, whatever its status. Raise RefusedTargetError, UnreachableError."""
    parts = parse_target(url)
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    addresses = checked_addresses(host, port, private=private)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = _Pinned(host, port, addresses, secure=parts.scheme == "https")
    watch = threading.Timer(2 * TIMEOUT, connection.cut)
    watch.start()
    try:
        connection.request("POST", path, body, dict(headers))
        response = connection.getresponse()
        return Answer(response.status, response.read(MAX_ANSWER).decode("utf-8", "replace"))
    except (OSError, http.client.HTTPException) as error:
        raise UnreachableError(f"{type(error).__name__}: {error}"[:400]) from None
    finally:
        watch.cancel()
        connection.close()


class _Pinned(http.client.HTTPConnection):
    """A connection to one of the given addresses; the host's name serves for the Host header and the certificate."""

    def __init__(self, host: str, port: int, addresses: list[str], *, secure: bool) -> None:
        super().__init__(host, port, timeout=TIMEOUT)
        self.addresses = addresses
        self.secure = secure

    def connect(self) -> None:
        for place, address in enumerate(self.addresses[:4]):
            try:
                self.sock = socket.create_connection((address, self.port), TIMEOUT)
                break
            except OSError:
                if place + 1 == len(self.addresses[:4]):
                    raise
        if self.secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)

    def cut(self) -> None:
        """End it from another thread, whatever it waits for."""
        sock: socket.socket | None = self.sock
        if sock is not None:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return
