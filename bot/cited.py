"""The list of sources below an answer: marks that stand for one place share a line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.models import Citation, CitationKind

OPENINGS = {
    CitationKind.NOTE: "Council Guide's note, from:",
    CitationKind.ORIGINAL: "Original:",
    CitationKind.HOUSE: "Fixed text:",
    CitationKind.REVIEWED: "Reviewed answer, from:",
}


class Listed(NamedTuple):
    """`marks`: "[2] [4]"; `citation`: the first of those that they stand for."""

    marks: str
    citation: Citation

    @property
    def place(self) -> str:
        """Where in a document the words stand: its clause or heading, and its page."""
        page = f"page {self.citation.page}" if self.citation.page else ""
        return ", ".join(part for part in (self.citation.section, page) if part)


def listed(citations: Sequence[Citation]) -> list[Listed]:
    """Return each place once, in the order of its first mark."""
    places: dict[str, list[Citation]] = {}
    for citation in citations:
        one = citation.model_copy(update={"n": 0, "quote": ""})
        places.setdefault(one.model_dump_json(), []).append(citation)
    return [Listed(" ".join(f"[{one.n}]" for one in same), same[0]) for same in places.values()]
