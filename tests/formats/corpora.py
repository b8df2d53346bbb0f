"""Corpora made up for tests: isnad-jsonl files of awkward texts and lawful frames."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from annotations.corpus import CORPUS_TYPES
from annotations.text import WHITE_SPACE, boundaries, paragraphs

Record = dict[str, Any]

# Arabic with its marks and glued words, Hebrew, emoji joined and modified, flags, bidi controls, jamo, quotes, blanks,
# and what some call blank (U+001C) or a line end (U+0085, U+2028) and others do not.
PIECES = (
    "قال", "وقالت", "إِنَّهُ", "الـعراق", "«", "»", "שָׁלוֹם", "אמר", "said", "that", "“no”", "e\u0301", "n\u0303o",
    "👩‍👩‍👧",
    "👍🏽", "🇮🇶🇸🇾", "\u202e", "\u202c", "\u200f", "\u2067x\u2069", "\ufeff", "각", "ก็", "中文", "\\", '"', "\t",
    " ", " ", " ", "  ", "\n", "\n\n", "\u00a0", "،", ".", "\x07", "𐎀",
    "\x1c", "\x1f", "\x85", "\u2028",
)  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=60).map("".join)


def line_of(record: Record) -> bytes:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def file_of(records: Iterable[Record], **header: Any) -> bytes:
    """A whole isnad-jsonl file of these records, put in order; its sum is true."""
    order = {noun: place for place, noun in enumerate(CORPUS_TYPES)}
    ordered = sorted(records, key=lambda record: (order.get(record["type"], 99), str(record.get("id"))))
    return file_as_is(ordered, **header)


def file_as_is(records: Sequence[Record | bytes], **header: Any) -> bytes:
    """The same with the records in the order given; bytes are lines."""
    head = {"type": "header", "format": "isnad-jsonl", "version": 1, "offset_unit": "code_point", **header}
    lines = [line_of(head), *(one if isinstance(one, bytes) else line_of(one) for one in records)]
    total = hashlib.sha256(b"".join(lines)).hexdigest()
    return b"".join([*lines, line_of({"type": "end", "sha256": total})])


def renewed(file: bytes) -> bytes:
    """The file with a sum that fits its lines, after somebody changed them."""
    start = file.rindex(b'{"type":"end"')
    return file[:start] + line_of({**json.loads(file[start:]), "sha256": hashlib.sha256(file[:start]).hexdigest()})


@dataclass
class Maker:
    """Makes lawful records, at random but the same for the same seed."""

    seed: int
    records: list[Record] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)  # noqa: S311 - reproducible on purpose

    def uid(self) -> str:
        raw = self.random.getrandbits(128) & ~(0xF << 76) | 0x7 << 76
        return str(UUID(int=raw & ~(0x3 << 62) | 0x2 << 62))

    def time(self) -> str:
        fraction = self.random.choice(["", ".5", ".000001", ".123456"])
        return f"2020-{self.random.randint(1, 12):02}-{self.random.randint(1, 28):02}T08:06:01{fraction}Z"

    def add(self, noun: str, **fields: Any) -> Record:
        has_own = noun in ("transition", "version", "progress")
        made = {} if has_own else {"created_by": self.random.choice(["editor", "مها"])}
        record = {"type": noun, "id": self.uid(), **fields, **made}
        if noun != "version":
            record["at" if noun in ("transition", "progress") else "created_at"] = self.time()
        self.records.append(record)
        return record

    def source(self, name: str = "وكالة") -> Record:
        return self.add(
            "source", kind="outlet", name=name, descriptor="", affiliation="", nationality="", rank="", relayed_by="",
            anonymity_reason="", stated_count=self.random.choice([None, 2]), reliability=self.random.choice(["", "B"]),
        )  # fmt: skip

    def claim(self, statement: str = "فشلت المحادثات") -> Record:
        return self.add(
            "claim", statement=statement, language="ar", translations={"en": "The talks failed."}, kind="past_fact",
            certainty="certain", polarity="positive", workflow="marked", validity="open", overtaken_by=None,
            happened_at=None, horizon=None,
            recheck_at=self.time(), validity_stated="open",
        )  # fmt: skip

    def article(self, text: str, title: str = "عنوان") -> tuple[Record, Record]:
        """(article, version 1)"""
        article = self.add(
            "article", title=title, language="ar", direction="rtl", outlet="", url="", published_at=None,
            credited_wire="AFP", origin="", copy_of=None, status="new", assignee="annotator",
            metadata={"notes": [1, "ملاحظة"]},
        )  # fmt: skip
        return article, self.version(article, text, 1)

    def version(self, article: Record, text: str, number: int) -> Record:
        return self.add(
            "version", article=article["id"], number=number, text=text,
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            captured_at=self.time(), captured_how="pasted", captured_by="editor", note="",
        )  # fmt: skip

    def layer(self, version: Record, kind: str = "shared", annotator: str = "") -> Record:
        return self.add("layer", version=version["id"], kind=kind, annotator=annotator, name="")

    def span(self, version: Record, layer: Record, *segments: tuple[int, int], carried: str | None = None) -> Record:
        text = version["text"]
        quote = {
            "exact": " ".join(text[start:end] for start, end in segments),
            "prefix": text[max(0, segments[0][0] - 32) : segments[0][0]],
            "suffix": text[segments[-1][1] : segments[-1][1] + 32],
        }
        return self.add(
            "span", version=version["id"], layer=layer["id"], segments=[list(one) for one in segments], quote=quote,
            carried_from=carried,
        )  # fmt: skip

    def exhibit(self, **fields: Any) -> Record:
        return self.add("exhibit", kind="document", title="وثيقة", **fields)

    def accepted(self, claim: Record, exhibit: Record) -> Record:
        """Evidence that counts."""
        return self.add(
            "corroboration", claim=claim["id"], exhibit=exhibit["id"], stance="supports", state="accepted",
            decided_by="editor", decided_at=self.time(),
        )  # fmt: skip

    def frame(self, version: Record, layer: Record, **parts: Any) -> Record:
        fields = {
            "source": None, "cue": None, "contents": [], "addressee": None, "channel": None, "parent": None,
            "speakers": [], "resolution": "explicit", "antecedent": None, "cites": None, "cue_kind": "",
            "attitude": "assertion", "quotation": "none", **parts,
        }  # fmt: skip
        return self.add("attribution", version=version["id"], layer=layer["id"], **fields)

    def mention(self, claim: Record, **target: str | None) -> Record:
        fields = {"attribution": None, "span": None, **target}
        return self.add("mention", claim=claim["id"], **fields, polarity="asserts", credibility=3)

    def step(self, claim: Record) -> Record:
        return self.add("transition", claim=claim["id"], **{"from": "draft"}, to="marked", reason="", by="editor")

    def comment(self, noun: str, target: Record, *, resolved: bool = False) -> Record:
        return self.add(
            "comment", target=target["id"], target_type=noun, body="لماذا؟", resolved=resolved,
            resolved_by="editor" if resolved else "",
        )  # fmt: skip

    def progress(self, version: Record, layer: Record, state: str = "done") -> None:
        """Of the first paragraph."""
        start = paragraphs(version["text"])[0].start
        self.add("progress", version=version["id"], layer=layer["id"], start=start, state=state, by="editor")

    def verdict(self, article: Record, other: Record) -> None:
        """Somebody decided that the two are no copies of one another."""
        self.add(
            "resemblance", article=article["id"], other=other["id"], verdict="independent",
            similarity=self.random.choice([None, 1, 0.1, 0.8714285714285714]), reason="كُتبا كلٌّ على حدة",
            decided_by="editor", decided_at=self.time(),
        )  # fmt: skip

    def dismissal(self, a: Record, b: Record) -> None:
        self.add("source_dismissal", a=a["id"], b=b["id"], reason="")

    # Frames over a text of which nothing is known

    def annotate(
        self, version: Record, layer: Record, speakers: list[Record], *, depth: int = 4, cited: Sequence[Record] = ()
    ) -> None:
        """Frames inside one another as deep as the text allows, with and without cue, in pieces; some of them cite
        one of the articles `cited`."""
        runs = clean_runs(version["text"])
        parent: Record | None = None
        while depth and len(runs) > 3:
            depth -= 1
            first = self.random.randint(0, 2)
            inner = runs[first + 1 : -1] or runs[first + 1 :]
            content = self.span(version, layer, *merged(inner))
            source = self.span(version, layer, runs[first]) if self.random.random() < 0.7 else None
            cue = self.span(version, layer, runs[-1]) if inner[-1] != runs[-1] and self.random.random() < 0.6 else None
            frame = self.frame(
                version, layer, source=source and source["id"], cue=cue and cue["id"], contents=[content["id"]],
                parent=parent and parent["id"], speakers=[one["id"] for one in speakers[: self.random.randint(0, 2)]],
                antecedent=parent and self.random.choice([None, parent["id"]]),
                cites=self.random.choice([None, *(one["id"] for one in cited)]) if cited else None,
            )  # fmt: skip
            parent, runs = frame, inner
        if runs:
            pieces = runs[:: self.random.randint(1, 3)]
            lone = self.span(version, layer, *pieces[:5])
            self.mention(self.claim(), span=lone["id"])
        if parent is not None:
            claim = self.claim()
            self.mention(claim, attribution=parent["id"])
            self.step(claim)
            self.comment("attribution", parent, resolved=True)


def clean_runs(text: str) -> list[tuple[int, int]]:
    """Runs of grapheme clusters that hold no white space: each may be a segment."""
    runs: list[tuple[int, int]] = []
    edges = boundaries(text)
    for start, end in pairwise(edges):
        if not any(character in WHITE_SPACE for character in text[start:end]):
            if runs and runs[-1][1] == start:
                runs[-1] = (runs[-1][0], end)
            else:
                runs.append((start, end))
    return runs


def merged(runs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The hull of the runs, as one segment."""
    return [(runs[0][0], runs[-1][1])]


