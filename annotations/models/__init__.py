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
from annotations.models.attribution import Attribution, AttributionHistory
from annotations.models.claim import Claim, ClaimHistory, Transition, TransitionHistory
from annotations.models.comment import Comment, CommentHistory
from annotations.models.identity import uuid7
from annotations.models.mention import Mention, MentionHistory
from annotations.models.source import Source, SourceHistory
from annotations.models.span import Span, SpanHistory
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
    "Attribution",
    "AttributionHistory",
    "Claim",
    "ClaimHistory",
    "Comment",
    "CommentHistory",
    "Layer",
    "LayerHistory",
    "Membership",
    "MembershipHistory",
    "Mention",
    "MentionHistory",
    "Source",
    "SourceHistory",
    "Span",
    "SpanHistory",
    "Token",
    "TokenHistory",
    "TokenUse",
    "Transition",
    "TransitionHistory",
    "User",
    "Workspace",
    "WorkspaceHistory",
    "uuid7",
]
