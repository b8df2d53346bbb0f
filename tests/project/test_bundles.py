"""Joining modules."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from project.bundles import BundleError, bundle
from project.static import ENTRIES

STATIC = Path("annotations/static")
WORKBENCH = STATIC / "annotations/js/workbench"


def joined(**modules: str) -> str:
    return bundle("main.js", lambda name: modules[name.removesuffix(".js")])


def test_each_import_is_written_once_before_its_users():
    text = joined(
        main='import { a } from "./a.js";\nimport { b } from "./b.js";\nexport const all = [a, b];\n',
        a='import { b } from "./b.js";\nexport const a = b;\n',
        b="export function b() {\n  return 1;\n}\n",
    )
    assert text == "function b() {\nreturn 1;\n}\nconst a = b;\nexport const all = [a, b];\n"


def test_comments_on_their_own_lines_go_and_code_beside_comments_stays():
    text = joined(main="/**\n * What it is.\n */\nconst a = 1; // because\n// gone\nconst b = 2 *\n  3;\n")
    assert text == "const a = 1; // because\nconst b = 2 *\n3;\n"


def test_an_import_over_several_lines():
    text = joined(main='import {\n  a,\n} from "./a.js";\na();\n', a="export const a = 1;\n")
    assert text == "const a = 1;\na();\n"


@pytest.mark.parametrize(
    ("modules", "why"),
    [
        ({"main": 'import { a } from "./a.js";\n', "a": 'import { m } from "./main.js";\n'}, "circle"),
        ({"main": 'import { a as b } from "./a.js";\n', "a": "export const a = 1;\n"}, "renames"),
        (
            {"main": 'import { a } from "./a.js";\nconst own = 1;\n', "a": "export const a = 1;\nconst own = 2;\n"},
            "both",
        ),
    ],
)
def test_what_cannot_be_joined_is_refused(modules, why):
    with pytest.raises(BundleError, match=why):
        joined(**modules)


@pytest.mark.parametrize("entry", ENTRIES)
def test_what_pages_load_can_be_joined(entry: str):
    """That it parses too is seen in a browser."""
    whole = STATIC / entry
    assert not re.search(r"^import ", bundle(whole.name, lambda name: (whole.parent / name).read_text()), re.MULTILINE)


def test_modules_are_short():
    """One purpose each, under 200 lines."""
    long = {path.name for path in WORKBENCH.glob("*.js") if len(path.read_text().splitlines()) >= 200}
    assert long == set()
