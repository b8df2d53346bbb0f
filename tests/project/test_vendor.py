"""What is vendored names no address, carries its licences, and is what the lock says."""

from __future__ import annotations

import json
import re
from pathlib import Path

VENDOR = Path(__file__).parents[2] / "annotations/static/vendor"


def test_the_lock_names_no_address_and_pins_everything():
    text = (VENDOR / "package-lock.json").read_text()
    lock = json.loads(text)
    assert "://" not in re.sub(r'"(?:funding|license|url)": [^\n]*', "", text)
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert all("resolved" not in entry and entry["integrity"].startswith("sha512-") for entry in packages.values())
    wanted = json.loads((VENDOR / "package.json").read_text())["dependencies"]
    assert {f"node_modules/{name}": version for name, version in wanted.items()} == {
        name: entry["version"] for name, entry in packages.items()
    }


def test_every_vendored_file_has_its_licence_beside_it():
    assert (VENDOR / "htmx/LICENSE").exists()
    licences = [path.read_text() for path in (VENDOR / "fonts").glob("LICENSE-*")]
    assert len(licences) == 3
    assert all("SIL OPEN FONT LICENSE" in text.upper() for text in licences)


def test_the_style_sheets_load_every_vendored_font_and_no_other():
    sheets = (VENDOR.parent / "annotations/css").glob("*.css")
    named = {name for sheet in sheets for name in re.findall(r"vendor/fonts/([\w.-]+)", sheet.read_text())}
    assert named == {path.name for path in (VENDOR / "fonts").glob("*.woff2")}


def test_the_core_fonts_are_small():
    core = [path for path in (VENDOR / "fonts").glob("*.woff2") if "normal" not in path.name]
    assert core
    assert all(path.stat().st_size < 20_000 for path in core)


def test_the_htmx_is_the_one_of_the_lock():
    version = json.loads((VENDOR / "package.json").read_text())["dependencies"]["htmx.org"]
    assert f'version:"{version}"' in (VENDOR / "htmx/htmx.min.js").read_text()
