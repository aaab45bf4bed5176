from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering import screen


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \n\t ", "empty"),
        ("\u200b\u202e\U000e0041", "empty"),
        ("😀😀", "only_symbols"),
        ("???", "only_symbols"),
        ("12345", "only_symbols"),
        ("gift " * 2000, "too_long"),
        ("可以接受礼物吗？", "other_language"),
        ("Можно ли принять подарок?", "other_language"),
        ("Darf ich ein Geschenk von der Delegation annehmen?", "other_language"),
        ("¿Puedo aceptar un regalo de la delegación para mi familia?", "other_language"),
        ("Est-ce que je peux accepter un cadeau de la part d'une délégation?", "other_language"),
        ("Can I take a gift?", None),
        ("gift limit", None),
        ("Ka taea e au te tango i tēnei koha?", None),
        ("Kia ora, me aha au mō te koha?", None),
        ("is it ok 2 go 2 the embassy do", None),
        ("The mayor of Xi'an (西安) sent a vase, may I keep it?", None),
        ("Was ist das? I got an email from Die Post, can I open it?", None),
    ],
)
def test_what_cannot_be_read_gets_its_reason(text: str, reason: str | None) -> None:
    assert screen.read(text).reason == reason


@given(st.text())
def test_cleaning_leaves_no_invisible_character(text: str) -> None:
    cleaned = screen.clean(text)
    assert all(char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cf", "Co") for char in cleaned)


def test_cleaning_keeps_macrons_and_line_ends() -> None:
    assert screen.clean("Kāinga\r\nʻie tōga\u200b") == "Kāinga\nʻie tōga"
