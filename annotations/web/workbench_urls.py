"""Addresses of the workbench, below a workspace's own."""

from __future__ import annotations

from django.urls import URLPattern, path

from annotations.web import article_work, frames, threads, workbench

ARTICLE = "articles/<uuid:uid>/"

urlpatterns: list[URLPattern] = [
    path(ARTICLE, workbench.article, name="article"),
    path(f"{ARTICLE}work/", article_work.article_work, name="article-work"),
    path(f"{ARTICLE}versions/<int:number>/", workbench.article, name="article-version"),
    path(f"{ARTICLE}versions/<int:number>/marks/", workbench.marks, name="version-marks"),
    path(f"{ARTICLE}versions/<int:number>/threads/", threads.threads, name="version-threads"),
    path(f"{ARTICLE}frames/<uuid:frame>/", frames.frame, name="frame"),
    path(f"{ARTICLE}frames/<uuid:frame>/edit/", frames.frame_edit, name="frame-edit"),
    path(f"{ARTICLE}frames/<uuid:frame>/claims/", frames.frame_claim, name="frame-claim"),
    path(f"{ARTICLE}frames/<uuid:frame>/claims/<uuid:mention>/remove/", frames.frame_untie, name="frame-untie"),
    path(f"{ARTICLE}frames/<uuid:frame>/remove/", frames.frame_remove, name="frame-remove"),
]
