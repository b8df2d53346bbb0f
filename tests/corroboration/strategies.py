"""Made-up cases: chains of outlets over a few sources, statements that do not contradict each other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from annotations.corroboration import Case, Evidence, Link, Statement, Voice, find_contradiction

DAY = datetime(2020, 9, 27, tzinfo=UTC)
KINDS = ("anonymous_person", "anonymous_person", "named_person", "named_organisation", "unknown_origin", "outlet")


def consistent(statements: list[Statement], voices: tuple[Voice, ...]) -> tuple[Statement, ...]:
    """Those that could be made one after the other, none refused."""
    kept: list[Statement] = []
    for one in statements:
        if find_contradiction(kept, one, voices) is None:
            kept.append(one)
    return tuple(kept)


@st.composite
def statements(draw, keys, most=8):
    pairs = draw(
        st.lists(
            st.tuples(st.sampled_from(keys), st.sampled_from(keys), st.sampled_from(["same", "distinct"])),
            max_size=most,
        )
    )
    return [Statement(f"s{number}", kind, a, b) for number, (a, b, kind) in enumerate(pairs) if a != b]


@st.composite
def cases(draw, *, stances=("supports", "refutes"), kinds=KINDS):
    """A case of at most seven sources and eight reports, which may cite one another in circles."""
    keys = [f"v{number}" for number in range(draw(st.integers(2, 7)))]
    voices = tuple(
        Voice(
            key,
            draw(st.sampled_from(kinds)),
            count=draw(st.sampled_from([1, 1, 1, 2, 3])),
            institution=draw(st.sampled_from(["", "", "", "ministry"])),
        )
        for key in keys
    )
    outlets = [f"o{number}" for number in range(draw(st.integers(1, 8)))]
    grades = st.sampled_from([None, None, "A", "C", "E", "F"])
    links = [Link(key, key, grade=draw(grades)) for key in keys]
    for key in outlets:
        cited = draw(st.lists(st.sampled_from([*keys, *outlets]), min_size=1, max_size=3, unique=True))
        at = draw(st.sampled_from([None, DAY, DAY + timedelta(days=1)]))
        links.append(Link(key, key, tuple(cited), grade=draw(grades), at=at))
    evidence = tuple(
        Evidence(f"e{number}", draw(st.sampled_from(stances)), key, bears_from=DAY)
        for number, key in enumerate(outlets)
    )
    outlet_voices = tuple(Voice(key, "outlet") for key in outlets)
    stated = consistent(draw(statements(keys)), voices)
    return Case(evidence, tuple(links), (*voices, *outlet_voices), stated)
