"""BM25 over what one asker may see: the national passages, and a council's own where it has any.

Each view is an index of its own, so that its statistics are those of what is searched, and the words of one
council say nothing about those of another.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.words import tokens

_K1, _B = 1.5, 0.75
_GROUP = 64


class WordIndex:
    """One view, opened for reading."""

    def __init__(self, folder: Path) -> None:
        import bm25s

        self._scorer: Any = bm25s.BM25.load(folder, load_corpus=False, mmap=True)
        # The same pages of the files, as plain arrays: numpy adds these up in half the time.
        for name in ("data", "indices", "indptr"):
            self._scorer.scores[name] = np.asarray(self._scorer.scores[name])
        self._positions: NDArray[np.int64] = np.load(folder / "positions.npy")

    @property
    def vocabulary(self) -> dict[str, int]:
        """Every word that was indexed."""
        known: dict[str, int] = self._scorer.vocab_dict
        return known

    def best(self, text: str, n: int) -> dict[int, float]:
        """Return the scores of the `n` best passages, by position, the best first; only what has a word in common."""
        known = [word for word in tokens(text) if word in self._scorer.vocab_dict]
        if not known:
            return {}
        scores: NDArray[np.float32] = self._scorer.get_scores(known)
        best = _highest(scores, n)
        return dict(zip(self._positions[best].tolist(), scores[best].tolist(), strict=True))


def write(folder: Path, corpus: Sequence[Sequence[str]], positions: Sequence[int]) -> None:
    """Index the words of passages; `positions` are their places in the passage file."""
    import bm25s

    scorer = bm25s.BM25(k1=_K1, b=_B)
    scorer.index([list(words) for words in corpus], show_progress=False)
    scorer.save(folder)
    write_positions(folder, positions)


def write_positions(folder: Path, positions: Sequence[int]) -> None:
    """Write where the passages of a view stand in the passage file."""
    np.save(folder / "positions.npy", np.array(positions, dtype=np.int64))


def _highest(scores: NDArray[np.float32], n: int) -> NDArray[np.int64]:
    """Return where the `n` highest scores above 0 stand, the highest first; of equal ones the first."""
    # Ordering a hundred thousand scores would cost more than the search. The highest scores of groups give a mark
    # that at least `n` scores reach, and few others; each group runs through all of them, as numpy is quick so.
    groups = scores[: len(scores) // _GROUP * _GROUP].reshape(_GROUP, -1).max(axis=0)
    mark = np.partition(groups, -n)[-n] if n <= len(groups) else 0
    likely = np.flatnonzero((scores >= mark) & (scores > 0))
    return likely[np.argsort(-scores[likely], kind="stable")[:n]]
