"""Carrying spans over: what was spared keeps its text, what is gone is lost, nothing jumps."""

import pytest
import regex
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from annotations.anchoring import Segments, carry, text_of
from annotations.anchoring.carry import _WHITE_SPACE, survives
from annotations.errors import RuleBrokenError
from annotations.text.whitespace import WHITE_SPACE
from tests.anchoring.strategies import ARTICLE, PIECES, texts
from tests.effort import effort

TEXT = ARTICLE.read_text("utf-8")
PARAGRAPHS = [line for line in TEXT.split("\n") if line]


def at(words: str, text: str = TEXT) -> Segments:
    start = text.index(words)
    return ((start, start + len(words)),)


def words_of(text: str) -> list[Segments]:
    """Return a span for every word of `text`."""
    return [(match.span(),) for match in regex.finditer(r"\S+", text)]


def shifted(span: Segments, by: int) -> Segments:
    return tuple((start + by, end + by) for start, end in span)


@st.composite
def marked(draw: st.DrawFn, text: str) -> Segments:
    """Return one to three segments of `text` that have no white space at their edges."""
    words = [match.span() for match in regex.finditer(r"\S+", text)]
    count = min(draw(st.integers(1, 3)), len(words))
    places = sorted(draw(st.lists(st.integers(0, len(words) - 1), min_size=count, max_size=count, unique=True)))
    segments = [words[place] for place in places]
    # Sometimes from inside the word: what a conjunction is glued to.
    return tuple((s + 1, e) if e - s > 1 and draw(st.booleans()) else (s, e) for s, e in segments)


# Whole documents in which no word comes twice, so that an edit script has one right answer.
@st.composite
def documents(draw: st.DrawFn) -> list[str]:
    """Return the words of a document, each of them unique, with their white space or stop after them."""
    pieces = draw(st.lists(st.sampled_from([p for p in PIECES if not p.isspace()]), min_size=8, max_size=40))
    ends = draw(st.lists(st.sampled_from([" ", "\n", ". ", "، "]), min_size=len(pieces), max_size=len(pieces)))
    return [f"{piece}{number:03}{end}" for number, (piece, end) in enumerate(zip(pieces, ends, strict=True))]


@given(texts(), st.data())
def test_the_same_text_keeps_everything(text, data):
    assume(text.split())
    span = data.draw(marked(text))
    assert [(c.outcome, c.segments) for c in carry(text, text, [span])] == [("kept", span)]


@given(texts(), texts(8), texts(8), texts(), st.data())
def test_what_one_edit_spares_never_changes_its_text(start, taken, put, end, data):
    assume(end.split())
    old, new = start + taken + end, start + put + end
    for text, offset in ((start, 0), (end, len(start + taken))):
        if not text.split():
            continue
        span = shifted(data.draw(marked(text)), offset)
        carried = carry(old, new, [span])[0]
        # Where the same words come twice, nobody can tell which of them were taken out.
        if carried.outcome not in ("kept", "moved"):
            assert any(old.count(old[s:e]) > 1 for s, e in span)
            continue
        assert text_of(new, carried.segments or ()) == text_of(old, span)


@given(texts(), texts(), st.data())
def test_an_insertion_before_moves_all_by_the_same(before, text, data):
    assume(text.split())
    mark = "\ue000" + before + "\ue001"
    spans = [data.draw(marked(text)) for _ in range(3)]
    for span, carried in zip(spans, carry(text, mark + text, spans), strict=True):
        assert (carried.outcome, carried.segments) == ("moved", shifted(span, len(mark)))


@given(documents(), st.data())
def test_edits_elsewhere_leave_a_span_its_text(pieces, data):
    chosen = data.draw(st.integers(0, len(pieces) - 1))
    new_pieces = list(pieces)
    for place in data.draw(st.lists(st.integers(0, len(pieces) - 1), max_size=5)):
        if abs(place - chosen) > 1:
            new_pieces[place] = data.draw(st.sampled_from(["", "new ", pieces[place] + "новое ", "👍🏽 ", "\n"]))
    old, new = "".join(pieces), "".join(new_pieces)
    offset, there = len("".join(pieces[:chosen])), len("".join(new_pieces[:chosen]))
    word = pieces[chosen].rstrip(" \n.،")
    carried = carry(old, new, [((offset, offset + len(word)),)])[0]
    assert carried.outcome == ("kept" if offset == there else "moved")
    assert carried.segments == ((there, there + len(word)),)


