"""A page's content as runs of text with their place, size and weight, and the lines drawn between them.

pypdf's own extraction joins neighbouring strings, so that white text disappears into the black text before it.
Here each string is kept apart, with the state in which it is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from pypdf import PageObject
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, StreamObject

from knowledge.parse.pdf.colour import is_near
from knowledge.parse.pdf.fonts import Faces
from knowledge.parse.pdf.matrix import UNIT, Matrix, at, dictionary, matrix, moved, numbers, times
from knowledge.parse.pdf.shapes import Rule, Shapes
from knowledge.parse.pdf.state import State

_DEEPEST_FORM = 8
_MAX_FORMS = 500
_MAX_SAVED = 1_000
_SMALLEST = 2.0
# In units of the font's size: what a TJ array leaves between two words, and between two cells.
_WORD_GAP = 0.18
_CELL_GAP = 1.0
_FILLS = (b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*")
_STROKES = (b"S", b"s", b"B", b"B*", b"b", b"b*")


class Run(NamedTuple):
    """One string on a page; points from the lower left. `hidden` says how it is hidden, or is empty."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    hidden: str = ""


@dataclass
class PageContent:
    """What is on one page; `covered` is the largest share of it that a picture takes."""

    width: float
    height: float
    runs: list[Run] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    turned: list[str] = field(default_factory=list)
    covered: float = 0.0


def read_page(page: PageObject, faces: Faces) -> PageContent:
    """Return what a page shows and hides."""
    box = page.cropbox
    width, height = float(box.width), float(box.height)
    base: Matrix = (1.0, 0.0, 0.0, 1.0, -float(box.left), -float(box.bottom))
    turns: dict[int, Matrix] = {
        90: (0.0, -1.0, 1.0, 0.0, 0.0, width),
        180: (-1.0, 0.0, 0.0, -1.0, width, height),
        270: (0.0, 1.0, -1.0, 0.0, height, 0.0),
    }
    turn = page.rotation % 360
    base = times(base, turns.get(turn, UNIT))
    if turn in (90, 270):
        width, height = height, width
    content = PageContent(width, height)
    contents = page.get("/Contents")
    if contents is not None and width > 0 and height > 0:
        stream = ContentStream(contents.get_object(), page.pdf, "bytes")
        shapes = Shapes(width, height)
        # /Resources may be the page's own or that of the pages above it.
        resources = dictionary(page.get_inherited("/Resources", DictionaryObject()))
        _Interpreter(content, shapes, faces, page.pdf).run(stream, resources, State(ctm=base), 0)
        content.rules, content.covered = shapes.rules, shapes.covered
    return content


