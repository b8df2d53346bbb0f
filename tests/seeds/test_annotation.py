"""The committed annotation itself: frames keep the rules of the model, nothing that is said is left out."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import pytest

from annotations.text import paragraphs, quotation_type
from tests.seeds.reading import (
    Segments,
    by_id,
    depth,
    exact,
    frames_of,
    inside,
    of_type,
    overlap,
    paragraph_of,
    parts,
    seed_version,
    segments,
    text_of,
    version_of_mention,
)

WITHOUT_ATTRIBUTION = {2, 6, 12, 13, 15, 23, 25, 29}  # of the real article; 12 and 23 are its sub-headings
HEADINGS = {12, 23}
# Words of speech as they stand behind a conjunction, and their like; names and nouns that merely refer back are out.
SPEECH = re.compile(
    r"(?<![ء-ي])[وفب]?(?:هدد(?:ت)?|قال(?:ت)?|يقول|القول|قولهم|صرح|حذرت|اتهم|أشارت|رفضت|دعا|أعلن(?:ت)?|ترحيبهم|انتقد|"
    r"ترى|رأى|أضاف|صوّت|يُنظر|يُعتقد|تردد|نقلت|بحسب|ذكرت|أكد|نفى|نفت|أوضح|طالب|طلب|تلوّح|مستبعدا|تبنت|اتصل)(?![ء-ي])"
    r"|\b(?:says?|said|told|added|confirmed|described|declined|doubts|believes|agreed|claimed|voted|threatens|"
    r"threatened|warned|called|telephoned|asked|know|expected|weighs|establish)\b"
)
SCARE_QUOTES = {"الضغط الأقصى", "الكتائب", "senior"}
NEEDS_ANTECEDENT = {"anaphoric", "pro_drop", "shared_subject", "clitic_pronoun", "inherited"}
NO_SOURCE_SPAN = {"pro_drop", "shared_subject", "implicit", "inherited"}
STEPS = {
    "draft": {"marked", "rejected"},
    "marked": {"in_review", "rejected"},
    "in_review": {"accepted", "marked", "rejected"},
    "accepted": {"published", "rejected"},
    "published": {"correction_pending"},
    "correction_pending": {"published", "withdrawn"},
    "withdrawn": set(),
    "rejected": {"marked"},
}
EDITORS = {"editor", "second-editor"}


def _contents(frame) -> list[Segments]:
    return [segments(content) for content in frame["contents"]]


# frames


def test_frames_lie_in_one_layer_of_one_version():
    for frame in of_type("attribution"):
        others = [by_id()[identity] for identity in (*parts(frame), frame["parent"], frame["antecedent"]) if identity]
        assert {(one["version"], one["layer"]) for one in others} == {(frame["version"], frame["layer"])}


def test_source_cue_and_content_never_overlap():
    for frame in of_type("attribution"):
        places = [segments(frame["source"]), segments(frame["cue"]), *_contents(frame)]
        fixed = places[:2]
        assert not overlap(*fixed)
        assert not any(overlap(content, place) for content in places[2:] for place in fixed), exact(frame["cue"])


def test_addressee_and_channel_lie_apart_from_source_and_cue():
    for frame in of_type("attribution"):
        for role in ("addressee", "channel"):
            assert not overlap(segments(frame[role]), segments(frame["source"]))
            assert not overlap(segments(frame[role]), segments(frame["cue"]))


def test_contents_of_a_frame_are_disjoint_or_nested():
    for frame in of_type("attribution"):
        found = _contents(frame)
        for index, one in enumerate(found):
            for other in found[index + 1 :]:
                assert not overlap(one, other) or inside(one, other) or inside(other, one)


def test_cues_are_contiguous():
    for frame in of_type("attribution"):
        assert len(segments(frame["cue"])) <= 1


def test_children_lie_inside_one_content_of_their_parent():
    children = [frame for frame in of_type("attribution") if frame["parent"]]
    assert children
    for child in children:
        spans = [segments(identity) for identity in parts(child)]
        contents = _contents(by_id()[child["parent"]])
        assert any(all(inside(span, content) for span in spans) for content in contents), exact(child["cue"])


def test_a_frame_inside_a_content_names_the_innermost_as_its_parent():
    for frame in of_type("attribution"):
        spans = [segments(identity) for identity in parts(frame)]
        around = {
            other["id"]: min(end - start for start, end in content)
            for other in of_type("attribution")
            if other["version"] == frame["version"] and other is not frame
            for content in _contents(other)
            if all(inside(span, content) for span in spans)
        }
        innermost = min(around, key=lambda identity: around[identity]) if around else None
        assert frame["parent"] == innermost, exact(frame["cue"])


def test_frames_are_nested_three_deep_and_never_more_than_five():
    depths = Counter(depth(frame) for frame in of_type("attribution"))
    assert max(depths) <= 5
    assert depths[3] >= 3
    assert max(depth(frame) for frame in frames_of(seed_version())) == 3


def test_resolution_agrees_with_what_the_frame_has():
    for frame in of_type("attribution"):
        resolution = frame["resolution"]
        assert resolution
        assert (frame["source"] is None) == (resolution in NO_SOURCE_SPAN), exact(frame["cue"])
        assert (frame["antecedent"] is not None) == (resolution in NEEDS_ANTECEDENT), exact(frame["cue"])
        assert bool(frame["speakers"]) == (resolution != "implicit")


def test_continued_speakers_are_those_of_the_antecedent_frame():
    for frame in of_type("attribution"):
        antecedent = by_id().get(frame["antecedent"])
        if antecedent and antecedent["type"] == "attribution" and frame["resolution"] in NO_SOURCE_SPAN:
            assert frame["speakers"] == antecedent["speakers"]


def test_every_frame_has_cue_kind_and_attitude():
    frames = of_type("attribution")
    assert all(frame["cue"] and frame["cue_kind"] and frame["attitude"] for frame in frames)
    assert {"verb", "impersonal_verb", "noun", "adjective", "preposition", "punctuation"} == {
        frame["cue_kind"] for frame in frames
    }
    assert {"assertion", "belief", "knowledge", "intention", "emotion", "decision"} == {
        frame["attitude"] for frame in frames
    }


def test_quotation_is_what_the_program_computes():
    for frame in of_type("attribution"):
        contents = [segment for content in _contents(frame) for segment in content]
        computed = quotation_type(text_of(frame), contents, cue=segments(frame["cue"]))
        assert frame["quotation"] == computed, exact(frame["cue"])
    assert {frame["quotation"] for frame in of_type("attribution")} == {"direct", "indirect", "mixed", "none"}


def test_no_final_stop_and_no_governed_preposition_in_a_content():
    for frame in of_type("attribution"):
        for content in frame["contents"]:
            assert not re.search(r"[.،,؛]$", exact(content))
            assert not re.match(r"(?:على|إلى|عن|من|ب?أنّ?ه؟)\s", exact(content))


# coverage


def test_every_paragraph_of_the_article_that_attributes_is_covered():
    text = seed_version()["text"]
    covered = {paragraph_of(text, segments(frame["cue"])[0][0]) for frame in frames_of(seed_version())}
    assert covered == set(range(1, 32)) - WITHOUT_ATTRIBUTION


def test_paragraphs_without_attribution_carry_what_the_outlet_asserts():
    text = seed_version()["text"]
    plain = {
        paragraph_of(text, segments(mention["span"])[0][0])
        for mention in of_type("mention")
        if mention["span"] and version_of_mention(mention) == seed_version()["id"]
    }
    assert plain >= WITHOUT_ATTRIBUTION - HEADINGS
    kinds = [paragraph.kind for paragraph in paragraphs(text)]
    assert {number for number, kind in enumerate(kinds, 1) if kind == "heading"} == HEADINGS


@pytest.mark.parametrize("version", of_type("version"), ids=lambda version: by_id()[version["article"]]["title"][:30])
def test_every_word_of_speech_is_a_cue(version):
    cues = [segments(frame["cue"]) for frame in frames_of(version)]
    missed = [
        found.group()
        for found in SPEECH.finditer(version["text"])
        if not any(start < found.end() and found.start() < end for cue in cues for start, end in cue)
    ]
    assert not missed


@pytest.mark.parametrize("version", of_type("version"), ids=lambda version: by_id()[version["article"]]["title"][:30])
def test_every_quotation_lies_in_a_content_or_is_a_known_scare_quote(version):
    contents = [content for frame in frames_of(version) for content in _contents(frame)]
    for found in re.finditer("“([^”]*)”", version["text"]):
        if found.group(1) not in SCARE_QUOTES:
            assert any(inside([found.span()], content) for content in contents), found.group()


@pytest.mark.parametrize(
    ("paragraph", "source", "cue", "content", "addressee"),
    [
        (3, "مسؤولون عراقيون وأجانب", "قال", "إن وزير الخارجية", "وكالة فرانس برس"),
        (4, "المصادر", "قالت", "إن واشنطن حذرت", ""),
        (4, "واشنطن", "حذرت", "أنه “إذا لم", ""),
        (8, "مسؤول عراقي كبير", "بحسب ما صرح", "ردت واشنطن مرتين", "وكالة فرانس برس"),
        (10, "ها", "غير راضية", "تعامله مع", ""),
        (17, "هم", "ترحيب", "هذه الدعوة", ""),
        (27, "", "أضاف", "“إذا تابعت", ""),
    ],
)
def test_hard_frames_of_the_article(paragraph, source, cue, content, addressee):
    text = seed_version()["text"]
    assert any(
        (exact(frame["source"]), exact(frame["cue"]), exact(frame["addressee"])) == (source, cue, addressee)
        and exact(frame["contents"][0]).startswith(content)
        and paragraph_of(text, segments(frame["cue"])[0][0]) == paragraph
        for frame in frames_of(seed_version())
        if frame["contents"]
    )


# sources


def test_anonymous_speakers_are_one_record_a_report():
    alike = [one for one in of_type("source") if one["descriptor"] == "مسؤول عراقي"]
    assert len(alike) == 2, "the officials of paragraphs 5 and 18 are not the same on the strength of two words"
    for one in of_type("source"):
        if one["kind"] in {"anonymous_person", "anonymous_group", "unnamed_group", "mixed_group"}:
            assert one["name"] == ""
            assert one["descriptor"]


def test_kinds_of_source():
    kinds = Counter(one["kind"] for one in of_type("source"))
    assert {"named_person", "named_organisation", "state", "anonymous_person", "mixed_group", "outlet"} <= set(kinds)
    assert any(one["stated_count"] == 2 for one in of_type("source"))
    assert any(one["anonymity_reason"] for one in of_type("source"))


# claims


def test_there_are_enough_of_each():
    assert len(frames_of(seed_version())) >= 35
    assert len(of_type("attribution")) >= 80
    assert len(of_type("claim")) >= 35
    assert len(of_type("mention")) > len(of_type("claim"))


def test_claims_are_statements_of_the_workspace_with_a_translation():
    texts = [version["text"] for version in of_type("version")]
    for claim in of_type("claim"):
        assert set(claim["translations"]) == {"ar", "en"} - {claim["language"]}
        assert all(claim["translations"].values())
        assert not any(claim["statement"] in text for text in texts), claim["statement"]
        assert len(claim["statement"]) <= 110
    assert len({claim["statement"] for claim in of_type("claim")}) == len(of_type("claim"))


def test_every_kind_of_claim_and_polarity_of_mention_occurs():
    assert len({claim["kind"] for claim in of_type("claim")}) == 13
    assert {mention["polarity"] for mention in of_type("mention")} == {"asserts", "denies", "questions", "repeats"}
    assert {claim["polarity"] for claim in of_type("claim")} == {"positive", "negative"}


def test_only_what_looks_ahead_has_a_validity():
    ahead = {"threat", "intent", "prediction", "demand"}
    for claim in of_type("claim"):
        assert bool(claim["validity"]) == (claim["kind"] in ahead), claim["statement"]
        assert claim["horizon"] is None or claim["validity_stated"] == "open"


def test_mentions_have_one_target_and_claims_have_mentions():
    for mention in of_type("mention"):
        assert (mention["attribution"] is None) != (mention["span"] is None)
        assert mention["credibility"] in {None, 1, 2, 3, 4, 5, 6}
    pairs = Counter((one["claim"], one["attribution"] or one["span"]) for one in of_type("mention"))
    assert set(pairs.values()) == {1}
    assert {claim for claim, _ in pairs} == {claim["id"] for claim in of_type("claim")}


def test_claims_run_across_articles_and_are_disputed():
    where, how = defaultdict(set), defaultdict(set)
    for mention in of_type("mention"):
        where[mention["claim"]].add(version_of_mention(mention))
        how[mention["claim"]].add(mention["polarity"])
    assert sum(len(versions) > 1 for versions in where.values()) >= 10
    assert max(len(versions) for versions in where.values()) >= 5
    assert sum({"asserts", "denies"} <= polarities for polarities in how.values()) >= 3


# workflow


def test_transitions_are_lawful_and_end_in_the_workflow_of_the_claim():
    for claim in of_type("claim"):
        state, at = "draft", claim["created_at"]
        for step in (one for one in of_type("transition") if one["claim"] == claim["id"]):
            assert step["from"] == state
            assert step["to"] in STEPS[state]
            assert step["at"] > at
            state, at = step["to"], step["at"]
        assert claim["workflow"] == state, claim["statement"]


def test_acceptance_and_publication_are_by_an_editor_other_than_the_marker():
    marked_by = {}
    for step in of_type("transition"):
        if (step["from"], step["to"]) == ("draft", "marked"):
            marked_by[step["claim"]] = step["by"]
            assert step["by"] == by_id()[step["claim"]]["created_by"]
        if step["to"] in {"accepted", "rejected", "published", "correction_pending"}:
            assert step["by"] in EDITORS
        if step["to"] == "accepted":
            assert step["by"] != marked_by[step["claim"]]


def test_steps_back_have_a_reason_and_a_correction_a_second_person():
    published_by = {step["claim"]: step["by"] for step in of_type("transition") if step["to"] == "published"}
    for step in of_type("transition"):
        if step["to"] in {"rejected", "correction_pending"} or (step["from"], step["to"]) == ("in_review", "marked"):
            assert step["reason"]
        if step["to"] == "correction_pending":
            assert step["by"] != published_by[step["claim"]]


def test_a_first_visitor_sees_claims_at_every_stage():
    stages = {claim["workflow"] for claim in of_type("claim")}
    assert {"draft", "marked", "in_review", "accepted", "published", "correction_pending", "rejected"} <= stages
