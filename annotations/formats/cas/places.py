"""Where annotations of a CAS lie in the text as it will be stored."""

from __future__ import annotations

from annotations.anchoring import Segment
from annotations.errors import RuleBrokenError
from annotations.formats.cas.replaced import Replacements, put_back
from annotations.formats.cas.structures import Cas, Ref, Structure, View
from annotations.formats.cas.types import record_type
from annotations.formats.offsets import OffsetUnit, SourceText

_VERSION = record_type("version")


class Places:
    """Of the annotations of one view. `name` is the file's, and begins every place."""

    def __init__(self, cas: Cas, view: View, name: str, replacements: Replacements) -> None:
        self.cas = cas
        self.view = view
        self.name = name
        came = put_back(view.text or "", replacements.get((None, "sofaString"), []))
        ours = any(one.type == _VERSION for one in cas.structures.values())
        source = SourceText(came, keep=ours)
        self.text = source.text
        self._convert = source.converter(OffsetUnit.UTF16)

    def of(self, structure: Structure) -> str:
        """Where in the file the structure stands."""
        return f"{self.name}#{structure.id}"

    def segment(self, structure: Structure) -> Segment:
        """In code points. Raises RuleBrokenError `cas.offset`, `cas.other_view`, `span.out_of_text`,
        `span.splits_surrogate_pair`.
        """
        begin, end = structure.features.get("begin"), structure.features.get("end")
        if type(begin) is not int or type(end) is not int:
            raise RuleBrokenError("cas.offset", "begin and end must be whole numbers", field="begin")
        sofa = structure.features.get("sofa")
        if isinstance(sofa, Ref) and sofa.id != self.view.sofa:
            raise RuleBrokenError("cas.other_view", f"it lies on another text than {self.view.name}", field="sofa")
        return self._convert(begin), self._convert(end)
