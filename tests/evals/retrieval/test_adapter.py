from __future__ import annotations

import numpy as np

from evals.dataset import load
from evals.retrieval.adapter import ClauseRow, Lessons, gradient, learn
from evals.retrieval.data import development_rows, rows
from evals.retrieval.own import COUNCILS
from evals.retrieval.own import rows as own_rows
from knowledge.embed import DIMENSIONS


def lessons(count: int = 12, seed: int = 1) -> Lessons:
    chance = np.random.default_rng(seed)
    vectors = chance.normal(size=(2, count, DIMENSIONS)).astype(np.float32)
    questions, answers = vectors / np.linalg.norm(vectors, axis=2, keepdims=True)
    return Lessons(questions, answers, np.arange(count))


def loss(matrix: np.ndarray, taught: Lessons) -> float:
    moved = taught.questions + taught.questions @ matrix
    logits = 20 * moved / np.linalg.norm(moved, axis=1, keepdims=True) @ taught.answers.T
    logits -= logits.max(axis=1, keepdims=True)
    right = logits[np.arange(len(taught.wanted)), taught.wanted] - np.log(np.exp(logits).sum(axis=1))
    return float(-right.mean())


def test_the_slope_is_that_of_the_loss() -> None:
    taught = lessons()
    start = np.random.default_rng(2).normal(scale=0.01, size=(DIMENSIONS, DIMENSIONS))
    slope = gradient(start, *(np.asarray(part) for part in taught))
    way = np.random.default_rng(3).normal(size=start.shape)
    step = 1e-5
    measured = (loss(start + step * way, taught) - loss(start - step * way, taught)) / (2 * step)
    assert np.isclose((slope * way).sum(), measured, rtol=1e-3)


def test_what_is_learned_brings_questions_to_their_answers() -> None:
    taught = lessons()
    before = loss(np.zeros((DIMENSIONS, DIMENSIONS)), taught)
    assert loss(learn(taught, [taught], steps=60, batch=8), taught) < before / 2


def test_nothing_that_was_learned_from_is_asked_in_an_evaluation() -> None:
    learned = {text.casefold() for row in load("retrieval", ClauseRow, "clauses") for text in row.questions}
    asked = [row.text for row in (*rows(), *development_rows())]
    asked += [row.text for council in COUNCILS for row in own_rows(council)]
    assert not learned & {text.casefold() for text in asked}
