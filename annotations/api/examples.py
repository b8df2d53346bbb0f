"""Bodies as a client may send them, for the documentation. Together they tell one story, and a test lives through it:
an article with its text, who says what in it, the claim that this is about, and what else bears on that.
"""

from __future__ import annotations

from typing import Any, Final

ARTICLE: Final = "0192d4a0-0000-7000-8000-000000000001"
VERSION: Final = "0192d4a0-0000-7000-8000-000000000002"
LAYER: Final = "0192d4a0-0000-7000-8000-000000000003"
"""These two are made by the server; the answer to the article's creation, and `versions/…/layers/`, tell them."""
OFFICIAL: Final = "0192d4a0-0000-7000-8000-000000000004"
MINISTER: Final = "0192d4a0-0000-7000-8000-000000000005"
FRAME: Final = "0192d4a0-0000-7000-8000-000000000006"
CLAIM: Final = "0192d4a0-0000-7000-8000-000000000007"
LETTER: Final = "0192d4a0-0000-7000-8000-000000000008"

_HERE: Final = {"version": VERSION, "layer": LAYER}
_TEXT: Final = "Embassy\nAn Iraqi official told AFP that the embassy will close."

EXAMPLES: Final[dict[str, dict[str, Any]]] = {
    "ArticleNew": {
        "id": ARTICLE,
        "title": "Embassy",
        "language": "en",
        "outlet": "AFP",
        "url": "https://example.org/embassy",
        "published_at": "2020-09-27T10:00:00Z",
        "text": _TEXT,
    },
    "ArticleChange": {"credited_wire": "AFP", "status": "in_progress"},
    "VersionNew": {"text": f"{_TEXT} It is the largest.", "note": "A sentence was added."},
    "SourceNew": {
        "id": OFFICIAL,
        "kind": "anonymous_person",
        "descriptor": "An Iraqi official",
        "affiliation": "Government of Iraq",
        "relayed_by": "AFP",
        "stated_count": 1,
    },
    "SourceChange": {"reliability": "B"},
    "SpanNew": {**_HERE, "segments": [[31, 34]]},
    "SpanChange": {"segments": [[26, 34]]},
    "AttributionNew": {
        "id": FRAME,
        **_HERE,
        "source": {"segments": [[8, 25]]},
        "cue": {"segments": [[26, 30]]},
        "contents": [{"segments": [[35, 62]]}],
        "speakers": [OFFICIAL],
        "resolution": "explicit",
        "cue_kind": "verb",
    },
    "AttributionChange": {"attitude": "assertion", "addressee": {"segments": [[31, 34]]}},
    "AttributionBulk": {**_HERE, "attributions": [{"contents": [{"segments": [[0, 7]]}], "resolution": "implicit"}]},
    "ClaimNew": {"id": CLAIM, "statement": "The embassy will close.", "language": "en", "kind": "threat"},
    "ClaimChange": {"horizon": "2020-12-31T00:00:00Z"},
    "MentionNew": {"claim": CLAIM, "attribution": FRAME, "polarity": "asserts", "credibility": 2},
    "MentionChange": {"credibility": 3},
    "TransitionNew": {"to": "marked", "reason": ""},
    "ExhibitNew": {
        "id": LETTER,
        "kind": "document",
        "title": "A letter to the staff",
        "url": "https://example.org/letter",
        "captured_at": "2020-09-28T08:00:00Z",
        "happened_at": "2020-09-26T00:00:00Z",
    },
    "CorroborationNew": {"claim": CLAIM, "exhibit": LETTER, "stance": "supports", "state": "accepted"},
    "Assertion": {"state": "corroborated", "reason": "The letter is genuine."},
    "SourceRelationNew": {"kind": "distinct", "a": OFFICIAL, "b": MINISTER, "reason": "We met both of them."},
    "CommentNew": {"target": FRAME, "body": "Who was it?"},
    "CommentChange": {"resolved": True},
    "WebhookNew": {"url": "https://example.org/hook", "events": ["claim.*", "assessment.created"]},
    "ExportNew": {"format": "parquet"},
}
"""By the name of the component."""
