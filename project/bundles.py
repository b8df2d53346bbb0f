"""Joining ES modules: an entry and all that it imports statically become one file, so that a page asks once.

The modules keep to what makes this simple: named imports of files in the same folder, one statement each, no renaming,
no default exports, and names at the top level that no two modules share. What a module imports dynamically stays a
file of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w.-]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const|let)\b)", re.MULTILINE)
_NAME = re.compile(r"^(?:async )?(?:function|class|const|let) (\w+)", re.MULTILINE)
_COMMENT_LINE = re.compile(r"^\s*(?:/\*\*.*\*/|/\*\*.*|\*/|\* .*|\*|//.*)\n", re.MULTILINE)
_INDENT = re.compile(r"^[ ]+", re.MULTILINE)


class BundleError(ValueError):
    """The modules cannot be joined; the message says why."""


def bundle(entry: str, read: Callable[[str], str]) -> str:
    """Return the module `entry` with its static imports written before it, each once; `read` gives a module's text.

    Comments on lines of their own and indentation are left out. The entry alone keeps its exports.
    Raise BundleError for a circle, a renamed import, or a name that two modules share.
    """
    order: list[str] = []
    _collect(entry, read, (), order)
    owners: dict[str, str] = {}
    pieces = []
    for module in order:
        text = _IMPORT.sub("", read(module))
        if module != entry:
            text = _EXPORT.sub("", text)
        for name in _NAME.findall(_EXPORT.sub("", text)):
            if name in owners:
                raise BundleError(f"{name} is in both {owners[name]} and {module}")
            owners[name] = module
        pieces.append(_INDENT.sub("", _COMMENT_LINE.sub("", text)))
    return "".join(pieces)


def _collect(module: str, read: Callable[[str], str], above: tuple[str, ...], order: list[str]) -> None:
    if module in above:
        raise BundleError(f"a circle of imports: {' → '.join((*above, module))}")
    if module in order:
        return
    for names, imported in _IMPORT.findall(read(module)):
        if " as " in names:
            raise BundleError(f"{module} renames what it imports from {imported}")
        _collect(imported, read, (*above, module), order)
    order.append(module)
