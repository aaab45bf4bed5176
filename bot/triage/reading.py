"""A message as the rules and the classifier read it: masked and plain, yet able to quote the original."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from bot.triage.mask import NEUTRAL, Span, fold_evenly, group_spans
from bot.triage.people import NOBODY, name_spans

# Longer than any message in Slack; what lies beyond is not judged, so that no text can make triage slow.
LONGEST = 20_000


@dataclass(frozen=True)
class Reading:
    """A plain text, and for each of its letters the stretch of the original that it stands for.

    `text` is lower case, without macrons; origins and people's names are masked.
    """

    text: str
    original: str
    sources: tuple[Span, ...]

    @property
    def is_latin(self) -> bool:
        """Whether most letters are Latin: the classifier reads no other script."""
        letters = [char for char in self.text if char.isalpha()]
        return 2 * sum("LATIN" in unicodedata.name(char, "") for char in letters) > len(letters)

    def quote(self, start: int, end: int) -> str:
        """Return the words of the original message behind a stretch of `text`."""
        if end <= start:
            return ""
        return self.original[self.sources[start][0] : self.sources[end - 1][1]].strip()

    def part(self, start: int, end: int) -> Reading:
        """Return a stretch of the text as a reading of its own."""
        return Reading(self.text[start:end], self.original, self.sources[start:end])


def read(message: str) -> Reading:
    """Mask and plain a message letter by letter."""
    message = message[:LONGEST]
    composed = unicodedata.normalize("NFC", message)
    # Where composing moved letters, the composed text is quoted: it looks the same.
    original = message if len(composed) == len(message) else composed
    letters: list[str] = []
    sources: list[Span] = []
    at = 0
    for start, end, word in _hidden(composed):
        _append_plain(composed, at, start, letters, sources)
        if "".join(letters[-4:]).lstrip("\n").endswith("an ") and (
            len(letters) < 4 or not letters[-4].isalnum()
        ):
            # "An Iranian" and "a Tongan" must read alike.
            del letters[-2], sources[-2]
        letters += word
        sources += [(start, end)] * len(word)
        at = end
    _append_plain(composed, at, len(composed), letters, sources)
    return Reading("".join(letters), original, tuple(sources))


def _hidden(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield what is hidden, in order: groups first, then the names that are no groups."""
    groups = group_spans(text)
    marked = [(*span, NEUTRAL) for span in groups]
    yield from sorted([*marked, *((*span, NOBODY) for span in name_spans(text, groups))])


def _append_plain(text: str, start: int, end: int, letters: list[str], sources: list[Span]) -> None:
    """Fold a stretch, drop what cannot be seen, and make every run of blanks one blank."""
    for at in range(start, end):
        char = text[at]
        if char.isspace():
            blank = "\n" if char in "\n\r\u2028\u2029" else " "
            if letters and letters[-1] in " \n":
                if blank == "\n":
                    letters[-1] = blank
                continue
            char = blank
        elif unicodedata.category(char)[0] == "C" or unicodedata.combining(char):
            continue
        letters.append(fold_evenly(char))
        sources.append((at, at + 1))
