"""Pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from annotations.web import (
    articles,
    claim_list,
    claims,
    comments,
    corpus,
    for_you,
    guidelines,
    keys,
    preferences,
    reminders,
    sign_in,
    sources,
    tokens,
    webhooks,
)

in_workspace: list[URLPattern | URLResolver] = [
    path("articles/", articles.articles, name="articles"),
    path("articles/add/", articles.article_add, name="article-add"),
    path("articles/<uuid:uid>/edit/", articles.article_edit, name="article-edit"),
    path("articles/<uuid:uid>/correct/", articles.version_add, name="version-add"),
    path("claims/", claim_list.claims, name="claims"),
    path("claims/add/", claims.claim_add, name="claim-add"),
    path("claims/<uuid:uid>/", claims.claim, name="claim"),
    path("claims/<uuid:uid>/edit/", claims.claim_edit, name="claim-edit"),
    path("claims/<uuid:uid>/step/", claims.claim_step, name="claim-step"),
    path("claims/<uuid:uid>/comments/", comments.comment_add, name="comment-add"),
    path("claims/<uuid:uid>/comments/<uuid:comment>/", comments.comment_resolve, name="comment-resolve"),
    path("sources/", sources.sources, name="sources"),
    path("sources/add/", sources.source_add, name="source-add"),
    path("sources/<uuid:uid>/", sources.source, name="source"),
    path("sources/<uuid:uid>/edit/", sources.source_edit, name="source-edit"),
    path("corpus/", corpus.corpus, name="corpus"),
    path("corpus/download/", corpus.corpus_download, name="corpus-download"),
    path("corpus/export/", corpus.corpus_export, name="corpus-export"),
    path("corpus/import/", corpus.corpus_import, name="corpus-import"),
    path("corpus/files/<uuid:transfer>/", corpus.transfer, name="transfer"),
    path("corpus/files/<uuid:export>/file/", corpus.transfer_file, name="transfer-file"),
    path("corpus/files/<uuid:transfer>/forget/", corpus.transfer_forget, name="transfer-forget"),
    path("for-you/", for_you.for_you, name="for-you"),
    path("for-you/read/", for_you.for_you_read, name="for-you-read"),
    path("for-you/<uuid:comment>/", for_you.for_you_one, name="for-you-one"),
    path("guidelines/", guidelines.guidelines, name="guidelines"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<uuid:uid>/revoke/", tokens.token_revoke, name="token-revoke"),
    path("webhooks/", webhooks.webhooks, name="webhooks"),
    path("webhooks/<uuid:webhook>/", webhooks.webhook, name="webhook"),
    path("webhooks/<uuid:webhook>/deliveries/<uuid:delivery>/", webhooks.delivery_replay, name="delivery-replay"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", sign_in.home, name="home"),
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("workspaces/", sign_in.workspaces, name="workspaces"),
    path("profile/", preferences.profile, name="profile"),
    path("profile/reminders/", reminders.reminders, name="reminders"),
    path("language/", preferences.language, name="language"),
    path("theme/", preferences.theme, name="theme"),
    path("keys/", keys.keys, name="keys"),
    path("w/<slug:workspace>/", include(in_workspace)),
    path("w/<slug:workspace>/", include("annotations.web.desk_urls")),
    path("w/<slug:workspace>/", include("annotations.web.workbench_urls")),
]
