"""A corrected text comes in, and the annotations come along."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from annotations.actions import AddedVersion, add_version, delete_attribution, open_layer
from annotations.anchoring import Carried, carry
from annotations.models import (
    ArticleSearch,
    ArticleVersion,
    Attribution,
    Layer,
    Mention,
    Span,
)
from annotations.policies import Actor
from tests.actions.broken import broken, conflict, denied, history
from tests.actions.conftest import TEXT
from tests.actions.seeded import annotate_seed
from tests.cast import Cast, find_span, make_article, make_claim, make_frame, make_mention, make_source

OUTCOMES = ("kept", "moved", "changed", "lost")


def correct(actor: Actor, version: ArticleVersion, text: str) -> AddedVersion:
    return add_version(actor=actor, article=version.article, text=text, captured_how="api", note="corrected")


def state(version: ArticleVersion) -> list[Any]:
    """Everything that a version holds, in its present revision."""
    models: list[Any] = [Span, Attribution]
    rows = [row for model in models for row in model.objects.filter(version=version).order_by("pk").values()]
    mentions = Mention.objects.filter(attribution__version=version) | Mention.objects.filter(span__version=version)
    return [*rows, *mentions.order_by("pk").values()]


def copies_of(added: AddedVersion) -> dict[int, Span]:
    """The new version's spans by the key of the span that each was carried from."""
    return {span.carried_from_id or 0: span for span in Span.objects.filter(version=added.version)}


# The real article.


def test_the_whole_annotation_of_the_real_article_comes_along(editor: Actor) -> None:
    """A new headline in front, one word for another in the middle, and one paragraph gone."""
    old = annotate_seed(editor)
    paragraphs = old.text.split("\n")
    gone = max(range(3, len(paragraphs)), key=lambda n: len(paragraphs[n]) * (n % 2))
    text = "\n".join(["عنوان جديد", *paragraphs[:gone], *paragraphs[gone + 1 :]]).replace(
        "وزير الخارجية", "وزير الدفاع", 1
    )
    before = state(old)
    added = correct(editor, old, text)
    assert state(old) == before
    check_spans(old, added)
    check_frames(old, added)
    check_mentions(old, added)
    counts = added.report.as_dict()["counts"]
    assert counts["moved"] > 100
    assert counts["lost"] > 0
    assert counts["changed"] > 0
    assert not Span.objects.filter(version=added.version, exact__contains="\n\n").exists()


def check_spans(old: ArticleVersion, added: AddedVersion) -> None:
    report, copies = added.report, copies_of(added)
    spans = {str(span.uid): span for span in Span.objects.filter(version=old)}
    assert Counter(uid for name in OUTCOMES for uid in getattr(report, name)) == Counter(list(spans))
    assert {span.pk for uid, span in spans.items() if uid not in report.lost} == set(copies)
    for uid in (*report.kept, *report.moved):
        assert copies[spans[uid].pk].exact == spans[uid].exact
    for uid in report.kept:
        assert copies[spans[uid].pk].segments == spans[uid].segments


def check_frames(old: ArticleVersion, added: AddedVersion) -> None:
    copies = copies_of(added)
    keys = {key: copy.pk for key, copy in copies.items()}
    new_frames = {parts_of(frame): frame for frame in Attribution.objects.filter(version=added.version)}
    carried: dict[int, Attribution] = {}
    for frame in Attribution.objects.filter(version=old).order_by("pk"):
        if str(frame.uid) in added.report.frames_lost:
            continue
        copy = new_frames.pop(parts_of(frame, keys))
        carried[frame.pk] = copy
        for name in ("speaker_ids", "resolution", "cue_kind", "attitude", "created_by"):
            assert getattr(copy, name) == getattr(frame, name)
    assert not new_frames
    for frame in Attribution.objects.filter(pk__in=carried, parent__isnull=False):
        if frame.parent_id in carried and carried[frame.pk].parent_id is not None:
            assert carried[frame.pk].parent_id in {copy.pk for copy in carried.values()}
    antecedents = Attribution.objects.filter(pk__in=carried, antecedent_frame__in=carried)
    for frame in antecedents:
        assert carried[frame.pk].antecedent_frame == carried[frame.antecedent_frame_id or 0]


