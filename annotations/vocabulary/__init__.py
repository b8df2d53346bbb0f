"""Every closed vocabulary of Isnad: values that are stored and sent, with labels for people."""

from annotations.vocabulary.articles import (
    ArticleStatus,
    Capture,
    Direction,
    ParagraphKind,
    Role,
    Scope,
    TargetType,
    Through,
)
from annotations.vocabulary.claims import (
    Certainty,
    ClaimKind,
    ClaimPolarity,
    Credibility,
    MentionPolarity,
    Validity,
    Workflow,
)
from annotations.vocabulary.frames import (
    Attitude,
    CueKind,
    LayerKind,
    Quotation,
    Reliability,
    Resolution,
    SourceKind,
)
from annotations.vocabulary.workflow import WORKFLOW_STEPS

__all__ = [
    "WORKFLOW_STEPS",
    "ArticleStatus",
    "Attitude",
    "Capture",
    "Certainty",
    "ClaimKind",
    "ClaimPolarity",
    "Credibility",
    "CueKind",
    "Direction",
    "LayerKind",
    "MentionPolarity",
    "ParagraphKind",
    "Quotation",
    "Reliability",
    "Resolution",
    "Role",
    "Scope",
    "SourceKind",
    "TargetType",
    "Through",
    "Validity",
    "Workflow",
]
