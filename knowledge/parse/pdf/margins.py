"""Running headers, footers and page numbers: what the margins of many pages say alike."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from knowledge.parse.pdf.lines import Piece

MARGIN = 0.12
_PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:page|p\.?)?\s*(?:\d{1,4}|[ivxl]{1,7})(?:\s*(?:of|/|\|)\s*\d{1,4})?[-–—\s]*", re.I
)


def without_running(pages: Sequence[list[Piece]], heights: Sequence[float]) -> list[list[Piece]]:
    """Return each page without what its margins repeat."""
    sizes = Counter({0.0: 0})
    for piece in (piece for pieces in pages for piece in pieces):
        sizes[piece.size] += len(piece.text)
    body = sizes.most_common(1)[0][0]
    seen: Counter[tuple[str, int]] = Counter()
    for pieces, height in zip(pages, heights, strict=True):
        seen.update({_key(piece, body) for piece in pieces if _in_margin(piece, height)})
    slots = _slots(pages, heights, body)
    # A header may be on odd or even pages only, or on those of one chapter.
    enough = 2 if len(pages) < 5 else max(3, len(pages) // 20)
    return [
        [
            piece
            for piece in pieces
            if not (
                _in_margin(piece, height)
                and (
                    seen[_key(piece, body)] >= enough
                    or (len(pages) > 1 and _PAGE_NUMBER.fullmatch(piece.text))
                    or (round(piece.y) in slots and _stands_alone(piece, pieces, body))
                )
            )
        ]
        for pieces, height in zip(pages, heights, strict=True)
    ]


def _slots(pages: Sequence[list[Piece]], heights: Sequence[float], body: float) -> set[int]:
    """Return the heights at which most pages have a line apart: a header that names the chapter changes."""
    counts: Counter[int] = Counter()
    for pieces, height in zip(pages, heights, strict=True):
        counts.update(
            {round(p.y) for p in pieces if _in_margin(p, height) and _stands_alone(p, pieces, body)}
        )
    return {slot for slot, count in counts.items() if count >= max(4, 0.5 * len(pages))}


def _stands_alone(piece: Piece, pieces: Sequence[Piece], body: float) -> bool:
    """Say whether a short line is the first or last of its page, with a gap between it and the others."""
    others = [other.y for other in pieces if abs(other.y - piece.y) > 1]
    gap = 1.6 * piece.size
    return (
        len(piece.text) < 90
        and not _is_large(piece, body)
        and (all(piece.y - y > gap for y in others) or all(y - piece.y > gap for y in others))
    )


def _in_margin(piece: Piece, height: float) -> bool:
    return piece.y < MARGIN * height or piece.y > (1 - MARGIN) * height


def _is_large(piece: Piece, body: float) -> bool:
    return piece.size > 1.12 * body


def _key(piece: Piece, body: float) -> tuple[str, int]:
    """The words and the height to within three points; numbers blanked, unless it is large.

    "Schedule 1" and "Schedule 2" at the top of their pages are headings.
    """
    words = piece.text.casefold()
    return words if _is_large(piece, body) else re.sub(r"\d+", "#", words), round(piece.y / 3)
