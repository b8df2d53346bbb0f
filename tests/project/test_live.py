"""Live streams of the application as it is served: what they tell, whom, and that they cost no thread."""

from __future__ import annotations

import http.client
import json
import re
import signal
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from project.data import demo_passwords
from tests.project.conftest import as_prepared
from tests.project.listener import Listener
from tests.project.served import Served, descendants
from tests.waiting import PATIENCE

pytestmark = pytest.mark.slow


@dataclass
class Person:
    """Somebody signed in with a cookie, as a browser is."""

    served: Served
    name: str
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.served.port, timeout=30)
        connection.request(method, path, body, {**self.headers, **headers})
        answer = connection.getresponse()
        content = answer.read()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        connection.close()
        return answer.status, content

    @property
    def headers(self) -> dict[str, str]:
        token = {"X-CSRFToken": self.cookies["csrftoken"]} if "csrftoken" in self.cookies else {}
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), **token}

    def sign_in(self) -> Person:
        _, page = self.ask("GET", "/sign-in/")
        token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token
        password = demo_passwords(self.served.cluster.places.root)[self.name]
        form = {"csrfmiddlewaretoken": token[1].decode(), "username": self.name, "password": password}
        status, _ = self.ask("POST", "/sign-in/", urlencode(form).encode(), **FORM)
        assert status == 302
        return self

    def sign_out(self) -> None:
        form = {"csrfmiddlewaretoken": self.cookies["csrftoken"]}
        assert self.ask("POST", "/sign-out/", urlencode(form).encode(), **FORM)[0] == 302

    def api(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The JSON that the API answers; fails for a problem."""
        more = {"Content-Type": "application/json"} if body is not None else {}
        content = None if body is None else json.dumps(body).encode()
        status, answer = self.ask(method, f"/api/v1/{path}", content, **more, **headers)
        assert status < 300, (status, answer)
        return json.loads(answer) if answer else None

    def mark(self, version: str, start: int) -> str:
        """Mark three letters; the span's id."""
        return str(self.api("POST", "spans/", {"version": version, "segments": [[start, start + 3]]})["id"])

    def listen(self, version: str, *, last: str = "") -> Listener:
        return Listener(self.served.port, version, self.headers, last=last)


FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, prepared: Path) -> Iterator[Served]:
    """One application for the tests of this module, with two workers: what one does the other has to hear."""
    root = tmp_path_factory.mktemp("live")
    root.chmod(0o711)
    for parent in root.parents[:2]:
        parent.chmod(0o711)
    application = Served(as_prepared(prepared, root), ISNAD_WORKERS="2").wait_until_ready()
    yield application
    stops_at_once(application)
    application.tidy()


def stops_at_once(application: Served) -> None:
    """How it stops while somebody listens is a test too; it needs the application for itself."""
    editor = Person(application, "editor").sign_in()
    made = editor.api("POST", "articles/", {"title": "Last", "language": "en", "text": "abc"})
    listener = editor.listen(made["current_version"])
    listener.here("editor")
    application.process.send_signal(signal.SIGINT)
    assert listener.wait(lambda event: event.name == "end").content == {"reason": "restarting"}
    assert application.process.wait(PATIENCE) == 0


@pytest.fixture(scope="module")
def annotator(served: Served) -> Person:
    return Person(served, "annotator").sign_in()


@pytest.fixture(scope="module")
def editor(served: Served) -> Person:
    return Person(served, "editor").sign_in()


@pytest.fixture
def version(editor: Person) -> str:
    made = editor.api("POST", "articles/", {"title": "Live", "language": "en", "text": "abc " * 500})
    return str(made["current_version"])


def test_changes_come_in_order_and_with_who_made_them(editor: Person, annotator: Person, version: str):
    listeners = [editor.listen(version) for _ in range(4)]
    made = [annotator.mark(version, 4 * number) for number in range(8)]
    for listener in listeners:
        listener.told_of("spans", made[-1])
        seen = [span["id"] for change in listener.changes() for span in change["spans"]]
        assert list(dict.fromkeys(seen)) == made
        cursors = [event.cursor for event in listener.events if event.cursor]
        assert cursors == sorted(cursors)
        assert listener.changes()[0]["changed_by"][made[0]] == "annotator"
    annotator.ask("DELETE", f"/api/v1/spans/{made[0]}/", None, **{"If-Match": "*"})
    for listener in listeners:
        gone = {"kind": "spans", "id": made[0], "revision": 1}
        listener.wait(lambda event, gone=gone: event.name == "changes" and gone in event.content["gone"])
        listener.close()


