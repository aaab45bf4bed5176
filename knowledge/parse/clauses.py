"""Numbered clauses: "4.2", "(a)" and "(iii)" at the start of a block, made into full labels."""

from __future__ import annotations

import re
from typing import NamedTuple

_NUMBER = re.compile(
    r"(?:(?:clause|section|rule|part)\s+)?(?P<n>[A-Z]?\d{1,3}(?:\.\d{1,3}){1,4})(?P<sub>(?:\([a-z]{1,5}\))*)"
    r"[.:)]?\s+(?=\S)",
    re.I,
)
_WHOLE = re.compile(
    r"(?:(?:clause|section|rule|part)\s+)?(?P<n>\d{1,3})(?P<sub>)(?P<end>[.):]?)\s+(?=\S)", re.I
)
_LETTER = re.compile(r"(?:\((?P<a>[a-z]|([a-z])\2|[ivx]{2,5})\)|(?P<b>[a-z]|[ivx]{1,5})[.)])\s+(?=\S)")
_ROMAN = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})")
# A number that counts or measures is no label: "4.2 million", "3.5 per cent", "10.30 am".
_MEASURE = re.compile(r"(?:%|(?:per ?cent|million|billion|thousand|am|pm|hours?|days?|km|m|kg|ha)\b)", re.I)


class Label(NamedTuple):
    """A full label and whether it is a letter or roman one below a number."""

    clause: str
    is_sub: bool


class Clauses:
    """Follow the labels of one document, block by block: "(a)" below "4.2" is "4.2(a)"."""

    def __init__(self) -> None:
        self._number = ""
        self._letter = ""

    def label(self, text: str, *, heading: bool = False) -> Label | None:
        """Return the label that a block starts with, or None."""
        found = numbered(text, heading=heading)
        if found:
            self._number, self._letter = found, ""
            return Label(found, is_sub=False)
        if heading:  # an unnumbered heading ends the clause before it
            self._number = self._letter = ""
            return None
        return self._sub(text)

    def _sub(self, text: str) -> Label | None:
        match = _LETTER.match(text)
        if not match or not self._number:
            return None
        mark = match["a"] or match["b"]
        # "(i)" is the letter after "(h)", and roman one below any other letter.
        follows = bool(self._letter) and mark == chr(ord(self._letter) + 1)
        if self._letter and _ROMAN.fullmatch(mark) and not follows:
            return Label(f"{self._number}({self._letter})({mark})", is_sub=True)
        if len(mark) == 1 and not (mark == "i" and not self._letter):
            self._letter = mark
        return Label(f"{self._number}({mark})", is_sub=True)


def numbered(text: str, *, heading: bool = False) -> str | None:
    """Return the number that a block starts with.

    A whole number counts in a heading, and in other text only with a full stop or bracket ("4. Gifts").

    >>> numbered("4.2 Declaring a gift"), numbered("4.2 million dollars"), numbered("4 Gifts", heading=True)
    ('4.2', None, '4')
    """
    match = _NUMBER.match(text)
    if not match:
        match = _WHOLE.match(text)
        if not match or not (heading or match["end"]):
            return None
    if _MEASURE.match(text, match.end()):
        return None
    return match["n"] + match["sub"]


def depth(clause: str | None) -> int:
    """Return how deep a number lies: 1 for "4", 2 for "4.2"; without a number, 1."""
    return clause.split("(")[0].count(".") + 1 if clause else 1


def starts_with_marker(text: str) -> bool:
    """Say whether a line starts a numbered clause or a lettered item."""
    return bool(numbered(text) or _LETTER.match(text))
