"""Streams that stay open: who listens to what, and what they are told."""

from project.live.hub import Hub
from project.live.stream import LIVE, stream

__all__ = ["LIVE", "Hub", "stream"]
