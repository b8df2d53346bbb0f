"""The edit script: true to both texts, and wary of accidents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring.edits import EditScript, compare, visible
from tests.anchoring.strategies import ARTICLE, any_text, texts

TEXT = ARTICLE.read_text("utf-8")
PARAGRAPHS = [line for line in TEXT.split("\n") if line]


def check(script: EditScript, old: str, new: str) -> None:
    i = j = 0
    for block in script.firm:
        assert i <= block.old
        assert j <= block.new
        i, j = block.old_end, block.new_end
    seen_old: set[int] = set()
    seen_new: set[int] = set()
    for block in (*script.firm, *script.weak, *script.moved):
        assert old[block.old : block.old_end] == new[block.new : block.new_end] != ""
        here, there = set(range(block.old, block.old_end)), set(range(block.new, block.new_end))
        assert not here & seen_old
        assert not there & seen_new
        seen_old |= here
        seen_new |= there


@given(texts(), texts())
def test_a_script_between_any_two_texts_is_true_and_uses_nothing_twice(old, new):
    check(compare(old, new), old, new)


@given(any_text(), any_text(), any_text(), any_text(), any_text())
def test_a_script_of_two_edits_is_true(start, taken, middle, put, end):
    old, new = start + taken + middle + end, start + middle + put + end
    check(compare(old, new), old, new)


def test_a_sentence_is_matched_whole_although_the_one_put_in_before_it_starts_alike():
    old = f"{PARAGRAPHS[0]}\nقال مسؤول إن الوفد غادر.\n{PARAGRAPHS[1]}"
    new = f"{PARAGRAPHS[0]}\nقال مسؤول إن الوزير بقي.\nقال مسؤول إن الوفد غادر.\n{PARAGRAPHS[1]} وأضاف."
    here, there = old.index("قال مسؤول إن الوفد"), new.index("قال مسؤول إن الوفد")
    assert [b for b in compare(old, new).firm if b.old <= here < b.old_end and b.new + here - b.old == there]


@given(st.permutations(PARAGRAPHS[:8]))
def test_shuffled_paragraphs_are_all_found_again(order):
    old, new = "\n".join(PARAGRAPHS[:8]), "\n".join(order)
    script = compare(old, new)
    check(script, old, new)
    for paragraph in PARAGRAPHS[:8]:
        if visible(paragraph) < 16:
            continue
        here, there = old.index(paragraph), new.index(paragraph)
        found = [
            block
            for block in (*script.firm, *script.moved)
            if block.old <= here and here + len(paragraph) <= block.old_end
        ]
        assert [here - block.old + block.new for block in found] == [there]


def test_the_same_text_is_one_block():
    assert [block.length for block in compare(TEXT, TEXT).firm] == [len(TEXT)]


@pytest.mark.parametrize(("old", "new"), [("", ""), ("", TEXT), (TEXT, "")])
def test_empty_texts_have_nothing_in_common(old, new):
    assert compare(old, new) == EditScript(())


def test_words_shared_by_a_sentence_and_the_unrelated_one_in_its_place_are_weak():
    head, tail = PARAGRAPHS[0] + "\n", "\n" + PARAGRAPHS[-1]
    gone = "The minister flew to Cairo on Monday to speak about water with his hosts."
    come = "Oil rose sharply on Monday, while gold and most shares fell for a third day."
    script = compare(head + gone + tail, head + come + tail)
    place = len(head) + gone.index("Monday")
    assert not any(block.old <= place < block.old_end for block in script.firm)
    assert any(block.old <= place < block.old_end for block in script.weak)


def test_an_unchanged_short_line_between_two_rewritten_ones_stays_firm():
    old = "All quiet in the north today, they say.\nHead\nNothing more was known of it by noon."
    new = "Violent clashes shook several cities.\nHead\nWe hear that dozens fled from there."
    place = old.index("Head")
    assert any(block.old <= place and place + 4 <= block.old_end for block in compare(old, new).firm)


def test_a_word_that_lost_its_conjunction_is_still_that_word():
    old, new = "قالت وواشنطن لم تعلق أمس", "قالت اليوم واشنطن لم تعلق أمس"
    here, there = old.index("واشنطن"), new.index("واشنطن")
    script = compare(old, new)
    found = [b for b in script.firm if b.old <= here and here + 6 <= b.old_end]
    assert [here - b.old + b.new for b in found] == [there]


def test_visible_code_points_are_those_that_are_no_white_space():
    assert visible(" قال \n\u00a0مسؤول\t") == 8
