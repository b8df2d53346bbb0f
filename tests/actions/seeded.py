"""The annotated real article, built by the actions from the records that come with the application."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from annotations.actions import (
    FrameDraft,
    add_article,
    add_claim,
    add_mention,
    attribute_many,
    mark,
    register_source,
)
from annotations.models import ArticleVersion, Attribution, Span
from annotations.policies import Actor
from tests.cast import shared_layer

SEEDS = Path(__file__).parents[2] / "seeds"
SPAN_PARTS = ("source", "cue", "addressee", "channel")
PLAIN_PARTS = ("parent", "antecedent", "resolution", "cue_kind", "attitude")


def read_seed() -> dict[str, list[dict[str, Any]]]:
    """The records of the Arabic article by type."""
    records: dict[str, list[dict[str, Any]]] = {}
    for line in (SEEDS / "demo.isnad.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        records.setdefault(record["type"], []).append(record)
    version = next(record for record in records["version"] if len(record["text"]) > 4000)
    for kind in ("span", "attribution"):
        records[kind] = [record for record in records[kind] if record["version"] == version["id"]]
    records["version"] = [version]
    return records


def parents_first(frames: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """In an order in which each frame's parent and antecedent come before it."""
    left = {frame["id"]: frame for frame in frames}
    ordered = []
    while left:
        ready = [f for f in left.values() if f["parent"] not in left and f["antecedent"] not in left]
        assert ready
        ordered += ready
        for frame in ready:
            del left[frame["id"]]
    return ordered


def annotate_seed(actor: Actor) -> ArticleVersion:
    """Store the article with its spans, frames, speakers, claims and mentions, under the ids of the records."""
    records = read_seed()
    text = records["version"][0]["text"]
    article = add_article(actor=actor, text=text, title="Seed", language="ar", captured_how="seeded").object
    version = ArticleVersion.objects.get(article=article)
    layer = shared_layer(version)
    sources = {
        record["id"]: register_source(actor=actor, kind=record["kind"], descriptor=record["descriptor"] or "x").object
        for record in records["source"]
    }
    spans = {record["id"]: {"id": record["id"], "segments": record["segments"]} for record in records["span"]}
    for span in spans.values():
        mark(actor=actor, layer=layer, segments=span["segments"], uid=span["id"])
    drafts = []
    for frame in parents_first(records["attribution"]):
        parts = {part: frame[part] for part in (*SPAN_PARTS, *PLAIN_PARTS)}
        speakers = [sources[speaker].uid for speaker in frame["speakers"]]
        drafts.append((frame["id"], FrameDraft(contents=frame["contents"], speakers=speakers, **parts)))
    attribute_many(actor=actor, layer=layer, drafts=drafts)
    _tie_claims(actor, records)
    return version


def _tie_claims(actor: Actor, records: dict[str, list[dict[str, Any]]]) -> None:
    frames = {str(frame.uid): frame for frame in Attribution.objects.all()}
    spans = {str(span.uid): span for span in Span.objects.all()}
    claims = {record["id"]: record for record in records["claim"]}
    made: dict[str, Any] = {}
    for mention in records["mention"]:
        target: dict[str, Any] = {"attribution": frames.get(mention["attribution"]), "span": spans.get(mention["span"])}
        if any(target.values()):
            claim = claims[mention["claim"]]
            if claim["id"] not in made:
                made[claim["id"]] = add_claim(
                    actor=actor, statement=claim["statement"], language=claim["language"], kind=claim["kind"]
                ).object
            add_mention(actor=actor, claim=made[claim["id"]], polarity=mention["polarity"], **target)
