"""The joined modules are modules that Chromium can parse."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from project.bundles import bundle
from project.static import ENTRIES

STATIC = Path("annotations/static")
# What a module imports is run before it: nothing of the joined text is run, but all of it is parsed before that.
_PARSE = """text => {
  const parts = [text, "\\nimport 'data:text/javascript,throw \\"parsed\\"';"];
  return import(URL.createObjectURL(new Blob(parts, { type: "text/javascript" }))).catch(String);
}"""


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_joined_module_parses(page: Page, entry: str):
    whole = STATIC / entry
    text = bundle(whole.name, lambda name: (whole.parent / name).read_text())
    assert page.evaluate(_PARSE, text) == "parsed"
    assert page.evaluate(_PARSE, f"{text}\nconst twice = 1; let twice = 2;").startswith("SyntaxError")
