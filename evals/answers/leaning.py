"""Learn how our questions sound: `python -m evals.answers.leaning`. About a minute on 2 cores.

Writes bot/answering/leaning.npy: a direction among the embedder's, and a number to add. Learned by logistic regression from
what is asked of us (the phrasings of the library, the questions about clauses of made-up councils) and what is not
(silent.jsonl); none of it is in a held-out set. Each of the two halves weighs as much, in the first the library as
much as the clauses.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.answering import leaning
from bot.answering.logistic import Numbers
from evals.answers.gate import SilentRow
from evals.answers.logistic import fit
from evals.dataset import load
from evals.retrieval.adapter import ClauseRow
from knowledge.embed import MiniLm
from knowledge.material import library_items
from knowledge.vectors import VectorCache

# How dear a steep direction is: ten times more or less lets more held-back messages pass.
_DECAY = 3e-4


def main() -> None:
    """Learn, and write what was learned."""
    cache = VectorCache(MiniLm())
    cache.load_shipped()
    phrasings = [text for item in library_items(MiniLm()) for p in item.read().passages for text in p.asked]
    clauses = [text for row in load("retrieval", ClauseRow, "clauses") for text in row.questions]
    others = [row.text for row in load("answers", SilentRow, "silent")]
    ours, theirs = [cache.embed(phrasings), cache.embed(clauses)], [cache.embed(others)]
    np.save(leaning.FILE, learn(ours, theirs).astype(np.float32))
    sys.stdout.write(f"wrote {leaning.FILE}\n")


def learn(ours: Sequence[NDArray[np.float32]], theirs: Sequence[NDArray[np.float32]]) -> Numbers:
    """Return the direction, and the number to add at its end, by Newton's method; each set of a half weighs as much."""
    sets = (*ours, *theirs)
    rows = np.concatenate(sets).astype(np.float64)
    wanted = np.repeat([1.0] * len(ours) + [0.0] * len(theirs), [len(each) for each in sets])
    shares = [0.5 / len(half) / len(each) for half in (ours, theirs) for each in half]
    return fit(rows, wanted, np.repeat(shares, [len(each) for each in sets]), _DECAY)


if __name__ == "__main__":
    main()
