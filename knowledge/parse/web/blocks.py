"""The elements of a web page as blocks, in order."""

from __future__ import annotations

import re

from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from knowledge.parse.document import Block, BlockKind
from knowledge.parse.web.grid import is_layout, table_blocks

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BREAKING = frozenset(
    "address article aside blockquote body center details dd div dl dt fieldset figcaption figure footer form "
    "header hgroup hr html legend li main ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_BULLET = re.compile(r"[•●▪■○◦‣·]\s*(?=\S)")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")


class Walk:
    """Walk a tree, gathering the words between one border and the next."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._words: list[str] = []

    def through(self, tag: Tag) -> None:
        """Add the blocks inside an element; its tree is no deeper than what the reader let in."""
        for child in tag.children:
            self._element(child)

    def flush(self, kind: BlockKind = BlockKind.PARAGRAPH, level: int = 0) -> None:
        """End the current block."""
        text = " ".join("".join(self._words).split())
        self._words = []
        if bullet := _BULLET.match(text):
            text, kind = text[bullet.end() :], BlockKind.LIST_ITEM
        if text:
            self.blocks.append(Block(kind=kind, text=text, level=level))

    def _element(self, child: PageElement) -> None:
        if isinstance(child, NavigableString):
            if not isinstance(child, PreformattedString):  # comments, declarations
                self._words.append(str(child))
            return
        if not isinstance(child, Tag):
            return
        if child.name in _HEADINGS:
            self.flush()
            self.through(child)
            self.flush(BlockKind.HEADING, _HEADINGS[child.name])
        elif child.name in ("ul", "ol"):
            self.flush()
            self._list(child)
        elif child.name == "table" and not is_layout(child):
            self.flush()
            if caption := child.find("caption"):
                self.through(caption)
                self.flush()
                caption.decompose()
            self.blocks += table_blocks(child)
        elif child.name in _BREAKING:
            self.flush()
            self.through(child)
            self.flush()
        elif child.name == "br":
            self._words.append(" ")
        else:
            self.through(child)

    def _list(self, outer: Tag) -> None:
        for n, item in enumerate(outer.find_all("li", recursive=False)):
            self._words.append(_marker(outer, n))
            for child in item.children:
                if isinstance(child, Tag) and child.name == "p":
                    self.through(child)
                    self._words.append(" ")
                elif isinstance(child, Tag) and child.name in _BREAKING | _HEADINGS.keys():
                    self._end_item(_marker(outer, n))
                    self._element(child)
                else:
                    self._element(child)
            self._end_item(_marker(outer, n))

    def _end_item(self, marker: str) -> None:
        if "".join(self._words).strip() == marker.strip():
            self._words = []
        self.flush(BlockKind.LIST_ITEM)


def _marker(outer: Tag, n: int) -> str:
    if outer.name == "ul":
        return ""
    start = str(outer.get("start", "1"))
    number = n + (int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 1)
    style = str(outer.get("type", "1"))
    if style in "aA" and number <= 26:
        return f"({chr(ord(style) + number - 1)}) "
    if style in "iI" and number <= len(_ROMAN):
        return f"({_ROMAN[number - 1]}) "
    return f"{number}. "
