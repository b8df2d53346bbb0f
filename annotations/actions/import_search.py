"""What imported articles are found by: the words of their titles and newest texts."""

from __future__ import annotations

from typing import Any

from django.db.models import Max

from annotations.actions.import_copy import row_of
from annotations.models import Article, ArticleSearch, ArticleVersion
from annotations.text import count_paragraphs, terms

SEARCH_COPY = "COPY annotations_articlesearch (article_id, terms, paragraphs) FROM STDIN"


def search_row(article: int, title: str, text: str) -> str:
    """The row of an article that was not here before, in COPY's text form, with its newline."""
    words = "\x00".join(terms(f"{title}\n{text}"))
    if '"' in words or "\\" in words:
        words = words.replace("\\", "\\\\").replace('"', '\\"')
    quoted = words.replace("\x00", '","')
    return row_of((article, f'{{"{quoted}"}}' if words else "{}", count_paragraphs(text))) + "\n"


def index_again(workspace: int, newest: dict[str, Any]) -> None:
    """Tell anew what articles are found by that were here before. `newest`: the record of the highest version that
    was added, by the article's uid.
    """
    articles = Article.objects.filter(workspace_id=workspace, uid__in=newest)
    highest = dict(
        ArticleVersion.objects.filter(article__in=articles).values_list("article_id").annotate(Max("number"))
    )
    found = []
    for article in articles:
        version = newest[str(article.uid)]
        if version.number == highest[article.pk]:
            words = terms(f"{article.title}\n{version.text}")
            found.append(ArticleSearch(article=article, terms=words, paragraphs=count_paragraphs(version.text)))
    ArticleSearch.objects.bulk_create(
        found, update_conflicts=True, unique_fields=["article"], update_fields=["terms", "paragraphs"]
    )
