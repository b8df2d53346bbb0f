"""Who is here: in memory, told from process to process, forgotten when it is not told again. Nothing is stored."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

LASTS = 45.0  # seconds after which a process that says nothing is taken for dead


@dataclass(slots=True)
class Here:
    """One window in which somebody has a version open."""

    viewer: str
    username: str
    name: str
    frame: str | None = None
    until: float = float("inf")

    def shown(self) -> dict[str, Any]:
        return {"viewer": self.viewer, "username": self.username, "name": self.name, "frame": self.frame}


class Presence:
    """The windows open on one version: those of this process, which it knows itself, and those that others told of."""

    def __init__(self) -> None:
        self.own: dict[str, Here] = {}
        self.others: dict[str, Here] = {}
        self.changed = False
        """Whether the viewers are to be told, in a moment."""

    def told(self, message: dict[str, Any]) -> bool:
        """Another process tells of a window, or that it closed. Whether anything changed."""
        viewer = str(message["viewer"])
        if message.get("gone"):
            return self.others.pop(viewer, None) is not None
        before = self.others.get(viewer)
        now = Here(viewer, message["username"], message["name"], message["frame"], time.monotonic() + LASTS)
        self.others[viewer] = now
        return before is None or before.shown() != now.shown()

    def sweep(self) -> bool:
        """Forget the windows of which nothing was heard for long. Whether there were any."""
        late = [one.viewer for one in self.others.values() if one.until < time.monotonic()]
        for viewer in late:
            del self.others[viewer]
        return bool(late)

    def shown(self) -> list[dict[str, Any]]:
        """Everybody, by name."""
        everybody = {**self.others, **self.own}.values()
        return [one.shown() for one in sorted(everybody, key=lambda one: (one.name, one.viewer))]
