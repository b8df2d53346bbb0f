"""Comparing the texts, and reading the names, that came in."""

from __future__ import annotations

from annotations.actions import compare_everywhere, compare_waiting, read_names, read_names_everywhere


def compare_texts_that_wait(workspace: int) -> None:
    compare_waiting(workspace=workspace)


def read_names_that_wait(workspace: int) -> None:
    read_names(workspace=workspace)


def look_for_what_waits(timestamp: int) -> None:  # noqa: ARG001 - what every periodic task is given
    compare_everywhere()
    read_names_everywhere()