class _Interpreter:
    def __init__(self, content: PageContent, shapes: Shapes, faces: Faces, pdf: Any) -> None:
        self._content = content
        self._shapes = shapes
        self._faces = faces
        self._pdf = pdf
        self._forms = 0

    def run(self, stream: ContentStream, resources: DictionaryObject, state: State, depth: int) -> None:
        """Go through the operators of a page, or of a form on it."""
        stack: list[State] = []
        tm = line = UNIT
        for operands, operator in stream.operations:
            match operator:
                case b"Tj" | b"TJ":
                    shown = operands[0] if operands else []
                    tm = self._show(state, tm, shown if isinstance(shown, ArrayObject) else [shown])
                case b"'" | b'"':
                    line = moved(line, 0, -state.leading)
                    tm = self._show(state, line, operands[-1:])
                case b"Td" | b"TD" if len(n := numbers(operands)) == 2:
                    if operator == b"TD":
                        state.leading = -n[1]
                    tm = line = moved(line, n[0], n[1])
                case b"T*":
                    tm = line = moved(line, 0, -state.leading)
                case b"Tm" | b"BT":
                    tm = line = matrix(numbers(operands))
                case b"q":
                    if len(stack) < _MAX_SAVED:
                        stack.append(replace(state))
                case b"Q":
                    state = stack.pop() if stack else state
                case b"Do" if operands:
                    self._place(resources, str(operands[0]), state, depth)
                case b"INLINE IMAGE":
                    self._shapes.picture(state.ctm)
                case _:
                    if not self._draw(operator, operands, state):
                        state.apply(operator, operands, resources, self._faces)

    def _draw(self, operator: bytes, operands: list[Any], state: State) -> bool:
        """Draw what an operator draws, and say whether it was one that draws."""
        match operator:
            case b"m" if len(n := numbers(operands)) == 2:
                self._shapes.move(at(state.ctm, n[0], n[1]))
            case b"l" | b"c" | b"v" | b"y" if len(n := numbers(operands)) >= 2:
                self._shapes.line(at(state.ctm, n[-2], n[-1]))
            case b"re" if len(n := numbers(operands)) == 4:
                self._shapes.box(at(state.ctm, n[0], n[1]), at(state.ctm, n[0] + n[2], n[1] + n[3]))
            case b"n":
                self._shapes.end()
            case _ if operator in _FILLS or operator in _STROKES:
                fill = state.fill if state.alpha > 0.9 else None
                self._shapes.end(fill=fill, filled=operator in _FILLS, stroked=operator in _STROKES)
            case _:
                return False
        return True

    def _show(self, state: State, tm: Matrix, parts: Sequence[Any]) -> Matrix:
        """Add the runs of a show operator and return the text matrix after it."""
        words, start = "", tm
        for part in parts:
            if isinstance(part, (bytes, str)):
                if state.face is None:
                    continue
                shown = state.face.show(
                    part if isinstance(part, bytes) else part.encode("latin-1", "replace")
                )
                words += shown.text
                wide = shown.width / 1000 * state.size + shown.glyphs * state.char_space
                wide = (wide + shown.spaces * state.word_space) * state.scale
            else:
                gap = -sum(numbers([part])) / 1000
                if gap > _CELL_GAP:
                    self._add(state, start, tm, words)
                    words = ""
                elif gap > _WORD_GAP and words and not words.endswith(" "):
                    words += " "
                wide = gap * state.size * state.scale
            tm = moved(tm, wide, 0)
            if not words:
                start = tm
        self._add(state, start, tm, words)
        return tm

    def _add(self, state: State, start: Matrix, end: Matrix, words: str) -> None:
        if not words.strip():
            return
        placed = times(start, state.ctm)
        xa, y = at(placed, 0, state.rise)
        xb, _ = at(times(end, state.ctm), 0, state.rise)
        x0, x1 = min(xa, xb), max(xa, xb)
        size = abs(state.size) * (placed[2] ** 2 + placed[3] ** 2) ** 0.5
        if abs(placed[1]) > 0.2 * abs(placed[0]):
            self._content.turned.append(words)
            return
        bold = state.mode == 2 or (state.face is not None and state.face.bold)
        hidden = self._hidden(state, x0, x1, y, size)
        self._content.runs.append(Run(words, x0, x1, y, size, bold, hidden))

    def _hidden(self, state: State, x0: float, x1: float, y: float, size: float) -> str:
        """Return how a run is hidden, or nothing."""
        if state.mode in (3, 7):
            return "printed without ink"
        if size < _SMALLEST:
            return "smaller than 2 points"
        if x1 < 0 or x0 > self._content.width or y + size < 0 or y > self._content.height:
            return "outside the page"
        if state.alpha < 0.05:
            return "that is transparent"
        if state.mode == 0 and is_near(state.fill, self._shapes.below((x0 + x1) / 2, y + size / 4)):
            return "in the colour of its background"
        return ""

    def _place(self, resources: DictionaryObject, name: str, state: State, depth: int) -> None:
        """Place a picture, or a form with text of its own."""
        thing = dictionary(resources.get("/XObject")).get(name)
        thing = thing.get_object() if thing is not None else None
        if not isinstance(thing, StreamObject):
            return
        if thing.get("/Subtype") == "/Image":
            self._shapes.picture(state.ctm)
        elif thing.get("/Subtype") == "/Form" and depth < _DEEPEST_FORM and self._forms < _MAX_FORMS:
            self._forms += 1
            inner = replace(state, ctm=times(matrix(numbers(thing.get("/Matrix"))), state.ctm))
            own = dictionary(thing.get("/Resources")) or resources
            self.run(ContentStream(thing, self._pdf, "bytes"), own, inner, depth + 1)