def parts_of(frame: Attribution, keys: dict[int, int] | None = None) -> tuple[Any, ...]:
    """The spans of a frame by role; with `keys`, those that they became."""

    def key(span: int | None) -> int | None:
        return span if keys is None or span is None else keys.get(span)

    contents = [key(content) for content in frame.content_ids]
    return (
        *(key(span) for span in (frame.source_id, frame.cue_id, frame.addressee_id, frame.channel_id)),
        *(content for content in contents if content is not None),
    )


def check_mentions(old: ArticleVersion, added: AddedVersion) -> None:
    was = Mention.objects.filter(attribution__version=old)
    now = Mention.objects.filter(attribution__version=added.version)
    expected = Counter(
        (mention.claim_id, mention.polarity)
        for mention in was.select_related("attribution")
        if mention.attribution and str(mention.attribution.uid) not in added.report.frames_lost
    )
    assert Counter(now.values_list("claim_id", "polarity")) == expected
    plain = Mention.objects.filter(span__version=old).exclude(span__uid__in=added.report.lost)
    assert Mention.objects.filter(span__version=added.version).count() == plain.count()


@pytest.mark.slow
def test_a_correction_and_back_again_finds_everything(editor: Actor) -> None:
    old = annotate_seed(editor)
    text = old.text.replace("بغداد", "مدينة بغداد")
    middle = correct(editor, old, text).version
    added = correct(editor, middle, old.text)
    assert added.report.lost == []
    places = Counter(map(tuple, Span.objects.filter(version=old).values_list("segments", flat=True)))
    again = Counter(map(tuple, Span.objects.filter(version=added.version).values_list("segments", flat=True)))
    assert (places & again).total() >= 0.95 * places.total()


# One rule each.


def test_what_stands_where_it_stood_is_kept(editor: Actor, version: ArticleVersion) -> None:
    span = find_span(editor, version, "Ann told")
    added = correct(editor, version, TEXT + " Hard.")
    assert added.report.kept == [str(span.uid)]
    copy = Span.objects.get(version=added.version)
    assert (copy.segments, copy.exact, copy.carried_from, copy.created_by) == (
        span.segments, span.exact, span, "editor",
    )  # fmt: skip
    assert copy.uid != span.uid


def test_what_stands_elsewhere_is_moved(editor: Actor, version: ArticleVersion) -> None:
    span = find_span(editor, version, "Ann told")
    added = correct(editor, version, "Yesterday " + TEXT)
    assert added.report.moved == [str(span.uid)]
    assert Span.objects.get(version=added.version).segments == [25, 33]


def test_what_was_reworded_is_changed(editor: Actor, version: ArticleVersion) -> None:
    span = find_span(editor, version, "Ann told him that Bob knew")
    added = correct(editor, version, TEXT.replace("Bob", "Rob"))
    assert added.report.changed == [str(span.uid)]
    assert Span.objects.get(version=added.version).exact == "Ann told him that Rob knew"


def test_what_is_gone_is_lost_and_stays_in_its_version(editor: Actor, version: ArticleVersion) -> None:
    source = find_span(editor, version, "Ann")
    frame = make_frame(editor, version, source=source)
    mention = make_mention(editor, make_claim(editor), attribution=frame)
    added = correct(editor, version, "It rains, and nobody says a word about it.")
    assert (added.report.lost, added.report.frames_lost) == ([str(source.uid)], [str(frame.uid)])
    assert state(added.version) == []
    for row in (source, frame, mention):
        row.refresh_from_db()
        assert (row.revision, history(row)) == (1, [])


def test_no_span_jumps_to_the_same_words_elsewhere(editor: Actor) -> None:
    version = make_article(editor, "He said no.\nShe said yes.")
    span = find_span(editor, version, "She said")
    added = correct(editor, version, "He said no.\nAnd then She said it all again, he wrote: She said.")
    copies = Span.objects.filter(version=added.version)
    assert str(span.uid) in [*added.report.kept, *added.report.moved, *added.report.changed, *added.report.lost]
    assert all(copy.exact.startswith("She said") for copy in copies)


