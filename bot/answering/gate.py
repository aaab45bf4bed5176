"""Is there an answer in what was found? The weights (gate.yaml) were learned by `python -m evals.answers.gate`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import cache

import numpy as np

from bot.answering.leaning import leaning
from bot.answering.logistic import Numbers, learned, learned_chances
from bot.answering.relevance import Read
from bot.answering.wording import asks_yes_or_no, sections_named
from knowledge.index import Index
from knowledge.passages import NATIONAL
from knowledge.shipped import read_lines
from knowledge.words import fold, tokens

SIGNALS = ("nearness", "first_nearness", "heading", "words", "own", "fact", "yes_no", "leaning")
# What asks for a fact and not for advice; a long message tells a story around its question.
_FACT = (
    r"\b(?:who'?s?|which|what'?s?|how (?:many|much|long|often|big|old|far)|when|whose|where|what year)\b"
    r"(?! (?:should|do|must|can|may|would) (?:i|we|you)\b)"
)
_WEIGHTS = "gate.yaml"
_LONGEST_FACT = 25
_LOOKED_AT = 5
# How many stems a question about a section alone may have.
_SHORT = 6
_RULES = r"(?:polic\w*|limits?|rules?|thresholds?|codes?|allowances?|registers?)"


class Verdict(StrEnum):
    """What may be said of a search."""

    ANSWERS = "answers"
    # It may not answer: it is said to be the nearest that there is.
    NEAREST = "nearest"
    NOTHING = "nothing"


def judge(searched: str, found: Sequence[Read], index: Index) -> Verdict:
    """Return how likely what was found holds an answer to the text that was searched."""
    if not found:
        return Verdict.NOTHING
    if _explains_a_section(searched, found):
        return Verdict.ANSWERS
    likely, bars = chance(signals(searched, found, index)), learned(_WEIGHTS)
    if likely < bars["least"]:
        return Verdict.NOTHING
    return Verdict.ANSWERS if likely >= bars["sure"] else Verdict.NEAREST


def _explains_a_section(searched: str, found: Sequence[Read]) -> bool:
    """Return whether little more is asked than what a section of an act says, and the first passages name it."""
    numbers = {token for text in sections_named(searched) for token in tokens(text) if token[0].isdigit()}
    named = set().union(*(tokens(one.passage.text) for one in found[:_LOOKED_AT]))
    return bool(numbers) and numbers <= named and len(set(tokens(searched))) <= _SHORT


def chance(row: Numbers) -> float:
    """Return how likely signals tell of an answer, 0 to 1."""
    return float(learned_chances(row[None, :], _WEIGHTS, SIGNALS)[0])


def signals(searched: str, found: Sequence[Read], index: Index) -> Numbers:
    """Return the signals of a search, of shape (signals,): how near, with which words, and what is asked."""
    looked_at = found[:_LOOKED_AT]
    wanted = set(tokens(searched))
    met = wanted & set(tokens(found[0].passage.search_words))
    asks_fact = bool(re.search(_FACT, fold(searched))) and len(searched.split()) <= _LONGEST_FACT
    leading = max(found, key=lambda one: one.chance)
    return np.array(
        [
            max(one.hit.nearness for one in looked_at),
            found[0].hit.nearness,
            max(one.asked for one in looked_at),
            len(met) / (len(wanted) or 1),
            float(leading.passage.owner != NATIONAL),
            float(asks_fact),
            float(asks_yes_or_no(searched)),
            leaning(index.embedder.embed_query(searched)) if index.holds_library else 0.0,
        ]
    )


@cache
def _councils() -> tuple[str, ...]:
    return tuple(fold(name) for name in read_lines("bot.answering", "councils.txt"))


def asks_for_unheld_council(text: str, found: Sequence[Read]) -> bool:
    """Return whether a question is about a council of which the passage that would lead says nothing."""
    folded = fold(text)
    # Few messages hold the name of a place; the patterns are for those.
    named = [name for name in _councils() if name in folded and _is_asked_about(name, folded)]
    if not named:
        return False
    leading = max(found, key=lambda one: one.chance, default=None)
    said = fold(leading.passage.search_text) if leading else ""
    return not any(re.search(rf"\b{re.escape(name)}\b", said) for name in named)


def _is_asked_about(name: str, folded: str) -> bool:
    """Return whether a place is asked about as a council: "Napier's limit", not "a trip to Napier"."""
    place = re.escape(name)
    ways = (
        rf"\b{place}(?:'?s)?(?: \w+){{0,3}} {_RULES}\b",
        rf"\b{_RULES}\b(?: \w+){{0,4}} (?:in|at|of|for|from) (?:the )?{place}\b",
        rf"\b{place} (?:(?:city|district|regional) )?council",
        rf"^\W*(?:in|at|on|for|i'?m (?:on|in|at)) (?:the )?{place}\b",
        rf"\b{_FACT}.{{0,80}}\b(?:(?:did|does|do|has|have|had|is|was|of|in|at|by|the) {place}\b|{place}'s\b)",
    )
    return any(re.search(way, folded) for way in ways)
