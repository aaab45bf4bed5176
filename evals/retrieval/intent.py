"""Learn the space of intents: `python -m evals.retrieval.intent`. A few seconds.

Writes knowledge/embedder/intent.npy: a matrix by which the vectors of questions are multiplied before they are compared
(knowledge/intent.py). Learned from the phrasings of the library alone, which stand in no development or held-out set.

It is linear discriminant analysis, softened (probabilistic LDA: Ioffe, 2006): directions in which the phrasings of one
section vary are flattened, and of what is left those in which sections differ from each other count more.
"""

from __future__ import annotations

import sys

import numpy as np
from numpy.typing import NDArray

from knowledge import intent
from knowledge.embed import DIMENSIONS, MiniLm
from knowledge.material import library_items
from knowledge.vectors import VectorCache

# How far the spread within sections is taken for that of chance, and how much more what parts sections counts. Read
# off the development questions: from .05 to .3 and from .15 to .35 differ by two of 151 or less.
_SHRINKAGE = 0.1
_PARTING = 0.25

Matrix = NDArray[np.float64]


def main() -> None:
    """Learn, and write what was learned."""
    embedder = MiniLm()
    cache = VectorCache(embedder)
    cache.load_shipped()
    read = (passage for item in library_items(embedder) for passage in item.read().passages)
    passages = [passage for passage in read if passage.asked]
    sections = [cache.embed(passage.asked).astype(np.float64) for passage in passages]
    np.save(intent.FILE, learn(sections).astype(np.float16))
    sys.stdout.write(f"{len(sections)} sections, {sum(map(len, sections))} phrasings.\n")


def learn(sections: list[Matrix]) -> Matrix:
    """Return the matrix, of shape (dimensions, dimensions); each section is of shape (phrasings, dimensions)."""
    means = np.stack([section.mean(axis=0) for section in sections])
    around = np.concatenate([section - mean for section, mean in zip(sections, means, strict=True)])
    within = around.T @ around / len(around)
    within += _SHRINKAGE * np.trace(within) / DIMENSIONS * np.eye(DIMENSIONS)
    apart = means - means.mean(axis=0)
    flat = _power(within, -0.5)
    values, directions = np.linalg.eigh(flat @ (apart.T @ apart / len(apart)) @ flat)
    values = np.maximum(values, 0)
    weights = (values / (values + 1)) ** _PARTING
    matrix: Matrix = flat @ directions @ np.diag(weights)
    return matrix / np.abs(matrix).max()


def _power(matrix: Matrix, exponent: float) -> Matrix:
    values, directions = np.linalg.eigh(matrix)
    powered: Matrix = directions @ np.diag(values**exponent) @ directions.T
    return powered


if __name__ == "__main__":
    main()
