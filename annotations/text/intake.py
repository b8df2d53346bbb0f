"""The door of the text: bytes or a string come in, the text that is stored for good comes out."""

import re
from typing import Final

from annotations.errors import MalformedError, RuleBrokenError
from annotations.text.whitespace import WHITE_SPACE

MAX_CODE_POINTS: Final = 2_000_000
"""The longest text that is taken in, in code points, after line ends are made LF."""

_BOM: Final = "\ufeff"
_MAX_BYTES: Final = 4 * MAX_CODE_POINTS + 3
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def receive(data: bytes) -> str:
    """Return the text of `data`: strict UTF-8, one leading BOM dropped, CRLF and CR turned into LF, else unchanged.

    Raises `MalformedError` ``text.not_utf8`` (the detail names the byte offset) and whatever `receive_text` raises.
    """
    if len(data) > _MAX_BYTES:  # no code point takes more than four bytes, nor does CRLF
        raise _too_long(f"{len(data)} bytes")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        byte = data[error.start]
        detail = f"The text is not UTF-8: the byte 0x{byte:02X} at byte offset {error.start} ({error.reason})."
        raise MalformedError("text.not_utf8", detail) from error
    return receive_text(text)


def receive_text(text: str) -> str:
    """Return `text` as it is to be stored: one leading BOM dropped, CRLF and CR turned into LF, else unchanged.

    Raises `MalformedError` ``text.lone_surrogate``, and `RuleBrokenError` ``text.nul``, ``text.empty`` (nothing but
    white space) or ``text.too_long`` (over `MAX_CODE_POINTS`). Offsets in the details count code points of the input.
    """
    if surrogate := _SURROGATE.search(text):
        offset = surrogate.start()
        detail = f"The text holds a lone surrogate (U+{ord(text[offset]):04X}) at offset {offset}."
        raise MalformedError("text.lone_surrogate", detail)
    if (offset := text.find("\0")) >= 0:
        raise RuleBrokenError("text.nul", f"The text holds a NUL (U+0000) at offset {offset}.")
    received = text.removeprefix(_BOM).replace("\r\n", "\n").replace("\r", "\n")
    if not received.strip(WHITE_SPACE):
        raise RuleBrokenError("text.empty", "The text is empty, or nothing but white space.")
    if len(received) > MAX_CODE_POINTS:
        raise _too_long(f"{len(received)} code points")
    return received


def _too_long(size: str) -> RuleBrokenError:
    return RuleBrokenError("text.too_long", f"The text has {size}; at most {MAX_CODE_POINTS} code points are taken.")
