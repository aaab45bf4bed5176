from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from bot.triage.reading import LONGEST, read


def test_a_reading_is_plain_and_masked() -> None:
    assert read("An Iranian  gave Cr Patel’s son\r\n KŌHA").text == "a somewhere gave cr someone's son\nkoha"


def test_an_article_that_ends_another_word_is_left_alone() -> None:
    assert read("Than Iranian food").text == "than somewhere food"


def test_what_cannot_be_seen_is_dropped() -> None:
    assert read("g\x00u\u200bn").text == "gun"


def test_a_stretch_quotes_the_original_words() -> None:
    message = "Well. Cr Patel’s  Māori friend said “KEEP it between us”."
    reading = read(message)
    start = reading.text.index("someone")
    assert reading.quote(start, reading.text.index(" said")) == "Patel’s  Māori friend"


def test_composed_and_decomposed_letters_read_alike() -> None:
    assert read(unicodedata.normalize("NFD", "Māori kaumātua")).text == read("Māori kaumātua").text


def test_what_is_longer_than_any_message_is_cut() -> None:
    assert len(read("a" * (LONGEST + 5)).text) == LONGEST


@given(st.text(max_size=200))
def test_every_quotation_stands_in_the_message(message: str) -> None:
    reading = read(message)
    assert len(reading.sources) == len(reading.text)
    composed = unicodedata.normalize("NFC", message)
    assert reading.quote(0, len(reading.text)) in (message if len(message) == len(composed) else composed)
