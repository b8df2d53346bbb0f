"""Near-copies without credit are found by a job and offered; nothing follows from an offer."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from django.db import connection, transaction

from annotations.actions import (
    add_article,
    add_version,
    compare_everywhere,
    compare_waiting,
    edit_article,
)
from annotations.actions.resembling import MOST_OFFERED, TASK
from annotations.corpus.resemblances import CANDIDATES
from annotations.models import Article, Resemblance, TextSignature
from annotations.policies import Actor
from annotations.text import signature
from tests.actions.test_importing import load
from tests.bench.corpus import document
from tests.cast import Cast, find_span, make_article, make_frame
from tests.drain import Drain
from tests.formats.corpora import file_of
from tests.text.test_copies import APART, DISPATCH, SEED, reworded

pytestmark = pytest.mark.django_db
ARABIC = "\n".join(SEED.splitlines()[2:8])
Send = Callable[..., Article]


@pytest.fixture
def send(editor: Actor, run_jobs: Drain) -> Send:
    """Add an article and let the worker work."""

    def sent(text: str, outlet: str = "", **fields: Any) -> Article:
        described = {"title": outlet or "x", "language": "en", "outlet": outlet, "captured_how": "api", **fields}
        article = add_article(actor=editor, text=text, **described).object
        run_jobs()
        return article

    return sent


def offers() -> list[tuple[str, str]]:
    """Titles of copy and original."""
    rows = Resemblance.objects.filter(verdict="open").order_by("pk")
    return list(rows.values_list("article__title", "other__title"))


@pytest.mark.parametrize("text", [DISPATCH, ARABIC], ids=["english", "arabic"])
def test_a_rewritten_copy_is_offered_and_decides_nothing(send: Send, text: str) -> None:
    send(text, "Agency")
    send(APART, "Other")
    send(reworded(text, 10), "Herald")
    assert offers() == [("Herald", "Agency")]
    row = Resemblance.objects.get()
    assert row.created_by == "isnad"
    assert 0.5 <= (row.similarity or 0) < 1
    assert set(Article.objects.values_list("origin", flat=True)) == {""}


def test_what_says_the_opposite_is_no_copy(send: Send) -> None:
    send(DISPATCH, "Agency")
    send(DISPATCH.replace("will be closed", "will not be closed"), "Herald")
    assert offers() == []


def test_who_credits_is_not_suspected(send: Send, editor: Actor) -> None:
    first = send(DISPATCH, "AFP")
    send(DISPATCH, "Herald", credited_wire="afp")
    send(reworded(DISPATCH, 20), "Times", credited_wire="AFP")
    citing = make_article(editor, reworded(DISPATCH, 12), title="Citing")
    make_frame(editor, citing, cue=find_span(editor, citing, "told"), cites=first.uid)
    compare_waiting(workspace=editor.workspace.pk)
    assert all(copy != "Citing" or original != "AFP" for copy, original in offers())
    assert ("Herald", "AFP") not in offers()
    assert ("Times", "Herald") not in offers()


def test_the_one_without_credit_is_the_copy_else_the_later_one(send: Send) -> None:
    send(DISPATCH, "Early", published_at="2026-01-01T00:00Z")
    send(DISPATCH, "Credits", published_at="2026-01-02T00:00Z", credited_wire="AFP")
    assert offers() == [("Early", "Credits")]
    send(ARABIC, "Evening", published_at="2026-01-02T20:00Z")
    send(ARABIC, "Morning", published_at="2026-01-02T08:00Z")
    assert offers()[1:] == [("Evening", "Morning")]


def test_credit_given_later_takes_the_offer_back(send: Send, editor: Actor, run_jobs: Drain) -> None:
    send(DISPATCH, "AFP")
    herald = send(DISPATCH, "Herald")
    assert offers() == [("Herald", "AFP")]
    edit_article(actor=editor, article=herald, expected=None, credited_wire="AFP")
    run_jobs()
    assert offers() == []
    edit_article(actor=editor, article=herald, expected=None, credited_wire="")
    run_jobs()
    assert offers() == [("Herald", "AFP")]


def test_a_corrected_text_is_compared_too(send: Send, editor: Actor, run_jobs: Drain) -> None:
    send(DISPATCH, "Agency")
    herald = send(APART, "Herald")
    add_version(actor=editor, article=herald, text=DISPATCH, captured_how="pasted")
    assert offers() == []  # nobody waited for it
    run_jobs()
    assert offers() == [("Herald", "Agency")]
    assert compare_waiting(workspace=editor.workspace.pk) == 0
    TextSignature.objects.update(waiting=True)
    assert compare_waiting(workspace=editor.workspace.pk) == 3
    assert offers() == [("Herald", "Agency")]


def test_of_a_dispatch_that_many_carry_a_few_pairs_are_offered(send: Send, editor: Actor) -> None:
    for number in range(MOST_OFFERED + 4):
        make_article(editor, DISPATCH, title=f"Article {number}")
    compare_waiting(workspace=editor.workspace.pk)
    of_each = [copy for copy, _ in offers()]
    assert max(map(of_each.count, of_each)) == MOST_OFFERED
    assert set(of_each) == {f"Article {number}" for number in range(1, MOST_OFFERED + 4)}


def test_nothing_crosses_a_workspace(send: Send, stranger: Actor) -> None:
    send(DISPATCH, "Agency")
    make_article(stranger, DISPATCH)
    compare_waiting(workspace=stranger.workspace.pk)
    assert offers() == []


def test_an_import_leaves_one_job_and_a_trial_none(cast: Cast, run_jobs: Drain) -> None:
    found = [record for number in (1, 2) for made in document(number, frames=3).values() for record in made]
    found = [one for one in found if one["type"] in ("article", "version")]
    for record in found:
        if record["type"] == "article":
            record["credited_wire"] = ""
        else:
            record |= {"text": DISPATCH, "sha256": sha256(DISPATCH.encode()).hexdigest()}
    assert not load(cast, file_of(found), dry_run=True).refused
    assert run_jobs.waiting() == []
    assert not load(cast, file_of(found)).refused
    assert run_jobs.waiting() == [TASK]
    run_jobs()
    assert len(offers()) == 1


def test_what_was_left_waiting_is_looked_after(editor: Actor, run_jobs: Drain) -> None:
    make_article(editor, DISPATCH)
    assert run_jobs.waiting() == []
    compare_everywhere()
    compare_everywhere()
    assert run_jobs() == [TASK]
    compare_everywhere()
    assert run_jobs.waiting() == []


@pytest.mark.django_db(transaction=True)
def test_a_job_that_may_have_missed_a_writer_comes_back(cast: Cast, run_jobs: Drain) -> None:
    """Another transaction holds the writers' lock: it may have seen this job waiting and not have added its own."""
    other = transaction.get_connection().copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT isnad_stamp(%s, NULL)", [cast.workspace.pk])
            compare_waiting(workspace=cast.workspace.pk)
            assert run_jobs.waiting() == [TASK]
            cursor.execute("ROLLBACK")
    finally:
        other.close()


def test_candidates_are_read_off_the_index(cast: Cast) -> None:
    """Two thousand signatures: the plan goes through the index of the numbers, not through the workspace."""
    article = make_article(cast.actor("editor"), SEED).article
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO annotations_textsignature (version_id, workspace_id, bands, waiting)"
            " SELECT 1000000 + n, %s, (SELECT array_agg((n * 1000 + m)::bigint) FROM generate_series(1, 40) AS m),"
            " false FROM generate_series(1, 2000) AS n",
            [cast.workspace.pk],
        )
        cursor.execute("ANALYZE annotations_textsignature")
        wanted: dict[str, Any] = {"bands": signature(SEED), "workspace": cast.workspace.pk, "article": article.pk}
        cursor.execute(f"EXPLAIN {CANDIDATES}", {**wanted, "part": 0.1, "most": 20})
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Bitmap Index Scan on text_signature_bands" in plan
    assert "Seq Scan on annotations_textsignature" not in plan
