"""What a CAS says in Isnad's terms: Isnad's own layers as they are, those of others where they tell of attributions."""

from __future__ import annotations

import re
from collections.abc import Iterable

from annotations.errors import MalformedError, RuleBrokenError
from annotations.formats.cas.foreign_layers import ForeignLayers
from annotations.formats.cas.own_layers import OwnLayers
from annotations.formats.cas.places import Places
from annotations.formats.cas.replaced import replacements_of
from annotations.formats.cas.structures import Cas, View
from annotations.formats.cas.types import DOCUMENT
from annotations.formats.foreign import Fields, ForeignDocument, ForeignLayer, Refused

MAX_NAME, MAX_TITLE = 100, 200
_LANGUAGE = re.compile("[a-z]{2,3}")
_CURATION = "CURATION_USER"
_INITIAL = "INITIAL_CAS"
# In an export of a project INCEpTION has a folder for each document, and in it a CAS for each annotator.
_IN_PROJECT = re.compile(r"(?:^|/)(annotation|curation)(?:_ser)?/([^/]+)/([^/]+)$")


def document_of(cas: Cas, name: str) -> ForeignDocument:
    """The document of a CAS; `name` is its path in the archive, and begins every place in it.

    `annotation/DOCUMENT/ANNOTATOR.json` is that annotator's layer of one article,
    `curation/DOCUMENT/CURATION_USER.json` the adjudicated one.
    """
    view = _main_view(cas.views)
    if view is None or view.text is None:
        error = MalformedError("cas.no_text", "the CAS has no view with a text", field="sofaString")
        return ForeignDocument(name, "", name, error=error)
    replacements = replacements_of(cas)
    places = Places(cas, view, name, replacements)
    document = ForeignDocument(name, places.text, name)
    for other in cas.views:
        if other is not view:
            detail = f"the view {other.name[:100]} is left out: one text, {view.name[:100]}, is read of a CAS"
            document.refused.append(Refused(name, RuleBrokenError("cas.other_view", detail)))
    if cas.undescribed:
        first = min(cas.undescribed)
        detail = f"no type system describes {first[:100]} (types like it: {len(cas.undescribed)}): what such structures"
        detail += " refer to is not read. A TypeSystem.xml belongs into the archive, beside the CAS"
        undescribed = RuleBrokenError("cas.type_undescribed", detail, field=first[:200])
        document.refused.append(Refused(name, undescribed, adjusted=True))
    OwnLayers(places, replacements, document).fill()
    ForeignLayers(places, document).fill()
    if not document.version:
        document.article = _metadata(cas)
        _place_in_project(document)
    return document


def _metadata(cas: Cas) -> Fields:
    """Language and title, where the CAS tells them in a form that an article can have."""
    found: Fields = {}
    for structure in cas.structures.values():
        if DOCUMENT in cas.types.lineage(structure.type):
            language, title = structure.features.get("language"), structure.features.get("documentTitle")
            if isinstance(language, str) and _LANGUAGE.fullmatch(language):
                found["language"] = language
            if isinstance(title, str) and title.strip() and title.isprintable():
                found["title"] = title.strip()[:MAX_TITLE]
    return found


def _place_in_project(document: ForeignDocument) -> None:
    found = _IN_PROJECT.search(document.name)
    if found is None:
        return
    document.name, who = found[2], found[3].rpartition(".")[0] or found[3]
    fields: Fields = {"kind": "independent", "annotator": who[:MAX_NAME]}
    if found[1] == "curation" or who == _CURATION:
        fields = {"kind": "adjudicated"}
    elif who == _INITIAL:
        fields = {}
    if not document.layers:
        document.layers.append(ForeignLayer())
    for layer in document.layers:
        layer.fields = {**layer.fields, **fields}


def _main_view(views: Iterable[View]) -> View | None:
    """The initial view if it has a text, else the first that has one."""
    found = [view for view in views if view.text is not None]
    return next((view for view in found if view.name == "_InitialView"), found[0] if found else None)
