"""Editors write down how their workspace marks up."""

from __future__ import annotations

from annotations.actions.fields import clean_text
from annotations.actions.recording import author, lock, recording, save
from annotations.models import Guidelines
from annotations.policies import Ability, Actor, may

MAX_GUIDELINES = 100_000
"""Code points of one version."""


def write_guidelines(*, actor: Actor, body: str, expected: int | None) -> Guidelines:
    """Write the workspace's guidelines, in Markdown; the version before stays in the history.

    `expected` is the revision that the writer read, None for whichever; it counts only where there are guidelines.
    """
    may(actor, Ability.WRITE_GUIDELINES).require()
    body = clean_text(body, "body", max_length=MAX_GUIDELINES, required=True)
    with recording(actor):
        found = Guidelines.objects.filter(workspace=actor.workspace).first()
        if found is None:
            return Guidelines.objects.create(**author(actor, None, {"body": body}, Guidelines), body=body)
        current = lock(actor, Guidelines.objects.all(), found, expected=expected)
        current.body = body
        save(current, "body")
        return current
