"""The sections of a document: headings and numbered clauses, with the blocks below each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import NamedTuple

from knowledge.parse.document import Block, BlockKind, Document
from knowledge.sentences import sentences

CountTokens = Callable[[str], int]
Placed = tuple[str, int | None]


class Section(NamedTuple):
    """Blocks below one path of headings, such as "4 Gifts > 4.2 Declaring a gift"."""

    path: str
    blocks: list[Block]

    def texts(self, count: CountTokens, limit: int) -> Iterator[Placed]:
        """Yield (text, page): a list with the sentence that leads into it, a table row by row."""
        waiting: list[Block] = []
        for block in self.blocks:
            if block.kind is not BlockKind.LIST_ITEM:
                yield from _listed(waiting, count, limit)
                waiting = []
            if block.kind is BlockKind.TABLE_ROW:
                yield from ((text, block.page) for text in _row(block, count, limit))
            else:
                waiting.append(block)
        yield from _listed(waiting, count, limit)


def sections(document: Document) -> Iterator[Section]:
    """Yield the sections of a document, in order, with no words left out.

    A heading with nothing below it is its own text: it may be a sentence that was only printed large.
    """
    headings: list[Block] = []
    clause = ""
    lone: Block | None = None
    placed: list[tuple[str, Block]] = []
    for block in document.blocks:
        if block.kind is BlockKind.HEADING:
            if lone and block.level <= lone.level and lone.text != document.title:
                placed.append((_path(headings, "", document.title), lone))
            headings = [heading for heading in headings if heading.level < block.level] + [block]
            clause, lone = "", block
            continue
        number = (block.clause or "").split("(")[0]
        # "4.2" is cited by its number; "4." may be the fourth step of a list.
        if "." in number:
            clause = number if not headings or headings[-1].clause != number else ""
        placed.append((_path(headings, clause, document.title), block))
        lone = None
    if lone:
        placed.append((_path(headings, "", document.title), lone))
    for path, group in groupby(placed, key=lambda pair: pair[0]):
        yield Section(path, [block for _, block in group])


def _path(headings: list[Block], clause: str, title: str) -> str:
    names = [heading.text for heading in headings]
    if names[:1] == [title]:  # it stands before the section anyway
        names = names[1:]
    return " > ".join([*names, clause] if clause else names)


def _listed(blocks: list[Block], count: CountTokens, limit: int) -> Iterator[Placed]:
    """Yield paragraphs, the last one together with its list; a long list repeats the sentence before it."""
    if not blocks:
        return
    lead = blocks[0] if blocks[0].kind is not BlockKind.LIST_ITEM else None
    items = [
        (f"- {block.text}" if not block.clause else block.text, block.page) for block in blocks[bool(lead) :]
    ]
    if lead and not items:
        yield lead.text, lead.page
        return
    opening = sentences(lead.text)[-1] if lead else ""
    repeated = opening if count(opening) <= limit // 4 else ""
    text, page = (lead.text, lead.page) if lead else ("", items[0][1])
    for item, at in items:
        joined = f"{text}\n{item}" if text else item
        if text and count(joined) > limit:
            yield text, page
            joined, page = (f"{repeated}\n{item}" if repeated else item), at
        text = joined
    yield text, page


def _row(block: Block, count: CountTokens, limit: int) -> Iterator[str]:
    """Yield a row, or if it is too long, parts of it that each keep the name of their column and row."""
    if count(block.text) <= limit:
        yield block.text
        return
    first = block.cells[0] if block.cells and count(block.cells[0]) <= limit // 4 else ""
    for cell in block.cells[bool(first) :]:
        name = cell.partition(": ")[0] if ": " in cell[:80] else ""
        text = ""
        for sentence in sentences(cell):
            joined = f"{text} {sentence}" if text else "; ".join(part for part in (first, sentence) if part)
            if text and count(joined) > limit:
                yield text
                joined = "; ".join(
                    part for part in (first, f"{name}: {sentence}" if name else sentence) if part
                )
            text = joined
        yield text
