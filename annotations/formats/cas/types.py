"""The UIMA type system of Isnad: what its CAS files hold, as data, as TypeSystem.xml and as %TYPES of a JSON CAS.

Spans and frames are annotation layers as INCEpTION shows and edits them: a frame is an annotation with slots that
link to spans, its parent a relation between two frames. All other records are plain feature structures with a feature
for each field. Segmentation and metadata are DKPro Core's.
"""

from __future__ import annotations

from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from annotations.corpus import CORPUS_TYPES

DKPRO = "de.tudarmstadt.ukp.dkpro.core.api."
SENTENCE = f"{DKPRO}segmentation.type.Sentence"
TOKEN = f"{DKPRO}segmentation.type.Token"
DIV = f"{DKPRO}segmentation.type.Div"
PARAGRAPH = f"{DKPRO}segmentation.type.Paragraph"
HEADING = f"{DKPRO}segmentation.type.Heading"
METADATA = f"{DKPRO}metadata.type.DocumentMetaData"
PASSED_OVER = frozenset({SENTENCE, TOKEN, DIV, PARAGRAPH, HEADING})
"""What a reader has no use for: the text can be cut anew. They are most of the structures of a CAS."""
ANNOTATION = "uima.tcas.Annotation"
DOCUMENT = "uima.tcas.DocumentAnnotation"
TOP = "uima.cas.TOP"
SOFA = "uima.cas.Sofa"
STRING = "uima.cas.String"
INTEGER = "uima.cas.Integer"
BOOLEAN = "uima.cas.Boolean"
STRINGS = "uima.cas.StringArray"
INTEGERS = "uima.cas.IntegerArray"
STRUCTURES = "uima.cas.FSArray"

SPAN = "isnad.Span"
ATTRIBUTION = "isnad.Attribution"
NESTING = "isnad.Nesting"
REPLACED = "isnad.Replaced"
SLOTS = {"source": "Source", "cue": "Cue", "content": "Content", "addressee": "Addressee", "channel": "Channel"}
"""The slots of a frame, by role."""


class Feature(NamedTuple):
    """`range` is a type; `element` that of the members of an array of structures."""

    name: str
    range: str
    element: str = ""


class TypeOf(NamedTuple):
    name: str
    super: str
    features: tuple[Feature, ...]
    about: str = ""


def link_of(role: str) -> str:
    """The type of the links in a frame's slot."""
    return f"isnad.{SLOTS[role]}Link"


def record_type(noun: str) -> str:
    """isnad.SourceRelation, of source_relation."""
    return "isnad." + "".join(word.capitalize() for word in noun.split("_"))


def _strings(*names: str) -> tuple[Feature, ...]:
    return tuple(Feature(name, STRING) for name in names)


_RANGES = {"str": STRING, "int": INTEGER, "bool": BOOLEAN, "list[str]": STRINGS}
# Fields that stand elsewhere in a CAS: the text is its sofa.
_ELSEWHERE = {"version": {"text"}}
_MADE = ("created_by", "created_at")


def record_features(noun: str) -> dict[str, str]:
    """The features of a record's type with their ranges, by field. What is no text, number, Boolean or list of texts
    stands there as JSON, in a string."""
    found = {}
    for name, annotation in CORPUS_TYPES[noun].__annotations__.items():
        key = name.removesuffix("_")
        if key not in _ELSEWHERE.get(noun, ()):
            plain = str(getattr(annotation, "__forward_arg__", annotation)).removesuffix(" | None")
            found[key] = _RANGES.get(plain, STRING)
    return found


def is_json(noun: str, key: str) -> bool:
    """Whether the feature of that field holds JSON."""
    annotation = CORPUS_TYPES[noun].__annotations__.get(key) or CORPUS_TYPES[noun].__annotations__[f"{key}_"]
    return str(getattr(annotation, "__forward_arg__", annotation)).removesuffix(" | None") not in _RANGES


RECORDS = ("source", "article", "version", "layer", "claim", "mention", "comment")
"""The records of a document that are plain structures."""

