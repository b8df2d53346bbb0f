"""A worker that is told to stop does so, whatever becomes of its streams."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

import pytest

from project import asgi
from project.live import Hub


class Gone(Exception):  # noqa: N818 - the end of the process
    pass


class Stuck:
    """Streams whose connection to the database does not answer."""

    async def close(self) -> None:
        await asyncio.Event().wait()


class Broken:
    async def close(self) -> None:
        raise OSError("the socket is gone")


@pytest.mark.parametrize(("hub", "reason"), [(Stuck(), "TimeoutError"), (Broken(), "the socket is gone")])
def test_streams_that_cannot_be_closed_keep_no_worker(
    hub: object, reason: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def end(status: int) -> None:
        raise Gone(status)

    monkeypatch.setattr(asgi, "SETTLED", 0)
    monkeypatch.setattr(asgi, "CLOSED", 0.01)
    monkeypatch.setattr(asgi, "os", cast("Any", type("System", (), {"_exit": staticmethod(end)})))
    # In a thread of its own: a browser test may have left a loop running in this one.
    with caplog.at_level(logging.ERROR), pytest.raises(Gone), ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, asgi.leave_when_settled(cast("Hub", hub))).result()
    assert "ends all the same" in caplog.text
    assert reason in caplog.text
