"""The committed seed files: shape, sums, offsets and references hold without any database."""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections import Counter
from datetime import datetime

import pytest

from annotations import vocabulary
from annotations.text import paragraphs
from tests.seeds.reading import (
    ARTICLE,
    SEEDS,
    Record,
    boundaries,
    by_id,
    exact,
    lines,
    of_type,
    records,
    seed_version,
    text_of,
)

TYPES = (
    "source", "source_relation", "article", "version", "layer", "span", "attribution", "claim", "mention", "exhibit",
    "corroboration", "assessment", "transition", "comment", "progress",
)  # fmt: skip
AUTHORED = ("created_by", "created_at")
KEYS_OF_EACH = """
header format version offset_unit workspace known_at rule_version counts
source id kind name descriptor affiliation nationality rank relayed_by anonymity_reason stated_count reliability
source_relation id kind a b reason withdrawn_at withdrawn_by withdrawn_reason
article id title language direction outlet url published_at credited_wire origin copy_of status assignee metadata
version id article number text sha256 captured_at captured_how captured_by note
layer id version kind annotator name
span id version layer segments quote carried_from
attribution id version layer source cue contents addressee channel parent speakers resolution antecedent cites \
cue_kind attitude quotation
claim id statement language translations kind certainty polarity workflow validity overtaken_by happened_at \
horizon recheck_at validity_stated
mention id claim attribution span polarity credibility
exhibit id kind title description url sha256 size media_type file_name captured_at happened_at origin
corroboration id claim mention exhibit version stance decisive decisive_ground decisive_reason interested bears_from \
state decided_by decided_at decided_reason
assessment id claim number cause computed asserted asserted_by confirmed_by reason supporting refuting rule_version \
valid_from recheck_at by at
transition id claim from to reason by at
comment id target target_type body resolved resolved_by
progress id version layer start state by at
end sha256
"""
KEYS = {line.split()[0]: line.split()[1:] for line in KEYS_OF_EACH.strip().split("\n")}
UNAUTHORED = {"header", "version", "assessment", "transition", "progress", "end"}
ACCOUNTS = {"annotator", "editor", "second-editor"}
REFERENCES = {
    "version": {"article": "article"},
    "layer": {"version": "version"},
    "span": {"version": "version", "layer": "layer"},
    "attribution": {
        "version": "version",
        "layer": "layer",
        "source": "span",
        "cue": "span",
        "contents": "span",
        "addressee": "span",
        "channel": "span",
        "parent": "attribution",
        "speakers": "source",
    },
    "mention": {"claim": "claim", "attribution": "attribution", "span": "span"},
    "source_relation": {"a": "source", "b": "source"},
    "exhibit": {"origin": "source"},
    "corroboration": {"claim": "claim", "mention": "mention", "exhibit": "exhibit", "version": "version"},
    "assessment": {"claim": "claim"},
    "transition": {"claim": "claim"},
    "progress": {"version": "version", "layer": "layer"},
}
ENUMS = {
    ("source", "kind"): vocabulary.SourceKind,
    ("article", "direction"): vocabulary.Direction,
    ("article", "status"): vocabulary.ArticleStatus,
    ("version", "captured_how"): vocabulary.Capture,
    ("layer", "kind"): vocabulary.LayerKind,
    ("attribution", "resolution"): vocabulary.Resolution,
    ("attribution", "cue_kind"): vocabulary.CueKind,
    ("attribution", "attitude"): vocabulary.Attitude,
    ("attribution", "quotation"): vocabulary.Quotation,
    ("claim", "kind"): vocabulary.ClaimKind,
    ("claim", "certainty"): vocabulary.Certainty,
    ("claim", "polarity"): vocabulary.ClaimPolarity,
    ("claim", "workflow"): vocabulary.Workflow,
    ("mention", "polarity"): vocabulary.MentionPolarity,
    ("source_relation", "kind"): vocabulary.RelationKind,
    ("exhibit", "kind"): vocabulary.ExhibitKind,
    ("corroboration", "stance"): vocabulary.Stance,
    ("corroboration", "state"): vocabulary.CorroborationState,
    ("assessment", "cause"): vocabulary.AssessmentCause,
    ("assessment", "computed"): vocabulary.AssessmentState,
    ("transition", "from"): vocabulary.Workflow,
    ("transition", "to"): vocabulary.Workflow,
    ("comment", "target_type"): vocabulary.TargetType,
    ("progress", "state"): vocabulary.ParagraphState,
}


def _made_at(record: Record) -> datetime:
    return datetime.fromisoformat(record.get("created_at") or record.get("captured_at") or record["at"])


# the file


def test_header_first_end_last_and_records_ordered_by_type_then_id():
    kinds = [record["type"] for record in records()]
    assert kinds[0] == "header"
    assert kinds[-1] == "end"
    order = [(TYPES.index(record["type"]), record["id"]) for record in records()[1:-1]]
    assert order == sorted(order)


