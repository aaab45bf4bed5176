"""Is there an answer in what was found? Measured against a development set (evals/answers)."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.retrieve import Hit
from knowledge.words import tokens

# A best passage this near in meaning answers on its own; further away, the question's words must be in it.
SURE_COSINE = 0.55
LEAST_COSINE = 0.38
LEAST_OVERLAP = 0.45


def may_answer(question: str, hits: Sequence[Hit]) -> bool:
    """Return whether the best passages are near enough to the question to answer from."""
    if not hits:
        return False
    best = max(hit.cosine for hit in hits[:3])
    if best >= SURE_COSINE:
        return True
    return best >= LEAST_COSINE and overlap(question, hits[:3]) >= LEAST_OVERLAP


def overlap(question: str, hits: Sequence[Hit]) -> float:
    """Return the largest share of the question's words that stand in one passage, 0 to 1."""
    wanted = set(tokens(question))
    if not wanted:
        return 0.0
    return max(len(wanted & set(tokens(hit.passage.search_text))) / len(wanted) for hit in hits)
