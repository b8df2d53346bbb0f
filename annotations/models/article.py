"""Articles, the versions of their text, and the layers over a version."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Length, Now

from annotations.models.base import MAX_USERNAME, Recorded, history_of, identity, in_order
from annotations.models.checks import CheckDeletedRows
from annotations.models.constraints import ReferencedKey, same_workspace
from annotations.models.named import NamedIsThere, StillNamed
from annotations.models.of_workspace import OfWorkspace
from annotations.models.triggers import NEW_ROWS, Announce, recording
from annotations.vocabulary import ArticleStatus, Capture, Direction, LayerKind, Origin


class ArticleQuerySet(OfWorkspace["Article"]):
    def matching(self, words: list[list[str]]) -> ArticleQuerySet:
        """Articles whose current text or title has, for each word, at least one of its folded forms."""
        found = self
        for forms in words:
            found = found.filter(pk__in=RawSQL("SELECT isnad_articles_with(%s)", [forms]))
        return found


_GIVEN: Any = pgtrigger.Insert | pgtrigger.UpdateOf("assignee")  # type: ignore[no-untyped-call]


class Article(Recorded):
    """A report, whatever its versions."""

    title = models.CharField(max_length=500)
    language = models.CharField(max_length=35, help_text="BCP 47")
    direction = models.CharField(max_length=3, choices=Direction)
    outlet = models.CharField(max_length=200, blank=True)
    url = models.URLField(max_length=2000, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    credited_wire = models.CharField(max_length=200, blank=True)
    origin = models.CharField(
        max_length=15, choices=Origin, blank=True, db_default="", help_text="what a person decided of its text"
    )
    copy_of = models.UUIDField(null=True, blank=True, help_text="public id of the article that it is a copy of")
    status = models.CharField(max_length=15, choices=ArticleStatus, default=ArticleStatus.NEW)
    assignee = models.CharField(
        max_length=MAX_USERNAME, blank=True, db_default="", help_text="user name of who works on it; or empty"
    )
    metadata = models.JSONField(default=dict, blank=True)

    objects = ArticleQuerySet.as_manager()

    class Meta(Recorded.Meta):
        constraints = [
            *identity("article"),
            models.CheckConstraint(condition=Q(direction__in=Direction.values), name="article.direction"),
            models.CheckConstraint(condition=Q(status__in=ArticleStatus.values), name="article.status"),
            models.CheckConstraint(condition=~Q(title=""), name="article.title_empty"),
            models.CheckConstraint(condition=Q(origin__in=["", *Origin.values]), name="article.origin"),
            models.CheckConstraint(
                condition=Q(origin=Origin.COPY, copy_of__isnull=False) & ~Q(copy_of=F("uid"))
                | ~Q(origin=Origin.COPY) & Q(copy_of__isnull=True),
                name="article.copy_of",
            ),
        ]
        indexes = [
            *in_order("article"),
            models.Index(fields=("workspace", "-created_at", "-id"), name="article_newest"),
            models.Index(fields=("workspace", "-published_at", "-id"), name="article_published"),
            models.Index(fields=("workspace", "outlet"), name="article_outlet"),
            models.Index(fields=("workspace", "assignee", "-created_at", "-id"), name="article_assigned"),
            models.Index(fields=("workspace", "credited_wire"), name="article_wire"),
            models.Index(fields=("workspace", "copy_of"), name="article_copies", condition=Q(copy_of__isnull=False)),
        ]

        triggers = [
            *recording(),
            NamedIsThere("copy_of", "annotations_article", "article.copy_of_missing"),
            StillNamed("copy_of", "annotations_article", "article.copy_of_missing"),
            StillNamed("cites", "annotations_attribution", "frame.cites_missing"),
            # Who leaves keeps what was assigned, and an import brings the names that its file has.
            pgtrigger.Trigger(
                name="d_assignee",
                when=pgtrigger.Before,
                operation=_GIVEN,
                condition=pgtrigger.Condition("NEW.assignee <> ''"),
                func="""
                    IF TG_OP = 'UPDATE' AND NEW.assignee = OLD.assignee
                       OR current_setting('isnad.through', true) = 'import' THEN
                        RETURN NEW;
                    END IF;
                    PERFORM 1 FROM annotations_membership m JOIN annotations_user u ON u.id = m.user_id
                    WHERE m.workspace_id = NEW.workspace_id AND u.username = NEW.assignee AND u.is_active
                        AND m.role <> 'reader';
                    IF NOT FOUND THEN
                        RAISE EXCEPTION '% is no member of this workspace who may annotate', NEW.assignee
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'article.assignee';
                    END IF;
                    RETURN NEW;
                """,
            ),
            Announce(pgtrigger.Update, "v.id", "JOIN annotations_articleversion v ON v.article_id = r.id"),
        ]

    def __str__(self) -> str:
        return self.title


class ArticleSearch(models.Model):
    """Derived from an article's title and current text, for finding it and telling how far it is. Rebuilt at will; has
    no history.
    """

    article = models.OneToOneField(Article, on_delete=models.CASCADE, primary_key=True, related_name="search")
    terms = ArrayField(models.TextField(), help_text="distinct folded words of the title and the current text")
    paragraphs = models.IntegerField(null=True, help_text="how many the current text has; null: not counted yet")

    class Meta:
        indexes = [GinIndex(fields=["terms"], name="article_search_terms")]

    def __str__(self) -> str:
        return f"search terms of {self.article_id}"


class VersionQuerySet(OfWorkspace["ArticleVersion"]):
    pass


class ArticleVersion(Recorded):
    """A text, which never changes. Offsets into it are Unicode code points."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="versions", db_constraint=False)
    number = models.PositiveIntegerField()
    text = models.TextField()
    length = models.GeneratedField(expression=Length("text"), output_field=models.IntegerField(), db_persist=True)
    sha256 = models.CharField(max_length=64)
    captured_at = models.DateTimeField(db_default=Now())
    captured_how = models.CharField(max_length=10, choices=Capture)
    captured_by = models.CharField(max_length=MAX_USERNAME, blank=True)
    note = models.TextField(blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta(Recorded.Meta):
        constraints = [
            *identity("version"),
            same_workspace("version.other_workspace", "article", "annotations.Article"),
            models.UniqueConstraint(fields=("article", "number"), name="version.duplicate_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="version.number"),
            models.CheckConstraint(condition=Q(captured_how__in=Capture.values), name="version.captured_how"),
            models.CheckConstraint(condition=~Q(text=""), name="text.empty"),
            models.CheckConstraint(condition=~Q(text__contains="\r"), name="text.carriage_return"),
            models.CheckConstraint(
                condition=Q(sha256=models.Func(F("text"), function="isnad_sha256", output_field=models.TextField())),
                name="version.sha256",
            ),
        ]
        indexes = in_order("version")
        triggers = [
            *recording(fixed=("article_id",)),
            # Whoever has an older version open hears of the correction.
            Announce(pgtrigger.Insert, "v.id", "JOIN annotations_articleversion v ON v.article_id = r.article_id"),
            pgtrigger.Trigger(
                name="text_never_changes",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF TG_OP = 'UPDATE' AND NEW.text = OLD.text AND NEW.sha256 = OLD.sha256
                       AND NEW.number = OLD.number THEN
                        RETURN NEW;
                    END IF;
                    RAISE EXCEPTION 'the text of a version never changes once it is stored'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'version.text_immutable';
                """,
            ),
            # Whatever way a text comes in, it waits to be compared with the others: see TextSignature.
            pgtrigger.Trigger(
                name="e_wait_for_signature",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                level=pgtrigger.Statement,
                referencing=NEW_ROWS,
                func="""
                    INSERT INTO annotations_textsignature (version_id, workspace_id, bands, waiting)
                    SELECT id, workspace_id, '{}', true FROM new_rows ON CONFLICT DO NOTHING;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}/{self.number}"


class LayerQuerySet(OfWorkspace["Layer"]):
    pass


_PERSONAL = [LayerKind.INDEPENDENT, LayerKind.SUGGESTED]


class Layer(Recorded):
    """Where annotations of one version live together: the desk's, an annotator's own, the adjudicated one, ..."""

    version = models.ForeignKey(ArticleVersion, on_delete=models.PROTECT, related_name="layers", db_constraint=False)
    kind = models.CharField(max_length=15, choices=LayerKind, default=LayerKind.SHARED)
    annotator = models.CharField(max_length=MAX_USERNAME, blank=True, help_text="whose layer; empty if shared")
    name = models.CharField(max_length=100, blank=True)

    objects = LayerQuerySet.as_manager()

    class Meta(Recorded.Meta):
        constraints = [
            *identity("layer"),
            same_workspace("layer.other_workspace", "version", "annotations.ArticleVersion"),
            ReferencedKey(fields=("version", "id"), name="layer_version_id_key"),
            models.UniqueConstraint(fields=("version", "kind", "annotator"), name="layer.duplicate"),
            models.CheckConstraint(condition=Q(kind__in=LayerKind.values), name="layer.kind"),
            models.CheckConstraint(
                condition=Q(kind__in=_PERSONAL) & ~Q(annotator="") | ~Q(kind__in=_PERSONAL) & Q(annotator=""),
                name="layer.annotator",
            ),
        ]
        indexes = in_order("layer")
        triggers = [
            *recording(fixed=("version_id", "kind", "annotator")),
            CheckDeletedRows("isnad_check_deleted_layers((SELECT array_agg(id) FROM old_rows))"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.annotator}".strip()


ArticleHistory = history_of(Article)
ArticleVersionHistory = history_of(ArticleVersion)
LayerHistory = history_of(Layer)