@pytest.mark.parametrize("kind", KEYS)
def test_keys_of_every_record_in_their_order(kind):
    expected = ["type", *KEYS[kind], *(() if kind in UNAUTHORED else AUTHORED)]
    found = of_type(kind)
    assert found
    assert {tuple(record) for record in found} == {tuple(expected)}


def test_header_says_what_the_file_is():
    header = dict(records()[0])
    counts = header.pop("counts")
    assert header == {
        "type": "header",
        "format": "isnad-jsonl",
        "version": 1,
        "offset_unit": "code_point",
        "workspace": "demo",
        "known_at": "2026-11-23T00:00:00Z",
        "rule_version": "1",
    }
    assert Counter(counts) == Counter(record["type"] for record in records()[1:-1])
    assert list(counts) == [kind for kind in TYPES if kind in counts]


def test_closing_sum_is_over_all_lines_before_it():
    assert records()[-1]["sha256"] == hashlib.sha256("".join(lines()[:-1]).encode()).hexdigest()


def test_readme_gives_the_true_numbers_and_names_every_text():
    readme = (SEEDS / "README.md").read_text(encoding="utf-8")
    counts = records()[0]["counts"]
    in_article = sum(frame["version"] == seed_version()["id"] for frame in of_type("attribution"))
    assert (
        f"{counts['version']} texts, {counts['attribution']} frames ({in_article} in the real article),"
        f" {counts['source']} sources, {counts['claim']} claims, {counts['mention']} mentions"
    ) in readme
    assert all(f"`{path.name}`" in readme for path in SEEDS.glob("*.txt"))


def test_lines_are_compact_json_with_nothing_escaped():
    for line, record in zip(lines(), records(), strict=True):
        assert "\\u" not in line
        if record["type"] not in ("article", "claim"):  # PostgreSQL writes their JSON members with spaces
            assert line == json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"


def test_ids_are_distinct_version_7_and_agree_with_the_time_of_making():
    found = [record for record in records() if "id" in record]
    assert len(by_id()) == len(found)
    for record in found:
        identity = uuid.UUID(record["id"])
        assert str(identity) == record["id"]
        assert (identity.version, identity.variant) == (7, uuid.RFC_4122)
        if record["type"] != "version":  # it says when it was captured instead
            assert identity.int >> 80 == int(_made_at(record).timestamp() * 1000)


def test_times_are_of_october_2020_in_utc():
    for record in records()[1:-1]:
        made = record.get("created_at") or record.get("captured_at") or record["at"]
        assert re.fullmatch(r"2020-10-\d\dT\d\d:\d\d:\d\dZ", made)


def test_authors_are_demo_accounts():
    assert {record.get("created_by") or record.get("captured_by") or record["by"]
            for record in records()[1:-1]} <= ACCOUNTS | {"isnad"}
    assert {record["by"] for record in of_type("assessment") if record["cause"] == "computed"} == {"isnad"}
    assert {record["decided_by"] for record in of_type("corroboration")} <= ACCOUNTS | {""}


@pytest.mark.parametrize(("kind", "key"), ENUMS)
def test_values_belong_to_their_vocabulary(kind, key):
    assert {record[key] for record in of_type(kind)} <= set(ENUMS[kind, key].values)


@pytest.mark.parametrize("kind", REFERENCES)
def test_references_name_earlier_records_of_the_right_type(kind):
    for record in of_type(kind):
        for key, target in REFERENCES[kind].items():
            named = record[key] if isinstance(record[key], list) else [record[key]] * (record[key] is not None)
            for identity in named:
                assert by_id()[identity]["type"] == target, (key, record["id"])
                assert _made_at(by_id()[identity]) <= _made_at(record)


def test_comments_name_their_target_and_its_type():
    for comment in of_type("comment"):
        assert by_id()[comment["target"]]["type"] == comment["target_type"]
        assert comment["body"].strip()
    languages = {bool(re.search(r"[ء-ي]", comment["body"])) for comment in of_type("comment")}
    assert languages == {True, False}, "remarks in Arabic and in English"


# texts and their metadata


def test_every_text_is_a_version_with_its_sum():
    files = {path.read_bytes().decode("utf-8"): path.stem for path in SEEDS.glob("*.txt")}
    assert set(files) == {version["text"] for version in of_type("version")}
    for version in of_type("version"):
        assert version["sha256"] == hashlib.sha256(version["text"].encode()).hexdigest()
        assert version["number"] == 1
        assert "\r" not in version["text"]


def test_real_article_is_as_given():
    version = seed_version()
    assert version["sha256"] == "ee96c375c072331dbef131fe9e8a28843d7ff89c708ffabefac20a97f10dfc75"
    assert len(version["text"]) == 4408
    assert len(version["text"].split("\n")) == 31


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem)
def test_metadata_beside_a_text_agrees_with_its_article(path):
    raw = path.read_bytes()
    described = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert described.pop("file") == path.name
    assert described.pop("sha256") == hashlib.sha256(raw).hexdigest()
    assert described.pop("code_points") == len(raw.decode("utf-8"))
    [version] = [one for one in of_type("version") if one["text"] == raw.decode("utf-8")]
    article = by_id()[version["article"]]
    assert described == {key: article[key] for key in KEYS["article"] if key != "id"}


