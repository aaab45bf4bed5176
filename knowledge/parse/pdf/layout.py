"""The order in which a page is read: columns kept apart, tables in their place."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from statistics import median

from knowledge.parse.pdf.lines import Piece
from knowledge.parse.pdf.tables import Table, aligned

_FEWEST = 5
# A column holds lines of words; a narrow one of short pieces is a table's.
_COLUMN_CHARS = 20
_STEP = 3


def ordered(pieces: Sequence[Piece], tables: Sequence[Table]) -> list[Piece | Table]:
    """Return a page's pieces and tables in reading order."""
    return [item for region in _regions([*pieces, *tables]) for item in _in_region(region)]


def _regions(boxes: Sequence[Piece | Table]) -> Iterator[list[Piece | Table]]:
    """Yield parts of the page that are each read from the top down."""
    gutter = _gutter([box for box in boxes if isinstance(box, Piece)])
    if gutter is None:
        yield sorted(boxes, key=lambda box: (-box.top, box.x0))
        return
    left: list[Piece | Table] = []
    right: list[Piece | Table] = []
    across: list[Piece | Table] = []
    for box in sorted(boxes, key=lambda box: (-box.top, box.x0)):
        if box.x0 < gutter < box.x1:
            yield from (part for part in (left, right) if part)
            left, right = [], []
            across.append(box)
            continue
        if across:
            yield across
            across = []
        (left if box.x1 <= gutter else right).append(box)
    yield from (part for part in (left, right, across) if part)


def _in_region(region: list[Piece | Table]) -> list[Piece | Table]:
    ordered_items: list[Piece | Table] = []
    loose: list[Piece] = []
    for box in region:
        if isinstance(box, Piece):
            loose.append(box)
        else:
            ordered_items += [*aligned(loose), box]
            loose = []
    return [*ordered_items, *aligned(loose)]


def _gutter(pieces: Sequence[Piece]) -> float | None:
    """Return the middle of the empty strip between two columns, or None."""
    if len(pieces) < 2 * _FEWEST:
        return None
    x0, x1 = min(p.x0 for p in pieces), max(p.x1 for p in pieces)
    best: tuple[int, float] | None = None
    edges = sorted({round(p.x1) for p in pieces} | {round(p.x0) for p in pieces})
    for edge, following in itertools.pairwise(edges):
        middle = (edge + following) / 2
        if following - edge < _STEP or not x0 + 0.2 * (x1 - x0) < middle < x1 - 0.2 * (x1 - x0):
            continue
        left = [p for p in pieces if p.x1 <= middle]
        right = [p for p in pieces if p.x0 >= middle]
        if _is_column(left, x0, edge) and _is_column(right, following, x1) and _beside(left, right):
            crossing = len(pieces) - len(left) - len(right)
            if best is None or crossing < best[0]:
                best = (crossing, middle)
    return best[1] if best else None


def _is_column(pieces: list[Piece], x0: float, x1: float) -> bool:
    return (
        len(pieces) >= _FEWEST
        and median(len(p.text) for p in pieces) >= _COLUMN_CHARS
        and median(p.x1 - p.x0 for p in pieces) >= 0.55 * (x1 - x0)
    )


def _beside(left: list[Piece], right: list[Piece]) -> bool:
    """Say whether both run down the same part of the page."""
    top = min(max(p.y for p in left), max(p.y for p in right))
    bottom = max(min(p.y for p in left), min(p.y for p in right))
    shorter = min(
        max(p.y for p in left) - min(p.y for p in left), max(p.y for p in right) - min(p.y for p in right)
    )
    return top - bottom >= 0.5 * shorter > 0
