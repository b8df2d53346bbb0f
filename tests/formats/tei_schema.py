"""TEI P5's own RELAX NG, cut down to some of its elements.

schemas/tei_all.rng.gz is TEI's schema as the TEI Consortium publishes it (P5 4.3.0; BSD-2-Clause, see its head). All
of it takes a quarter of a minute to compile; what is valid after only a part of its elements is valid after all.
"""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path

from lxml import etree

FILE = Path(__file__).parent / "schemas" / "tei_all.rng.gz"
RNG = "{http://relaxng.org/ns/structure/1.0}"
_NAMES = """
    teiCorpus TEI teiHeader fileDesc titleStmt title extent measure publicationStmt publisher date idno notesStmt note
    sourceDesc bibl p encodingDesc profileDesc langUsage language standOff spanGrp span listRelation relation fs f
    string listPerson person persName listOrg org orgName listBibl list item text body ab lb
"""
ELEMENTS = frozenset(_NAMES.split())


@cache
def schema() -> etree.RelaxNG:
    """The schema with every other element forbidden."""
    grammar = etree.fromstring(gzip.decompress(FILE.read_bytes()))
    for definition in grammar.iter(f"{RNG}define"):
        element = definition.find(f"{RNG}element")
        if element is not None and element.get("name") not in ELEMENTS:
            name = str(definition.get("name"))
            definition.clear()
            definition.set("name", name)
            etree.SubElement(definition, f"{RNG}notAllowed")
    return etree.RelaxNG(grammar)
