"""The arithmetic of places on a page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pypdf.generic import DictionaryObject

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
# No page is this large; a longer number would overflow later.
_LARGEST = 1e9


def times(m: Matrix, n: Matrix) -> Matrix:
    """Return the matrix that does m first and n after it."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def moved(m: Matrix, x: float, y: float) -> Matrix:
    """Return a matrix with its origin moved by x and y of its own units."""
    return (m[0], m[1], m[2], m[3], x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5])


def at(m: Matrix, x: float, y: float) -> Point:
    """Return where a point comes to lie."""
    return (m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5])


def matrix(n: list[float]) -> Matrix:
    """Return six numbers as a matrix; any other count of them as the unit matrix."""
    return (n[0], n[1], n[2], n[3], n[4], n[5]) if len(n) == 6 else UNIT


def numbers(values: Any) -> list[float]:
    """Return the numbers among an operator's operands."""
    if not isinstance(values, Iterable):
        return []
    return [float(v) for v in values if isinstance(v, (int, float)) and abs(v) < _LARGEST]


def dictionary(value: Any) -> DictionaryObject:
    """Return a dictionary of the file, or an empty one where it should be and is not."""
    found = value.get_object() if value is not None else None
    return found if isinstance(found, DictionaryObject) else DictionaryObject()
