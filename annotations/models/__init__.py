"""Tables, constraints and querysets."""

from annotations.models.article import (
    Article,
    ArticleHistory,
    ArticleSearch,
    ArticleVersion,
    ArticleVersionHistory,
    Layer,
    LayerHistory,
)
from annotations.models.assessment import (
    Assessment,
    AssessmentHistory,
    RecheckInterval,
    RecheckIntervalHistory,
    Standing,
)
from annotations.models.attendance import Attendance
from annotations.models.attribution import Attribution, AttributionHistory
from annotations.models.claim import Claim, ClaimHistory, Transition, TransitionHistory
from annotations.models.comment import Comment, CommentHistory
from annotations.models.compiled import Compiled, CompiledInsert, prepared_cursor
from annotations.models.corroboration import Corroboration, CorroborationHistory
from annotations.models.exhibit import Exhibit, ExhibitHistory
from annotations.models.guidelines import Guidelines, GuidelinesHistory
from annotations.models.identity import uuid7
from annotations.models.mention import Mention, MentionHistory
from annotations.models.namesake import SourceDismissal, SourceDismissalHistory, SourceName
from annotations.models.naming import Naming
from annotations.models.progress import Progress, ProgressHistory
from annotations.models.relation import SourceRelation, SourceRelationHistory
from annotations.models.resemblance import Resemblance, ResemblanceHistory, TextSignature
from annotations.models.source import Source, SourceHistory
from annotations.models.span import Span, SpanHistory
from annotations.models.transfer import Transfer
from annotations.models.undoing import Gesture, Undoing
from annotations.models.webhook import Delivery, Webhook, WebhookHistory, WebhookState
from annotations.models.workspace import (
    Membership,
    MembershipHistory,
    Token,
    TokenHistory,
    TokenUse,
    User,
    Workspace,
    WorkspaceHistory,
)

__all__ = [
    "Article",
    "ArticleHistory",
    "ArticleSearch",
    "ArticleVersion",
    "ArticleVersionHistory",
    "Assessment",
    "AssessmentHistory",
    "Attendance",
    "Attribution",
    "AttributionHistory",
    "Claim",
    "ClaimHistory",
    "Comment",
    "CommentHistory",
    "Compiled",
    "CompiledInsert",
    "Corroboration",
    "CorroborationHistory",
    "Delivery",
    "Exhibit",
    "ExhibitHistory",
    "Gesture",
    "Guidelines",
    "GuidelinesHistory",
    "Layer",
    "LayerHistory",
    "Membership",
    "MembershipHistory",
    "Mention",
    "MentionHistory",
    "Naming",
    "Progress",
    "ProgressHistory",
    "RecheckInterval",
    "RecheckIntervalHistory",
    "Resemblance",
    "ResemblanceHistory",
    "Source",
    "SourceDismissal",
    "SourceDismissalHistory",
    "SourceHistory",
    "SourceName",
    "SourceRelation",
    "SourceRelationHistory",
    "Span",
    "SpanHistory",
    "Standing",
    "TextSignature",
    "Token",
    "TokenHistory",
    "TokenUse",
    "Transfer",
    "Transition",
    "TransitionHistory",
    "Undoing",
    "User",
    "Webhook",
    "WebhookHistory",
    "WebhookState",
    "Workspace",
    "WorkspaceHistory",
    "prepared_cursor",
    "uuid7",
]
