"""Where a report comes from: what may be stated of it, and what the voices make of articles that nobody has marked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from annotations.actions import (
    FrameDraft,
    add_exhibit,
    attribute,
    corroborate,
    delete_source,
    edit_article,
    edit_attribution,
    edit_source,
    recheck,
)
from annotations.corpus import load_evidence
from annotations.errors import MalformedError
from annotations.models import Article, Claim, uuid7
from tests.actions.broken import broken
from tests.actions.worked import TEXT, Desk
from tests.cast import Cast, make_article, make_source, place_of, shared_layer

pytestmark = pytest.mark.django_db
NOON = datetime(2020, 9, 27, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return Desk(cast)


def unmarked(desk: Desk, outlet: str, **fields: Any) -> Article:
    """An article in which nobody has marked what it says of the claim."""
    article = desk.articles[outlet] = make_article(desk.actor, TEXT, outlet=outlet, **fields).article
    return article


def voices(desk: Desk) -> tuple[int, int]:
    """How many the claim rests on; what is written down is what it would be computed to now."""
    assert not list(recheck(workspace=desk.cast.workspace))
    return desk.stands()[1]


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"origin": "copy"}, "article.copy_of"),
        ({"origin": "unknown", "copy_of": "earlier"}, "article.copy_of"),
        ({"copy_of": "earlier"}, "article.copy_of"),
        ({"origin": "copy", "copy_of": "itself"}, "article.missing"),
        ({"origin": "copy", "copy_of": "elsewhere"}, "article.missing"),
        ({"origin": "copy", "copy_of": "nowhere"}, "article.missing"),
        ({"origin": "copy", "copy_of": "later"}, "article.copy_of_later"),
    ],
)
def test_what_an_article_cannot_be_a_copy_of(desk: Desk, said: dict[str, str], rule: str) -> None:
    article = unmarked(desk, "AFP", published_at=NOON)
    named = {
        "itself": article.uid,
        "earlier": unmarked(desk, "Reuters", published_at=NOON).uid,
        "later": unmarked(desk, "Herald", published_at=NOON + timedelta(seconds=1)).uid,
        "elsewhere": make_article(desk.cast.actor("stranger")).article.uid,
        "nowhere": uuid7(),
    }
    changes = {name: named.get(value, value) for name, value in said.items()}
    with broken(rule, "copy_of"):
        edit_article(actor=desk.actor, article=article, expected=None, **changes)
    edited = edit_article(actor=desk.actor, article=article, expected=None, origin="copy", copy_of=named["earlier"])
    assert (edited.origin, edited.copy_of) == ("copy", named["earlier"])


def test_what_a_frame_cannot_cite(desk: Desk) -> None:
    version = make_article(desk.actor, TEXT, published_at=NOON)
    layer, cue = shared_layer(version), place_of(TEXT, "said")
    later = unmarked(desk, "Herald", published_at=NOON + timedelta(seconds=1))
    for cites, rule in (
        (uuid7(), "article.missing"),
        (make_article(desk.cast.actor("stranger")).article.uid, "article.missing"),
        (version.article.uid, "frame.cites_itself"),
        (later.uid, "frame.cites_later"),
    ):
        with broken(rule, "cites"):
            attribute(actor=desk.actor, layer=layer, draft=FrameDraft(cue=cue, cites=cites))
    with broken("field.uuid", "cites", MalformedError):
        attribute(actor=desk.actor, layer=layer, draft=FrameDraft(cue=cue, cites="AFP"))
    cited = unmarked(desk, "AFP", published_at=NOON)
    frame = attribute(actor=desk.actor, layer=layer, draft=FrameDraft(cue=cue, cites=str(cited.uid))).object
    assert frame.cites == cited.uid
    frame = edit_attribution(actor=desk.actor, attribution=frame, draft=FrameDraft(cites=None), expected=None)
    assert frame.cites is None


def test_those_who_cite_one_unmarked_article_are_one_voice(desk: Desk) -> None:
    unmarked(desk, "AFP")
    desk.accept(desk.report("Herald", cites="AFP"), desk.report("Gazette", cites="AFP"))
    assert voices(desk) == (1, 1)


def test_an_unmarked_article_may_be_a_copy_itself(desk: Desk) -> None:
    unmarked(desk, "AFP"), unmarked(desk, "Agency")
    desk.accept(desk.report("Herald", cites="AFP"), desk.report("Gazette", cites="Agency"))
    assert voices(desk) == (1, 2)
    desk.copy("AFP", origin="copy", copy_of=desk.articles["Agency"].uid)
    assert voices(desk) == (1, 1)


def test_an_unmarked_article_of_unknown_origin_adds_to_the_most_alone(desk: Desk) -> None:
    unmarked(desk, "AFP")
    desk.accept(desk.report("Herald", cites="AFP"))
    desk.copy("AFP", origin="unknown")
    assert voices(desk) == (1, 1)
    desk.accept(desk.report("Gazette", desk.voice()))
    assert voices(desk) == (1, 2)


def test_a_copy_is_worth_what_its_unmarked_original_is(desk: Desk) -> None:
    outlet = make_source(desk.actor, "AFP")
    unmarked(desk, "AFP")
    desk.accept(desk.report("Herald", desk.voice()))
    desk.copy("Herald", origin="copy", copy_of=desk.articles["AFP"].uid)
    assert voices(desk) == (1, 1)
    edit_source(actor=desk.actor, source=outlet, expected=None, reliability="E")
    assert voices(desk) == (0, 0)


def test_what_a_wire_carries_is_worth_what_the_wire_is(desk: Desk) -> None:
    desk.accept(desk.report("Herald", desk.voice(), wire="AFP"))
    assert voices(desk) == (1, 1)
    wire = make_source(desk.actor, "AFP")
    edit_source(actor=desk.actor, source=wire, expected=None, reliability="E")
    assert voices(desk) == (0, 0)


def test_a_wire_that_is_the_speaker_itself_is_passed_once(desk: Desk) -> None:
    wire = make_source(desk.actor, "AFP")
    desk.accept(desk.report("Herald", wire, wire="AFP"))
    found = load_evidence(desk.cast.workspace.pk, [desk.claim.pk])[desk.claim.pk]
    assert sorted(key.split("/")[0] for key in found.places) == ["report", "said"]


def test_what_was_captured_before_it_happened_is_no_evidence_of_it(desk: Desk) -> None:
    Claim.objects.filter(pk=desk.claim.pk).update(happened_at=NOON)
    for hours, expected in ((1, (0, 0)), (0, (1, 1))):
        exhibit = add_exhibit(
            actor=desk.actor, kind="image", title="A photo", url="https://example.org/", captured_at=NOON - hours * HOUR
        ).object
        corroborate(actor=desk.actor, claim=desk.claim, exhibit=exhibit, state="accepted")
        assert voices(desk) == expected


def test_an_outlet_that_leaves_the_registry_takes_its_grade_along(desk: Desk) -> None:
    outlet = make_source(desk.actor, "AFP", reliability="E")
    desk.accept(desk.report("AFP", desk.voice()))
    assert voices(desk) == (0, 0)
    delete_source(actor=desk.actor, source=outlet, expected=None)
    assert voices(desk) == (1, 1)


@pytest.mark.parametrize(
    ("kind", "stated", "expected"),
    [
        ("anonymous_group", 2, (2, 2)),
        ("anonymous_group", None, (1, 1)),
        ("anonymous_person", 2, (1, 1)),
        ("document", 3, (1, 1)),
    ],
)
def test_only_of_a_group_a_stated_number_counts(
    desk: Desk, kind: str, stated: int | None, expected: tuple[int, int]
) -> None:
    desk.accept(desk.report("AFP", desk.voice("officials", kind=kind, stated_count=stated)))
    assert voices(desk) == expected
