"""The Arabic interface is complete: every sentence of the pages is in the catalogue, translated, and compiled."""

from __future__ import annotations

import ast
import gc
import gettext
import re
from functools import cache
from pathlib import Path

import pytest
from django.utils.translation.template import templatize

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "locale/ar/LC_MESSAGES/django.po"
ARABIC = re.compile("[\u0621-\u064a]")
LATIN_ONLY = {"SQL"}
FUNCTIONS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
_CALL = re.compile(r"""\b(?:n?gettext|_)\(\s*(u?"(?:[^"\\]|\\.)*"|u?'(?:[^'\\]|\\.)*')""")
_FIELD = re.compile(r'^(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?)? ?(".*")$')
_PLACEHOLDER = re.compile(r"%\((\w+)\)s")


@cache
def entries() -> list[tuple[dict[str, str], bool]]:
    """The fields of each entry of the catalogue, and whether it is marked fuzzy."""
    found = []
    for block in CATALOGUE.read_text().split("\n\n"):
        fields: dict[str, str] = {}
        name = ""
        for line in block.splitlines():
            match = _FIELD.match(line)
            if match:
                name = match[1] or name
                fields[name] = fields.get(name, "") + ast.literal_eval(match[2])
        if fields:
            found.append((fields, bool(re.search(r"^#,.*\bfuzzy\b", block, re.MULTILINE))))
    return found


def translations(fields: dict[str, str]) -> list[str]:
    return [text for name, text in fields.items() if name.startswith("msgstr")]


def messages_of_code(path: Path) -> set[str]:
    """The message of every call of a translating function: its first argument, after the context if it takes one."""
    calls = [node for node in ast.walk(_parsed(path.read_text())) if isinstance(node, ast.Call)]
    named = [(call.func.id, call.args) for call in calls if isinstance(call.func, ast.Name)]
    constants = [
        argument for name, arguments in named if name in FUNCTIONS for argument in arguments[name.startswith("p") :][:1]
    ]
    return {one.value for one in constants if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def _parsed(text: str) -> ast.Module:
    """Python 3.11 takes what the collector has others do meanwhile for a fault of its own (SystemError)."""
    gc.disable()
    try:
        return ast.parse(text)
    finally:
        gc.enable()


def messages_of_template(path: Path) -> set[str]:
    return {ast.literal_eval(literal) for literal in _CALL.findall(templatize(path.read_text()))}


def test_the_catalogue_is_read():
    assert len(entries()) > 300


@pytest.mark.parametrize("place", ["annotations", "project", "templates"])
def test_every_message_is_in_the_catalogue(place):
    known = {fields["msgid"] for fields, _fuzzy in entries()}
    used: set[str] = set()
    for path in (ROOT / place).rglob("*.py"):
        used |= messages_of_code(path)
    for path in (ROOT / place).rglob("*.html"):
        used |= messages_of_template(path)
    if place != "project":
        assert used
    assert sorted(used - known) == []


def test_every_message_is_translated():
    lacking = [fields["msgid"] for fields, _fuzzy in entries() if fields["msgid"] and not all(translations(fields))]
    assert lacking == []


def test_no_translation_is_a_guess():
    assert [fields["msgid"] for fields, fuzzy in entries() if fuzzy and fields["msgid"]] == []


def test_translations_are_arabic():
    strange = [
        fields["msgid"]
        for fields, _fuzzy in entries()
        if fields["msgid"].strip(" ,") and fields["msgid"] not in LATIN_ONLY
        and not all(ARABIC.search(text) for text in translations(fields))
    ]  # fmt: skip
    assert strange == []


def test_placeholders_survive():
    """None is invented. A form for one or for two may leave the number to the noun."""
    for fields, _fuzzy in entries():
        if not fields["msgid"]:
            continue
        given = set(_PLACEHOLDER.findall(fields["msgid"]))
        for text in translations(fields):
            used = set(_PLACEHOLDER.findall(text))
            assert used == given if "msgid_plural" not in fields else used <= given, fields["msgid"]


def test_the_plural_has_all_six_arabic_forms():
    for fields, _fuzzy in entries():
        if "msgid_plural" in fields:
            assert len(translations(fields)) == 6, fields["msgid"]


def test_the_compiled_catalogue_is_this_one():
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    stale = [
        fields["msgid"]
        for fields, _fuzzy in entries()
        if "msgid_plural" not in fields and compiled.gettext(fields["msgid"]) != fields["msgstr"]
        and "msgctxt" not in fields and fields["msgid"]
    ]  # fmt: skip
    assert stale == []
