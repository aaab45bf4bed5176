from __future__ import annotations

import numpy as np
import pytest

from bot.answering.leaning import MOST, leaning
from knowledge.embed import DIMENSIONS, MiniLm

OURS = (
    "do i have to put the bottle of whisky from the port company on the register",
    "Can I take my council phone on holiday overseas?",
    "an embassy has asked me to dinner, all right to go?",
)
NOT_OURS = (
    "the toilet in the campground is blocked",
    "what year did the Beatles come to Dunedin",
    "how do i get candle wax out of a tablecloth",
)


@pytest.mark.parametrize("text", OURS)
def test_it_leans_towards_what_is_asked_of_us(embedder: MiniLm, text: str) -> None:
    assert 0 < leaning(embedder.embed_query(text)) <= MOST


@pytest.mark.parametrize("text", NOT_OURS)
def test_it_leans_away_from_what_is_not(embedder: MiniLm, text: str) -> None:
    assert -MOST <= leaning(embedder.embed_query(text)) < 0


def test_it_is_bounded_on_both_sides() -> None:
    far = np.random.default_rng(0).normal(size=(50, DIMENSIONS)).astype(np.float32) * 100
    assert {leaning(one) for one in far} == {MOST, -MOST}
