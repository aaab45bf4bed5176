"""Words for lexical search: lower case, macrons folded, English stems, te reo left alone."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import Stemmer

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_DOUBLED = re.compile(r"([aeiou])\1")

STOP_WORDS = frozenset(
    """a about above after again all am an and any are as at be because been before being between both but by
    can could did do does doing don't down during each few for from further had has have having he her here
    hers him his how i i'd i'll i'm i've if in into is it it's its just let me more most my no nor not now of
    off on once only or other our out over own same she should so some such than that that's the their them
    then there these they this those through to too under until up us very was we were what when where which
    while who whom why will with would you your kia ora please thanks thank hi hello""".split()
)


def fold(text: str) -> str:
    """Return lower case text without macrons and accents."""
    decomposed = unicodedata.normalize("NFKD", text.lower().replace("’", "'").replace("ʻ", "'"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


def tokens(text: str) -> list[str]:
    """Return the stems of a text without stop words.

    A word with a doubled vowel stands under both spellings, so that `Maaori` meets `Māori`.
    """
    found: list[str] = []
    for word in _WORD.findall(fold(text)):
        if word in STOP_WORDS:
            continue
        stem = _stemmer().stemWord(word.removesuffix("'s"))
        found.append(stem)
        single = _DOUBLED.sub(r"\1", stem)
        if single != stem and word.isalpha():
            found.append(single)
    return found
