"""What reading a document gives: blocks in reading order, and findings for the administrator."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

# Raised when the same file gives other blocks than before, so that indexes made from it are made again.
READING = 1
EXCERPT_CHARS = 160
# A hostile file could otherwise bury the one finding that matters under a million others.
MAX_FINDINGS = 200

# Called with (pages done, pages in all).
PageProgress = Callable[[int, int], None]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class MediaKind(StrEnum):
    """What a file is, by its content."""

    PDF = "PDF"
    DOCX = "Word document"
    HTML = "web page"
    MARKDOWN = "Markdown"
    TEXT = "plain text"


class BlockKind(StrEnum):
    """The four things that a document is made of."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list item"
    TABLE_ROW = "table row"


class Block(_Frozen):
    """One piece of a document.

    `level` is 1 to 6 for a heading, else 0. `page` counts from 1. `clause` is a full label such as "4.2(a)".
    `cells` of a table row are "Header: cell" each; `text` is all of them, so that a row makes sense alone.
    """

    kind: BlockKind
    text: str
    level: int = 0
    page: int | None = None
    clause: str | None = None
    cells: tuple[str, ...] = ()


class FindingKind(StrEnum):
    """Why a person should look at a document."""

    MISLABELLED = "mislabelled"
    ENCODING = "encoding"
    HIDDEN_TEXT = "hidden text"
    HIDDEN_CHARACTERS = "hidden characters"
    INSTRUCTION = "instruction to a machine"
    INSTRUCTION_MENTION = "mention of an instruction to a machine"
    NO_TEXT = "page without text"
    SCANNED = "scanned page"
    TURNED_TEXT = "turned text"
    MORE = "more findings"


class Finding(_Frozen):
    """One line for the administrator; `excerpt` is at most 160 characters of the document."""

    kind: FindingKind
    line: str
    page: int | None = None
    excerpt: str = ""

    @property
    def described(self) -> str:
        """Where it is, what it is and how it starts, on one line."""
        place = f"page {self.page}: " if self.page else ""
        return f"{place}{self.line}" + (f" It starts: {self.excerpt}" if self.excerpt else "")


class Document(_Frozen):
    """One readable document; `doc` is its path below the folder, with forward slashes."""

    doc: str
    title: str
    kind: MediaKind
    blocks: tuple[Block, ...]
    findings: tuple[Finding, ...] = ()
    pages: int | None = None


class Draft(NamedTuple):
    """What one format's reader gives, before what is common to all formats is done to it."""

    blocks: list[Block]
    findings: list[Finding]
    titles: list[str]
    pages: int | None = None


def excerpt(text: str) -> str:
    """Return the start of a text on one line, printable, cut to what a finding may show."""
    line = " ".join("".join(char if char.isprintable() else " " for char in text[:2000]).split())
    return line if len(line) <= EXCERPT_CHARS else line[: EXCERPT_CHARS - 1].rstrip() + "…"


def capped(findings: list[Finding]) -> tuple[Finding, ...]:
    """Return the findings without repeats, and past 200 only how many more there are."""
    unique = list(dict.fromkeys(findings))
    if len(unique) <= MAX_FINDINGS:
        return tuple(unique)
    left = len(unique) - MAX_FINDINGS
    return (
        *unique[:MAX_FINDINGS],
        Finding(kind=FindingKind.MORE, line=f"{left} more findings are not shown."),
    )
