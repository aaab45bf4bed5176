"""Mend a word that a thumb got wrong, where the passages have one that is a letter away."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from knowledge.words import fold

VOCABULARY = "vocabulary.txt"
# Short words have too many neighbours, and long lists too many words to be compared with each.
_LEAST_LETTERS = 5
_MOST_WORDS = 20_000
_WORD = re.compile(r"[^\W\d_]+")


class Spelling:
    """The words of one view, the most frequent first."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / VOCABULARY

    @cached_property
    def _places(self) -> dict[str, int]:
        return {word: place for place, word in enumerate(self._file.read_text(encoding="utf-8").split())}

    @cached_property
    def _words(self) -> list[str]:
        return [word for word in self._places if len(word) >= _LEAST_LETTERS - 1]

    def mended(self, text: str) -> str:
        """Return a text in which unknown words of five letters or more stand as the known word one slip away.

        A slip is a letter too many, too few, another one, or two that changed places. Of several such words
        the one with the same first letter is taken, then the most frequent one.
        """
        return _WORD.sub(lambda found: self._nearest(found.group()), text)

    def _nearest(self, word: str) -> str:
        folded = fold(word)
        if len(folded) < _LEAST_LETTERS or folded in self._places:
            return word
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        near = [
            known
            for known, _, _ in process.extract(
                folded, self._words, scorer=OSA.distance, score_cutoff=1, limit=None
            )
        ]
        return min(near, key=lambda known: (known[0] != folded[0], self._places[known]), default=word)


def write(folder: Path, texts: Iterable[str]) -> None:
    """Write the words of what is searched in one view."""
    counts = Counter(word for text in texts for word in _WORD.findall(fold(text)))
    (folder / VOCABULARY).write_text(
        "\n".join(word for word, _ in counts.most_common(_MOST_WORDS)), encoding="utf-8"
    )
