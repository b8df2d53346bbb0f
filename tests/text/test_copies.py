"""Near-copies are found in Arabic and English, also shortened or reworded; what was written apart is not."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.text import compare_texts, shared_passages, signature
from tests.seeds.reading import SEEDS

SEED = (SEEDS / "000_61cb0b5ecef4338c.txt").read_text(encoding="utf-8")
DISPATCH = (
    "Two Iraqi officials told the agency on Sunday that the embassy in Baghdad will be closed within ninety days "
    "unless the rocket attacks stop. The warning was passed on in a telephone call to the president last week, "
    "and the prime minister was told of it on the same day, the officials said."
)
APART = (
    "Diplomats in the Iraqi capital expect the American mission to pull out most of its staff before the year ends. "
    "None of them has seen a written order, but several were asked by the president to call Washington at once."
)


def reworded(text: str, every: int) -> str:
    """The text with one word in `every` replaced."""
    parts = text.split()
    return " ".join(f"word{place}" if place % every == every // 2 else part for place, part in enumerate(parts))


@pytest.mark.parametrize("text", [SEED, DISPATCH], ids=["arabic", "english"])
@pytest.mark.parametrize("every", [8, 12, 20])
def test_a_rewritten_copy_is_found(text, every):
    copy = reworded(text, every)
    assert set(signature(text)) & set(signature(copy))
    assert compare_texts(text, copy).is_near_copy


def test_an_excerpt_is_found():
    excerpt = "\n".join(SEED.splitlines()[2:6])
    assert compare_texts(SEED, excerpt).containment == 1
    assert len(set(signature(SEED)) & set(signature(excerpt))) >= 20


def test_folding_does_not_part_copies():
    folded = SEED.replace("أ", "ا").replace("ة", "ه").replace("ى", "ي")
    assert folded != SEED
    assert signature(folded) == signature(SEED)


def test_reports_that_were_written_apart_are_no_copies():
    assert not compare_texts(DISPATCH, APART).is_near_copy
    texts = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    assert len(texts) > 5
    assert not [pair for pair in combinations(texts, 2) if compare_texts(*pair).is_near_copy]


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        (DISPATCH, DISPATCH.replace("will be closed", "will not be closed"), "baghdad will not be closed"),
        (
            "أبلغت واشنطن بغداد أنها ستغلق سفارتها في العاصمة",
            "أبلغت واشنطن بغداد أنها لن تغلق سفارتها في العاصمة",
            "بغداد انها لن تغلق سفارتها",
        ),
    ],
    ids=["english", "arabic"],
)
def test_a_negation_is_told(one, other, told):
    assert told in compare_texts(one, other).negated
    assert compare_texts(one, other).negated == compare_texts(other, one).negated
    assert compare_texts(one, one).negated == ()
    assert compare_texts(one, other).containment < 1
    assert compare_texts(one, one).is_near_copy is (one is DISPATCH)  # the other one is short
    assert not compare_texts(one, other).is_near_copy


def test_one_denial_in_a_long_report_leaves_the_rest_a_copy():
    """«ستغلق» in one of 31 paragraphs becomes «لن تغلق»: that passage is another, the other thirty are not."""
    turned = SEED.replace("لم ", "", 1)
    assert turned != SEED
    resemblance = compare_texts(SEED, turned)
    assert resemblance.negated
    assert 0.8 < resemblance.containment < 0.99
    assert resemblance.is_near_copy


def said(text, places):
    return [text[start:end] for start, end in places]


def test_what_two_texts_share_is_shown_in_each():
    one = "قال مسؤولان إنّ السفارة ستُغلق خلال تسعين يوماً، وفق ما نقلته الوكالة."
    other = "وفق ما نقلته الوكالة أمس: قال مسؤولان ان السفاره ستغلق خلال أسابيع."
    here, there = shared_passages(one, other)
    assert said(one, here) == ["قال مسؤولان إنّ السفارة ستُغلق خلال", "وفق ما نقلته الوكالة"]
    assert said(other, there) == ["وفق ما نقلته الوكالة", "قال مسؤولان ان السفاره ستغلق خلال"]


def test_of_what_was_written_apart_next_to_nothing_is_shown():
    here, there = shared_passages(DISPATCH, APART)
    assert here == there == []
    assert shared_passages(DISPATCH, DISPATCH) == ([(0, len(DISPATCH) - 1)],) * 2


@pytest.mark.parametrize("text", ["", "two words", "؟!", "a b c"])
def test_short_texts(text):
    assert len(signature(text)) == (1 if text == "a b c" else 0)
    assert not compare_texts(text, text).is_near_copy


WORDS = st.lists(st.sampled_from(["قال", "لم", "سفارة", "the", "not", "order"]), max_size=60).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(WORDS, WORDS)
def test_resemblance_is_mutual_and_bounded(one, other):
    here, there = compare_texts(one, other), compare_texts(other, one)
    assert (here.shared, here.jaccard, here.containment) == (there.shared, there.jaccard, there.containment)
    assert 0 <= here.jaccard <= here.containment <= 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 10**6), min_size=8, max_size=30, unique=True), WORDS, WORDS)
def test_eight_words_in_a_row_share_a_number(run, before, after):
    passage = " ".join(f"w{number}" for number in run)
    assert set(signature(passage)) & set(signature(f"{before} {passage} {after}"))


def test_passages_that_touch_in_one_text_are_one_there():
    one, other = "a b c d e f", "a b c X d e f"
    here, there = shared_passages(one, other)
    assert said(one, here) == ["a b c d e f"]
    assert said(other, there) == ["a b c", "d e f"]


@pytest.mark.parametrize(("words", "copy"), [(13, False), (14, True)])
def test_how_much_two_texts_must_share(words, copy):
    """Twelve shingles of three words."""
    passage = " ".join(f"w{number}" for number in range(words))
    other = f"{passage} and so on"
    assert compare_texts(passage, other).is_near_copy is copy


def test_half_of_the_shorter_text_is_enough():
    shared = " ".join(f"w{number}" for number in range(22))  # 20 shingles
    for own, copy in ((20, True), (21, False)):
        mine = f"{shared} {' '.join(f'm{number}' for number in range(own))}"
        theirs = f"{shared} {' '.join(f't{number}' for number in range(99))}"
        assert compare_texts(mine, theirs).is_near_copy is copy
