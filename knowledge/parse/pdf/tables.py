"""Tables on a page: found by their drawn lines, or by words that stand below one another."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from knowledge.parse.pdf.lines import Piece
from knowledge.parse.pdf.shapes import Rule

_NEAR = 4.0
_MAX_COLUMNS = 30


class Table(NamedTuple):
    """Rows of cells with their place; `marked` when its first row is set in bold."""

    rows: list[list[str]]
    marked: bool
    x0: float
    x1: float
    top: float
    bottom: float


def ruled(
    pieces: Sequence[Piece], rules: Sequence[Rule], low: float = 0.0, high: float = math.inf
) -> tuple[list[Table], list[Piece]]:
    """Return the tables with drawn lines, and the pieces that are in none of them.

    What lies all below `low` or above `high` is a framed header or footer, and no table.
    """
    tables: list[Table] = []
    rest = list(pieces)
    for levels in _stacks(_across(rules)):
        x0, x1 = levels[0].x0, levels[0].x1
        for band in _bands(levels, rules, rest):
            band = _with_open_ends(band, rules, rest)
            inside = [p for p in rest if band[-1].y0 < p.y < band[0].y0 and x0 - _NEAR <= p.x0 <= x1 + _NEAR]
            borders = _borders(inside, rules, band)
            if band[0].y0 < low or band[-1].y0 > high or not 3 <= len(borders) <= _MAX_COLUMNS:
                continue
            rows = []
            for upper, lower in pairwise(band):
                row = [p for p in inside if lower.y0 < p.y < upper.y0]
                if row:
                    rows.append(row)
            if len(rows) >= 2:
                rest = [p for p in rest if p not in inside]
                cells = [_cells(row, borders) for row in rows]
                marked = all(piece.bold for piece in rows[0])
                tables.append(Table(cells, marked, x0, x1, band[0].y0, band[-1].y0))
    return tables, rest


def aligned(pieces: Sequence[Piece]) -> list[Table | Piece]:
    """Return pieces in order, with each table without lines in the place of its pieces."""
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (-p.y, p.x0)):
        if lines and lines[-1][0].y - piece.y <= 0.4 * piece.size:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    found: list[Table | Piece] = []
    start = 0
    while start < len(lines):
        end = _table_end(lines, start)
        if table := _aligned_table(lines[start:end]):
            found.append(table)
        else:
            end = start + 1
            found += sorted(lines[start], key=lambda p: p.x0)
        start = end
    return found


def _across(rules: Iterable[Rule]) -> list[Rule]:
    """Return the level lines, those that continue one another joined."""
    joined: list[Rule] = []
    for rule in sorted((r for r in rules if r.y1 - r.y0 < 1), key=lambda r: (-round(r.y0), r.x0)):
        last = joined[-1] if joined else None
        if last and abs(last.y0 - rule.y0) < 2 and rule.x0 <= last.x1 + _NEAR:
            joined[-1] = last._replace(x1=max(last.x1, rule.x1))
        else:
            joined.append(rule)
    return joined


def _stacks(levels: list[Rule]) -> list[list[Rule]]:
    """Return the lines that span the same width, three or more, from the top down."""
    stacks: list[list[Rule]] = []
    for level in levels:
        for stack in stacks:
            if abs(stack[0].x0 - level.x0) < _NEAR and abs(stack[0].x1 - level.x1) < _NEAR:
                stack.append(level)
                break
        else:
            stacks.append([level])
    return [sorted(stack, key=lambda r: -r.y0) for stack in stacks if len(stack) >= 3]


def _bands(levels: list[Rule], rules: Sequence[Rule], pieces: Sequence[Piece]) -> list[list[Rule]]:
    """Part a stack where two tables follow one another with text between them."""
    bands: list[list[Rule]] = [[levels[0]]]
    for upper, lower in pairwise(levels):
        inside = [p for p in pieces if lower.y0 < p.y < upper.y0 and upper.x0 <= p.x0 <= upper.x1]
        middle = (upper.y0 + lower.y0) / 2
        crossed = any(
            r.x1 - r.x0 < 1 and r.y0 <= middle <= r.y1 and upper.x0 - _NEAR <= r.x0 <= upper.x1 + _NEAR
            for r in rules
        )
        side_by_side = any(abs(a.y - b.y) < 2 and a is not b for a in inside for b in inside)
        if inside and not crossed and not side_by_side:
            bands.append([lower])
        else:
            bands[-1].append(lower)
    return [band for band in bands if len(band) >= 3]


def _with_open_ends(band: list[Rule], rules: Sequence[Rule], pieces: Sequence[Piece]) -> list[Rule]:
    """Add a line above and below where a table draws lines only between its rows."""
    first, last = band[0], band[-1]
    if any(
        r.x1 - r.x0 < 1 and r.y0 < first.y0 and r.y1 > last.y0 and first.x0 < r.x0 < first.x1 for r in rules
    ):
        return band
    reach = max(upper.y0 - lower.y0 for upper, lower in pairwise(band))

    def is_row(low: float, high: float) -> bool:
        row = [p for p in pieces if low < p.y < high and first.x0 - _NEAR <= p.x0 <= first.x1]
        return any(abs(a.y - b.y) < 2 and a is not b for a in row for b in row)

    above = [first._replace(y0=first.y0 + reach)] if is_row(first.y0, first.y0 + reach) else []
    below = [last._replace(y0=last.y0 - reach)] if is_row(last.y0 - reach, last.y0) else []
    return [*above, *band, *below]


def _borders(inside: list[Piece], rules: Sequence[Rule], band: list[Rule]) -> list[float]:
    """Return the edges of the columns: upright lines, or else gaps that no row crosses."""
    x0, x1 = band[0].x0, band[0].x1
    uprights = sorted(
        r.x0
        for r in rules
        if r.x1 - r.x0 < 1
        and x0 - _NEAR < r.x0 < x1 + _NEAR
        and r.y0 < band[0].y0
        and r.y1 > band[-1].y0
        and r.y1 - r.y0 > 5
    )
    borders = [x0, *(x for x in uprights if x0 + _NEAR < x < x1 - _NEAR), x1]
    borders = [x for n, x in enumerate(borders) if n == 0 or x - borders[n - 1] > _NEAR]
    return borders if len(borders) >= 3 else _gaps(inside)


def _gaps(pieces: Iterable[Piece]) -> list[float]:
    spans: list[list[float]] = []
    for piece in sorted(pieces, key=lambda p: p.x0):
        if spans and piece.x0 <= spans[-1][1] + 2:
            spans[-1][1] = max(spans[-1][1], piece.x1)
        else:
            spans.append([piece.x0, piece.x1])
    if not spans:
        return []
    return [spans[0][0], *((a[1] + b[0]) / 2 for a, b in pairwise(spans)), spans[-1][1]]


def _cells(row: Iterable[Piece], borders: Sequence[float]) -> list[str]:
    cells: list[list[str]] = [[] for _ in borders[1:]]
    for piece in sorted(row, key=lambda p: (-round(p.y), p.x0)):
        n = sum(1 for border in borders[1:-1] if piece.x0 >= border - 1)
        cells[n].append(piece.text)
    return [" ".join(cell) for cell in cells]


def _table_end(lines: list[list[Piece]], start: int) -> int:
    """Return where lines with several pieces stop; a lone piece may go on with the row above it."""
    if len(lines[start]) < 2:
        return start + 1
    end = start + 1
    while end < len(lines):
        line, above = lines[end], lines[end - 1]
        gap = above[0].y - line[0].y
        goes_on = len(line) == 1 and gap < 1.4 * line[0].size and _below(line[0], lines[start])
        if gap > 3.5 * line[0].size or not (len(line) >= 2 or goes_on):
            break
        end += 1
    return end


def _below(piece: Piece, first: list[Piece]) -> bool:
    return any(abs(piece.x0 - cell.x0) < _NEAR for cell in first)


def _aligned_table(lines: list[list[Piece]]) -> Table | None:
    inside = [piece for line in lines for piece in line]
    borders = _gaps(inside)
    if sum(1 for line in lines if len(line) >= 2) < 3 or not 3 <= len(borders) <= _MAX_COLUMNS:
        return None
    rows: list[list[Piece]] = []
    for n, line in enumerate(lines):
        gap = lines[n - 1][0].y - line[0].y if n else 0.0
        starts_row = len(line) == len(borders) - 1 or (
            line[0].x0 < borders[1] and not (len(line) < len(borders) - 1 and gap < 1.3 * line[0].size)
        )
        if starts_row or not rows:
            rows.append(list(line))
        else:
            rows[-1] += line
    return Table(
        [_cells(row, borders) for row in rows],
        all(piece.bold for piece in rows[0]) and not all(piece.bold for piece in inside),
        borders[0],
        borders[-1],
        lines[0][0].top,
        lines[-1][0].bottom,
    )
