"""Learn the linear adapter of the embedder: `python -m evals.retrieval.adapter`. About three minutes on 2 cores.

Writes knowledge/embedder/adapter.npy: a matrix W, by which a question q is searched as the unit vector of q + q W.
Learned from the phrasings of the library and from clauses of made-up councils (clauses.jsonl), each with the ways in
which people ask for it; none of them is in a development or a held-out set. Each question is drawn towards its own
passage and away from all others (cross-entropy over cosines). Seeded: the same machine writes the same file.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from evals.dataset import Row, load
from knowledge import adapter
from knowledge.embed import DIMENSIONS, MiniLm
from knowledge.material import library_items
from knowledge.vectors import VectorCache

_STEPS = 1500
_BATCH = 512
_RATE = 5e-4
_SHARPNESS = 20.0
# How dear it is to move a question far: with .01 Cranfield, which nothing was learned from, loses .013 nDCG@10.
_DECAY = 0.03

Matrix = NDArray[np.float32]


class ClauseRow(Row):
    """A clause of a made-up council's document, and questions that it answers."""

    doc: str
    section: str
    clause: str
    questions: tuple[str, ...]

    @property
    def spoken(self) -> tuple[str, ...]:
        """The clause with more and with less around it, as documents are cut."""
        placed = f"{self.section}\n{self.clause}"
        return (placed, self.clause, f"{self.doc}\n{placed}")


class Lessons(NamedTuple):
    """Unit vectors of questions and answers; `wanted`: for each question, the row of its answer."""

    questions: Matrix
    answers: Matrix
    wanted: NDArray[np.int64]


def main() -> None:
    """Learn from both, and write what was learned."""
    cache = VectorCache(MiniLm())
    cache.load_shipped()
    matrix = learn(_library(cache), _clauses(cache))
    np.save(adapter.FILE, matrix.astype(np.float16))
    sys.stdout.write(f"wrote {adapter.FILE}\n")


def learn(library: Lessons, clauses: Sequence[Lessons], steps: int = _STEPS, batch: int = _BATCH) -> Matrix:
    """Return the matrix; each step learns from some questions of the library and some of one form of the clauses."""
    chance = np.random.default_rng(0)
    matrix = np.zeros((DIMENSIONS, DIMENSIONS), dtype=np.float32)
    mean, square = np.zeros_like(matrix), np.zeros_like(matrix)
    for step in range(1, steps + 1):
        slope = 2 * _DECAY * matrix
        for lesson in (library, clauses[step % len(clauses)]):
            rows = chance.integers(len(lesson.questions), size=batch)
            slope += gradient(matrix, lesson.questions[rows], lesson.answers, lesson.wanted[rows])
        # Adam, with its usual settings.
        mean += 0.1 * (slope - mean)
        square += 0.001 * (slope**2 - square)
        matrix -= _RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return matrix


def gradient(matrix: Matrix, questions: Matrix, answers: Matrix, wanted: NDArray[np.int64]) -> Matrix:
    """Return the slope of the mean cross-entropy for these questions, of the matrix's shape."""
    moved = questions + questions @ matrix
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    unit = moved / lengths
    logits = _SHARPNESS * unit @ answers.T
    share = np.exp(logits - logits.max(axis=1, keepdims=True))
    share /= share.sum(axis=1, keepdims=True)
    share[np.arange(len(wanted)), wanted] -= 1
    pull = _SHARPNESS / len(questions) * share @ answers
    slope: Matrix = questions.T @ ((pull - (pull * unit).sum(axis=1, keepdims=True) * unit) / lengths)
    return slope


def _library(cache: VectorCache) -> Lessons:
    passages = [p for item in library_items(MiniLm()) for p in item.read().passages if p.asked]
    asked = [text for passage in passages for text in passage.asked]
    wanted = [row for row, passage in enumerate(passages) for _ in passage.asked]
    return Lessons(cache.embed(asked), cache.embed([p.search_text for p in passages]), np.array(wanted))


def _clauses(cache: VectorCache) -> list[Lessons]:
    rows = load("retrieval", ClauseRow, "clauses")
    questions = cache.embed([text for row in rows for text in row.questions])
    wanted = np.array([at for at, row in enumerate(rows) for _ in row.questions])
    return [
        Lessons(questions, cache.embed(form), wanted)
        for form in zip(*(row.spoken for row in rows), strict=True)
    ]


if __name__ == "__main__":
    main()
