"""Take personal details out of a text before it leaves this machine."""

from __future__ import annotations

import re
from collections.abc import Callable, Container

from knowledge.words import fold

_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("[email]", re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")),
    ("[link]", re.compile(r"\bhttps?://\S+|\bwww\.\S+", re.I)),
    ("[slack id]", re.compile(r"<[@#!][^>]*>|\b[UWCGDT][A-Z0-9]{8,}\b")),
    ("[key]", re.compile(r"\b(?:xox[a-z]|xapp|sk|ghp)-?[A-Za-z0-9_-]{10,}\b")),
    ("[bank account]", re.compile(r"\b\d{2}[- ]?\d{4}[- ]?\d{7}[- ]?\d{2,3}\b")),
    ("[card]", re.compile(r"\b\d{4}[- ]?\d{4}[- ]?\d{4}[- ]?\d{4}\b")),
    ("[phone]", re.compile(r"(?<![\w$])(?:\+?64|0)[ -]?\(?\d{1,3}\)?[ -]?\d{3}[ -]?\d{3,4}\b")),
    ("[IRD number]", re.compile(r"\b\d{2,3}[- ]?\d{3}[- ]?\d{3}\b")),
    ("[NHI number]", re.compile(r"\b[A-HJ-NP-Z]{3}(?:\d{4}|\d{2}[A-HJ-NP-Z]{2})\b")),
    ("[passport]", re.compile(r"\b[A-Z]{2}\d{6}\b")),
    (
        "[address]",
        re.compile(
            r"\b\d+[A-Za-z]?(?:/\d+)? [A-ZĀĒĪŌŪ][\w'’-]+(?: [A-ZĀĒĪŌŪ][\w'’-]+)* "
            r"(?:Street|St|Road|Rd|Avenue|Ave|Drive|Dr|Place|Pl|Lane|Terrace|Tce|Crescent|Cres|Way|Quay)\b"
        ),
    ),
)
_CAPITALISED = re.compile(r"\b[A-ZĀĒĪŌŪ][\w’'ʻ-]*")
# Capitalised for grammar, not for being a name.
_GRAMMAR = frozenset(
    """i a an the is are am was were be can could may might must shall should will would do does did has have had
    if in on at to of for from with without by what when where which who whose whom why how my your our their
    his her its it he she they we you this that these those there here and but or so not no yes please thanks
    hi hello kia ora tena koe some someone somebody yesterday today tomorrow tonight""".split()
)


class Redactor:
    """Replaces personal details by placeholders.

    A capitalised word counts as a name unless `is_known` finds it among the library's words: it is better
    to lose a word of the question than to send a name.
    """

    def __init__(self, is_known: Callable[[str], bool]) -> None:
        self._is_known = is_known

    def redact(self, text: str) -> str:
        """Return the text with placeholders in place of personal details."""
        for placeholder, pattern in _PATTERNS:
            text = pattern.sub(placeholder, text)
        return _CAPITALISED.sub(self._name, text)

    def _name(self, match: re.Match[str]) -> str:
        word = match.group()
        plain = fold(word).removesuffix("'s")
        before = match.string[: match.start()]
        if before.endswith("[") or plain in _GRAMMAR or self._is_known(word):
            return word
        return "[name]"


def known_words(vocabulary: Container[str], stems: Callable[[str], list[str]]) -> Callable[[str], bool]:
    """Return a test for words that stand in a vocabulary of stems."""

    def known(word: str) -> bool:
        found = stems(word)
        return bool(found) and all(stem in vocabulary for stem in found)

    return known
