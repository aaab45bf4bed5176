"""Words for lexical search: lower case, macrons folded, English stems, te reo left alone."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

import Stemmer

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_REMEMBERED = 50_000
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
    straight = text.lower().replace("’", "'").replace("ʻ", "'")
    # Nearly all of it is ASCII, and that is folded already.
    return straight if straight.isascii() else _FOREIGN.sub(_plain, straight)


def _plain(found: re.Match[str]) -> str:
    decomposed = unicodedata.normalize("NFKD", found.group())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


@lru_cache(maxsize=_REMEMBERED)
def _stems(word: str) -> tuple[str, ...]:
    if word in STOP_WORDS:
        return ()
    stem = _stemmer().stemWord(word.removesuffix("'s"))
    single = _DOUBLED.sub(r"\1", stem)
    return (stem, single) if single != stem and word.isalpha() else (stem,)


def tokens(text: str) -> list[str]:
    """Return the stems of a text without stop words.

    A word with a doubled vowel stands under both spellings, so that `Maaori` meets `Māori`.
    """
    return [stem for word in _WORD.findall(fold(text)) for stem in _stems(word)]