def test_a_frame_comes_along_without_the_part_that_is_lost(editor: Actor, version: ArticleVersion) -> None:
    source, cue = find_span(editor, version, "Ann"), find_span(editor, version, "told him")
    content = find_span(editor, version, "that Bob knew that Eve thought")
    speaker = make_source(editor)
    make_frame(editor, version, source=source, cue=cue, contents=(content,), speakers=(speaker,), resolution="explicit")
    added = correct(editor, version, TEXT.replace("told him ", ""))
    assert added.report.lost == [str(cue.uid)]
    copy = Attribution.objects.get(version=added.version)
    assert copy.source is not None
    assert (copy.source.exact, copy.cue, copy.speaker_ids, copy.resolution) == ("Ann", None, [speaker.pk], "explicit")
    assert added.report.frames_lost == []


def nest(editor: Actor, version: ArticleVersion) -> list[Attribution]:
    """Paul said [that Ann told him [that Bob knew [that Eve ...]]]."""
    frames: list[Attribution] = []
    for name, content in (("Paul", "that Ann"), ("Ann", "that Bob"), ("Bob", "that Eve")):
        words = TEXT[TEXT.index(content) : -1]
        parts = {"source": find_span(editor, version, name), "contents": (find_span(editor, version, words),)}
        frames.append(make_frame(editor, version, parent=frames[-1] if frames else None, **parts))  # type: ignore[arg-type]
    return frames


def by_source(added: AddedVersion) -> dict[str, Attribution]:
    frames = Attribution.objects.filter(version=added.version).select_related("source", "parent__source")
    return {frame.source.exact if frame.source else "": frame for frame in frames}


def test_nested_frames_stay_nested(editor: Actor, version: ArticleVersion) -> None:
    nest(editor, version)
    frames = by_source(correct(editor, version, "Today " + TEXT))
    assert (frames["Paul"].parent, frames["Ann"].parent, frames["Bob"].parent) == (
        None, frames["Paul"], frames["Ann"],
    )  # fmt: skip


Instead = Callable[[dict[int, Carried]], None]


@pytest.fixture
def instead(version: ArticleVersion, monkeypatch: pytest.MonkeyPatch) -> Instead:
    """Let the carrying give these answers for the spans of these keys; which text would is not the point here."""

    def answer(answers: dict[int, Carried]) -> None:
        keys = list(Span.objects.filter(version=version).order_by("pk").values_list("pk", flat=True))

        def carry_otherwise(*args: Any, **kwargs: Any) -> list[Carried]:
            found = zip(keys, carry(*args, **kwargs), strict=True)
            return [answers.get(key, place) for key, place in found]

        monkeypatch.setattr("annotations.actions.versions.carry", carry_otherwise)

    return answer


LATER = "Today " + TEXT
LOST = Carried("lost", None)


def at(words: str) -> Carried:
    start = LATER.index(words)
    return Carried("changed", ((start, start + len(words)),))


def test_a_child_is_lifted_when_its_parents_content_shrank(
    editor: Actor, version: ArticleVersion, instead: Instead
) -> None:
    _, middle, _ = nest(editor, version)
    instead({middle.content_ids[0]: at("him")})
    frames = by_source(correct(editor, version, LATER))
    assert (frames["Ann"].parent, frames["Bob"].parent) == (frames["Paul"], frames["Paul"])


def test_a_child_that_no_frame_holds_any_more_stands_alone(
    editor: Actor, version: ArticleVersion, instead: Instead
) -> None:
    top, middle, _ = nest(editor, version)
    instead({middle.content_ids[0]: at("him"), top.content_ids[0]: at("said")})
    frames = by_source(correct(editor, version, LATER))
    assert (frames["Ann"].parent, frames["Bob"].parent) == (None, None)


def test_a_child_climbs_over_a_parent_that_was_left_behind(
    editor: Actor, version: ArticleVersion, instead: Instead
) -> None:
    _, middle, bottom = nest(editor, version)
    instead({middle.source_id or 0: LOST, middle.content_ids[0]: LOST})
    added = correct(editor, version, LATER)
    assert added.report.frames_lost == [str(middle.uid)]
    frames = by_source(added)
    assert set(frames) == {"Paul", "Bob"}
    assert frames["Bob"].parent == frames["Paul"]
    bottom.refresh_from_db()
    assert bottom.parent == middle


