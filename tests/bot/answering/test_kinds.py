"""What the learned kinds are estimated from."""

from __future__ import annotations

import numpy as np
import pytest

from bot.answering import kinds
from bot.answering.kinds import Kind
from knowledge.embed import DIMENSIONS, MiniLm

_NOTHING = np.zeros(DIMENSIONS, dtype=np.float32)


def test_a_row_has_one_shape_whatever_is_said() -> None:
    sizes = {kinds.row(text, _NOTHING).size for text in ("", "?", "hi", "has anyone reported me? " * 200)}
    assert len(sizes) == 1


def test_words_of_one_family_are_alike() -> None:
    families = [kinds._of_families(["has", "anyone", said, "me"]) for said in ("reported", "dobbed")]
    assert np.array_equal(families[0], families[1])
    assert not np.array_equal(families[0], kinds._of_families(["has", "anyone", "fed", "me"]))


def test_a_pair_of_families_has_a_place_of_its_own() -> None:
    count = len(kinds._families())
    pairs = count * (count - 1) // 2
    words = ["anyone", "report", "secret", "hack", "prompt", "gift", "vote"]
    placed = [
        tuple(np.flatnonzero(kinds._of_families([one, other])[count : count + pairs]))
        for at, one in enumerate(words)
        for other in words[at + 1 :]
    ]
    assert len(set(placed)) == len(placed)


@pytest.mark.parametrize("text", ["", "which gifts must i declare", "x" * 5000])
def test_the_kinds_share_one_probability(embedder: MiniLm, text: str) -> None:
    chances = kinds.estimate(text, embedder)
    assert list(chances) == list(Kind)
    assert sum(chances.values()) == pytest.approx(1, abs=1e-4)
