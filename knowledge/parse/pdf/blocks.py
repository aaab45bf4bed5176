"""Pieces and tables of all pages as blocks: headings told by size and weight, lines joined to paragraphs."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from knowledge.parse.clauses import depth, numbered, starts_with_marker
from knowledge.parse.document import Block, BlockKind
from knowledge.parse.pdf.lines import Piece
from knowledge.parse.pdf.tables import Table
from knowledge.parse.tables import looks_headed, row_block

_BULLET = re.compile(r"(?:[•●▪■○◦‣·]|[-–*o](?=\s))\s*(?=\S)")
_LEADERS = re.compile(r"(?:\.\s?){4,}\s*\d*$|…{2,}\s*\d*$")
_LARGER = 1.12
_LONGEST_HEADING = 160
_STOPS = (".", ":", ";", "?", "!", "”", '"', ")")

Item = Piece | Table
Level = tuple[float, bool, int]


class Assembly:
    """Turn the pages' items into blocks; sizes are judged over the whole document."""

    def __init__(self, pages: Sequence[list[Item]]) -> None:
        self._pages = pages
        pieces = [item for page in pages for item in page if isinstance(item, Piece)]
        sizes: Counter[float] = Counter()
        for piece in pieces:
            sizes[piece.size] += len(piece.text)
        self._body = sizes.most_common(1)[0][0] if sizes else 10.0
        body = [p for p in pieces if p.size == self._body]
        gaps = Counter(round(a.y - b.y, 1) for a, b in itertools.pairwise(body) if 0 < a.y - b.y < 3 * a.size)
        self._leading = gaps.most_common(1)[0][0] if gaps else 1.2 * self._body
        self._bold_body = sum(len(p.text) for p in body if p.bold) > 0.5 * sum(len(p.text) for p in body)
        # "co-ordinate" keeps its hyphen over a line's end if it has one inside a line elsewhere.
        self._hyphened = {word.casefold() for piece in pieces for word in re.findall(r"\w+-\w+", piece.text)}
        levels = sorted({self._level(p) for p in pieces if self._is_heading(p)}, reverse=True)
        self._levels = {level: min(n, 6) for n, level in enumerate(levels, 1)}
        self._header: list[str] = []
        self._pending: list[Piece] = []
        self._page = 1

    def blocks(self) -> Iterator[Block]:
        """Yield the document's blocks."""
        for number, page in enumerate(self._pages, 1):
            for n, item in enumerate(page):
                if isinstance(item, Table):
                    yield from self._end()
                    yield from self._rows(item, number, goes_on=n == 0)
                elif not _LEADERS.search(item.text):
                    if self._pending and not self._joins(item, number):
                        yield from self._end()
                    if not self._pending:
                        self._page = number
                    self._pending.append(item)
        yield from self._end()

    def _is_heading(self, piece: Piece) -> bool:
        if len(piece.text) > _LONGEST_HEADING or not any(char.isalpha() for char in piece.text):
            return False
        if piece.size >= _LARGER * self._body:
            return True
        return (
            piece.bold
            and not self._bold_body
            and piece.size >= self._body
            and not piece.text.endswith((".", ";", ","))
            and not _BULLET.match(piece.text)
        )

    def _level(self, piece: Piece) -> Level:
        """Larger before bold, and of two alike the one whose number is shorter."""
        return piece.size, piece.bold, -depth(numbered(piece.text, heading=True))

    def _joins(self, piece: Piece, page: int) -> bool:
        """Say whether a line goes on with the pending one."""
        last = self._pending[-1]
        if _BULLET.match(piece.text) or starts_with_marker(piece.text):
            return False
        heads = self._is_heading(last), self._is_heading(piece)
        same_page = page == self._page or last.y < piece.y
        if any(heads):
            close = 0 < last.y - piece.y < 1.5 * piece.size
            # A heading of two lines: of one size and weight, and the second without a number of its own.
            return all(heads) and close and last[4:] == piece[4:] and not numbered(piece.text, heading=True)
        if abs(last.size - piece.size) > 0.1 * last.size:
            return False
        if page == self._page and abs(last.y - piece.y) < 1 and piece.x0 > last.x1:
            return True  # a wide gap within a line
        if last.y <= piece.y or page != self._page:  # the next column or page
            return same_page and not last.text.endswith(_STOPS) and not piece.text[:1].isupper()
        if last.y - piece.y > 1.25 * max(self._leading, 1.0):
            return False
        widest = max(p.x1 for p in self._pending)
        indented = piece.x0 - last.x0 > 0.8 * piece.size and len(self._pending) > 1
        ended_short = last.x1 < widest - 0.25 * (widest - last.x0) or (
            len(self._pending) == 1 and last.x1 - last.x0 < 150
        )
        return not (last.text.endswith(_STOPS) and (indented or ended_short))

    def _end(self) -> Iterator[Block]:
        pending, self._pending = self._pending, []
        if not pending:
            return
        text = self._joined(pending)
        if all(self._is_heading(piece) for piece in pending):
            level = self._levels[self._level(pending[0])]
            yield Block(kind=BlockKind.HEADING, text=text, level=level, page=self._page)
        elif bullet := _BULLET.match(text):
            yield Block(kind=BlockKind.LIST_ITEM, text=text[bullet.end() :], page=self._page)
        else:
            yield Block(kind=BlockKind.PARAGRAPH, text=text, page=self._page)

    def _joined(self, lines: Sequence[Piece]) -> str:
        text = lines[0].text
        for piece in lines[1:]:
            broken = re.search(r"(\w+)[-\u00ad]$", text)
            following = re.match(r"[^\W\d_]+", piece.text)
            if broken and following and following[0][0].islower():
                whole = f"{broken[1]}-{following[0]}".casefold()
                text = (text if whole in self._hyphened else text[:-1]) + piece.text
            else:
                text = f"{text} {piece.text}"
        return text

    def _rows(self, table: Table, page: int, *, goes_on: bool) -> Iterator[Block]:
        """Yield a table's rows; one at the top of a page may go on with the table before it."""
        rows = table.rows
        if (
            goes_on
            and self._header
            and len(rows[0]) == len(self._header)
            and (rows[0] == self._header or not table.marked)
        ):
            rows = rows[1:] if rows[0] == self._header else rows
        elif looks_headed(rows, marked=table.marked):
            self._header, rows = rows[0], rows[1:]
        else:
            self._header = []
        for row in rows:
            if block := row_block(self._header, row, page):
                yield block
