"""What README tells researchers to type works as it stands there, against a served workspace."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from pytest_django.live_server_helper import LiveServer

from annotations.actions import create_workspace, import_records, make_token
from annotations.formats import import_format
from annotations.models import Attribution, Membership, Mention, Source, User
from annotations.policies import Actor
from annotations.vocabulary import Role, Scope, Through
from tests.formats.test_round_trip import SEEDS

README = Path(__file__).resolve().parents[2] / "README.md"
TITLE = "## From an empty notebook to a table of attributions"
ADDRESS = "http://127.0.0.1:8000"
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks() -> list[tuple[str, str]]:
    """(language, what stands in it) of each block of the section."""
    section = README.read_text(encoding="utf-8").split(TITLE)[1].split("\n## ")[0]
    return [(found[1], found[2]) for found in _BLOCK.finditer(section)]


@pytest.fixture
def token(transactional_db: None) -> str:
    """Of a reader in a workspace that holds the seeds."""
    workspace = create_workspace(slug="research", name="Research")
    user = User.objects.create_user("researcher")
    Membership.objects.create(workspace=workspace, user=user, role=Role.READER)
    actor = Actor(user=user, workspace=workspace, role=Role.ADMIN, through=Through.API)
    report = import_records(actor=actor, incoming=import_format("isnad-jsonl").read([SEEDS.read_bytes()]))
    assert report.refused == []
    return make_token(actor=actor, scope=Scope.READ, name="notebook", days=1)[1]


def run(language: str, block: str, live: str, token: str, folder: Path) -> str:
    """What the block prints; fails where it does. Nothing is asked of the Hugging Face hub, nothing kept outside."""
    command = ["sh", "-euc"] if language == "sh" else [sys.executable, "-c"]
    offline = {"HF_HUB_OFFLINE": "1", "HF_HOME": str(folder / "hugging-face")}
    done = subprocess.run(
        [*command, block.replace(ADDRESS, live)], cwd=folder, env={**os.environ, **offline, "TOKEN": token},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def most_spoken(number: int) -> list[tuple[str, str, int]]:
    """The (speaker, kind of claim, times) that stand at the head of the table, by the rows of the database."""
    names = {source.pk: source.name or source.descriptor for source in Source.objects.all()}
    times = Counter(
        (names[speaker], mention.claim.kind)
        for mention in Mention.objects.exclude(attribution=None).select_related("claim", "attribution")
        if mention.attribution
        for speaker in mention.attribution.speaker_ids
    )
    return sorted(
        ((speaker, kind, count) for (speaker, kind), count in times.items()), key=lambda row: (-row[2], row[0], row[1])
    )[:number]


@pytest.mark.slow
def test_the_notebook_runs(live_server: LiveServer, token: str, tmp_path: Path) -> None:
    (_python, notebook), (_sh, shell), (_duckdb, query), (_datasets, training) = blocks()
    assert len(notebook.splitlines()) == 5
    table = run("python", notebook, live_server.url, token, tmp_path)
    assert "claim_statements" in table
    assert "واشنطن" in table
    run("sh", shell, live_server.url, token, tmp_path)
    counted = run("python", query, live_server.url, token, tmp_path)
    rows = [tuple(cell.strip() for cell in line.strip("│").split("│")) for line in counted.splitlines() if "│" in line]
    assert rows[0] == ("speaker", "kind", "times")
    assert [(speaker, kind, int(times)) for speaker, kind, times in rows[2:]] == most_spoken(10)
    loaded = run("python", f"{training}print(attributions.num_rows)", live_server.url, token, tmp_path)
    assert int(loaded) == Attribution.objects.filter(workspace__slug="research").count() > 40
