"""Numbers as the pages write them."""

from __future__ import annotations

import pytest
from django.contrib.humanize.templatetags.humanize import intcomma
from django.template.defaultfilters import filesizeformat
from django.utils import translation


@pytest.mark.parametrize("language", ["en", "ar"])
def test_thousands_have_commas_and_parts_a_point_in_either_language(language: str) -> None:
    with translation.override(language):
        assert intcomma(1_234_567) == "1,234,567"
        assert filesizeformat(1_572_864).startswith("1.5\xa0")
