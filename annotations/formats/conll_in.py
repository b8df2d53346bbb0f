"""CoNLL in: files with a token a line and BIO columns, Isnad's own or of PARC's and PolNeAR's kind.

Memory is bounded by a document. docs/formats.md gives the rules by which marks become frames.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from annotations.corpus import Incoming, read_json
from annotations.errors import DomainError, MalformedError
from annotations.formats.beside import read_beside
from annotations.formats.building import Builder
from annotations.formats.conll_frames import Marks, framed
from annotations.formats.conll_out import NAME
from annotations.formats.foreign import ForeignDocument, Refused
from annotations.formats.jsonl_lines import lines_of
from annotations.formats.of_its_kind import of_its_kind
from annotations.text import WHITE_SPACE

_COMMENT = re.compile(r"#\s*([\w. -]+?)\s*=\s*(.*)", re.DOTALL)
_OWN = ("isnad", "frame", "mention", "note")
_KNOWN = ("header", "loss", "sent_id", "newpar id", "text_en")
# Columns of files that do not name theirs; what has no name is not looked at.
DEFAULT = ("ID", "FORM", "SOURCE", "CUE", "CONTENT")
CONLL_U = ("ID", "FORM", "LEMMA", "", "", "", "", "", "", "MISC")
_BOUNDARY = "-DOCSTART-"
_NUMBER = re.compile(r"\d+(?:[-.]\d+)?")
_MARK = re.compile(r"O|[BIES]-\S+")
MAX_TOKENS = 2_000_000
"""Tokens of one document."""


@dataclass(slots=True)
class Page:
    """One document as it stands in the file."""

    name: str
    line: int
    text: str | None = None
    own: dict[str, list[tuple[int, Any]]] = field(default_factory=dict)
    tokens: list[tuple[int, dict[str, str]]] = field(default_factory=list)  # (line, columns)
    breaks: set[int] = field(default_factory=set)  # tokens before which a sentence begins
    refused: list[Refused] = field(default_factory=list)


def read(pieces: Iterable[bytes]) -> Iterator[Incoming]:
    """The records of the file. Raises MalformedError `file.line_too_long`, `file.empty`, `file.other_kind`."""
    return of_its_kind(NAME, _read(pieces))


def _read(pieces: Iterable[bytes]) -> Iterator[Incoming]:
    builder = Builder(NAME)
    reader = _Reader(builder)
    for number, line in enumerate(lines_of(pieces), start=1):
        yield from reader.take(number, line)
    yield from reader.end()


class _Reader:
    """Reads line by line; a document is built when the next one begins."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self.columns: tuple[str, ...] = ()
        self.by_tabs = True
        self.page: Page | None = None
        self.ended = True  # the sentence
        self.any = False

    def take(self, number: int, raw: bytes) -> Iterator[Incoming]:
        try:
            line = raw.decode().rstrip("\n").removesuffix("\r")
        except UnicodeDecodeError as error:
            wrong = MalformedError("text.not_utf8", f"not UTF-8 at byte {error.start} of the line")
            self.any = True
            self._refuse(number, wrong)
            return
        if number == 1:
            line = line.removeprefix("\ufeff")
        if not line.strip(WHITE_SPACE):
            self.ended = True
        elif line.startswith("#") and "\t" not in line.split("=", 1)[0]:
            yield from self._comment(number, line)
        elif line.startswith(_BOUNDARY):
            self.any = self.ended = True
            yield from self._close()
        else:
            self._token(number, line)

    def end(self) -> Iterator[Incoming]:
        if not self.any:
            raise MalformedError("file.empty", "the file holds no token and no comment of CoNLL", field="file")
        yield from self._close()

    def _close(self) -> Iterator[Incoming]:
        page, self.page = self.page, None
        if page is None:
            return
        if page.refused and not (page.tokens or page.own) and page.text is None:  # nothing that could be a document
            yield from map(self.builder.refuse, page.refused)
        else:
            yield from self.builder.build([_document(page)])

    def _open(self, number: int) -> Page:
        if self.page is None:
            self.page = Page(f"document {number}", number)
        return self.page

    def _refuse(self, number: int, error: DomainError) -> None:
        self._open(number).refused.append(Refused(f"line {number}", error))

    def _comment(self, number: int, line: str) -> Iterator[Incoming]:
        match = _COMMENT.fullmatch(line)
        if match is None:
            return
        self.any = True
        name, value = match[1].lower(), match[2]
        if name == "global.columns":
            self.columns = tuple(value.upper().split())
        elif name == "beside":
            yield from read_beside(self.builder, value.encode(), f"line {number}")
        elif name in ("newdoc id", "newdoc"):
            yield from self._close()
            self.page = Page(value, number)
            self.ended = True
        elif name in _OWN:
            self._own(number, name, value)
        elif name == "text" and value.startswith('"'):
            text = self._json(number, value)
            if isinstance(text, str):
                self._open(number).text = text

    def _own(self, number: int, name: str, value: str) -> None:
        found = self._json(number, value)
        if isinstance(found, dict):
            self._open(number).own.setdefault(name, []).append((number, found))
        elif found is not None:
            self._refuse(number, MalformedError("conll.comment", f"{name} must be a JSON object"))

    def _json(self, number: int, value: str) -> Any:
        try:
            return read_json(value)
        except DomainError:
            self._refuse(number, MalformedError("conll.comment", "the comment holds no JSON"))
            return None

    def _token(self, number: int, line: str) -> None:
        self.any = True
        page = self._open(number)
        if not self.columns:
            self.columns, self.by_tabs = _layout(line)
        values = line.split("\t") if self.by_tabs else line.split()
        if len(values) != len(self.columns):
            apart = "tabs" if self.by_tabs else "spaces"
            detail = f"the line has {len(values)} columns (apart by {apart}), the file {len(self.columns)}"
            self._refuse(number, MalformedError("conll.columns", detail))
            return
        found = {name: value for name, value in zip(self.columns, values, strict=True) if name}
        if not found.get("FORM", "").strip(WHITE_SPACE):
            self._refuse(number, MalformedError("conll.form", "a token needs a FORM"))
            return
        if re.fullmatch(r"\d+[-.]\d+", found.get("ID", "")):
            return  # a token in several words, or an empty node of CoNLL-U: the words themselves follow
        if len(page.tokens) >= MAX_TOKENS:
            self._refuse(number, MalformedError("conll.too_long", f"a document has at most {MAX_TOKENS} tokens"))
            return
        if self.ended and page.tokens:
            page.breaks.add(len(page.tokens))
        self.ended = False
        page.tokens.append((number, found))


def _layout(line: str) -> tuple[tuple[str, ...], bool]:
    """The columns of a file that does not name them, by its first token, and whether tabs keep them apart: CoNLL-U's;
    those of CoNLL-2003, the word first and its one mark last; else the default.
    """
    by_tabs = "\t" in line
    values = line.split("\t") if by_tabs else line.split()
    numbered = _NUMBER.fullmatch(values[0]) is not None
    if numbered and len(values) == len(CONLL_U):
        return CONLL_U, by_tabs
    if numbered and len(values) == len(DEFAULT):
        return DEFAULT, by_tabs
    if len(values) > 1 and _MARK.fullmatch(values[-1]):
        return ("FORM", *[""] * (len(values) - 2), "MARK"), by_tabs
    return DEFAULT, True


def _document(page: Page) -> ForeignDocument:
    document = ForeignDocument(page.name, page.text or "", f"line {page.line}", refused=page.refused)
    try:
        framed(document, Marks(page.text, page.tokens, page.breaks, page.own))
    except DomainError as error:
        document.error = error
    return document
