"""The keys of the workbench: the sheet, and what a person may make of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from annotations.errors import RuleBrokenError
from annotations.web.keymap import ACTIONS, clean_keys, keymap, said, shown
from tests.cast import make_article

SCRIPT = Path("annotations/static/annotations/js/workbench/keys.js")


def test_the_script_knows_the_same_actions():
    table = SCRIPT.read_text().partition("export const DOES = {")[2].partition("};")[0]
    assert set(re.findall(r"(\w+): \[", table)) == set(ACTIONS)


def test_the_defaults_clash_nowhere_and_leave_the_browser_its_own():
    assert clean_keys({}) == {}
    every = [key for keys in keymap({}).values() for key in keys]
    assert len(every) == len(set(every))
    assert not [key for key in every if re.match(r"Ctrl\+(Key|Digit)|.*(Tab|F\d)", key)]


@pytest.mark.parametrize(
    ("wished", "rule", "field"),
    [
        ({"source": "KeyC"}, "keys.duplicate", "cue"),
        ({"make": "Shift+ArrowLeft"}, "keys.duplicate", "make"),
        ({"source": "Ctrl+KeyT"}, "keys.browser", "source"),
        ({"source": "F5"}, "keys.unknown", "source"),
        ({"source": "Tab"}, "keys.unknown", "source"),
        ({"source": "Alt+KeyS"}, "keys.unknown", "source"),
        ({"source": "<script>"}, "keys.unknown", "source"),
    ],
)
def test_what_cannot_be_a_key_is_refused_by_name(wished, rule, field):
    with pytest.raises(RuleBrokenError) as caught:
        clean_keys(wished)
    assert (caught.value.rule, caught.value.field) == (rule, field)


def test_only_what_differs_is_kept():
    wished = {"source": "KeyQ Digit1", "cue": "KeyC", "remove": "", "letters": "off", "nonsense": "KeyS"}
    kept = clean_keys(wished)
    assert kept == {"letters": "off", "source": ["KeyQ", "Digit1"], "remove": []}
    assert (keymap(kept)["source"], keymap(kept)["remove"], keymap(kept)["cue"]) == (["KeyQ", "Digit1"], [], ["KeyC"])


def test_keys_as_they_are_printed_and_read_out():
    assert [shown(key) for key in ("KeyS", "Ctrl+ArrowLeft", "?", "NumpadAdd")] == ["S", "Ctrl+←", "?", "Num Add"]
    assert said("Ctrl+KeyS") == "Control+S"


@pytest.mark.django_db
def test_other_keys_are_kept_with_the_person_and_worn_by_the_workbench(as_, cast):
    version = make_article(cast.actor("editor"))
    client = as_("annotator")
    assert client.post("/keys/", {"source": "KeyQ", "letters": "off"})["Location"] == "/keys/"
    cast.annotator.refresh_from_db()
    assert cast.annotator.keys == {"source": ["KeyQ"], "letters": "off"}
    html = client.get(f"/w/desk/articles/{version.article.uid}/").content.decode()
    assert '"source":["KeyQ"]' in html
    assert 'aria-keyshortcuts="Q"' in html
    assert 'data-letters="off"' in html
    assert 'data-letters="off"' not in as_("editor").get(f"/w/desk/articles/{version.article.uid}/").content.decode()
    client.post("/keys/", {"reset": "yes", "source": "KeyC"})
    cast.annotator.refresh_from_db()
    assert cast.annotator.keys == {}


@pytest.mark.django_db
def test_a_refusal_keeps_what_was_typed_and_says_why(as_, cast):
    answer = as_("annotator").post("/keys/?part=sheet", {"source": "KeyC"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "The key C is taken by: source." in html
    assert '<input id="key-source" name="source" value="KeyC"' in html
    assert "<html" not in html
    cast.annotator.refresh_from_db()
    assert cast.annotator.keys == {}
