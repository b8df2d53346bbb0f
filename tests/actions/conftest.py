"""One article that all actions work on."""

from __future__ import annotations

import pytest

from annotations.models import ArticleVersion, Layer
from annotations.policies import Actor
from tests.cast import Cast, make_article, shared_layer

TEXT = "Paul said that Ann told him that Bob knew that Eve thought that Max feared that Sue hoped that it rains."


@pytest.fixture
def annotator(cast: Cast) -> Actor:
    return cast.actor("annotator")


@pytest.fixture
def editor(cast: Cast) -> Actor:
    return cast.actor("editor")


@pytest.fixture
def stranger(cast: Cast) -> Actor:
    """An editor of another workspace."""
    return cast.actor("stranger")


@pytest.fixture
def version(annotator: Actor) -> ArticleVersion:
    return make_article(annotator, TEXT)


@pytest.fixture
def layer(version: ArticleVersion) -> Layer:
    return shared_layer(version)
