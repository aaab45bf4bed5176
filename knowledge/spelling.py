"""Mend a word that a thumb got wrong, where the passages have one that is a letter away."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from knowledge.words import fold

VOCABULARY = "vocabulary.txt"
# Short words have too many neighbours, and long lists too many words to be compared with each.
_LEAST_LETTERS = 5
_MOST_WORDS = 20_000
_WORD = re.compile(r"[^\W\d_]+")
_ENDS = ".?!:\n"


class Spelling:
    """The words of one view, the most frequent first."""

    def __init__(self, folder: Path) -> None:
        words = (folder / VOCABULARY).read_text(encoding="utf-8").split()
        self._places = {word: place for place, word in enumerate(words)}
        self._words = [word for word in words if len(word) >= _LEAST_LETTERS - 1]

    def mended(self, text: str) -> str:
        """Return a text in which unknown words of five letters or more stand as the known word one slip away.

        A slip is a letter too many, too few, another one, or two that changed places. Of several such words
        the one with the same first letter is taken, then the most frequent one. A name stays as it is written.
        """
        return _WORD.sub(
            lambda found: found.group() if _is_name(found) else self._nearest(found.group()), text
        )

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


def _is_name(found: re.Match[str]) -> bool:
    """Return whether a word has a capital that no beginning of a sentence gives it."""
    before = found.string[: found.start()].rstrip()
    return found.group()[0].isupper() and bool(before) and before[-1] not in _ENDS


def words_of(text: str) -> list[str]:
    """Return the words of a text, folded, each as often as it stands there."""
    return _WORD.findall(fold(text))


def write(folder: Path, counts: Counter[str]) -> None:
    """Write the words of what is searched in one view; `counts`: how often each stands there."""
    (folder / VOCABULARY).write_text(
        "\n".join(word for word, _ in counts.most_common(_MOST_WORDS)), encoding="utf-8"
    )
