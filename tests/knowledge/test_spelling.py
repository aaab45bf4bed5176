from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from knowledge.spelling import Spelling, words_of, write

TEXTS = [
    "A declaration of interests, a declaration of gifts",
    "Whakapapa and whanaungatanga",
    "Māori wardens",
    "gifted",
]


def counted(*texts: str) -> Counter[str]:
    return Counter(word for text in texts for word in words_of(text))


@pytest.fixture
def spelling(tmp_path: Path) -> Spelling:
    write(tmp_path, counted(*TEXTS))
    return Spelling(tmp_path)


@pytest.mark.parametrize("slip", ["declaraton", "declaratoin", "declarration", "declarption"])
def test_one_slip_is_mended(spelling: Spelling, slip: str) -> None:
    assert spelling.mended(f"what {slip}?") == "what declaration?"


@pytest.mark.parametrize(
    "text", ["declaration", "Interests", "gist", "xylophone", "$500", "", "111", "Ⅻ", "declrtion"]
)
def test_what_is_known_short_or_far_off_stays(spelling: Spelling, text: str) -> None:
    assert spelling.mended(text) == text


def test_a_macron_is_no_slip(spelling: Spelling) -> None:
    assert spelling.mended("Maori whānaungatanga") == "Maori whānaungatanga"
    assert spelling.mended("whanaungatonga") == "whanaungatanga"


def test_the_same_first_letter_wins_over_frequency(tmp_path: Path) -> None:
    write(tmp_path, counted("sight sight sight light"))
    assert Spelling(tmp_path).mended("liight") == "light"
    assert Spelling(tmp_path).mended("hight") == "sight"


def test_a_name_stays_as_it_is_written(spelling: Spelling) -> None:
    assert spelling.mended("who is Declarption? the declarption") == "who is Declarption? the declaration"
    # A beginning has its capital anyway.
    assert spelling.mended("Declarption due? Declarption when?") == "declaration due? declaration when?"
