"""Runs of text joined into pieces of lines, parted where a cell or a column ends."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from knowledge.parse.pdf.content import Run
from knowledge.parse.pdf.shapes import Rule

# In units of the font's size: a justified line stretches a word gap to less than one.
_CELL_GAP = 1.2
_WORD_GAP = 0.15
_BASELINE = 0.4
_MARKER = re.compile(
    r"(?:[•●▪■○◦‣·–\-*o]|\(?[a-z]{1,4}[.)]|\(?[ivx]{1,5}[.)]|\d{1,3}[.)]|\d{1,3}(?:\.\d{1,3}){1,4}\.?)"
)
_WHOLE = re.compile(r"\d{1,2}|(?:part|section|clause|schedule|appendix)\s+\w{1,3}:?", re.I)


class Piece(NamedTuple):
    """Part of a line between two wide gaps; `top` and `bottom` are near its ink."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool

    @property
    def top(self) -> float:
        return self.y + 0.8 * self.size

    @property
    def bottom(self) -> float:
        return self.y - 0.2 * self.size


def pieces(runs: Iterable[Run], rules: Sequence[Rule]) -> list[Piece]:
    """Return the pieces of a page's lines, from the top down and from the left."""
    upright = [rule for rule in rules if rule.x1 - rule.x0 < 1]
    found: list[Piece] = []
    for line in _lines(runs):
        beside = [rule for rule in upright if rule.y0 <= line[0].y <= rule.y1]
        found += _with_markers(_parted(line, beside))
    return found


def _lines(runs: Iterable[Run]) -> list[list[Run]]:
    lines: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: -run.y):
        if lines and lines[-1][0].y - run.y <= _BASELINE * min(run.size, lines[-1][0].size):
            lines[-1].append(run)
        else:
            lines.append([run])
    return [sorted(line, key=lambda run: run.x0) for line in lines]


def _parted(line: list[Run], upright: list[Rule]) -> list[Piece]:
    groups: list[list[Run]] = []
    for run in line:
        last = groups[-1][-1] if groups else None
        if last and run.text == last.text and abs(run.x0 - last.x0) < 1:
            continue  # printed twice to look bold
        if (
            last is None
            or run.x0 - last.x1 > _CELL_GAP * max(run.size, last.size)
            or _is_cut(last, run, upright)
        ):
            groups.append([run])
        else:
            groups[-1].append(run)
    return [_piece(group) for group in groups]


def _is_cut(last: Run, run: Run, upright: list[Rule]) -> bool:
    return any(last.x1 - 1 <= rule.x0 <= run.x0 + 1 and rule.y0 <= run.y <= rule.y1 for rule in upright)


def _piece(runs: list[Run]) -> Piece:
    text = runs[0].text
    for last, run in itertools.pairwise(runs):
        gap = run.x0 - last.x1 > _WORD_GAP * run.size
        text += (" " if gap and not text.endswith(" ") and not run.text.startswith(" ") else "") + run.text
    sizes: Counter[float] = Counter()
    bold = 0
    for run in runs:
        sizes[round(run.size * 2) / 2] += len(run.text)
        bold += len(run.text) if run.bold else 0
    return Piece(
        text=" ".join(text.split()),
        x0=runs[0].x0,
        x1=max(run.x1 for run in runs),
        y=runs[0].y,
        size=sizes.most_common(1)[0][0],
        bold=bold > 0.6 * sum(sizes.values()),
    )


def _with_markers(line: list[Piece]) -> list[Piece]:
    """Join a bullet or a clause's number to the words after its tab."""
    joined: list[Piece] = []
    for piece in line:
        last = joined[-1] if joined else None
        if last and _marks(last, piece, alone=len(line) == 2) and piece.x0 - last.x1 < 6 * piece.size:
            joined[-1] = piece._replace(text=f"{last.text} {piece.text}", x0=last.x0)
        else:
            joined.append(piece)
    return joined


def _marks(last: Piece, piece: Piece, *, alone: bool) -> bool:
    if _MARKER.fullmatch(last.text):
        return True
    # A bare number may be a cell; before one bold heading it is the heading's.
    return alone and bool(_WHOLE.fullmatch(last.text)) and last.bold and piece.bold
