"""The REST API, version 1."""

from __future__ import annotations

from uuid import UUID

from django.urls import URLPattern, URLResolver, path, re_path, register_converter

from annotations.api.views import (
    articles,
    assessments,
    attributions,
    background,
    changes,
    claims,
    comments,
    corroborations,
    exhibits,
    live,
    mentions,
    meta,
    namesakes,
    namings,
    progress,
    rechecks,
    relations,
    resemblances,
    restoring,
    sources,
    spans,
    transfer,
    undoing,
    versions,
    webhooks,
    workspace,
)


class AnyUuid:
    """A UUID in the usual form, in either case; anything else is no address."""

    regex = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"

    def to_python(self, value: str) -> UUID:
        return UUID(value)

    def to_url(self, value: UUID | str) -> str:
        return str(value)


class Number:
    """A number from 1 on that every integer column holds."""

    regex = "[1-9][0-9]{0,8}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class Deletable:
    """The resources whose objects can be deleted, and brought back."""

    regex = "|".join(restoring.KINDS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(AnyUuid, "any_uuid")
register_converter(Number, "number")
register_converter(Deletable, "deletable")

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("workspace/", workspace.WorkspaceDetail.as_view(), name="workspace"),
    path("workspace/rechecks/", rechecks.Rechecks.as_view(), name="rechecks"),
    path("articles/", articles.Articles.as_view(), name="articles"),
    path("articles/<any_uuid:article>/", articles.ArticleDetail.as_view(), name="article"),
    path("articles/<any_uuid:article>/retract/", articles.ArticleRetraction.as_view(), name="article-retract"),
    path("articles/<any_uuid:article>/versions/", versions.ArticleVersions.as_view(), name="article-versions"),
    path("versions/<any_uuid:version>/", versions.VersionDetail.as_view(), name="version"),
    path("versions/<any_uuid:version>/layers/", versions.VersionLayers.as_view(), name="version-layers"),
    path("versions/<any_uuid:version>/annotations/", versions.VersionAnnotations.as_view(), name="version-annotations"),
    path("versions/<any_uuid:version>/changes/", live.VersionChanges.as_view(), name="version-changes"),
    path("versions/<any_uuid:version>/live/", live.VersionLive.as_view(), name="version-live"),
    path("versions/<any_uuid:version>/presence/", live.VersionPresence.as_view(), name="version-presence"),
    path("versions/<any_uuid:version>/undo/", undoing.VersionUndo.as_view(), name="version-undo"),
    path("versions/<any_uuid:version>/progress/", progress.VersionProgress.as_view(), name="version-progress"),
    path("spans/", spans.Spans.as_view(), name="spans"),
    path("spans/<any_uuid:span>/", spans.SpanDetail.as_view(), name="span"),
    path("attributions/", attributions.Attributions.as_view(), name="attributions"),
    path("attributions/bulk/", attributions.AttributionBulk.as_view(), name="attributions-bulk"),
    path("attributions/<any_uuid:attribution>/", attributions.AttributionDetail.as_view(), name="attribution"),
    path("sources/", sources.Sources.as_view(), name="sources"),
    path("sources/<any_uuid:source>/", sources.SourceDetail.as_view(), name="source"),
    path("sources/<any_uuid:source>/grades/", sources.SourceGrades.as_view(), name="source-grades"),
    path("sources/<any_uuid:source>/attributions/", sources.SourceAttributions.as_view(), name="source-attributions"),
    path("sources/<any_uuid:source>/namesakes/", namesakes.Namesakes.as_view(), name="source-namesakes"),
    path("sources/<any_uuid:source>/namesakes/dismiss/", namesakes.Dismissal.as_view(), name="source-dismiss"),
    path("claims/", claims.Claims.as_view(), name="claims"),
    path("claims/<any_uuid:claim>/", claims.ClaimDetail.as_view(), name="claim"),
    path("claims/<any_uuid:claim>/transitions/", claims.ClaimTransitions.as_view(), name="claim-transitions"),
    path("claims/<any_uuid:claim>/assessments/", assessments.ClaimAssessments.as_view(), name="claim-assessments"),
    path(
        "claims/<any_uuid:claim>/assessments/<number:number>/confirm/",
        assessments.AssessmentConfirm.as_view(),
        name="assessment-confirm",
    ),
    path("claims/<any_uuid:claim>/assessments/lift/", assessments.AssessmentLift.as_view(), name="assessment-lift"),
    path("claims/<any_uuid:claim>/assessments/look/", assessments.AssessmentLook.as_view(), name="assessment-look"),
    path("claims/<any_uuid:claim>/voices/", assessments.ClaimVoices.as_view(), name="claim-voices"),
    path("claims/<any_uuid:claim>/timeline/", assessments.ClaimTimeline.as_view(), name="claim-timeline"),
    path("source-relations/", relations.Relations.as_view(), name="source-relations"),
    path("source-relations/<any_uuid:relation>/", relations.RelationDetail.as_view(), name="source-relation"),
    path(
        "source-relations/<any_uuid:relation>/withdraw/",
        relations.RelationWithdrawal.as_view(),
        name="source-relation-withdraw",
    ),
    path("resemblances/", resemblances.Resemblances.as_view(), name="resemblances"),
    path("resemblances/<any_uuid:resemblance>/", resemblances.ResemblanceDetail.as_view(), name="resemblance"),
    path(
        "resemblances/<any_uuid:resemblance>/accept/",
        resemblances.ResemblanceAccept.as_view(),
        name="resemblance-accept",
    ),
    path(
        "resemblances/<any_uuid:resemblance>/dismiss/",
        resemblances.ResemblanceDismiss.as_view(),
        name="resemblance-dismiss",
    ),
    path("exhibits/", exhibits.Exhibits.as_view(), name="exhibits"),
    path("exhibits/<any_uuid:exhibit>/", exhibits.ExhibitDetail.as_view(), name="exhibit"),
    path("exhibits/<any_uuid:exhibit>/file/", exhibits.ExhibitFile.as_view(), name="exhibit-file"),
    path("exhibits/<any_uuid:exhibit>/retract/", exhibits.ExhibitRetraction.as_view(), name="exhibit-retract"),
    path("corroborations/", corroborations.Corroborations.as_view(), name="corroborations"),
    path("corroborations/accept/", corroborations.CorroborationsAccept.as_view(), name="corroborations-accept"),
    path(
        "corroborations/<any_uuid:corroboration>/", corroborations.CorroborationDetail.as_view(), name="corroboration"
    ),
    path(
        "corroborations/<any_uuid:corroboration>/accept/",
        corroborations.CorroborationAccept.as_view(),
        name="corroboration-accept",
    ),
    path(
        "corroborations/<any_uuid:corroboration>/reject/",
        corroborations.CorroborationReject.as_view(),
        name="corroboration-reject",
    ),
    path("mentions/", mentions.Mentions.as_view(), name="mentions"),
    path("mentions/<any_uuid:mention>/", mentions.MentionDetail.as_view(), name="mention"),
    path("<deletable:kind>/<any_uuid:uid>/restore/", restoring.Restore.as_view(), name="restore"),
    path("comments/", comments.Comments.as_view(), name="comments"),
    path("comments/<any_uuid:comment>/", comments.CommentDetail.as_view(), name="comment"),
    path("namings/", namings.Namings.as_view(), name="namings"),
    path("changes/", changes.Changes.as_view(), name="changes"),
    path("export/<str:format>/", transfer.Export.as_view(), name="export"),
    path("import/<str:format>/", transfer.Import.as_view(), name="import"),
    path("webhooks/", webhooks.Webhooks.as_view(), name="webhooks"),
    path("webhooks/<any_uuid:webhook>/", webhooks.WebhookDetail.as_view(), name="webhook"),
    path("webhooks/<any_uuid:webhook>/deliveries/", webhooks.Deliveries.as_view(), name="deliveries"),
    path(
        "webhooks/<any_uuid:webhook>/deliveries/<any_uuid:delivery>/replay/",
        webhooks.DeliveryReplay.as_view(),
        name="delivery-replay",
    ),
    path("exports/", background.Exports.as_view(), name="exports"),
    path("exports/<any_uuid:export>/", background.ExportDetail.as_view(), name="export-detail"),
    path("exports/<any_uuid:export>/file/", background.ExportFile.as_view(), name="export-file"),
    path("imports/", background.Imports.as_view(), name="imports"),
    path("imports/<any_uuid:transfer>/", background.ImportDetail.as_view(), name="import-detail"),
    path("schema/", meta.Schema.as_view(), name="schema"),
    path("docs/", meta.Docs.as_view(), name="docs"),
    re_path(r"^(?P<path>(?s:.*))\Z", meta.Unknown.as_view(), name="unknown"),
]