_SEGMENTATION = (
    TypeOf(
        METADATA, DOCUMENT,
        (*_strings("documentTitle", "documentId", "documentUri", "collectionId", "documentBaseUri"),
         Feature("isLastSegment", BOOLEAN)),
    ),
    TypeOf(SENTENCE, ANNOTATION, _strings("id")),
    TypeOf(TOKEN, ANNOTATION, _strings("id")),
    TypeOf(DIV, ANNOTATION, _strings("divType", "id")),
    TypeOf(PARAGRAPH, DIV, ()),
    TypeOf(HEADING, DIV, ()),
)  # fmt: skip
_LAYERS = (
    TypeOf(
        SPAN, ANNOTATION, (*_strings("id", "layer", "carried_from", *_MADE), Feature("piece", INTEGER)),
        "A place in the text. Annotations of one id are the pieces of one span, in the order of piece.",
    ),
    TypeOf(
        ATTRIBUTION, ANNOTATION,
        (
            *_strings(
                "id", "layer", "anchor", "resolution", "cue_kind", "attitude", "quotation", "antecedent", "cites",
                *_MADE,
            ),
            Feature("speakers", STRINGS),
            *(Feature(slot, STRUCTURES, link_of(role)) for role, slot in SLOTS.items()),
        ),
        "Who says what. It lies on its cue; anchor names the part that it lies on where it has none.",
    ),
    TypeOf(
        NESTING, ANNOTATION, (Feature("Dependent", ATTRIBUTION), Feature("Governor", ATTRIBUTION), *_strings("id")),
        "The dependent frame lies inside a content of its governor.",
    ),
    *(TypeOf(link_of(role), TOP, (*_strings("role"), Feature("target", SPAN))) for role in SLOTS),
)  # fmt: skip
_PLAIN = (
    *(
        TypeOf(record_type(noun), TOP, tuple(Feature(*pair) for pair in record_features(noun).items()))
        for noun in RECORDS
    ),
    TypeOf(
        REPLACED, TOP,
        (Feature("owner", TOP), *_strings("feature"), Feature("offsets", INTEGERS), Feature("characters", INTEGERS)),
        "Characters that XML cannot hold: where U+FFFD stands for them (UTF-16), in the owner's feature or (without\n"
        "owner) in the text, and what they are.",
    ),
)  # fmt: skip
TYPES: dict[str, TypeOf] = {one.name: one for one in (*_SEGMENTATION, *_LAYERS, *_PLAIN)}

_ABOUT = "Claims, sources and attributions; docs/formats.md describes it. Segmentation as in DKPro Core."

_TYPE_SYSTEM = f"""<?xml version="1.0" encoding="UTF-8"?>
<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier">
<name>isnad</name><description>{_ABOUT}</description><version>1</version>
<types>
"""


def type_system_xml() -> bytes:
    """A UIMA type system description."""
    parts = [_TYPE_SYSTEM]
    for one in TYPES.values():
        parts.append(
            f"<typeDescription><name>{one.name}</name><description>{escape(one.about)}</description>"
            f"<supertypeName>{one.super}</supertypeName><features>"
        )
        for feature in one.features:
            element = f"<elementType>{feature.element}</elementType>" if feature.element else ""
            parts.append(
                f"<featureDescription><name>{feature.name}</name><description/>"
                f"<rangeTypeName>{feature.range}</rangeTypeName>{element}</featureDescription>"
            )
        parts.append("</features></typeDescription>\n")
    parts.append("</types>\n</typeSystemDescription>\n")
    return "".join(parts).encode()


def type_system_json() -> dict[str, Any]:
    """The value of %TYPES."""
    return {one.name: {"%NAME": one.name, "%SUPER_TYPE": one.super, **_features(one)} for one in TYPES.values()}


_ARRAYS = {STRINGS: f"{STRING}[]", INTEGERS: f"{INTEGER}[]"}


def _features(one: TypeOf) -> dict[str, Any]:
    about: dict[str, Any] = {"%DESCRIPTION": one.about} if one.about else {}
    for feature in one.features:
        plain = _ARRAYS.get(feature.range, feature.range)
        about[feature.name] = {"%NAME": feature.name, "%RANGE": f"{feature.element}[]" if feature.element else plain}
    return about
