"""Forms of the pages: they read and show; the rules are the actions'."""

from annotations.web.forms.articles import AddArticleForm, EditArticleForm, VersionForm
from annotations.web.forms.claims import ClaimForm, CommentForm, StepForm
from annotations.web.forms.evidence import AssertForm, EvidenceForm, ExhibitForm, ReasonForm
from annotations.web.forms.resemblances import ResemblanceForm
from annotations.web.forms.sources import RelateForm, SourceForm
from annotations.web.forms.tokens import TokenForm

__all__ = [
    "AddArticleForm",
    "AssertForm",
    "ClaimForm",
    "CommentForm",
    "EditArticleForm",
    "EvidenceForm",
    "ExhibitForm",
    "ReasonForm",
    "RelateForm",
    "ResemblanceForm",
    "SourceForm",
    "StepForm",
    "TokenForm",
    "VersionForm",
]
