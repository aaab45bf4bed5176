"""A document's title: what its author gave it, and never what a program made up."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from knowledge.parse.document import Block, BlockKind

_PROGRAM = re.compile(
    r"^(?:microsoft (?:word|powerpoint|excel|office word)|\(?anonymous\)?)\s*(?:-\s*)?", re.I
)
_FILE = re.compile(r"\.(?:docx?|pdf|indd|html?|txt|md|rtf|odt|pptx?|xlsx?|tmp|pub|dotx?)\b", re.I)
_EMPTY = re.compile(
    r"(?:untitled|unnamed|new document|document|title|draft|slide|page|scan|image|print|template|contents|"
    r"table of contents|(?:no|unspecified) title|unspecified)[\s_-]*(?:\d+|\(\d+\))?",
    re.I,
)
_LONGEST = 200


def choose(offered: Iterable[str], blocks: Iterable[Block], doc: str) -> str:
    """Return the best title: one that was offered, else the first heading, else the file's name."""
    headings = [block.text for block in blocks if block.kind is BlockKind.HEADING]
    for title in (*offered, *headings[:3]):
        line = " ".join(title.split())
        if is_title(line):
            return line
    return PurePosixPath(doc).stem.replace("-", " ").replace("_", " ").strip() or doc


def is_title(line: str) -> bool:
    """Say whether a line is a title that a person would know the document by."""
    return (
        2 < len(line) <= _LONGEST
        and not _PROGRAM.match(line)
        and not _FILE.search(line)
        and not _EMPTY.fullmatch(line)
        and sum(char.isalpha() for char in line) >= 3
    )