@st.composite
def corpora(draw: st.DrawFn) -> bytes:
    """A whole file: articles with several versions and layers (some empty), awkward texts, nested frames that cite
    earlier articles."""
    maker = Maker(draw(st.integers(0, 2**32)))
    speakers = [maker.source(draw(texts).strip() or "x") for _ in range(draw(st.integers(0, 2)))]
    if len(speakers) > 1:
        maker.dismissal(*speakers)
    earlier: list[Record] = []
    for _ in range(draw(st.integers(1, 3))):
        text = draw(texts.filter(lambda text: text.removeprefix("\ufeff").strip(WHITE_SPACE)))
        article, version = maker.article(text)
        layer = maker.layer(version)
        maker.annotate(version, layer, speakers, cited=earlier)
        maker.progress(version, layer)
        if draw(st.booleans()):
            own = maker.layer(version, "independent", "annotator")
            if draw(st.booleans()):
                maker.annotate(version, own, speakers, cited=earlier)
        if draw(st.booleans()):
            longer = maker.version(article, f"{text}\n{draw(texts)}", 2)
            newer = maker.layer(longer)
            for span in [one for one in maker.records if one["type"] == "span" and one["layer"] == layer["id"]][:3]:
                maker.span(longer, newer, *map(tuple, span["segments"]), carried=span["id"])
        if earlier:
            maker.verdict(article, earlier[-1])
        earlier.append(article)
    return file_of(maker.records)
