"""How near a question is to the ways in which people ask for a note's passage.

Half of it is told by the three nearest ways and the passage itself, half by the middle of all its ways.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from knowledge.embed import DIMENSIONS, Vector
from knowledge.intent import intents
from knowledge.passages import Passage
from knowledge.progress import Progress, silent
from knowledge.vectors import VectorCache

# One phrasing may be near by chance; the mean of three seldom is.
_SPEAK = 3
_ASKED_WEIGHT = 0.85
_MIDDLE_WEIGHT = 0.5


class Phrasings:
    """The vectors of the passages that have phrasings, and of their phrasings."""

    def __init__(self, file: Path) -> None:
        with np.load(file, allow_pickle=False) as saved:
            self._ids: list[str] = saved["passage_ids"].tolist()
            self._own = intents(saved["own"].astype(np.float32))
            counts = saved["counts"].tolist()
            flat = intents(saved["asked"].astype(np.float32))
        # One block, so that one product serves all; where a passage has fewer, rows of zeros are near nothing.
        self._width = max(counts, default=0)
        self._asked = np.zeros((len(counts) * self._width, DIMENSIONS), dtype=np.float32)
        self._middle = np.zeros((len(counts), DIMENSIONS), dtype=np.float32)
        start = 0
        for row, count in enumerate(counts):
            at = row * self._width
            self._asked[at : at + count] = flat[start : start + count]
            middle = flat[start : start + count].mean(axis=0)
            self._middle[row] = middle / (np.linalg.norm(middle) or 1)
            start += count

    @property
    def count(self) -> int:
        """How many passages have phrasings."""
        return len(self._ids)

    def nearness(self, query: Vector) -> dict[str, float]:
        """Return, by passage id, how near a question is to those who ask for it, -1 to 1."""
        if not self._ids:
            return {}
        query = intents(query)
        cosines = (self._asked @ query).reshape(len(self._ids), self._width)
        speak = min(_SPEAK, self._width)
        asked = np.partition(cosines, -speak, axis=1)[:, -speak:].mean(axis=1)
        near = _ASKED_WEIGHT * asked + (1 - _ASKED_WEIGHT) * (self._own @ query)
        near = (1 - _MIDDLE_WEIGHT) * near + _MIDDLE_WEIGHT * (self._middle @ query)
        return dict(zip(self._ids, near.tolist(), strict=True))


def write(file: Path, passages: Sequence[Passage], cache: VectorCache, progress: Progress = silent) -> None:
    """Write the vectors of those passages that have phrasings."""
    asked = [passage for passage in passages if passage.asked]
    texts = [text for passage in asked for text in passage.asked]
    own = [passage.search_text for passage in asked]
    np.savez(
        file,
        passage_ids=np.array([passage.id for passage in asked], dtype=np.str_),
        own=cache.embed(own).astype(np.float16).reshape(len(own), DIMENSIONS),
        counts=np.array([len(passage.asked) for passage in asked], dtype=np.int64),
        asked=cache.embed(texts, progress).astype(np.float16).reshape(len(texts), DIMENSIONS),
    )
