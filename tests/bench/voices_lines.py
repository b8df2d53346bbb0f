"""Voices: the rule over very many paths, the page of a claim that has many, the desk over very many claims."""

from __future__ import annotations

from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

from annotations.corroboration import judge
from tests.bench.corpus_lines import workspace
from tests.bench.section import Bench
from tests.bench.service import Client
from tests.bench.table import median_ms, times
from tests.corroboration.test_judging import many

PATHS, SOURCES = 10_000, 2_000
PAGE_PATHS = 200
DESK_CLAIMS = 100_000


def judging(bench: Bench) -> None:
    case = many(PATHS, SOURCES)
    took = median_ms(lambda: judge(case), times=5, warm=1)
    bench.table.add(f"count the voices of one claim, {PATHS:,} paths, {SOURCES:,} sources", f"{took:.0f} ms")


class Reader:
    """Somebody signed in at the pages, as a browser would be."""

    def __init__(self, bench: Bench) -> None:
        self._base = f"http://{bench.served.host}:{bench.served.port}"
        self._jar = CookieJar()
        self._opener = build_opener(HTTPCookieProcessor(self._jar))
        self.get("/sign-in/")
        token = next(cookie.value for cookie in self._jar if cookie.name == "csrftoken")
        given = {"username": "admin", "password": bench.served.password("admin"), "csrfmiddlewaretoken": token}
        request = Request(f"{self._base}/sign-in/", urlencode(given).encode(), {"Referer": self._base})  # noqa: S310
        self._opener.open(request).read()

    def get(self, path: str) -> str:
        with self._opener.open(f"{self._base}{path}") as answer:
            return str(answer.read().decode())


def opening_a_claim(bench: Bench) -> None:
    """The claim's page with as many reports as paths, each on the word of somebody else."""
    client = workspace(bench.served, "bench-claim")
    claim = client.post("/api/v1/claims/", {"statement": "It will close.", "language": "en", "kind": "threat"})["id"]
    for number in range(PAGE_PATHS):
        _report(client, claim, number)
    reader = Reader(bench)
    page = f"/w/bench-claim/claims/{claim}/"
    if f"{PAGE_PATHS} paths" not in reader.get(page):
        raise RuntimeError("the page does not tell of all paths")
    took = median_ms(lambda: reader.get(page), times=9)
    bench.table.add(f"claim page with {PAGE_PATHS} paths", f"{took:.0f} ms")


def _report(client: Client, claim: str, number: int) -> None:
    text = "An official said that it will close."
    described = {"title": f"Report {number}", "language": "en", "outlet": f"Outlet {number}", "text": text}
    article = client.post("/api/v1/articles/", described | {"published_at": "2020-09-27T10:00:00Z"})["id"]
    version = client.get(f"/api/v1/articles/{article}/versions/")["results"][0]["id"]
    layer = client.get(f"/api/v1/versions/{version}/annotations/")["layers"][0]["id"]
    source = client.post("/api/v1/sources/", {"kind": "anonymous_person", "descriptor": f"official {number}"})["id"]
    frame = {"version": version, "layer": layer, "contents": [{"segments": [[17, 35]]}], "speakers": [source]}
    attribution = client.post("/api/v1/attributions/", frame)["id"]
    mention = client.post("/api/v1/mentions/", {"claim": claim, "attribution": attribution, "polarity": "asserts"})[
        "id"
    ]
    found = client.get(f"/api/v1/corroborations/?claim={claim}&page_size=500")["results"]
    row = next(one for one in found if one["mention"] == mention)
    client.send("POST", f"/api/v1/corroborations/{row['id']}/accept/", b"{}")


def opening_the_desk(bench: Bench) -> None:
    """The desk's page over one claim and over very many."""
    client = workspace(bench.served, "bench-desk")
    claim = client.post("/api/v1/claims/", {"statement": "It will close.", "language": "en", "kind": "threat"})["id"]
    reader = Reader(bench)
    alone = median_ms(lambda: reader.get("/w/bench-desk/"), times=15)
    _many_claims(bench, claim)
    took = median_ms(lambda: reader.get("/w/bench-desk/"), times=15)
    bench.table.add(
        f"desk page with {DESK_CLAIMS:,} claims", f"{took:.0f} ms", f"{alone:.0f} ms (one claim)", times(took, alone)
    )


def _many_claims(bench: Bench, claim: str) -> None:
    """Copies of the claim in many states, by SQL."""
    connection = bench.limits.connection
    row = connection.execute(
        "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute WHERE attrelid ="
        " 'annotations_claim'::regclass AND attnum > 0 AND NOT attisdropped AND attname NOT IN ('id', 'uid')"
    ).fetchone()
    columns = row[0] if row else ""
    connection.execute(
        f"INSERT INTO annotations_claim (uid, {columns}) SELECT gen_random_uuid(), {columns}"
        " FROM annotations_claim, generate_series(2, %s) WHERE uid = %s",
        [DESK_CLAIMS, claim],
    )
    connection.execute(
        "UPDATE annotations_standing s SET effective = (ARRAY['unverified', 'single_source', 'corroborated',"
        " 'disputed'])[1 + s.claim_id %% 4], workflow = (ARRAY['draft', 'marked', 'published'])[1 + s.claim_id %% 3]"
        " FROM annotations_claim c WHERE c.id = s.claim_id AND c.statement = 'It will close.'",
        [],
    )
    connection.execute("ANALYZE annotations_claim, annotations_standing")
