"""Hear a message whose only content is where somebody comes from."""

from __future__ import annotations

import re
from functools import cache

from bot.triage.mask import NEUTRAL
from bot.triage.people import NOBODY
from knowledge.shipped import read_lines

_LONGEST = 200


def is_only_origin(text: str) -> bool:
    """Return whether a plain, masked text says only an origin, and perhaps a worry about it."""
    if len(text) > _LONGEST or not (NEUTRAL in text or _FOREIGN.search(text)):
        return False
    words = re.findall(r"[a-z]+", re.sub(r"'s\b|'", "", text))
    return all(word in _empty_words() for word in words)


_FOREIGN = re.compile(r"\b(?:accent|foreigners?|foreign|immigrants?|migrants?|refugees?|born overseas)\b")


@cache
def _empty_words() -> frozenset[str]:
    lines = read_lines("bot.triage", "origin_words.txt")
    return frozenset(word for line in lines for word in line.split()) | {NEUTRAL, NOBODY}
