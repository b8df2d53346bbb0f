"""Direct, indirect, mixed or none, whichever way the marks are set."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.text import Quoted, quotation_type, quoted
from annotations.text.quotation import _joined, _word_by_word
from tests.effort import effort
from tests.text.strategies import many, seed, texts

PAIRS = ["“”", "””", "„“", "„”", '""', "«»", "»«", "‹›", "‘’", "「」", "『』"]


def judge(marked: str) -> str:
    """Judge the text, its contents set between [ and ], its cue between { and }."""
    text = ""
    segments: dict[str, list[list[int]]] = {"[": [], "{": []}
    for character in marked:
        if character in "[{":
            segments[character].append([len(text)])
        elif character in "]}":
            segments["[" if character == "]" else "{"][-1].append(len(text))
        else:
            text += character
    return quotation_type(text, segments["["], cue=segments["{"])


def test_without_content_there_is_no_quotation():
    assert quotation_type("رفضت التعليق “أبدا”", []) == "none"


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize(
    "frame",
    ["قال {0}[نعم هو كذلك]{1}.", "قال [{0}نعم هو كذلك{1}]", "قال [إن {0}نعم هو، كذلك{1}.] ثم", "[{0}نعم هو] كذلك{1}"],
)
def test_direct_in_every_pair(pair, frame):
    assert judge(frame.format(*pair)) == "direct"


@pytest.mark.parametrize("pair", PAIRS)
def test_mixed_in_every_pair(pair):
    assert judge("قال [إنه كان {}غير راض{} عنه].".format(*pair)) == "mixed"


@pytest.mark.parametrize("pair", PAIRS)
def test_indirect_beside_every_pair(pair):
    assert judge("قال {}الرئيس{} [إنه لم يكن راضيا].".format(*pair)) == "indirect"


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("said [that “it is so”]", "direct"),
        ("said [that he “is so”]", "mixed"),
        ("said [that it is so]", "indirect"),
        ("said [that]", "indirect"),
        ("حذرت [بأنه “إذا لم تتحرك”]", "direct"),
        ("قال [أنّ «نعم»]", "direct"),
        ("قال [أَنَّ “نعم”] ثم", "direct"),
        ("قال [: “نعم”.]", "direct"),
        ("[“نعم”]، قال، [“ولكن لا”]", "direct"),
        ("[“نعم”]، قال، [ولكن لا]", "mixed"),
        ("قال [“نعم” و“لا”]", "mixed"),
        ("[“👍🏽”]", "direct"),
        ("[“أ «ب» ج”]", "direct"),
        ("قال “أ «[ب]» ج” ثم", "direct"),
        ("[‘It’s the dogs’ home’]", "mixed"),  # no rule can tell the possessive from a closing mark
        ("said [‘don’t do it’]", "direct"),
        ("the dogs’ owner said [it’s the cat’s]", "indirect"),
        ("he said ['no way']", "indirect"),
        ('a 5" pipe [is big]', "indirect"),
        ('[צה"ל אמר שלום]', "indirect"),
        ('ב"[הארץ]" נכתב', "direct"),
        ('وال"[كتائب]" هنا', "direct"),
        ("il dit « [oui] » alors", "direct"),
        ('قال " [نعم] " ثم', "direct"),
        ("قال „[نعم]” و [لا]", "mixed"),
    ],
)
def test_cases(marked, expected):
    assert judge(marked) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("قال “[نعم هو كذلك]", "direct"),  # never closed: to the end of the line
        ("قال “نعم\n[ثم ذهب]", "indirect"),
        ("قال “نعم.\n[“ثم لا]”.", "direct"),  # speech over two paragraphs
        ("قال “نعم.\n\n[ثم لا]” ذهب", "direct"),
        ("قال “نعم.\n\n[ثم لا ذهب]", "indirect"),
        ("[نعم]” قال", "indirect"),  # closes what nobody opened
        ("قال “نعم «لا” [ثم ذهب]", "indirect"),  # the inner one ends with the outer
        ("قال “نعم” ” [ثم ذهب]", "indirect"),
        ("قال [نعم “هو", "mixed"),
    ],
)
def test_unbalanced_marks(marked, expected):
    assert judge(marked + ("]" if marked.count("[") > marked.count("]") else "")) == expected


def test_a_frame_inside_somebody_elses_quotation_is_not_quoted_by_it():
    assert judge("“the minister {said} [that he will go]”, he told us") == "indirect"
    assert judge("“the minister {said} ‘[I will go]’”, he told us") == "direct"
    assert judge("“[I will go],” he {said}, “[tonight]”") == "direct"


def test_the_quotations_of_the_article():
    text = seed()
    found = [text[start:end] for start, end in quoted(text)]
    assert len(found) == text.count("“") == 11
    assert found[0] == "الضغط الأقصى"
    assert not any(mark in one for one in found for mark in "“”\n")


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("أن “واشنطن ليست", "الانزعاج إجراءات”", "direct"),
        ("بأنه “إذا لم تتحرك", "استمرار هذا الوضع”", "direct"),
        ("إن وزير الخارجية", "شديد اللهجة", "indirect"),
        ("إلى “تشكيل لجنة", "في الهجمات الصاروخية", "mixed"),
        ("إن “الجماعات المدعومة", "حكومة العراق”", "direct"),
        ("“إذا تابعت واشنطن", "بتكلفة زهيدة”", "direct"),
        ("سقوطه قد يكون", "لاستقرار العراق", "indirect"),
    ],
)
def test_contents_of_the_article(first, last, expected):
    text = seed()
    start = text.index(first)
    end = text.index(last, start) + len(last)
    assert quotation_type(text, [(start, end)]) == expected
    assert quotation_type(text, [(start, end)], within=quoted(text)) == expected


@given(texts())
def test_quotations_lie_within_lines_and_text(text):
    for start, end in quoted(text):
        assert 0 < start <= end <= len(text) or (0 <= start <= end and "\n" in text)
        assert "\n" not in text[start:end]


@given(texts(min_size=1), st.data())
def test_asking_with_and_without_the_whole_text_agrees(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    answer = quotation_type(text, [(start, end)])
    assert answer in {"direct", "indirect", "mixed"}
    assert quotation_type(text, [(start, end)], within=quoted(text)) == answer


@given(texts(min_size=1), st.data())
def test_what_the_hull_of_the_contents_tells_their_words_tell_too(text, data):
    edges = sorted(data.draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=6)))
    contents = list(zip(edges[::2], edges[1::2], strict=False))
    within = quoted(text)
    expected = _word_by_word(text, contents, _joined(within))
    assert quotation_type(text, contents, within=within) == expected


@given(texts().filter(lambda text: not any(quoted(text)) and "\n" not in text))
def test_what_holds_no_quotation_is_indirect_and_wholly_quoted_is_direct(text):
    plain = "".join(character for character in text if character.isalnum() or character == " ") + "x"
    assert quotation_type(plain, [(0, len(plain))]) == "indirect"
    assert quotation_type(f"«{plain}»", [(0, len(plain) + 2)]) == "direct"


def test_quoted_counts_code_points_without_the_marks():
    assert quoted("👍 “👍🏽” x") == [Quoted(3, 5)]


@pytest.mark.parametrize("piece", ["قال “نعم” ثم. ", "“", "«‹", '"a ', "’", "“\n", "a"])
def test_a_long_text_in_good_time(piece):
    text = many(piece)
    assert effort(lambda: quotation_type(text, [(0, len(text))])) < 500


@pytest.mark.parametrize(
    "marked",
    [
        "„so ist es“und [er ging]",
        'sie sagt: " yes "[he said]',
        "rock ‘n roll, [he said]",
        "“yes” [he said] “no”",
    ],
    ids=["a closing mark glued to a word", "straight marks with spaces", "an apostrophe", "between two"],
)
def test_what_stands_outside_the_marks(marked):
    assert judge(marked) == "indirect"
