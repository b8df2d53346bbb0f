"""Forms of the pages: they read and show; the rules are the actions'."""

from annotations.web.forms.articles import AddArticleForm, EditArticleForm, VersionForm
from annotations.web.forms.claims import ClaimForm, CommentForm, StepForm
from annotations.web.forms.sources import SourceForm
from annotations.web.forms.tokens import TokenForm

__all__ = [
    "AddArticleForm",
    "ClaimForm",
    "CommentForm",
    "EditArticleForm",
    "SourceForm",
    "StepForm",
    "TokenForm",
    "VersionForm",
]
