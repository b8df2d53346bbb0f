"""The version of the rule, recorded with every assessment.

Whoever changes what the rule answers raises the version; a test compares the digest of the package with this one.
"""

from __future__ import annotations

from typing import Final

RULE_VERSION: Final = "1"
RULE_DIGEST: Final = ""
