"""Plain text to blocks: paragraphs, clauses, list items, and headings where there is no doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.parse.clauses import depth, numbered, starts_with_marker
from knowledge.parse.document import Block, BlockKind, Draft

_BULLET = re.compile(r"\s*(?:[•●▪■○◦‣·]|[-*+–](?=\s))\s*(?=\S)")
_RULE = re.compile(r"\s*(?:(=){3,}|(-){3,}|(~){3,})\s*")
_SENTENCE_END = (".", ",", ";", "?", "!")


def parse(text: str) -> Draft:
    """Return the blocks of a plain text."""
    blocks: list[Block] = []
    for chunk in re.split(r"\n[^\S\n]*\n|\f", text):
        blocks += _chunk_blocks([line.rstrip() for line in chunk.split("\n") if line.strip()])
    return Draft(blocks, [], [])


def _chunk_blocks(lines: list[str]) -> Iterator[Block]:
    if len(lines) >= 2 and (rule := _RULE.fullmatch(lines[1])) and _is_short(lines[0]):
        yield _heading(lines[0], 1 if rule[1] else 2)
        lines = lines[2:]
    elif len(lines) == 1 and _is_capitals(lines[0]):
        yield _heading(lines[0], depth(numbered(lines[0].strip(), heading=True)))
        return
    pending: list[str] = []
    kind = BlockKind.PARAGRAPH
    for line in lines:
        if _RULE.fullmatch(line):
            continue
        bullet = _BULLET.match(line)
        if bullet or starts_with_marker(line.strip()):
            yield from _joined(pending, kind)
            pending = [line[bullet.end() :] if bullet else line]
            kind = BlockKind.LIST_ITEM if bullet else BlockKind.PARAGRAPH
        else:
            pending.append(line)
    yield from _joined(pending, kind)


def _heading(line: str, level: int) -> Block:
    return Block(kind=BlockKind.HEADING, text=" ".join(line.split()), level=min(level, 6))


def _joined(lines: list[str], kind: BlockKind) -> Iterator[Block]:
    if lines:
        yield Block(kind=kind, text=" ".join(" ".join(lines).split()))


def _is_short(line: str) -> bool:
    return len(line.strip()) <= 100 and not line.rstrip().endswith(_SENTENCE_END)


def _is_capitals(line: str) -> bool:
    """A line that stands alone, all capitals, of at least five letters: "GIFTS AND HOSPITALITY"."""
    return line.isupper() and _is_short(line) and sum(char.isalpha() for char in line) >= 5
