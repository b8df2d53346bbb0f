"""A strict parser of brat standoff, written after https://brat.nlplab.org/standoff.html and its configuration page.

It knows nothing of Isnad: it takes an archive, and fails on whatever brat itself would not load.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field

ID = re.compile(r"[A-Z#]\d+")
NAME = re.compile(r"[A-Za-z0-9_-]+")


@dataclass
class Configuration:
    entities: set[str] = field(default_factory=set)
    events: dict[str, dict[str, str]] = field(default_factory=dict)  # role to its ending: ? * + or none
    attributes: dict[str, set[str]] = field(default_factory=dict)


@dataclass
class Loaded:
    text: str
    bounds: dict[str, tuple[str, list[tuple[int, int]]]] = field(default_factory=dict)
    events: dict[str, tuple[str, str, list[tuple[str, str]]]] = field(default_factory=dict)
    attributes: list[tuple[str, str, str]] = field(default_factory=list)
    references: list[tuple[str, str, str, str]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


def load(archive: bytes) -> dict[str, Loaded]:
    """Every document of the archive by its path; AssertionError where anything is not as the format has it."""
    with zipfile.ZipFile(io.BytesIO(archive)) as found:
        files = {name: found.read(name) for name in found.namelist()}
    configuration = configured(files["annotation.conf"].decode())
    visual(files["visual.conf"].decode(), configuration)
    documents = {}
    for name in files:
        stem, _, kind = name.rpartition(".")
        if kind in ("txt", "ann"):
            assert {f"{stem}.txt", f"{stem}.ann"} <= set(files), name
            if kind == "txt":
                documents[stem] = loaded(files[name].decode(), files[f"{stem}.ann"].decode(), configuration)
    return documents


def sections(text: str, names: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    section = ""
    for line in text.split("\n"):
        if line.startswith("["):
            section = line.strip("[]")
            assert section in names, line
            found[section] = []
        elif line.strip():
            found[section].append(line)
    assert list(found) == names
    return found


def configured(text: str) -> Configuration:
    made = Configuration()
    parts = sections(text, ["entities", "relations", "events", "attributes"])
    for line in parts["entities"]:
        assert NAME.fullmatch(line), line
        made.entities.add(line)
    for line in parts["events"]:
        name, arguments = line.split("\t")
        made.events[name] = {}
        for argument in arguments.split(", "):
            role, ending, types = re.fullmatch(r"([A-Za-z]+)([?*+]?):(\S+)", argument).groups()  # type: ignore[union-attr]
            assert types in {"<ENTITY>", "<EVENT>", "<ANY>"} | made.entities
            made.events[name][role] = ending
    for line in parts["attributes"]:
        name, rest = line.split("\t")
        values = re.fullmatch(r"Arg:<(?:EVENT|ANY|ENTITY)>, Value:(\S+)", rest)
        assert values, line
        made.attributes[name] = set(values[1].split("|"))
    return made


def visual(text: str, configuration: Configuration) -> None:
    parts = sections(text, ["labels", "drawing"])
    known = configuration.entities | set(configuration.events) | {"SPAN_DEFAULT"}
    assert {line.split(" | ")[0] for line in parts["labels"]} <= known
    for line in parts["drawing"]:
        name, drawing = line.split("\t")
        assert name in known
        assert all(re.fullmatch(r"(fgColor|bgColor|borderColor):\S+", one) for one in drawing.split(", ")), line


def loaded(text: str, annotations: str, configuration: Configuration) -> Loaded:
    found = Loaded(text)
    assert annotations == "" or annotations.endswith("\n")
    seen: set[str] = set()
    for line in annotations.split("\n")[:-1]:
        key, _, rest = line.partition("\t")
        assert ID.fullmatch(key), line
        assert key not in seen, line
        seen.add(key)
        {"T": bound, "E": event, "A": attribute, "N": reference, "#": note}[key[0]](found, key, rest)
    check(found, configuration)
    return found


def bound(found: Loaded, key: str, rest: str) -> None:
    head, _, words = rest.partition("\t")
    name, offsets = head.split(" ", 1)
    segments: list[tuple[int, int]] = []
    for pair in offsets.split(";"):
        start, end = map(int, pair.split(" "))
        assert 0 <= start < end <= len(found.text), rest
        assert not segments or start >= segments[-1][1], "pieces are in order"
        assert "\n" not in found.text[start:end], "no piece goes over a line end"
        segments.append((start, end))
    assert words == " ".join(found.text[start:end] for start, end in segments), rest
    found.bounds[key] = (name, segments)


def event(found: Loaded, key: str, rest: str) -> None:
    (name, trigger), *arguments = [tuple(part.split(":")) for part in rest.split(" ")]
    found.events[key] = (name, trigger, arguments)  # type: ignore[assignment]


def attribute(found: Loaded, key: str, rest: str) -> None:
    name, target, value = rest.split(" ")
    found.attributes.append((name, target, value))


def reference(found: Loaded, key: str, rest: str) -> None:
    head, _, words = rest.partition("\t")
    name, target, named = head.split(" ")
    assert name == "Reference"
    database, _, uid = named.partition(":")
    assert database, rest
    assert uid, rest
    assert "\n" not in words
    found.references.append((target, database, uid, words))


def note(found: Loaded, key: str, rest: str) -> None:
    head, _, words = rest.partition("\t")
    name, target = head.split(" ")
    assert name == "AnnotatorNotes"
    found.notes.append((target, words))


def check(found: Loaded, configuration: Configuration) -> None:
    """What the lines say together, against one another and the configuration."""
    for name, _segments in found.bounds.values():
        assert name in configuration.entities or name in configuration.events
    for name, trigger, arguments in found.events.values():
        assert found.bounds[trigger][0] == name, "a trigger has the type of its event"
        counts: dict[str, int] = {}
        for role, target in arguments:
            bare = role.rstrip("0123456789")
            counts[bare] = counts.get(bare, 0) + 1
            assert role == bare + (str(counts[bare]) if counts[bare] > 1 else ""), "repeated roles are numbered"
            assert target in found.bounds or target in found.events
        for role, number in counts.items():
            assert number == 1 or configuration.events[name][role] in "*+", role
    keys = {*found.bounds, *found.events}
    for name, target, value in found.attributes:
        assert target in keys
        assert value in configuration.attributes[name]
    for target, *_rest in found.references:
        assert target in keys
    numbers = {f"N{number + 1}" for number in range(len(found.references))}
    assert all(target in keys | numbers for target, _words in found.notes)
