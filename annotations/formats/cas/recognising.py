"""What a CAS says in Isnad's terms: Isnad's own layers as they are, those of others where they tell of attributions."""

from __future__ import annotations

from collections.abc import Iterable

from annotations.errors import MalformedError, RuleBrokenError
from annotations.formats.cas.foreign_layers import ForeignLayers
from annotations.formats.cas.own_layers import OwnLayers
from annotations.formats.cas.places import Places
from annotations.formats.cas.replaced import replacements_of
from annotations.formats.cas.structures import Cas, View
from annotations.formats.foreign import ForeignDocument, Refused


def document_of(cas: Cas, name: str) -> ForeignDocument:
    """The document of a CAS; `name` is its path in the archive, and begins every place in it."""
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
    OwnLayers(places, replacements, document).fill()
    ForeignLayers(places, document).fill()
    return document


def _main_view(views: Iterable[View]) -> View | None:
    """The initial view if it has a text, else the first that has one."""
    found = [view for view in views if view.text is not None]
    return next((view for view in found if view.name == "_InitialView"), found[0] if found else None)
