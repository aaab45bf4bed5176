"""Recognise people's names, so that they do not leave this machine.

Rather a word of the question is lost than a name is sent: what is taken out is put back in the reply.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from functools import cache

from bot.triage.people import is_ordinary, names_too
from knowledge.shipped import read_lines
from knowledge.words import fold

Span = tuple[int, int]

_WORD = re.compile(r"(?<!\w)[^\W\d_](?:[\w’'ʻ-]*\w)?")
_ACRONYM = re.compile(r"[A-Z]{1,3}\d*")
_POSSESSIVE = re.compile(r"['’]s$", re.I)
_RUN_ON = re.compile(r" (?:(?:van|von|de|der|bin|al|el|la|te) )?")
_TITLES = frozenset(
    "cr mr mrs ms mx miss dr prof professor sir dame aunty auntie uncle whaea matua named called".split()
)
_AFTER_TITLE = re.compile(r"\.? ")
_STARTS = re.compile(r"(?:^|[.!?:;\n\"“”‘(>…•-])\s*$")


def names(text: str, is_known: Callable[[str], bool]) -> list[Span]:
    """Return where people seem to be named, word by word.

    A capitalised word that is neither ordinary nor known is a name. So is a given name in lower case, whatever
    follows a title, and the words that run on from a name.
    """
    found: list[Span] = []
    before: re.Match[str] | None = None
    for word in _WORD.finditer(text):
        span = word.start(), word.end() - (2 if _POSSESSIVE.search(word.group()) else 0)
        if _is_name(text, word, is_known) or _follows(text, before, word, found, is_known):
            found.append(span)
        before = word
    return found


def known_words(vocabulary: Container[str], stems: Callable[[str], list[str]]) -> Callable[[str], bool]:
    """Return a test for words that stand in a vocabulary of stems."""

    def known(word: str) -> bool:
        found = stems(word)
        return bool(found) and all(stem in vocabulary for stem in found)

    return known


def _is_name(text: str, word: re.Match[str], is_known: Callable[[str], bool]) -> bool:
    shown = word.group()
    plain = fold(_POSSESSIVE.sub("", shown))
    if plain in _given_names():
        return True
    if not shown[0].isupper() or _ACRONYM.fullmatch(shown):
        return False
    if plain in names_too():
        # "Grace" and "Mark" are words too where a sentence begins.
        return len(plain) > 1 and not _STARTS.search(text[: word.start()])
    return not (_is_common(plain) or is_known(shown))


def _follows(
    text: str,
    before: re.Match[str] | None,
    word: re.Match[str],
    found: list[Span],
    is_known: Callable[[str], bool],
) -> bool:
    """Return whether a word goes with a title or with the name before it."""
    if before is None:
        return False
    between = text[before.end() : word.start()]
    plain = fold(_POSSESSIVE.sub("", word.group()))
    new = not (_is_common(plain) or is_known(word.group()))
    if _AFTER_TITLE.fullmatch(between) and fold(before.group()) in _TITLES:
        return word.group()[0].isupper() or new
    if not (found and found[-1] == before.span() and _RUN_ON.fullmatch(between)):
        return False
    return word.group()[0].isupper() or (new and before.group().islower())


def _is_common(plain: str) -> bool:
    return len(plain) == 1 or is_ordinary(plain)


@cache
def _given_names() -> frozenset[str]:
    return frozenset(word for line in read_lines("bot.privacy", "given_names.txt") for word in line.split())