@given(documents(), st.data())
def test_a_span_whose_text_was_taken_out_is_lost(pieces, data):
    first = data.draw(st.integers(0, len(pieces) - 1))
    last = data.draw(st.integers(first + 1, len(pieces)))
    old, new = "".join(pieces), "".join(pieces[:first] + pieces[last:])
    offset = len("".join(pieces[:first]))
    spans = [shifted(span, offset) for span in words_of("".join(pieces[first:last]))]
    spans.append(((offset, offset + len("".join(pieces[first:last]).rstrip())),))
    assert {carried.outcome for carried in carry(old, new, spans)} == {"lost"}


@given(st.integers(2, 30), st.data())
def test_of_the_same_sentence_in_many_places_only_the_one_taken_out_is_lost(count, data):
    sentence = "قال مسؤول عراقي لوكالة فرانس برس إن الأمر خطير."
    gone = data.draw(st.sets(st.integers(0, count - 1), min_size=1, max_size=count - 1))
    join = data.draw(st.sampled_from([" ", "\n"]))
    leads = [f"Report {number}:{join}" for number in range(count)]
    old = "".join(f"{lead}{sentence}\n" for lead in leads)
    new = "".join(lead + ("" if number in gone else f"{sentence}\n") for number, lead in enumerate(leads))
    starts = [old.index(lead) + len(lead) for lead in leads]
    spans = [((start, start + len(sentence)),) for start in starts]
    spans += [((start + 4, start + 15),) for start in starts]
    for number, carried in enumerate(carry(old, new, spans)):
        report = number % count
        if report in gone:
            assert carried.outcome == "lost"
            continue
        inside = spans[number][0][0] - starts[report]
        there = new.index(leads[report]) + len(leads[report]) + inside
        assert carried.outcome in ("kept", "moved")
        assert carried.segments is not None
        assert carried.segments[0][0] == there
        assert text_of(new, carried.segments) == text_of(old, spans[number])


@given(st.integers(2, 40), st.data())
def test_of_identical_lines_as_many_are_lost_as_were_taken_out(count, data):
    line = "Nobody was hurt, the ministry said.\n"
    fewer = data.draw(st.integers(1, count))
    spans = [((k * len(line), (k + 1) * len(line) - 1),) for k in range(count)]
    carried = carry(line * count, line * fewer, spans)
    places = [c.segments for c in carried if c.segments]
    assert len(places) == len(set(places)) == fewer
    assert places == sorted(places)


@given(texts(), texts(), st.data())
def test_whatever_becomes_of_it_no_segment_is_empty_or_has_white_space_at_its_edges(old, new, data):
    assume(old.split())
    spans = [data.draw(marked(old)) for _ in range(4)]
    carried = carry(old, new, spans)
    assert len(carried) == 4
    assert carried == carry(old, new, spans)
    for span, one in zip(spans, carried, strict=True):
        assert (one.segments is None) == (one.outcome == "lost")
        before = 0
        for start, end in one.segments or ():
            assert before <= start < end <= len(new)
            assert new[start:end] == new[start:end].strip()
            before = end
        if one.outcome in ("kept", "moved"):
            assert text_of(new, one.segments or ()) == text_of(old, span)
            assert (one.segments == span) == (one.outcome == "kept")


@given(st.permutations(PARAGRAPHS[:6]), st.permutations(PARAGRAPHS[:9]), texts(), texts())
def test_no_two_words_end_up_in_the_same_place(old_order, new_order, before, after):
    old, new = "\n".join([before, *old_order, after]), "\n".join([after, *new_order[:6], before])
    taken: set[int] = set()
    for carried in carry(old, new, words_of(old)):
        if carried.outcome in ("kept", "moved"):
            here = {offset for start, end in carried.segments or () for offset in range(start, end)}
            assert not here & taken
            taken |= here


@given(st.integers(0, len(PARAGRAPHS) - 1), st.integers(0, len(PARAGRAPHS) - 2))
def test_the_words_of_a_paragraph_that_moved_go_with_it(taken, put):
    paragraph = PARAGRAPHS[taken]
    assume(len(paragraph.replace(" ", "")) >= 16)
    rest = PARAGRAPHS[:taken] + PARAGRAPHS[taken + 1 :]
    new = "\n".join([*rest[:put], paragraph, *rest[put:]])
    old = "\n".join(PARAGRAPHS)
    here, there = old.index(paragraph), new.index(paragraph)
    spans = words_of(paragraph)
    for span, carried in zip(spans, carry(old, new, [shifted(s, here) for s in spans]), strict=True):
        assert carried.segments == shifted(span, there)


