"""The version of the rule, recorded with every assessment.

Whoever changes what the rule answers raises the version; a test compares the digest of the package with this one.
"""

from __future__ import annotations

from typing import Final

RULE_VERSION: Final = "1"
RULE_DIGEST: Final = "83818e0f1c0be1eb5c0e4a43271eef529dad9f61a1bf8cb95b8b5a7095fd1088"
