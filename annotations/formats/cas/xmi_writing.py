"""A CAS as XMI, in pieces. Characters that XML cannot hold are replaced, and the file says where and what they were."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

from annotations.anchoring import Utf16Map
from annotations.formats.cas import types
from annotations.formats.cas.replaced import NO_XML, STAND_IN
from annotations.formats.cas.structures import Cas, Ref, Refs, Structure, Value

_ENTITIES = {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
# Ids, times and names: they hold nothing that XML would have written otherwise.
_PLAIN = re.compile(r"[0-9A-Za-z_:.-]*")
_XMI = "http://www.omg.org/XMI"


def xmi_of(cas: Cas) -> Iterator[str]:
    """The file in pieces."""
    return _Writer(cas).pieces()


class _Writer:
    def __init__(self, cas: Cas) -> None:
        self.cas = cas
        self.last = max([*cas.structures, *(view.sofa for view in cas.views)])
        self.names = _element_names(cas)
        self.replaced: list[Structure] = []

    def pieces(self) -> Iterator[str]:
        spaces = "".join(f' xmlns:{prefix}="{url}"' for prefix, url in self._namespaces())
        yield (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<xmi:XMI xmlns:xmi="{_XMI}" xmlns:cas="http:///uima/cas.ecore"'
            f'{spaces} xmi:version="2.0">\n<cas:NULL xmi:id="0"/>\n'
        )
        for view in self.cas.views:
            text = self._attribute(None, "sofaString", view.text or "")
            yield (
                f'<cas:Sofa xmi:id="{view.sofa}" sofaNum="1" sofaID="{view.name}" mimeType="{view.mime_type}"'
                f" sofaString={text}/>\n"
            )
        for structure in self.cas.structures.values():
            yield self._element(structure)
        for structure in self.replaced:
            yield self._element(structure)
        first = self.last + 1
        yield from self._segments()
        more = [*(one.id for one in self.replaced), *range(first, self.last + 1)]
        for view in self.cas.views:
            yield f'<cas:View sofa="{view.sofa}" members="{" ".join(map(str, [*view.members, *more]))}"/>\n'
            more = []  # they belong to the first
        yield "</xmi:XMI>\n"

    def _segments(self) -> Iterator[str]:
        sofa = self.cas.views[0].sofa
        for name, some in self.cas.numbered(self.last):
            head, middle = f'<{self.names[name]} xmi:id="', f'" sofa="{sofa}" begin="'
            self.last = some[-1][0]
            yield "".join([f'{head}{key}{middle}{begin}" end="{end}"/>\n' for key, (begin, end) in some])

    def _namespaces(self) -> list[tuple[str, str]]:
        """(prefix, address) of every package but uima.cas, by address."""
        found = {name.split(":")[0]: _address(of) for of, name in self.names.items()}
        return sorted(found.items(), key=lambda pair: pair[1])

    def _element(self, structure: Structure) -> str:
        name = self.names[structure.type]
        parts = [f'<{name} xmi:id="{structure.id}"']
        children = []
        for feature, value in structure.features.items():
            if isinstance(value, list) and value and isinstance(value[0], str):
                children += [f"<{feature}>{_text(one)}</{feature}>" for one in value if isinstance(one, str)]
            elif value is not None and value != []:
                parts.append(f" {feature}={self._value(structure.id, feature, value)}")
        if not children:
            return "".join(parts) + "/>\n"
        return "".join([*parts, ">", *children, f"</{name}>\n"])

    def _value(self, owner: int, feature: str, value: Value) -> str:
        if isinstance(value, str):
            return self._attribute(owner, feature, value)
        if isinstance(value, bool):
            return '"true"' if value else '"false"'
        if isinstance(value, Ref):
            return f'"{value.id}"'
        if isinstance(value, Refs):
            return f'"{" ".join(str(one or 0) for one in value.ids)}"'
        if isinstance(value, list):
            return f'"{" ".join(map(str, value))}"'
        return f'"{value}"'

    def _attribute(self, owner: int | None, feature: str, text: str) -> str:
        if _PLAIN.fullmatch(text):
            return f'"{text}"'
        found = list(NO_XML.finditer(text))
        if found:
            units = Utf16Map(text)
            self.last += 1
            features: dict[str, Value] = {
                "owner": None if owner is None else Ref(owner),
                "feature": feature,
                "offsets": [units.to_utf16(one.start()) for one in found],
                "characters": [ord(one[0]) for one in found],
            }
            self.replaced.append(Structure(self.last, types.REPLACED, features))
            text = NO_XML.sub(STAND_IN, text)
        return quoteattr(text, _ENTITIES)


def _text(text: str) -> str:
    return NO_XML.sub(STAND_IN, text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _address(name: str) -> str:
    return f"http:///{name.rpartition('.')[0].replace('.', '/')}.ecore"


def _element_names(cas: Cas) -> dict[str, str]:
    """prefix:Name of every type in use. The prefix is the last part of the package, numbered where two share it."""
    names: dict[str, str] = {}
    prefixes: dict[str, str] = {}
    for name in sorted({types.REPLACED, types.SENTENCE, types.TOKEN, *(one.type for one in cas.structures.values())}):
        package, _, short = name.rpartition(".")
        if package not in prefixes:
            wanted = package.rpartition(".")[2]
            number = sum(one.rstrip("0123456789") == wanted for one in prefixes.values())
            prefixes[package] = f"{wanted}{number or ''}"
        names[name] = f"{prefixes[package]}:{short}"
    return names