@given(st.integers(0, len(PARAGRAPHS) - 1))
def test_a_paragraph_taken_out_of_the_article_loses_its_words_and_no_other(taken):
    old = "\n".join(PARAGRAPHS)
    new = "\n".join(PARAGRAPHS[:taken] + PARAGRAPHS[taken + 1 :])
    start = len("\n".join(PARAGRAPHS[:taken])) + (taken > 0)
    end = start + len(PARAGRAPHS[taken])
    spans = words_of(old)
    for span, carried in zip(spans, carry(old, new, spans), strict=True):
        if start <= span[0][0] < end:
            assert carried.outcome == "lost"
        else:
            by = 0 if span[0][0] < start else start - end - 1
            assert carried.segments == shifted(span, by)


def test_a_sentence_that_moved_into_another_paragraph_takes_its_words_along():
    sentence = "وحذّر مسؤول عراقي رفيع من أن الرد سيكون سريعا وقاسيا هذه المرة."
    old = f"{PARAGRAPHS[0]} {sentence}\n{PARAGRAPHS[1]}\n{PARAGRAPHS[2]}"
    new = f"{PARAGRAPHS[0]}\n{PARAGRAPHS[1]}\n{PARAGRAPHS[2]} {sentence}"
    carried = carry(old, new, [at("مسؤول عراقي رفيع", old), at(sentence, old)])
    assert [c.outcome for c in carried] == ["moved", "moved"]
    assert [c.segments for c in carried] == [at("مسؤول عراقي رفيع", new), at(sentence, new)]


def test_the_same_words_in_another_report_put_in_elsewhere_do_not_attract_a_span():
    gone = "قال مسؤول عراقي لوكالة فرانس برس إن المفاوضات توقفت تماما منذ الصيف."
    come = "قال مسؤول عراقي لوكالة فرانس برس إن سعر النفط ارتفع في الأسواق كلها."
    old = "\n".join([PARAGRAPHS[0], gone, *PARAGRAPHS[1:4]])
    new = "\n".join([*PARAGRAPHS[:4], come])
    assert carry(old, new, [at("مسؤول عراقي", old)])[0].outcome == "lost"


def test_words_of_a_sentence_do_not_pass_to_the_unrelated_one_in_its_place():
    gone = "وقالت واشنطن إن سفارتها في بغداد ستبقى مفتوحة إلى نهاية الشهر المقبل."
    come = "ارتفعت أسعار النفط كثيرا بعد أن أعلنت واشنطن خفض الإنتاج اليومي من جديد."
    old, new = (f"{PARAGRAPHS[0]}\n{middle}\n{PARAGRAPHS[5]}" for middle in (gone, come))
    here = len(PARAGRAPHS[0]) + 1
    spans = [shifted(at("واشنطن", gone), here), ((here, here + len(gone)),)]
    assert [c.outcome for c in carry(old, new, spans)] == ["lost", "lost"]


@pytest.mark.parametrize(
    ("before", "after", "span", "outcome", "result"),
    [
        ("قال مسؤول عراقي كبير أمس", "قال مسؤول عراقي أمس", "مسؤول عراقي كبير", "changed", "مسؤول عراقي"),
        ("قال مسؤول كبير أمس", "قال مسؤول عراقي كبير أمس", "مسؤول كبير", "changed", "مسؤول عراقي كبير"),
        ("قال مسؤول كبير أمس", "قال مسؤولان كبيران أمس", "مسؤول كبير", "changed", "مسؤولان كبيران"),
        ("قالت وواشنطن أمس", "قالت فواشنطن أمس", "واشنطن", "kept", "واشنطن"),
        ("إن قوات في بغداد", "إن بعض القوات في بغداد", "بغداد", "moved", "بغداد"),
        ("the four soldiers died", "the five soldiers died", "four soldiers", "changed", "five soldiers"),
        ("an official said no", "officials said no", "official said", "changed", "officials said"),
        ("قالت واشنطن أمس", "قالت وواشنطن أمس", "واشنطن", "moved", "واشنطن"),
        ("the four soldiers died", "the four old soldiers died", "four", "kept", "four"),
        ("five people were hurt", "dozens were hurt", "five people", "lost", None),
        ("北京的記者說，官員拒絕評論。", "北京的記者昨天說，官員拒絕評論。", "官員", "moved", "官員"),
        ("官員昨天拒絕評論。", "官員拒絕評論。", "官員昨天拒絕", "changed", "官員拒絕"),
    ],
)
def test_small_edits(before, after, span, outcome, result):
    start = before.rindex(span)
    carried = carry(before, after, [((start, start + len(span)),)])[0]
    assert (carried.outcome, carried.segments and text_of(after, carried.segments)) == (outcome, result)


