"""The phrases in te reo Māori wait for a licensed translator."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from pydantic import ValidationError

from bot.answering.render import COUNCIL_HEADING, HEADINGS, NATIONAL_HEADING
from bot.te_reo import PHRASES, TeReo, phrases
from knowledge.shipped import read_text

ALL_HEADINGS = (COUNCIL_HEADING, NATIONAL_HEADING, *HEADINGS.values())


def filled(**changes: Any) -> dict[str, Any]:
    return {
        "translated_by": "A. Translator",
        "translated_on": "2026-11-24",
        "phrases": {"greeting": "Tēnā koe.", "closing": "Ngā mihi.", "english_below": "Ingarihi."},
        "headings": {heading: f"({heading})" for heading in ALL_HEADINGS},
        **changes,
    }


def test_as_shipped_the_phrases_are_drafts_and_are_not_said() -> None:
    assert phrases().is_draft
    with pytest.raises(ValueError, match="licensed translator"):
        phrases().dressed("An answer. [1]")


def test_an_answer_is_dressed_and_its_sentences_and_marks_stay() -> None:
    made = TeReo.model_validate(filled())
    answer = f"Declare gifts over $500. [1]\n\n{HEADINGS[next(iter(HEADINGS))]}\n• Unless it is small. [2]"
    assert made.dressed(answer) == (
        "Tēnā koe. Ingarihi.\n\nDeclare gifts over $500. [1]\n\n(What could change this:)\n"
        "• Unless it is small. [2]\n\nNgā mihi."
    )


def test_macrons_stand_in_the_file_as_single_letters() -> None:
    text = read_text("bot", PHRASES)
    assert "Ngā mihi" in text
    assert unicodedata.normalize("NFC", text) == text


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"translated_on": None}, "belong together"),
        ({"headings": dict.fromkeys(ALL_HEADINGS)}, "filled in"),
        ({"headings": {f"{n}": "x" for n in range(5)}}, "must name each of"),
        ({"phrases": {"greeting": "Kia ora.", "closing": "Ka kite.", "english_below": None}}, "filled in"),
    ],
)
def test_a_translators_name_covers_every_phrase(changes: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        TeReo.model_validate(filled(**changes))
