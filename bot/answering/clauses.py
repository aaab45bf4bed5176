"""Read a sentence as clauses of words in one form, so that two can be compared word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from knowledge.shipped import read_yaml
from knowledge.words import tokens

Clause = tuple[str, ...]

MODALS = frozenset(("must", "may", "can", "should", "shall", "will", "might", "could", "would"))

_READER = "councillor"
_WORD = re.compile(
    r"\$?\d+(?:,\d{3})*(?:[.:/]\d+)*[^\W\d_]*%?|[^\W\d_]+|(?P<part>[.,;:!?()–—]+(?=\s|$|[)\"”])|[(–—])"
)
_SHORT = (
    ("can't", "can not"),
    ("cannot", "can not"),
    ("won't", "will not"),
    ("n't", " not"),
    ("it's", "it is"),
)
_SHORT_ENDINGS = re.compile(r"'(re|ve|ll)\b")
_LONG = {"re": " are", "ve": " have", "ll": " will"}
_POSSESSIVE = re.compile(r"(?<=\w)'s\b|(?<=s)'(?=\s)")
# Endings that make another word of a stem; a plural does not.
_ENDING = re.compile(r"(ed|ing|ly|ful|less|al|er|or|ion|ment|able|ible|ive|ness|est|ity|ism|ist)s?$")
_BE = frozenset(("be", "is", "are", "am"))
_PARTICIPLES = {
    "given": "give",
    "taken": "take",
    "kept": "keep",
    "told": "tell",
    "sent": "send",
    "made": "make",
    "paid": "pay",
    "held": "hold",
    "written": "write",
    "shown": "show",
    "left": "leave",
    "put": "put",
    "read": "read",
    "brought": "bring",
}


def read(text: str, sentence: str) -> list[Clause]:
    """Return the words of a text, cut at its marks and before its conditions.

    "You" is the councillor only where the quoted sentence binds one by a modal, and nobody else is "you" in either.
    """
    plain, bound = _plain(text), _plain(sentence)
    one_each = len(_readers(plain)) <= 1 and len(_readers(bound)) <= 1
    if one_each and MODALS & set(bound.split()):
        plain = _reader_pattern().sub(_READER, plain)
    found: list[list[str]] = [[]]
    conditions = lists()["conditions"]
    for match in _WORD.finditer(plain):
        word = match.group()
        if match["part"]:
            found.append([])
        elif word not in lists()["empty"]:
            if word in conditions and found[-1]:
                found.append([])
            found[-1].append(token(word))
    return [tuple(clause) for clause in found if clause]


def _readers(plain: str) -> set[str]:
    return {name.removesuffix("s") for name in _reader_pattern().findall(plain)}


def _plain(text: str) -> str:
    """Return lower case, without contractions, possessives, hyphens and listed synonyms. Macrons stay."""
    plain = re.sub(r"[’‘]", "'", text.lower())
    for short, long in _SHORT:
        plain = plain.replace(short, long)
    plain = _SHORT_ENDINGS.sub(lambda match: _LONG[match[1]], plain)
    plain = _POSSESSIVE.sub("", plain).replace("&", " and ").replace("-", " ")
    plain = re.sub(r"\byour(?:self|selves)?\b", "you", " ".join(plain.split()))
    return _synonym_pattern().sub(lambda match: _synonyms()[match.group()], plain)


def token(word: str) -> str:
    """Return a word's stem, with the ending that makes another word of it and its macrons; figures as they stand."""
    if not word.isalpha():
        return word.replace(",", "")
    stems = tokens(word)
    # Stop words have no stem here: they stand as they are.
    if not stems:
        return "be" if word in _BE else word
    ending = _ENDING.search(word)
    # Macrons tell words apart.
    marked = "".join(char for char in word if char in "āēīōū")
    return "|".join(filter(None, (stems[0], ending and ending[1], marked)))


def words(text: str) -> Clause:
    """Return all words of a text, as they stand."""
    return tuple(match.group() for match in _WORD.finditer(_plain(text)) if not match["part"])


def bare_verb(participle: str) -> str:
    """Return the token of the verb of which this is the token of a participle."""
    stem = participle.removesuffix("|ed")
    return token(_PARTICIPLES[stem]) if stem in _PARTICIPLES else stem


@cache
def lists() -> dict[str, Any]:
    """Return what `restating.yaml` allows."""
    return dict(read_yaml("bot.answering", "restating.yaml"))


@cache
def _synonyms() -> dict[str, str]:
    return {other: line[0] for line in lists()["synonyms"] for other in line[1:]}


@cache
def _synonym_pattern() -> re.Pattern[str]:
    return _any_of(_synonyms())


@cache
def _reader_pattern() -> re.Pattern[str]:
    return _any_of(lists()["reader"])


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    longest = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<![\w$.])(?:{'|'.join(map(re.escape, longest))})(?!\w|[.,]\d)")
