"""Fonts of a PDF: bytes to characters, widths and weight, worked out once per font."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from pypdf.generic import DictionaryObject, IndirectObject
from pypdf.generic._font import Font

_BOLD = re.compile(r"bold|black|heavy|demi|semibold", re.I)
_FORCE_BOLD = 1 << 18
# Bullets of Word's symbol fonts lie in the private use area; 7F is one in the Windows encoding of a PDF.
_SYMBOLS = {0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "•", 0xF0FC: "•", 0xF06F: "◦", 0xFFFD: "", 0x7F: "•"}


class Shown(NamedTuple):
    """Characters of one show operator; `width` in thousandths of the font's size."""

    text: str
    width: float
    glyphs: int
    spaces: int


class Face:
    """One font, with what has been looked up so far."""

    def __init__(self, resource: DictionaryObject) -> None:
        self._font = Font.from_font_resource(resource)
        descriptor = self._font.font_descriptor
        flags = descriptor.flags if isinstance(descriptor.flags, int) else 0
        self.bold = bool(_BOLD.search(self._font.name)) or bool(flags & _FORCE_BOLD)
        self._glyphs: dict[str, tuple[str, float]] = {}

    def show(self, raw: bytes) -> Shown:
        """Return what a string of this font shows."""
        encoding = self._font.encoding
        codes = raw.decode(encoding, "replace") if isinstance(encoding, str) else "".join(map(chr, raw))
        text, width = [], 0.0
        for code in codes:
            if code not in self._glyphs:
                self._glyphs[code] = self._glyph(code, encoding)
            char, advance = self._glyphs[code]
            text.append(char)
            width += advance
        return Shown(
            "".join(text), width, len(codes), raw.count(b" ") if not isinstance(encoding, str) else 0
        )

    def _glyph(self, code: str, encoding: Any) -> tuple[str, float]:
        named = code if isinstance(encoding, str) else encoding.get(ord(code), code)
        char = str(self._font.character_map.get(named, named))
        font = self._font
        width = font.space_width if code == font.space_char else font.get_text_width(code)
        return char.translate(_SYMBOLS), float(width)


class Faces:
    """All fonts of a document, by their object's number."""

    def __init__(self) -> None:
        self._faces: dict[tuple[int, int], Face | None] = {}

    def named(self, fonts: object, name: str) -> Face | None:
        """Return the font that a page's resources give this name, or None where it is not usable."""
        if not isinstance(fonts, DictionaryObject) or name not in fonts:
            return None
        reference = fonts.raw_get(name)
        if not isinstance(reference, IndirectObject):
            return _face(reference)
        key = (reference.idnum, reference.generation)
        if key not in self._faces:
            self._faces[key] = _face(reference.get_object())
        return self._faces[key]


def _face(resource: object) -> Face | None:
    if not isinstance(resource, DictionaryObject):
        return None
    try:
        return Face(resource)
    except MemoryError:
        raise
    except Exception:  # pypdf raises many kinds on a broken font; its text is then unreadable, not the file
        return None