def test_whoever_comes_back_misses_nothing(editor: Person, annotator: Person, version: str):
    first = editor.listen(version)
    seen = annotator.mark(version, 0)
    last = first.told_of("spans", seen).cursor
    first.close()
    missed = annotator.mark(version, 4)
    again = editor.listen(version, last=last)
    assert again.told_of("spans", missed) is again.events[0]
    again.close()


def test_nothing_is_missed_while_postgresql_cannot_be_heard(
    served: Served, editor: Person, annotator: Person, version: str
):
    listener = editor.listen(version)
    listener.told_of("spans", annotator.mark(version, 0))
    with served.connect() as connection:
        ended = connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'isnad live'"
        ).fetchall()
    assert len(ended) >= 1
    listener.told_of("spans", annotator.mark(version, 4))
    listener.close()


def test_another_workspaces_version_is_not_there(served: Served, editor: Person, version: str):
    with served.connect() as connection:
        connection.execute("INSERT INTO annotations_workspace (uid, slug, name) VALUES (gen_random_uuid(), 'w', 'W')")
        connection.execute(
            "INSERT INTO annotations_membership (uid, user_id, workspace_id, role)"
            " SELECT gen_random_uuid(), u.id, w.id, 'reader' FROM annotations_user u, annotations_workspace w"
            " WHERE u.username = 'editor' AND w.slug = 'w'"
        )
    assert editor.listen(version).status in (200, 403)  # of two workspaces one has to be named
    stranger = Listener(served.port, version, {**editor.headers, "X-Workspace": "w"})
    assert stranger.status == 404
    assert Listener(served.port, version, {}).status == 401
    with served.connect() as connection:
        connection.execute("DELETE FROM annotations_membership WHERE workspace_id IN"
                           " (SELECT id FROM annotations_workspace WHERE slug = 'w')")  # fmt: skip


def test_signing_out_ends_the_streams_of_that_session_alone(served: Served, editor: Person, version: str):
    leaving = Person(served, "annotator").sign_in()
    staying, ended = editor.listen(version), leaving.listen(version)
    ended.here("annotator", "editor")
    leaving.sign_out()
    assert ended.wait(lambda event: event.name == "end").content == {"reason": "not_allowed"}
    assert ended.ended.wait(PATIENCE)
    staying.here("editor")
    staying.close()


def test_a_removed_member_hears_nothing_more(served: Served, version: str):
    reader = Person(served, "reader").sign_in()
    listener = reader.listen(version)
    listener.here("reader")
    with served.connect() as connection:
        row = "user_id = (SELECT id FROM annotations_user WHERE username = 'reader')"
        kept = connection.execute(f"DELETE FROM annotations_membership WHERE {row} RETURNING workspace_id, user_id")
        workspace, user = kept.fetchone() or (0, 0)
        assert listener.wait(lambda event: event.name == "end").content == {"reason": "not_allowed"}
        assert reader.listen(version).status in (403, 404)
        connection.execute(
            "INSERT INTO annotations_membership (uid, user_id, workspace_id, role)"
            " VALUES (gen_random_uuid(), %s, %s, 'reader')", [user, workspace],
        )  # fmt: skip


def test_who_is_here_and_on_which_frame(editor: Person, annotator: Person, version: str):
    mine = editor.listen(version)
    theirs = [annotator.listen(version) for _ in range(3)]
    mine.here("annotator", "annotator", "annotator", "editor")
    frame = "0190b2c4-0000-7000-8000-000000000001"
    for body in ({"viewer": mine.viewer, "frame": None}, {"viewer": theirs[0].viewer, "frame": frame}):
        annotator.api("POST", f"versions/{version}/presence/", body)
    told = mine.wait(lambda event: event.name == "here" and frame in {one["frame"] for one in event.content})
    assert {one["viewer"]: one["frame"] for one in told.content}[theirs[0].viewer] == frame
    for one in theirs:
        one.close()
    mine.wait(lambda event: event is mine.events[-1] and event.name == "here" and len(event.content) == 1)
    mine.close()


def _threads(pids: list[int]) -> int:
    return sum(len(list(Path(f"/proc/{pid}/task").iterdir())) for pid in pids)


def test_many_viewers_cost_no_thread_and_keep_nobody_waiting(
    served: Served, editor: Person, annotator: Person, version: str
):
    workers = descendants(next(iter(descendants(served.process.pid))))
    annotator.mark(version, 0)
    listeners = [editor.listen(version) for _ in range(60)]
    before = _threads(workers)
    listeners += [editor.listen(version) for _ in range(60)]
    assert _threads(workers) - before < 20  # threads of the pools that had not been needed yet
    made = annotator.mark(version, 4)
    for listener in listeners:
        listener.told_of("spans", made)
        listener.close()
