"""Where a sentence ends."""

from __future__ import annotations

import re

# A full stop ends a sentence unless it belongs to an abbreviation or a number.
_SENTENCE_END = re.compile(
    r"(?<!\bMr\.)(?<!\bMs\.)(?<!\bMrs\.)(?<!\bDr\.)(?<!\bSt\.)(?<!\bpp\.)(?<!\be\.g\.)(?<!\bi\.e\.)"
    r"(?!(?<=\bNo\.)\s+\d)(?<!\betc\.)(?<!\ss\.)(?<!\sss\.)(?<=[.!?])[\"”’)\]]*\s+(?=[\"“‘(\[]?[A-ZĀĒĪŌŪ0-9$])"
)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, in order, none empty.

    >>> sentences("See s. 54F. It covers gifts.")
    ['See s. 54F.', 'It covers gifts.']
    """
    found: list[str] = []
    for line in text.splitlines():
        start = 0
        for match in _SENTENCE_END.finditer(line):
            found.append(line[start : match.end()].strip())
            start = match.end()
        found.append(line[start:].strip())
    return [sentence for sentence in found if sentence]