def test_of_a_span_in_two_segments_the_lost_one_is_dropped():
    old = "“We will leave soon,” he said, “unless the attacks on the embassy end.”"
    new = "“We will leave soon,” he said."
    span = (*at("“We will leave soon,”", old), *at("“unless the attacks on the embassy end.”", old))
    carried = carry(old, new, [span])[0]
    assert (carried.outcome, carried.segments) == ("changed", at("“We will leave soon,”", new))


def graphemes(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the boundaries of the grapheme clusters around ``text[start:end]``."""
    cuts = [match.start() for match in regex.finditer(r"\X", text)] + [len(text)]
    return max(cut for cut in cuts if cut <= start), min(cut for cut in cuts if cut >= end)


def test_a_mark_put_in_after_a_span_joins_its_last_letter():
    old, new = "cafe closed", "cafe\u0301 closed"
    plain, snapped = (carry(old, new, [((0, 4),)], snap=snap)[0] for snap in (None, graphemes))
    assert (plain.outcome, plain.segments) == ("kept", ((0, 4),))
    assert (snapped.outcome, snapped.segments) == ("changed", ((0, 5),))


@given(texts(), texts(), st.data())
def test_with_a_snap_all_borders_are_those_of_grapheme_clusters(old, new, data):
    assume(old.split() and old != new)
    cuts = {match.start() for match in regex.finditer(r"\X", new)} | {len(new)}
    for carried in carry(old, new, [data.draw(marked(old))], snap=graphemes):
        assert {offset for segment in carried.segments or () for offset in segment} <= cuts


def test_a_span_outside_the_text_is_refused():
    with pytest.raises(RuleBrokenError) as caught:
        carry("short", "shorter", [((2, 9),)])
    assert caught.value.rule == "span.out_of_text"


def test_white_space_is_the_same_here_as_in_the_text_package():
    assert _WHITE_SPACE == WHITE_SPACE


def test_how_much_must_be_left():
    assert survives(10, 6)
    assert not survives(10, 5)
    assert survives(100, 40)
    assert not survives(100, 39)
    assert not survives(60, 30)
    assert not survives(4, 0)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, len(PARAGRAPHS) - 1), st.integers(0, len(PARAGRAPHS) - 1), st.integers(0, 400))
def test_two_corrections_of_the_article_spare_all_other_words(first, second, seed):
    first, second = sorted((first, second))
    edited = list(PARAGRAPHS)
    words = edited[first].split()
    words[seed % len(words)] = "صُحّح"
    edited[first] = " ".join(words)
    if second != first:
        edited[second] += " وأضاف المصدر أن الخبر السابق لم يكن دقيقا."
    old, new = "\n".join(PARAGRAPHS), "\n".join(edited)
    spans = words_of(old)
    answer = carry(old, new, spans)
    assert sum(carried.outcome in ("changed", "lost") for carried in answer) <= 1
    # Every word stands where counting words says it does.
    there = words_of(new)
    number = sum(len(paragraph.split()) for paragraph in PARAGRAPHS[: second + 1])
    late = len(there) - len(spans)
    for place, carried in enumerate(answer):
        if carried.outcome in ("kept", "moved"):
            assert carried.segments == there[place + (late if place >= number else 0)]


def test_a_long_text_with_a_few_edits_takes_little():
    # 1.2 million code points
    lines = [f"{paragraph} {number}\n" for number in range(270) for paragraph in PARAGRAPHS]
    old = "".join(lines)
    lines[50] = lines[50].replace(" ", "  كلمة ", 3)
    del lines[4000]
    lines[8000] = "سطر جديد كله.\n" + lines[8000]
    new = "".join(lines)
    spans = [((k * 600 + 1, k * 600 + 2),) for k in range(2000) if not old[k * 600 + 1].isspace()]
    assert len(old) > 1_200_000
    outcomes: set[str] = set()
    assert effort(lambda: outcomes.update(carried.outcome for carried in carry(old, new, spans))) < 150
    assert outcomes <= {"kept", "moved", "lost"}