def test_a_frame_whose_parts_run_into_each_other_stays_behind(
    editor: Actor, version: ArticleVersion, instead: Instead
) -> None:
    """Its spans come along; who corrects the version sees them, and the frame in the report."""
    top, middle, _ = nest(editor, version)
    make_mention(editor, make_claim(editor), attribution=middle)
    instead({middle.source_id or 0: at("Bob knew")})
    added = correct(editor, version, LATER)
    assert added.report.frames_lost == [str(middle.uid)]
    assert set(by_source(added)) == {"Paul", "Bob"}
    assert Span.objects.filter(version=added.version).count() == 6
    assert Mention.objects.count() == 1
    assert top.parent is None


def test_antecedents_come_along(editor: Actor, version: ArticleVersion) -> None:
    first = make_frame(editor, version, source=find_span(editor, version, "Ann"))
    him = find_span(editor, version, "him")
    make_frame(editor, version, source=find_span(editor, version, "Bob"), antecedent_frame=first)
    make_frame(editor, version, source=find_span(editor, version, "Eve"), antecedent_span=him)
    added = correct(editor, version, "Today " + TEXT)
    frames = by_source(added)
    assert frames["Bob"].antecedent_frame == frames["Ann"]
    assert frames["Eve"].antecedent_span == copies_of(added)[him.pk]


def test_every_layer_comes_along(editor: Actor, version: ArticleVersion) -> None:
    own = open_layer(actor=editor, version=version, kind="independent")
    adjudicated = open_layer(actor=editor, version=version, kind="adjudicated")
    find_span(editor, version, "Ann", layer=own)
    find_span(editor, version, "Bob", layer=adjudicated)
    added = correct(editor, version, "Today " + TEXT)
    layers = Layer.objects.filter(version=added.version).values_list("kind", "annotator")
    assert sorted(layers) == [("adjudicated", ""), ("independent", "editor"), ("shared", "")]
    found = Span.objects.filter(version=added.version).values_list("exact", "layer__kind")
    assert sorted(found) == [("Ann", "independent"), ("Bob", "adjudicated")]


def test_a_new_version_says_how_it_came(editor: Actor, version: ArticleVersion) -> None:
    added = add_version(
        actor=editor, article=version.article, text=b"\xef\xbb\xbfNew\r\ntext.", captured_how="uploaded", note="desk"
    ).version
    assert (added.number, added.text, added.note, added.captured_how, added.captured_by) == (
        2, "New\ntext.", "desk", "uploaded", "editor",
    )  # fmt: skip
    assert "new" in ArticleSearch.objects.get(article=version.article).terms
    assert "paul" not in ArticleSearch.objects.get(article=version.article).terms


def test_the_report_counts_what_it_names(editor: Actor, version: ArticleVersion) -> None:
    span = find_span(editor, version, "Ann")
    report = correct(editor, version, TEXT + " Hard.").report.as_dict()
    assert report["kept"] == [str(span.uid)]
    assert report["counts"] == {"kept": 1, "moved": 0, "changed": 0, "lost": 0, "frames_lost": 0}


def test_the_same_text_again_is_no_new_version(editor: Actor, version: ArticleVersion) -> None:
    with conflict("version.duplicate_text", "text"):
        correct(editor, version, TEXT)
    correct(editor, version, TEXT + " Hard.")
    assert correct(editor, version, TEXT).version.number == 3


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [("text", "", "text.empty"), ("captured_how", "dreamt", "field.choice"), ("note", "x" * 2001, "field.too_long")],
)
def test_each_field_is_checked_by_its_name(
    editor: Actor, version: ArticleVersion, field: str, value: str, rule: str
) -> None:
    with broken(rule, field):
        add_version(actor=editor, article=version.article, **{"text": "New.", "captured_how": "api", field: value})
    assert ArticleVersion.objects.count() == 1


@pytest.mark.parametrize("who", ["reader", "annotator"])
def test_a_new_version_is_an_editors(cast: Cast, version: ArticleVersion, who: str) -> None:
    with denied():
        add_version(actor=cast.actor(who), article=version.article, text="New.", captured_how="api")


def test_the_old_version_may_still_be_worked_on(editor: Actor, version: ArticleVersion) -> None:
    """Also where its spans are the origin of later ones."""
    frame = make_frame(editor, version, source=find_span(editor, version, "Ann"))
    added = correct(editor, version, "Today " + TEXT)
    delete_attribution(actor=editor, attribution=frame, expected=None)
    copy = Span.objects.get(version=added.version)
    assert (copy.exact, copy.carried_from) == ("Ann", None)
    assert Attribution.objects.filter(version=added.version).exists()
