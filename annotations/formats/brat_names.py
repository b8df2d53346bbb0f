"""The words of brat's annotation files, and its two files of configuration."""

from __future__ import annotations

from annotations.vocabulary import Attitude, CueKind, MentionPolarity, Quotation, Resolution

EVENT, CUELESS = "Attribution", "CuelessAttribution"
ROLES = ("Source", "Cue", "Content", "Addressee", "Channel")
LONE = "Span"
PARENT, ANTECEDENT = "Parent", "Antecedent"
SOURCE_DB, CLAIM_DB = "Source", "Claim"
ATTRIBUTES = {
    "resolution": "Resolution", "cue_kind": "CueKind", "attitude": "Attitude", "quotation": "Quotation",
    "polarity": "Polarity",
}  # fmt: skip
_VALUES = {
    "resolution": Resolution, "cue_kind": CueKind, "attitude": Attitude, "quotation": Quotation,
    "polarity": MentionPolarity,
}  # fmt: skip
HEADER, LOSS, REGISTRY = "header.json", "LOSS.json", "registry.jsonl"
CONFIGURATION = ("annotation.conf", "visual.conf", "tools.conf", "kb_shortcuts.conf")


def annotation_conf() -> str:
    """What brat lets people annotate: spans, frames as events, and their attributes."""
    arguments = "Source?:<ENTITY>, Cue?:<ENTITY>, Content*:<ENTITY>, Addressee?:<ENTITY>, Channel?:<ENTITY>"
    tied = f"{PARENT}?:<EVENT>, {ANTECEDENT}?:<ANY>"
    attributes = "\n".join(
        f"{name}\tArg:{'<ANY>' if key == 'polarity' else '<EVENT>'}, Value:{'|'.join(_VALUES[key].values)}"
        for key, name in ATTRIBUTES.items()
    )
    entities = "\n".join((*ROLES, LONE))
    return (
        f"[entities]\n{entities}\n\n[relations]\n\n"
        f"[events]\n{EVENT}\t{arguments}, {tied}\n{CUELESS}\t{arguments}, {tied}\n\n[attributes]\n{attributes}\n"
    )


def visual_conf() -> str:
    """How brat shows them."""
    colours = {
        "Source": "#b8d8f8",
        "Cue": "#f8e0a0",
        "Content": "#c8ecc8",
        "Addressee": "#e8d0f0",
        "Channel": "#d8d8d8",
    }
    labels = "\n".join(
        [f"{role} | {role} | {role[:3]}" for role in ROLES]
        + [f"{LONE} | {LONE}", f"{EVENT} | {EVENT} | Attr", f"{CUELESS} | Attribution without cue | Attr"]
    )
    drawing = "\n".join(f"{role}\tbgColor:{colour}, fgColor:black" for role, colour in colours.items())
    default = "SPAN_DEFAULT\tfgColor:black, bgColor:#ffffcc, borderColor:darken"
    return f"[labels]\n{labels}\n\n[drawing]\n{default}\n{drawing}\n"


def shown(text: str) -> str:
    """Text as it stands on a line of an .ann file: a line end is a space there."""
    return text.replace("\n", " ")
