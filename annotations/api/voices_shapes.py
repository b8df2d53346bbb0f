"""The reasoning behind a claim's state, as the API answers it."""

from __future__ import annotations

from annotations.api.shapes import Shape, plain_text
from annotations.corpus import ClaimEvidence
from annotations.corroboration import Difference, Interval, Judgement, Merge, Path, Root, Voices


def voices_shape(evidence: ClaimEvidence, judgement: Judgement) -> Shape:
    """State and intervals; for each stance its paths, roots and differences; and the statements that prove nothing."""
    return {
        "claim": str(evidence.claim),
        "state": judgement.state,
        "supporting": _interval(judgement.supporting),
        "refuting": _interval(judgement.refuting),
        "stances": {stance: _voices(evidence, voices) for stance, voices in judgement.stances.items()},
        "decisive": [
            {"corroboration": one.evidence, "holds": one.holds, "why_not": one.why_not} for one in judgement.decisions
        ],
        "void": [{"relation": one.key, "a": one.a, "b": one.b} for one in judgement.void],
        "rule_version": judgement.rule_version,
    }


def _interval(interval: Interval) -> Shape:
    return {"min": interval.min, "max": interval.max, "exact": interval.exact}


def _voices(evidence: ClaimEvidence, voices: Voices) -> Shape:
    return {
        "interval": _interval(voices.interval),
        "paths": [_path(evidence, path) for path in voices.paths],
        "circular": [_path(evidence, path) for path in voices.circular],
        "roots": [_root(evidence, root) for root in voices.roots],
        "distinct": [_difference(one) for one in voices.differences],
        "distinct_total": voices.differences_in_all,
        "paths_left_out": voices.paths_left_out,
    }


def _path(evidence: ClaimEvidence, path: Path) -> Shape:
    return {
        "corroboration": path.evidence,
        "links": [_link(evidence, key) for key in path.links],
        "root": path.root,
        "grade": path.grade,
        "ungraded": list(path.ungraded),
        "counts": path.counts,
        "why": path.why,
        "at": path.at,
    }


def _link(evidence: ClaimEvidence, key: str) -> Shape:
    place = evidence.places.get(key)
    voice = next((link.voice for link in evidence.case.links if link.key == key), None)
    return {
        "key": key,
        "kind": place.kind if place else "missing",
        "name": evidence.names.get(voice or "", ""),
        "article": plain_text(place.article) if place else None,
        "frame": plain_text(place.frame) if place else None,
        "source": plain_text(place.source) if place else None,
        "exhibit": plain_text(place.exhibit) if place else None,
    }


def _root(evidence: ClaimEvidence, root: Root) -> Shape:
    return {
        "key": root.key,
        "voices": [{"key": key, "name": evidence.names.get(key, "")} for key in root.voices],
        "merges": [_merge(one) for one in root.merges],
        "people": root.people,
        "counts": root.counts,
        "unknown": root.unknown,
    }


def _merge(one: Merge) -> Shape:
    return {"a": one.a, "b": one.b, "why": one.why, "by": one.by}


def _difference(one: Difference) -> Shape:
    return {"a": one.a, "b": one.b, "why": one.why, "voices": list(one.voices), "by": one.by}
