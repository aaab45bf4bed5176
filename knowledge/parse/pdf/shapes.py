"""What is drawn on a page besides text: fills that text may vanish in, lines of tables, pictures."""

from __future__ import annotations

from typing import NamedTuple

from knowledge.parse.pdf.colour import WHITE, Colour, is_near
from knowledge.parse.pdf.matrix import Matrix, Point, at

# A map or a chart draws a hundred thousand of them, and none is a table's.
_MOST = 2_000
_SHORTEST = 5.0

_Edge = tuple[float, float, float, float]


class Rule(NamedTuple):
    """A line that is drawn, or an edge of a box; `x0 <= x1`, `y0 <= y1`, and one pair is equal."""

    x0: float
    y0: float
    x1: float
    y1: float


class Shapes:
    """The path that is being drawn, and all that has been painted."""

    def __init__(self, width: float, height: float) -> None:
        self._width, self._height = width, height
        self._path: list[_Edge] = []
        self._pen: Point = (0.0, 0.0)
        self._painted: list[tuple[_Edge, Colour]] = []
        self.rules: list[Rule] = []
        self.covered = 0.0

    def move(self, point: Point) -> None:
        """Start a line."""
        self._pen = point

    def line(self, point: Point) -> None:
        """Draw a line, or the chord of a curve, on from where the pen is."""
        self._path.append((*self._pen, *point))
        self._pen = point

    def box(self, a: Point, b: Point) -> None:
        """Draw a box by two corners."""
        self._path += [(a[0], a[1], b[0], a[1]), (b[0], a[1], b[0], b[1])]
        self._path += [(a[0], b[1], b[0], b[1]), (a[0], a[1], a[0], b[1])]

    def end(self, *, fill: Colour = None, filled: bool = False, stroked: bool = False) -> None:
        """End the path: filled, stroked, both or, where it only clips, neither."""
        path, self._path = self._path, []
        if filled and path:
            xs = [x for edge in path for x in edge[::2]]
            ys = [y for edge in path for y in edge[1::2]]
            self._cover((min(xs), min(ys), max(xs), max(ys)), fill)
        if stroked or (filled and not is_near(fill, WHITE)):
            self.rules += [rule for edge in path if (rule := _rule(edge))][: _MOST - len(self.rules)]

    def picture(self, ctm: Matrix) -> None:
        """Paint a picture, whose colours are not known."""
        (xa, ya), (xb, yb) = at(ctm, 0, 0), at(ctm, 1, 1)
        x0, y0, x1, y1 = min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)
        self._cover((x0, y0, x1, y1), None)
        wide, high = min(x1, self._width) - max(x0, 0), min(y1, self._height) - max(y0, 0)
        if wide > 0 and high > 0:
            self.covered = max(self.covered, wide * high / (self._width * self._height))

    def below(self, x: float, y: float) -> Colour:
        """Return the colour that lies on the page at a point."""
        for (x0, y0, x1, y1), colour in reversed(self._painted):
            if x0 <= x <= x1 and y0 <= y <= y1:
                return colour
        return WHITE

    def _cover(self, edge: _Edge, colour: Colour) -> None:
        if len(self._painted) < _MOST:
            self._painted.append((edge, colour))


def _rule(edge: _Edge) -> Rule | None:
    x0, y0, x1, y1 = (
        min(edge[0], edge[2]),
        min(edge[1], edge[3]),
        max(edge[0], edge[2]),
        max(edge[1], edge[3]),
    )
    if (x1 - x0 < 1 or y1 - y0 < 1) and max(x1 - x0, y1 - y0) > _SHORTEST:
        return Rule(x0, y0, x1, y1)
    return None
