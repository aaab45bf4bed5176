from __future__ import annotations

import numpy as np

from bot.answering import relevance
from evals.answers.logistic import learn


def test_the_signal_that_tells_is_found_and_the_other_left() -> None:
    random = np.random.default_rng(7)
    rows = random.normal(size=(400, 2))
    right = (rows[:, 0] + 0.3 * random.normal(size=400) > 0.5).astype(float)
    weights, bias = learn(rows, right)
    assert weights[0] > 10 * abs(weights[1])
    assert bias < 0
    chance = 1 / (1 + np.exp(-(rows @ weights + bias)))
    assert abs(chance.mean() - right.mean()) < 0.01


def test_a_weight_for_each_signal_is_shipped() -> None:
    nothing = np.zeros((1, len(relevance.SIGNALS)))
    everything = np.array([[1.0, 0.8, 1.0, 0.0, 0.0, 1.0, 1.0]])
    assert relevance.chances(nothing)[0] < 0.05
    assert relevance.chances(everything)[0] > 0.8
