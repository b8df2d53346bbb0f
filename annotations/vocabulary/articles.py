"""The closed vocabularies of articles, their versions and the people who work on them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Direction(TextChoices):
    RTL = "rtl", _("right to left")
    LTR = "ltr", _("left to right")


class ArticleStatus(TextChoices):
    NEW = "new", _("new")
    IN_PROGRESS = "in_progress", _("in progress")
    DONE = "done", _("done")
    ARCHIVED = "archived", _("archived")


class Capture(TextChoices):
    """How the text of a version came in."""

    PASTED = "pasted", _("pasted")
    UPLOADED = "uploaded", _("uploaded")
    API = "api", _("sent through the API")
    IMPORTED = "imported", _("imported")
    SEEDED = "seeded", _("came with Isnad")


class ParagraphKind(TextChoices):
    HEADLINE = "headline", _("headline")
    HEADING = "heading", _("heading")
    PARAGRAPH = "paragraph", _("paragraph")


class ParagraphState(TextChoices):
    """How far a desk is with a paragraph; one without a state is open."""

    LOOKED = "looked", _("looked at")
    DONE = "done", _("done")


class Role(TextChoices):
    READER = "reader", _("reader")
    ANNOTATOR = "annotator", _("annotator")
    EDITOR = "editor", _("editor")
    ADMIN = "admin", _("administrator")


class Scope(TextChoices):
    """What a token may do; never more than its user's role."""

    READ = "read", _("read")
    ANNOTATE = "annotate", _("annotate")
    EDIT = "edit", _("edit")
    ADMIN = "admin", _("administer")


class Through(TextChoices):
    """By which door a change came in; recorded with every row."""

    WEB = "web", _("web page")
    API = "api", _("API")
    IMPORT = "import", _("import")
    COMMAND = "command", _("command")
    SQL = "sql", _("SQL")


class TargetType(TextChoices):
    """What a comment may be about."""

    ARTICLE = "article", _("article")
    VERSION = "version", _("version")
    SPAN = "span", _("span")
    ATTRIBUTION = "attribution", _("attribution")
    SOURCE = "source", _("source")
    CLAIM = "claim", _("claim")
    MENTION = "mention", _("mention")
    EXHIBIT = "exhibit", _("exhibit")
    CORROBORATION = "corroboration", _("corroboration")


class DeliveryState(TextChoices):
    """How far a message to a webhook has come."""

    WAITING = "waiting", _("waiting")
    DELIVERED = "delivered", _("delivered")
    FAILED = "failed", _("failed")


class TransferKind(TextChoices):
    EXPORT = "export", _("export")
    IMPORT = "import", _("import")


class TransferState(TextChoices):
    """How far an export or import in the background has come."""

    WAITING = "waiting", _("waiting")
    WORKING = "working", _("under way")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
