"""Where the application listens."""

from __future__ import annotations

import errno
import http.client
import os
import socket
from dataclasses import dataclass

from project.embedded import StartError

EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - recognised, not bound to


@dataclass(frozen=True, slots=True)
class Address:
    """A host name or number, and a port."""

    host: str
    port: int

    @classmethod
    def from_environment(cls) -> Address:
        """`HOST` and `PORT`, by default 127.0.0.1 and 8000. Raises `StartError` for a port that is none."""
        port = os.environ.get("PORT") or "8000"
        if not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
            raise StartError(f"PORT is {port}: give a number from 1 to 65535.")
        return cls(os.environ.get("HOST") or "127.0.0.1", int(port))

    @property
    def near(self) -> str:
        """A host by which this machine itself reaches the server."""
        if self.host in EVERYWHERE:
            return "127.0.0.1" if self.host == EVERYWHERE[0] else "::1"
        return self.host

    @property
    def url(self) -> str:
        """For a browser on this machine."""
        host = f"[{self.near}]" if ":" in self.near else self.near
        return f"http://{host}:{self.port}/"

    def allowed_hosts(self) -> list[str]:
        """The host names that requests may carry: this machine's own, or any if it is served everywhere."""
        if self.host in EVERYWHERE:
            return ["*"]
        own = f"[{self.host}]" if ":" in self.host else self.host
        return list(dict.fromkeys(["localhost", "127.0.0.1", "[::1]", own]))

    def check_free(self) -> None:
        """Raise `StartError` if nobody may listen here, or somebody does already."""
        try:
            family, kind, protocol, _, where = socket.getaddrinfo(
                self.host, self.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
            )[0]
        except OSError:
            raise StartError(f"HOST is {self.host}, which is no address of this machine: try 127.0.0.1.") from None
        try:
            with socket.socket(family, kind, protocol) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(where)
                probe.listen()
        except OSError as error:
            raise StartError(self._refusal(error)) from None

    def answers(self) -> bool:
        """Whether an HTTP server answers here, whatever it says."""
        connection = http.client.HTTPConnection(self.near, self.port, timeout=5)
        try:
            connection.request("HEAD", "/")
            connection.getresponse()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
        return True

    def _refusal(self, error: OSError) -> str:
        if error.errno == errno.EADDRINUSE:
            return (
                f"Port {self.port} on {self.host} is in use: stop what uses it, "
                f"or choose another, say `make run PORT={self.port + 1 if self.port < 65535 else 8001}`."
            )
        if error.errno == errno.EACCES:
            return f"Port {self.port} needs more rights than you have: choose one from 1024 on, say PORT=8000."
        return f"Cannot listen on {self.host}:{self.port} ({error.strerror}): set HOST to this machine's address."
