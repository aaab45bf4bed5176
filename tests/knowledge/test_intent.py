"""The space in which questions are compared."""

from __future__ import annotations

import numpy as np

from knowledge.embed import DIMENSIONS, MiniLm
from knowledge.intent import intents


def test_intents_are_unit_vectors_one_for_each_question() -> None:
    vectors = np.random.default_rng(0).normal(size=(3, DIMENSIONS)).astype(np.float32)
    assert intents(vectors).shape == (3, DIMENSIONS)
    np.testing.assert_allclose(np.linalg.norm(intents(vectors), axis=1), 1, rtol=1e-5)
    # One vector alone is what it is among others.
    np.testing.assert_allclose(intents(vectors[0]), intents(vectors)[0], atol=1e-6)


def test_nothing_is_near_nothing() -> None:
    assert not intents(np.zeros(DIMENSIONS, dtype=np.float32)).any()


def test_what_is_asked_for_counts_more_than_how_it_is_asked(embedder: MiniLm) -> None:
    """Both pairs share their manner or their matter; the matter is nearer than before, beside the manner."""
    asked = "My mate wants to know: when is the interests return due?"
    same_matter = "deadline for the register of interests form"
    same_manner = "My mate wants to know: what is a sister city?"
    vectors = embedder.embed([asked, same_matter, same_manner])
    plain, moved = vectors @ vectors[0], intents(vectors) @ intents(vectors)[0]
    assert moved[1] - moved[2] > plain[1] - plain[2]
