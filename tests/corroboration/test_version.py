"""Whoever changes the rule raises its version: assessments say by which rule they were made."""

from __future__ import annotations

import ast
import hashlib
from pathlib import Path

from annotations import corroboration
from annotations.corroboration.version import RULE_DIGEST, RULE_VERSION

PACKAGE = Path(corroboration.__file__).parent


def code_of(source: str) -> str:
    """The program without comments, docstrings and layout, alike in every Python: what decides its answers."""
    return repr(_told(ast.parse(source)))


def _told(node: object) -> object:
    if isinstance(node, list):
        return [_told(one) for one in node if not _is_words(one)]
    if not isinstance(node, ast.AST):
        return node
    parts = ((name, _told(getattr(node, name, None))) for name in node._fields)
    return type(node).__name__, [(name, part) for name, part in parts if part not in (None, [])]


def _is_words(node: object) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def digest() -> str:
    """SHA-256 (hex) of the version and of the code of the whole package, but for the file that names both."""
    told = hashlib.sha256(RULE_VERSION.encode())
    for path in sorted(PACKAGE.glob("*.py")):
        if path.name not in {"version.py", "__init__.py"}:
            told.update(f"\n{path.name}\n{code_of(path.read_text())}".encode())
    return told.hexdigest()


def test_the_version_stands_for_this_code():
    assert digest() == RULE_DIGEST, (
        "the rule of corroboration changed: if its answers may, raise RULE_VERSION; then set RULE_DIGEST in"
        f" annotations/corroboration/version.py to {digest()}"
    )


def test_words_do_not_matter_and_code_does():
    assert code_of('"""One."""\nx = 1  # why\n') == code_of('"""Another."""\n\nx   = 1\n')
    assert code_of("x = 1") != code_of("x = 2")
