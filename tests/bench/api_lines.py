"""Single requests: create a span, read a version's annotations, list and search articles."""

from __future__ import annotations

import json
import random
import time
from concurrent.futures import ThreadPoolExecutor

from tests.bench.corpus import corpus, document
from tests.bench.corpus_lines import JSONL, LISTED, fill, workspace
from tests.bench.section import Bench
from tests.bench.service import Client
from tests.bench.table import median_ms, times

CLIENTS = 8
SECONDS = 5.0
# The same page of articles, found by words as they stand in the index: no proclitics, no folding, no JSON.
_FOUND = (
    "SELECT a.* FROM annotations_article a JOIN annotations_workspace w ON w.id = a.workspace_id"
    " JOIN annotations_articlesearch s ON s.article_id = a.id"
    " WHERE w.slug = 'bench-list' AND s.terms @> %s::text[] ORDER BY a.created_at DESC, a.id DESC LIMIT 50"
)


def _span(version: str, layer: str, number: int) -> bytes:
    start = number % 3000
    return json.dumps({"version": version, "layer": layer, "segments": [[start, start + 1]]}).encode()


def _open_article(client: Client, number: int, *, frames: int, repeat: int = 1) -> tuple[str, str]:
    """Import one article; its version and its layer."""
    client.send("POST", "/api/v1/import/isnad-jsonl/", corpus(1, first=number, frames=frames, repeat=repeat), JSONL)
    made = document(number, frames=frames, repeat=repeat)
    return made["version"][0]["id"], made["layer"][0]["id"]


def creating(bench: Bench) -> None:
    served, limits, table, *_ = bench
    client = workspace(served, "bench-create")
    made = client.post("/api/v1/articles/", {"title": "x", "language": "en", "text": "abcdefghij" * 400})
    version = client.get(f"/api/v1/articles/{made['id']}/versions/")["results"][0]["id"]
    layer = client.get(f"/api/v1/versions/{version}/annotations/")["layers"][0]["id"]
    numbers = iter(range(10_000_000))

    def create(one: Client = client) -> None:
        one.send("POST", "/api/v1/spans/", _span(version, layer, next(numbers)))

    alone = median_ms(create, times=200)
    limit = limits.insert_span_ms()
    table.add(
        "create one span through the API, alone", f"{alone:.1f} ms", f"{limit:.2f} ms (insert)", times(alone, limit)
    )
    done = [0] * CLIENTS
    stop = time.monotonic() + SECONDS

    def press(place: int) -> None:
        mine = Client(served.host, served.port, client.token)
        while time.monotonic() < stop:
            create(mine)
            done[place] += 1

    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(press, range(CLIENTS)))  # raises what a client met with
    rate = sum(done) / SECONDS
    inserts = limits.inserts_per_second(CLIENTS, SECONDS)
    table.add(
        f"create spans with {CLIENTS} clients",
        f"{rate:,.0f} requests/s",
        f"{inserts:,.0f}/s ({CLIENTS} connections inserting)",
        times(inserts, rate),
    )


def reading(bench: Bench) -> None:
    served, limits, table, *_ = bench
    client = workspace(served, "bench-read")
    for frames, repeat in ((20, 1), (1000, 4)):
        version, _layer = _open_article(client, 900_000 + frames, frames=frames, repeat=repeat)
        path = f"/api/v1/versions/{version}/annotations/"
        size = len(client.send("GET", path)[1])
        figure = median_ms(lambda path=path: client.send("GET", path))  # type: ignore[misc]
        limit = limits.select_ms(
            "SELECT s.* FROM annotations_span s JOIN annotations_articleversion v ON v.id = s.version_id"
            " WHERE v.uid = %s",
            [version],
        )
        table.add(
            f"read one version's annotations, {2 * frames:,} spans ({size / 1000:.0f} kB)",
            f"{figure:.1f} ms",
            f"{limit:.1f} ms (SELECT of the spans)",
            times(figure, limit),
        )


def listing(bench: Bench) -> None:
    served, limits, table, articles, _part = bench
    client = workspace(served, LISTED)
    fill(bench, client, articles)
    raw = (
        "SELECT a.* FROM annotations_article a JOIN annotations_workspace w ON w.id = a.workspace_id"
        " WHERE w.slug = 'bench-list' ORDER BY a.created_at DESC, a.id DESC LIMIT 50"
    )
    limit = limits.select_ms(raw, [])
    figure = median_ms(lambda: client.get("/api/v1/articles/?page_size=50"))
    table.add(f"list 50 of {articles:,} articles", f"{figure:.1f} ms", f"{limit:.2f} ms (SELECT)", times(figure, limit))
    chosen = random.Random(7).sample(range(articles), 5)  # noqa: S311 - reproducible on purpose
    for what, queries in (
        ("a word in every article, glued to its conjunction", ["العراق", "واشنطن"]),
        ("a word in one article", [str(number) for number in chosen]),
        ("two words", ["الامريكيه بغداد"]),
        ("a word in none", ["زرافة"]),
    ):
        turns = iter(queries * 100)
        figure = median_ms(lambda turns=turns: client.get(f"/api/v1/articles/?page_size=50&q={next(turns)}"))  # type: ignore[misc]
        limit = limits.select_ms(_FOUND, [queries[0].split()])
        table.add(
            f"search {articles:,} articles: {what}",
            f"{figure:.1f} ms",
            f"{limit:.2f} ms (SELECT by the bare words)",
            times(figure, limit),
        )
