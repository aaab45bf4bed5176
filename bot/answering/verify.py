"""Check every claim against its passage; what is not proved is not said.

A claim passes as it stands when its quote is verbatim and its words, numbers, names, negations and modals
are those of the quote. Otherwise the quoted sentence itself takes its place; a claim without a verbatim
quote is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from bot.answering.claims import Claim
from knowledge.passages import Part, Passage
from knowledge.sentences import sentences
from knowledge.words import fold, tokens

_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*[A-Za-z]*")
_NAME = re.compile(r"(?<=[^.!?]\s)[A-ZĀĒĪŌŪ][\w’'-]+")
_DIRECTION = re.compile(
    r"\b(not|no|never|none|neither|nor|cannot|without|unless|except|only|must|may|might|should|shall|can|could|"
    r"will|would|need|has to|have to|n't)\b|n['’]t\b",
    re.I,
)


class Verified(NamedTuple):
    """The claims that may be said, and how many were dropped."""

    claims: tuple[Claim, ...]
    dropped: int


def check(claims: Iterable[Claim], retrieved: Iterable[Passage], question: str) -> Verified:
    """Return the proved claims in their order, each said once."""
    ids = {passage.id for passage in retrieved}
    said: dict[str, Claim] = {}
    dropped = 0
    for claim in claims:
        proved = _prove(claim, question) if claim.passage.id in ids else None
        if proved is None:
            dropped += 1
        else:
            said.setdefault(fold(proved.text), proved)
    return Verified(tuple(said.values()), dropped)


def part_with(quote: str, passage: Passage) -> Part | None:
    """Return the paragraph of the passage in which the words stand, spaces and quote marks aside."""
    return next((part for part in passage.parts if _normal(quote) in _normal(part.text)), None)


def _prove(claim: Claim, question: str) -> Claim | None:
    if not _normal(claim.quote) or part_with(claim.quote, claim.passage) is None:
        return None
    if claim.text == claim.quote or _says_no_more(claim.text, claim.quote, question):
        return claim
    return _quoted_sentence(claim)


def _says_no_more(text: str, quote: str, question: str) -> bool:
    """Return whether every word, number, name and direction of `text` comes from the quote."""
    known_words = set(tokens(quote)) | set(tokens(question))
    return (
        set(tokens(text)) <= known_words
        and set(_NUMBER.findall(text)) <= set(_NUMBER.findall(quote))
        and {fold(name) for name in _NAME.findall(text)} <= set(re.findall(r"[\w'-]+", fold(quote)))
        and _directions(text) == _directions(quote)
    )


def _directions(text: str) -> list[str]:
    found = (match.group().lower() for match in _DIRECTION.finditer(text))
    return sorted("n't" if "'" in word or "’" in word else word for word in found)


def _quoted_sentence(claim: Claim) -> Claim | None:
    """Return a claim that says the whole sentence from which the quote was taken."""
    for part in claim.passage.parts:
        for sentence in sentences(part.text):
            if _normal(claim.quote) in _normal(sentence):
                return claim.model_copy(update={"text": sentence, "quote": sentence})
    return None


def _normal(text: str) -> str:
    straight = text.translate(str.maketrans("‘’“”", "''\"\""))
    return " ".join(straight.split())
