"""How the space of intents is learned."""

from __future__ import annotations

import numpy as np

from evals.retrieval.intent import learn
from knowledge.embed import DIMENSIONS


def test_a_direction_in_which_askers_vary_is_flattened() -> None:
    chance = np.random.default_rng(1)
    means = chance.normal(size=(40, DIMENSIONS))
    means[:, 0] = 0  # says nothing of the section ...
    sections = []
    for mean in means:
        around = 0.1 * chance.normal(size=(20, DIMENSIONS))
        around[:, 0] *= 100  # ... and varies most
        sections.append(mean + around)
    matrix = learn(sections)
    said = np.linalg.norm(matrix[0])
    assert said < 0.2 * np.median(np.linalg.norm(matrix[1:], axis=1))


def test_it_is_the_same_every_time() -> None:
    sections = [np.random.default_rng(n).normal(size=(5, DIMENSIONS)) for n in range(4)]
    np.testing.assert_array_equal(learn(sections), learn(sections))
