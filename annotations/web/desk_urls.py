"""Pages of the desk: what stands where, evidence of claims, statements about sources."""

from __future__ import annotations

from django.urls import URLPattern, path

from annotations.web import desk, evidence, exhibits, rechecks, relations, resemblances, retractions

urlpatterns: list[URLPattern] = [
    path("", desk.desk, name="desk"),
    path("rechecks/", rechecks.recheck_intervals, name="rechecks"),
    path("claims/<uuid:uid>/assert/", evidence.claim_assert, name="claim-assert"),
    path("claims/<uuid:uid>/assert/<int:number>/confirm/", evidence.claim_confirm, name="claim-confirm"),
    path("claims/<uuid:uid>/lift/", evidence.claim_lift, name="claim-lift"),
    path("claims/<uuid:uid>/look/", evidence.claim_look, name="claim-look"),
    path("claims/<uuid:uid>/evidence/accept/", evidence.evidence_accept_all, name="evidence-accept-all"),
    path("claims/<uuid:uid>/evidence/<uuid:evidence>/", evidence.evidence_edit, name="evidence-edit"),
    path("claims/<uuid:uid>/evidence/<uuid:evidence>/accept/", evidence.evidence_accept, name="evidence-accept"),
    path("claims/<uuid:uid>/evidence/<uuid:evidence>/reject/", evidence.evidence_reject, name="evidence-reject"),
    path("claims/<uuid:uid>/evidence/add/", exhibits.evidence_add, name="evidence-add"),
    path("exhibits/<uuid:uid>/file/", exhibits.exhibit_file, name="exhibit-file"),
    path("exhibits/<uuid:uid>/retract/", retractions.exhibit_retract, name="exhibit-retract"),
    path("resemblances/", resemblances.resemblances, name="resemblances"),
    path("resemblances/<uuid:uid>/", resemblances.resemblance, name="resemblance"),
    path("articles/<uuid:uid>/retract/", retractions.article_retract, name="article-retract"),
    path(
        "sources/<uuid:uid>/relations/<uuid:relation>/retract/", retractions.relation_retract, name="relation-retract"
    ),
    path("sources/<uuid:uid>/namesakes/<uuid:other>/dismiss/", relations.namesake_dismiss, name="namesake-dismiss"),
    path("sources/<uuid:uid>/relate/", relations.source_relate, name="source-relate"),
]