def test_direction_follows_language():
    for article in of_type("article"):
        assert article["direction"] == {"ar": "rtl", "en": "ltr"}[article["language"]]


def test_invented_reports_are_marked_and_the_real_one_is_not():
    real = by_id()[seed_version()["article"]]
    assert real["metadata"]["invented"] is False
    invented = [article for article in of_type("article") if article is not real]
    assert 4 <= len(invented) <= 6
    for article in invented:
        assert article["metadata"]["invented"] is True
        assert re.search(r"\((?:invented|مخترعة)\)$", article["outlet"]), "the outlet's name says so too"
    assert {article["language"] for article in invented} == {"ar", "en"}
    for path in SEEDS.glob("*.txt"):
        assert path.stem == ARTICLE or path.stem.startswith("invented-")


def test_invented_reports_are_dated_within_five_weeks():
    for article in of_type("article"):
        if article["metadata"]["invented"]:
            assert "2020-09-25" < article["published_at"] < "2020-11-01"
            assert datetime.fromisoformat(article["published_at"]) < _made_at(article)


def test_unknown_publication_time_is_left_unknown_and_explained():
    real = by_id()[seed_version()["article"]]
    assert real["published_at"] is None
    assert "September" in real["metadata"]["notes"]["published_at"]
    assert real["credited_wire"] == "AFP"


def test_one_shared_layer_a_version():
    assert Counter(layer["version"] for layer in of_type("layer")) == {one["id"]: 1 for one in of_type("version")}
    assert {(layer["kind"], layer["annotator"]) for layer in of_type("layer")} == {("shared", "")}


# spans


def test_segments_are_ordered_disjoint_and_inside_the_text():
    for span in of_type("span"):
        flat = [offset for segment in span["segments"] for offset in segment]
        assert all(len(segment) == 2 and segment[0] < segment[1] for segment in span["segments"])
        assert flat == sorted(flat)
        assert all(one[1] < other[0] for one, other in zip(span["segments"], span["segments"][1:], strict=False))
        assert flat[0] >= 0
        assert flat[-1] <= len(text_of(span))


def test_quotes_are_the_text_at_the_offsets():
    for span in of_type("span"):
        text, first, last = text_of(span), span["segments"][0][0], span["segments"][-1][1]
        assert span["quote"] == {
            "exact": " ".join(text[start:end] for start, end in span["segments"]),
            "prefix": text[max(0, first - 32) : first],
            "suffix": text[last : last + 32],
        }
        assert list(span["quote"]) == ["exact", "prefix", "suffix"]


def test_segments_end_at_grapheme_boundaries_and_not_in_white_space():
    for span in of_type("span"):
        text = text_of(span)
        for start, end in span["segments"]:
            assert {start, end} <= boundaries(text), span["quote"]
            assert text[start:end] == text[start:end].strip()
            assert "\n" not in text[start:end]


def test_some_spans_start_or_end_inside_a_word_and_one_is_discontinuous():
    glued = [
        span
        for span in of_type("span")
        if re.search(r"[ء-ي]$", span["quote"]["prefix"]) or re.search(r"^[ء-ي]", span["quote"]["suffix"])
    ]
    assert len(glued) >= 25
    assert any(len(span["segments"]) > 1 for span in of_type("span"))


def test_no_two_spans_cover_the_same_place():
    places = Counter((span["layer"], json.dumps(span["segments"])) for span in of_type("span"))
    assert set(places.values()) == {1}


def test_every_span_and_every_source_is_used():
    frames, mentions = of_type("attribution"), of_type("mention")
    used = {mention["span"] for mention in mentions}
    for frame in frames:
        used |= {frame[role] for role in ("source", "cue", "addressee", "channel", "antecedent")}
        used |= {*frame["contents"], *frame["speakers"]}
    idle = [one for kind in ("span", "source") for one in of_type(kind) if one["id"] not in used]
    assert not idle, [one.get("descriptor") or exact(one["id"]) for one in idle]


def test_what_is_done_is_done_paragraph_by_paragraph():
    done: dict[str, list[tuple[int, str]]] = {record["id"]: [] for record in of_type("version")}
    for record in of_type("progress"):
        done[record["version"]].append((record["start"], record["state"]))
    for version in of_type("version"):
        starts = [one.start for one in paragraphs(version["text"])]
        states = dict(done[version["id"]])
        assert set(states) <= set(starts)
        status = by_id()[version["article"]]["status"]
        assert (status == "done") == ([states.get(start) for start in starts] == ["done"] * len(starts))
