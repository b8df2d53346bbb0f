"""Comparing the texts that came in."""

from __future__ import annotations

from annotations.actions import compare_everywhere, compare_waiting


def compare_texts_that_wait(workspace: int) -> None:
    compare_waiting(workspace=workspace)


def look_for_texts_that_wait(timestamp: int) -> None:  # noqa: ARG001 - what every periodic task is given
    compare_everywhere()
