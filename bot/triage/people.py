"""Find people's names, so that swapping them changes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from bot.triage.mask import Span, fold_evenly
from knowledge.shipped import read_lines

NOBODY = "someone"

_CAPITAL = r"[A-ZÀ-ÖØ-ÞĀĒĪŌŪ][\w'’-]*"
_NAME_RUN = re.compile(
    rf"(?<![\w@/.]){_CAPITAL}(?:[ ]+(?:(?:van|von|de|der|bin|al|el|la|te)[ ]+)?{_CAPITAL})*"
)
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_TITLED = re.compile(
    r"\b(?:cr|mr|mrs|ms|mx|miss|dr|prof|professor|councillor|cllr|sir|dame|aunty|auntie|uncle|whaea|matua)"
    r"\.?[ ]+([^\W\d_][\w'’-]+)"
)
_SENTENCE_START = re.compile(r"(?:^|[.!?:;\n\"“”‘(>…-])\s*$")


def name_spans(text: str, groups: Sequence[Span] = ()) -> list[Span]:
    """Return where people seem to be named, outside the places where groups are; `text` is in NFC.

    Names in lower case are found after a title only.
    """
    folded = fold_evenly(text)
    found = [span for span in (*_capitalised(text, groups), *_titled(folded)) if not _touches(span, groups)]
    spans: list[Span] = []
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if not spans or start >= spans[-1][1]:
            spans.append((start, end))
    return spans


def _touches(span: Span, groups: Sequence[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in groups)


def _capitalised(text: str, groups: Sequence[Span]) -> Iterator[Span]:
    """Yield runs of capitalised words that are no ordinary words."""
    for run in _NAME_RUN.finditer(text):
        first: int | None = None
        last = 0
        for word in _WORD.finditer(text, run.start(), run.end()):
            start, end = word.start(), _without_possessive(word)
            if not _touches((start, end), groups) and _is_name(text, start, end):
                first = start if first is None else first
                last = end
            if first is not None and last != word.end():
                yield first, last
                first = None
        if first is not None:
            yield first, last


def _is_name(text: str, start: int, end: int) -> bool:
    word = text[start:end]
    if len(word) < 2 or not word[0].isupper() or word.isupper():
        return False
    folded = fold_evenly(word)
    if folded in names_too():
        # "Grace" and "Mark" are words too where a sentence begins.
        return not _SENTENCE_START.search(text[:start])
    return not is_ordinary(folded)


def _titled(folded: str) -> Iterator[Span]:
    for match in _TITLED.finditer(folded):
        if not is_ordinary(match.group(1).removesuffix("'s")):
            end = match.end(1)
            yield match.start(1), end - 2 if match.group(1).endswith("'s") else end


def _without_possessive(word: re.Match[str]) -> int:
    shown = word.group()
    return word.end() - 2 if shown.endswith(("'s", "’s")) else word.end()


def is_ordinary(folded: str) -> bool:
    """Return whether a word, or what is left without an ending, is no name."""
    head = re.split(r"['-]", folded)[0]
    forms = {
        folded,
        head,
        *(head.removesuffix(ending) for ending in ("s", "es", "ed", "d", "ing", "ly", "er")),
    }
    return not _ordinary().isdisjoint(form for form in forms if len(form) > 2 or form == head)


@cache
def _ordinary() -> frozenset[str]:
    return frozenset(_lines("ordinary_words.txt"))


@cache
def names_too() -> frozenset[str]:
    """Return names that are words as well."""
    return frozenset(_lines("names_too.txt"))


def _lines(file: str) -> list[str]:
    return [word for line in read_lines("bot.triage", file) for word in line.split()]
