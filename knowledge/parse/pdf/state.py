"""The graphics state of a page: what the operators of colour and text set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pypdf.generic import DictionaryObject, NameObject

from knowledge.parse.pdf.colour import BLACK, Colour, from_parts, is_plain
from knowledge.parse.pdf.fonts import Face, Faces
from knowledge.parse.pdf.matrix import UNIT, Matrix, dictionary, matrix, numbers, times


@dataclass
class State:
    """Changed by one operator after another, saved by q and brought back by Q."""

    ctm: Matrix = UNIT
    fill: Colour = BLACK
    plain: bool = True
    alpha: float = 1.0
    face: Face | None = None
    size: float = 0.0
    char_space: float = 0.0
    word_space: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0

    def apply(self, operator: bytes, operands: list[Any], resources: DictionaryObject, faces: Faces) -> None:
        """Set what an operator sets; one with wrong operands sets nothing."""
        n = numbers(operands)
        match operator:
            case b"Tf" if len(operands) == 2 and n:
                self.face, self.size = (
                    faces.named(dictionary(resources.get("/Font")), str(operands[0])),
                    n[-1],
                )
            case b"Tc" if n:
                self.char_space = n[0]
            case b"Tw" if n:
                self.word_space = n[0]
            case b"Tz" if n:
                self.scale = n[0] / 100
            case b"TL" if n:
                self.leading = n[0]
            case b"Ts" if n:
                self.rise = n[0]
            case b"Tr" if n:
                self.mode = int(n[0])
            case b"cm" if len(n) == 6:
                self.ctm = times(matrix(n), self.ctm)
            case b"g" | b"rg" | b"k":
                self.fill, self.plain = from_parts(n), True
            case b"cs" if operands:
                space = dictionary(resources.get("/ColorSpace")).get(
                    operands[0], NameObject(str(operands[0]))
                )
                self.plain = is_plain(space.get_object())
                self.fill = BLACK if self.plain else None
            case b"sc" | b"scn":
                self.fill = from_parts(n) if self.plain and len(n) == len(operands) else None
            case b"gs" if operands:
                setting = dictionary(dictionary(resources.get("/ExtGState")).get(operands[0]))
                alpha = numbers([setting.get("/ca", 1)])
                self.alpha = alpha[0] if alpha else 1.0
            case _:
                pass
