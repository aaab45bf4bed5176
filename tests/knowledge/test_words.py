from __future__ import annotations

import pytest

from knowledge.words import tokens


@pytest.mark.parametrize("spelling", ["Māori", "maori", "MAORI", "Maaori"])
def test_te_reo_is_found_with_and_without_macrons(spelling: str) -> None:
    assert set(tokens("Māori")) & set(tokens(spelling))


def test_english_words_meet_by_their_stem() -> None:
    assert tokens("declaring gifts") == tokens("declared gift")


def test_stop_words_and_politeness_are_left_out() -> None:
    assert tokens("Kia ora, could you please tell me about the gift?") == ["tell", "gift"]
