"""Is there an answer in what was found? The threshold was read off the development set (evals/answers)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import numpy as np

from knowledge.embed import Vector
from knowledge.index import Index
from knowledge.retrieve import Hit
from knowledge.shipped import read_lines
from knowledge.words import fold

LEAST_NEARNESS = 0.31
_LOOKED_AT = 5


def may_answer(searched: str, hits: Sequence[Hit], index: Index) -> bool:
    """Return whether what was found is near enough to the text that was searched to answer from."""
    return bool(hits) and nearness(index.embedder.embed_query(searched), hits, index) >= LEAST_NEARNESS


def nearness(query: Vector, hits: Sequence[Hit], index: Index) -> float:
    """Return the mean of the best cosines of passage, heading and sentence, -1 to 1.

    An original has no stored heading and sentences: its passage alone counts.
    """
    looked_at = hits[:_LOOKED_AT]
    passage = max(hit.nearness for hit in looked_at)
    stored = [index.sentence_vectors.get(hit.passage.id) for hit in looked_at]
    known = [vectors @ query for vectors in stored if vectors is not None]
    if not known:
        return passage
    heading = max(float(near[0]) for near in known)
    sentence = max(float(np.max(near[1:], initial=-1.0)) for near in known)
    return (passage + heading + sentence) / 3


@cache
def _councils() -> tuple[str, ...]:
    return tuple(read_lines("bot.answering", "councils.txt"))


def _speaks_of_its_rules(name: str, folded: str) -> bool:
    """Return whether a place is named as a council: "Napier's limit", "a rule in Napier", not "a trip to Napier"."""
    place, rules = re.escape(name), r"(?:polic\w*|limits?|rules?|thresholds?|codes?|allowances?|registers?)"
    ways = (
        rf"\b{place}(?:'?s)?(?: \w+){{0,3}} {rules}\b",
        rf"\b{rules}\b(?: \w+){{0,4}} (?:in|at|of|for|from) (?:the )?{place}\b",
        rf"\b{place} (?:(?:city|district|regional) )?council",
        rf"^\W*(?:in|at|on|for|i'?m (?:on|in|at)) (?:the )?{place}\b",
    )
    return any(re.search(way, folded) for way in ways)


def asks_for_unheld_council(text: str, hits: Sequence[Hit]) -> bool:
    """Return whether a question is about the rules of a council that no passage found speaks of."""
    folded = fold(text)
    named = [name for name in _councils() if _speaks_of_its_rules(fold(name), folded)]
    if not named:
        return False
    found = " ".join(fold(hit.passage.search_text) for hit in hits[:_LOOKED_AT])
    return not any(re.search(rf"\b{re.escape(fold(name))}\b", found) for name in named)
