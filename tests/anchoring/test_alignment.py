"""Aligning sequences: always a true common subsequence, and a good one where that is clear."""

from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring.alignment import (
    Block,
    Budget,
    Gap,
    align,
    few_edits,
    gaps_between,
    heaviest,
    joined,
)

LETTERS = st.text("abc ", max_size=40)


def is_word(element: str) -> bool:
    return element.isalnum()


def one(element: str) -> int:
    return 1


def check(blocks: list[Block], old: str, new: str) -> int:
    """Check that `blocks` are in order and equal on both sides; return how much they hold."""
    i = j = 0
    for block in blocks:
        assert block.length > 0
        assert i <= block.old
        assert j <= block.new
        assert old[block.old : block.old_end] == new[block.new : block.new_end]
        i, j = block.old_end, block.new_end
    assert i <= len(old)
    assert j <= len(new)
    return sum(block.length for block in blocks)


def longest_common(old: str, new: str) -> int:
    row = [0] * (len(new) + 1)
    for a in old:
        above = row[:]
        for j, b in enumerate(new):
            row[j + 1] = above[j] + 1 if a == b else max(above[j + 1], row[j])
    return row[-1]


@given(LETTERS, LETTERS)
def test_the_exact_comparison_finds_as_much_as_there_is(old, new):
    blocks = align(old, new, anchors=lambda _: False, fill=heaviest(Budget(), one))
    assert check(blocks, old, new) == longest_common(old, new)


@given(LETTERS, LETTERS)
def test_with_anchors_it_is_still_a_common_subsequence(old, new):
    check(align(old, new, anchors=is_word, fill=heaviest(Budget(), one)), old, new)


@given(LETTERS, LETTERS)
def test_without_a_budget_it_is_still_a_common_subsequence(old, new):
    check(align(old, new, anchors=is_word, fill=heaviest(Budget(0), one)), old, new)


@given(
    st.text("ab", min_size=60, max_size=120),
    st.lists(st.tuples(st.integers(0, 59), st.booleans()), max_size=6),
)
def test_a_few_edits_are_found_with_no_more_than_they_took(old, edits):
    new = old
    for place, put_in in edits:
        new = new[:place] + "c" + new[place:] if put_in else new[:place] + new[place + 1 :]
    blocks = joined(few_edits(Budget())(old, new, Gap(0, len(old), 0, len(new))))
    assert check(blocks, old, new) == longest_common(old, new)


@given(st.text("ab", min_size=5, max_size=60), st.text("ab", min_size=5, max_size=60), st.integers(0, 3))
def test_the_search_for_a_few_edits_stays_inside_its_gap(old, new, start):
    gap = Gap(start, len(old) - 1, 1, len(new))
    for block in few_edits(Budget())(old, new, gap):
        assert gap.old <= block.old
        assert block.old_end <= gap.old_end
        assert gap.new <= block.new
        assert block.new_end <= gap.new_end
    check(joined(few_edits(Budget())(old, new, gap)), old, new)


def test_unrelated_sides_are_no_case_of_a_few_edits():
    assert few_edits(Budget())("aaaaaaaaaa", "bbbbbbbbbb", Gap(0, 10, 0, 10)) == []


def test_a_unique_element_anchors_its_gap():
    old, new = ["x", "b", "y", "x", "z"], ["x", "q", "x", "b", "x", "z"]
    assert Block(1, 3, 1) in align(old, new, anchors=is_word, fill=few_edits(Budget()))


def test_the_longest_order_of_anchors_wins_over_one_that_moved():
    old, new = list("pabcdq"), list("rdabcs")
    assert align(old, new, anchors=is_word, fill=few_edits(Budget())) == [Block(1, 2, 3)]


@given(LETTERS, LETTERS)
def test_blocks_and_gaps_make_up_the_whole(old, new):
    whole = Gap(0, len(old), 0, len(new))
    blocks = align(old, new, anchors=is_word, fill=heaviest(Budget(), one))
    gaps = gaps_between(blocks, whole)
    covered = sum(block.length for block in blocks)
    assert covered + sum(gap.old_end - gap.old for gap in gaps) == len(old)
    assert covered + sum(gap.new_end - gap.new for gap in gaps) == len(new)
    assert all(gap.old < gap.old_end or gap.new < gap.new_end for gap in gaps)


def test_blocks_that_continue_one_another_are_joined():
    assert joined([Block(3, 4, 2), Block(0, 1, 3), Block(5, 7, 1), Block(9, 9, 0)]) == [
        Block(0, 1, 5),
        Block(5, 7, 1),
    ]
