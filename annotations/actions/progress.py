"""A desk keeps note of how far it is with a text: which paragraphs were looked at, which are done."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models.functions import Now

from annotations.actions.fields import clean_choice
from annotations.actions.recording import lock, own, recording
from annotations.actions.restore import revive
from annotations.actions.steps import Piece
from annotations.anchoring import Carried, Segments
from annotations.errors import RuleBrokenError
from annotations.models import ArticleVersion, Layer, Progress
from annotations.policies import Actor, may_annotate
from annotations.text import MAX_CODE_POINTS, Paragraph, paragraphs, trim
from annotations.vocabulary import ParagraphState

OPEN = "open"
MOST_STARTS = 10_000
_COUNT = """
    UPDATE annotations_articlesearch SET paragraphs = (
        SELECT count(*) FROM annotations_articleversion v
        CROSS JOIN LATERAL string_to_table(v.text, E'\n') AS line
        WHERE v.id = %s AND isnad_is_paragraph(line))
    WHERE article_id = %s AND paragraphs IS NULL
"""


def set_progress(*, actor: Actor, layer: Layer, starts: object, state: object) -> list[Progress]:
    """Say of the paragraphs that begin at `starts` (code points) that they are "looked" at, "done", or "open" again.

    Return the rows of those that are not open. What has the state already keeps who set it and when.
    """
    own(actor, layer)
    may_annotate(actor, layer).require()
    wanted = _read_starts(starts)
    chosen = OPEN if state == OPEN else clean_choice(state, "state", ParagraphState)
    with recording(actor, field="starts"):
        locked = lock(actor, Layer.objects.all(), layer, expected=None)
        there = Progress.objects.filter(layer=locked, start__in=wanted)
        if chosen == OPEN:
            there.delete()
            return []
        known = set(there.values_list("start", flat=True))
        Progress.objects.bulk_create(_row(actor, locked, start, chosen) for start in wanted if start not in known)
        others = there.exclude(state=chosen)
        others.update(state=chosen, created_by=actor.username, created_at=Now())
        count_paragraphs(layer.version)
        return list(there.order_by("start"))


def _row(actor: Actor, layer: Layer, start: int, state: str) -> Progress:
    return Progress(
        workspace=actor.workspace,
        created_by=actor.username,
        version_id=layer.version_id,
        layer=layer,
        start=start,
        state=state,
    )


def _read_starts(starts: object) -> list[int]:
    if not isinstance(starts, list) or not 1 <= len(starts) <= MOST_STARTS:
        raise RuleBrokenError("progress.starts", f"starts must be a list of 1 to {MOST_STARTS} offsets", field="starts")
    for number, start in enumerate(starts):
        if isinstance(start, bool) or not isinstance(start, int) or not 0 <= start <= MAX_CODE_POINTS:
            raise RuleBrokenError("field.number", "an offset is a whole number from 0 on", field=f"starts.{number}")
    return sorted(set(starts))


def count_paragraphs(version: ArticleVersion) -> None:
    """How many the article has, where it came in before they were counted."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [version.pk, version.article_id])


def places_of(version: ArticleVersion, rows: list[Progress]) -> list[tuple[Progress, Segments]]:
    """Each of the rows with its paragraph in the old text, without the white space at its edges, as segments."""
    by_start = {one.start: one for one in paragraphs(version.text)} if rows else {}
    return [(row, (_core(version.text, by_start[row.start]),)) for row in rows if row.start in by_start]


def _core(text: str, paragraph: Paragraph) -> tuple[int, int]:
    return trim(text, paragraph.start, paragraph.end)


def carry_progress(rows: list[tuple[Progress, Carried]], layers: dict[int, Layer], new: ArticleVersion) -> None:
    """A paragraph whose words are unchanged keeps its state, who set it and when; the others are open again."""
    there = {_core(new.text, one): one.start for one in paragraphs(new.text)} if rows else {}
    copies = {}
    for row, place in rows:
        start = there.get(place.segments[0]) if place.segments and place.outcome in ("kept", "moved") else None
        if start is not None:
            copies[(row.layer_id, start)] = Progress(
                workspace_id=row.workspace_id,
                created_by=row.created_by,
                created_at=row.created_at,
                version=new,
                layer=layers[row.layer_id],
                start=start,
                state=row.state,
            )
    Progress.objects.bulk_create(copies.values())


def turn_progress(pieces: list[Piece]) -> None:
    """Undo what a step did to paragraphs: those that it opened, those that it set anew, those that it set first.

    Who opens a paragraph and sets it again makes another row: what counts is the paragraph.
    """
    for piece in pieces:
        past = piece.before
        told: Any = past or piece.after
        there = Progress.objects.filter(layer_id=told.layer_id, start=told.start)
        if past is None:
            there.delete()
            continue
        row = there.first() or revive(Progress, past)
        row.state, row.created_by, row.created_at = past.state, past.created_by, past.created_at
        row.save(update_fields=["state", "created_by", "created_at"])
