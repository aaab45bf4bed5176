from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.sentences import sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("See s. 54F of the Act. It covers gifts.", ["See s. 54F of the Act.", "It covers gifts."]),
        ("Mr. Brown wrote. Nobody answered!", ["Mr. Brown wrote.", "Nobody answered!"]),
        ("A gift of $1.50 is small. Āe.", ["A gift of $1.50 is small.", "Āe."]),
        ("Ring 0800 747 224. Then wait.", ["Ring 0800 747 224.", "Then wait."]),
        ('He said "No." Then he left.', ['He said "No."', "Then he left."]),
        ("e.g. a taonga, i.e. a treasure", ["e.g. a taonga, i.e. a treasure"]),
        ("It is the country's. Much more follows.", ["It is the country's.", "Much more follows."]),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_stops(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@given(st.text())
def test_no_letter_is_lost_between_sentences(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())
