"""The block of JSON that the page carries for its script."""

from __future__ import annotations

import json
import re

from annotations.web.workbench_data import data_block

HOSTILE = "</script><script>alert(1)</script><!-- & \u2028 قال"


def test_no_text_can_end_the_block_and_it_reads_back_whole():
    block = str(data_block({"text": HOSTILE}, "annotations-data"))
    found = re.fullmatch(r'<script id="annotations-data" type="application/json">([^<>&]*)</script>', block, re.DOTALL)
    assert found
    assert json.loads(found[1]) == {"text": HOSTILE}


def test_arabic_is_not_escaped():
    assert "قال" in data_block({"text": "قال"}, "x")
