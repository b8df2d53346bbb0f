"""Slides: the place of an insertion or deletion, where the texts leave it open."""

from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring.alignment import Block
from annotations.anchoring.edits import compare
from annotations.anchoring.slides import slide


def test_an_insertion_slides_out_of_a_marked_segment():
    # "ac" was put in before "ab"; read from the left it is "ca", put in between its letters.
    old, new = "xaby", "xacaby"
    assert compare(old, new).firm == (Block(0, 0, 2), Block(2, 4, 2))
    assert slide(old, new, compare(old, new).firm, [(1, 3)]) == [Block(0, 0, 1), Block(1, 3, 3)]


def test_a_deletion_slides_out_of_a_marked_segment():
    old, new = "xacaby", "xaby"
    assert slide(old, new, compare(old, new).firm, [(3, 5)]) == [Block(0, 0, 1), Block(3, 1, 3)]


def test_a_deletion_slides_over_the_segment_it_can_hold_whole():
    old, new = "xacaby", "xaby"
    assert slide(old, new, compare(old, new).firm, [(1, 3)]) == [Block(0, 0, 1), Block(3, 1, 3)]


def test_without_marks_a_passage_begins_at_a_line_or_a_word():
    old, new = "one\ntwo\nthree\n", "one\ntwo\ntwo too\nthree\n"
    first = slide(old, new, compare(old, new).firm, [])[0]
    assert new[first.new_end - 1] == "\n"
    old, new = "the cat", "the dog, the cat"
    assert compare(old, new).firm == (Block(0, 0, 4), Block(4, 13, 3))
    assert slide(old, new, compare(old, new).firm, []) == [Block(0, 9, 7)]


@given(
    st.text("ab \n", max_size=20),
    st.text("ab \n", min_size=1, max_size=8),
    st.integers(0, 20),
    st.booleans(),
    st.lists(st.tuples(st.integers(0, 20), st.integers(1, 8)), max_size=3),
)
def test_a_slid_script_is_true_and_cuts_nothing_that_the_edit_spared(text, passage, place, put_in, marks):
    place = min(place, len(text))
    longer = text[:place] + passage + text[place:]
    old, new = (text, longer) if put_in else (longer, text)
    gone = (place, place) if put_in else (place, place + len(passage))
    spared = [(s, s + n) for s, n in marks if s + n <= len(old) and (s + n <= gone[0] or gone[1] <= s)]
    blocks = slide(old, new, compare(old, new).firm, spared)
    assert sum(block.length for block in blocks) == len(text)
    for block in blocks:
        assert old[block.old : block.old_end] == new[block.new : block.new_end]
    matched = {old_place for block in blocks for old_place in range(block.old, block.old_end)}
    for s, e in spared:
        held = [place in matched for place in range(s, e)]
        assert all(held) or not any(held)
        assert not all(held) or any(b.old <= s and e <= b.old_end for b in blocks)
