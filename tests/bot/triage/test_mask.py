from __future__ import annotations

import pytest

from bot.triage.mask import NEUTRAL, mask, names_a_group


@pytest.mark.parametrize(
    "word",
    ["Chinese", "chinese", "Australian", "New Zealander", "Māori", "maori", "Ngāi Tahu", "ngati porou", "Samoan", "muslim",
     "Mandarin", "Beijing", "South Korea", "Russians", "Iran's", "chineese"],
)  # fmt: skip
def test_every_group_becomes_the_same_word(word: str) -> None:
    assert mask(f"A {word} visitor") == f"A {NEUTRAL} visitor"


@pytest.mark.parametrize(
    "text", ["please polish the turkey", "the consulate rang", "a ministry official", "the kiwi bird"]
)
def test_ordinary_words_and_roles_stay(text: str) -> None:
    assert mask(text) == text


def test_home_is_no_group_that_a_sentence_must_avoid() -> None:
    assert not names_a_group("New Zealand law and tikanga Māori")
    assert names_a_group("Australia's scheme")
