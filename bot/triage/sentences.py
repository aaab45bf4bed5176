"""Cut a reading into sentences, and long ones into stretches of sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.triage.reading import Reading

_END = re.compile(r"(?<=[.!?])[\"')\]]*\s+|\n+")
# A text without full stops is cut at a blank, so that every stretch stays readable for the classifier.
_LONGEST_SENTENCE = 400


def sentences(reading: Reading) -> list[Reading]:
    """Return the sentences of a reading, in order; none is empty."""
    found: list[Reading] = []
    start = 0
    for match in [*_END.finditer(reading.text), None]:
        end = match.start() if match else len(reading.text)
        found += _pieces(reading, start, end)
        start = match.end() if match else end
    return found


def stretches(parts: Sequence[Reading], longest: int) -> Iterator[Sequence[Reading]]:
    """Yield runs of sentences of at most `longest` letters, each from half-way through the last."""
    first = 0
    while first < len(parts):
        last, length = first, 0
        while last < len(parts) and (last == first or length + len(parts[last].text) <= longest):
            length += len(parts[last].text) + 1
            last += 1
        yield parts[first:last]
        if last == len(parts):
            return
        first += max(1, (last - first) // 2)


def join(parts: Sequence[Reading]) -> Reading:
    """Return neighbouring sentences as one reading."""
    text = " ".join(part.text for part in parts)
    sources = [span for part in parts for span in (*part.sources, (part.sources[-1][1],) * 2)]
    return Reading(text, parts[0].original, tuple(sources[: len(text)]))


def _pieces(reading: Reading, start: int, end: int) -> Iterator[Reading]:
    while end - start > _LONGEST_SENTENCE:
        cut = reading.text.rfind(" ", start, start + _LONGEST_SENTENCE)
        cut = cut if cut > start else start + _LONGEST_SENTENCE
        yield reading.part(start, cut)
        start = cut + (reading.text[cut : cut + 1] == " ")
    if reading.text[start:end].strip():
        yield reading.part(start, end)
