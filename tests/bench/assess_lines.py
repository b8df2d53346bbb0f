"""Assessment: one change among very many claims, and a statement about two sources that moves 500 of them."""

from __future__ import annotations

import hashlib
import json
import uuid
from typing import Any

from tests.bench.corpus_lines import JSONL, workspace
from tests.bench.section import Bench
from tests.bench.table import median_ms, seconds

CLAIMS = 100_000
MOVED = 500
MADE = {"created_by": "admin", "created_at": "2020-09-28T00:00:00Z"}
Record = dict[str, Any]


def _uid(*parts: object) -> str:
    raw = uuid.uuid5(uuid.NAMESPACE_URL, "/".join(map(str, parts))).int & ~(0xF << 76) | 0x7 << 76
    return str(uuid.UUID(int=raw & ~(0x3 << 62) | 0x2 << 62))


def _claim(number: int) -> Record:
    return {
        "type": "claim", "id": _uid("claim", number), "statement": f"Claim {number}", "language": "en",
        "kind": "past_fact", **MADE,
    }  # fmt: skip


def _evidence(claim: int, person: int) -> Record:
    decided = {"state": "accepted", "decided_by": "admin", "decided_at": "2020-09-28T00:00:00Z"}
    return {
        "type": "corroboration", "id": _uid("evidence", claim, person), "claim": _uid("claim", claim),
        "exhibit": _uid("exhibit", person), **decided, **MADE,
    }  # fmt: skip


def _corpus() -> list[Record]:
    """Two people, a document of each, and MOVED claims that rest on both; the others rest on nothing."""
    found: list[Record] = [_claim(number) for number in range(CLAIMS)]
    for person, name in enumerate(("Ann Smith", "Robert Jones")):
        source = _uid("source", person)
        found.append({"type": "source", "id": source, "kind": "named_person", "name": name, **MADE})
        exhibit = {"kind": "document", "title": name, "url": "https://example.org/", "origin": source}
        found.append({"type": "exhibit", "id": _uid("exhibit", person), **exhibit, **MADE})
        found += [_evidence(number, person) for number in range(MOVED)]
    return found


def _file(records: list[Record]) -> bytes:
    """One isnad-jsonl file of these records."""
    order = ("source", "claim", "exhibit", "corroboration")
    head = {"type": "header", "format": "isnad-jsonl", "version": 1, "offset_unit": "code_point"}
    ordered = sorted(records, key=lambda record: (order.index(record["type"]), record["id"]))
    body = b"".join(json.dumps(record).encode() + b"\n" for record in (head, *ordered))
    return body + json.dumps({"type": "end", "sha256": hashlib.sha256(body).hexdigest()}).encode() + b"\n"


def moving_claims(bench: Bench) -> None:
    client = workspace(bench.served, "bench-assess")
    client.send("POST", "/api/v1/import/isnad-jsonl/", _file(_corpus()), JSONL)
    path = f"/api/v1/corroborations/{_uid('evidence', 0, 0)}"
    reason = b'{"reason": "misread"}'

    def change() -> None:
        client.send("POST", f"{path}/reject/", reason)
        client.send("POST", f"{path}/accept/", b"{}")

    took = median_ms(change, times=15) / 2
    bench.table.add(f"accept or reject evidence among {CLAIMS:,} claims", f"{took:.0f} ms")
    pair = {"a": _uid("source", 0), "b": _uid("source", 1), "kind": "same", "reason": "one person"}
    taken = seconds(lambda: client.post("/api/v1/source-relations/", pair))
    claim = client.get(f"/api/v1/claims/{_uid('claim', MOVED - 1)}/")
    if claim["supporting"]["max"] != 1 or claim["assessment"]["stale"]:
        raise RuntimeError("the statement moved nothing")
    bench.table.add(f"a statement about two sources that moves {MOVED} claims", f"{taken:.2f} s")
