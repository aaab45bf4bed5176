"""A correction takes the place of what it corrects."""

from __future__ import annotations

import pytest

from bot.answering.amending import amended, is_correction


@pytest.mark.parametrize(
    ("asked", "text", "changed"),
    [
        ("May I sign the final agreement?", "no, the draft agreement", "May I sign the draft agreement?"),
        ("Can a developer pay for a dinner?", "No, I meant a trip", "Can a developer pay for a trip?"),
        ("Is a gift of $30 fine?", "sorry, $300", "Is a gift of $300 fine?"),
        ("What did the 2024 report say?", "Sorry, 2023", "What did the 2023 report say?"),
        (
            "How does Hamilton run its ties?",
            "I mean Tauranga not Hamilton",
            "How does Tauranga run its ties?",
        ),
        ("What is Auckland's gift limit?", "no, the Hutt one", "What is Hutt's gift limit?"),
        ("Can I take my work phone overseas?", "not my phone, my laptop", "Can I take my laptop overseas?"),
        ("Who keeps the tickets?", "not the tickets, the vase", "Who keeps the vase?"),
        ("Which gifts must I declare?", "not gifts, the trips", "Which trips must I declare?"),
    ],
)
def test_what_is_corrected_is_replaced(asked: str, text: str, changed: str) -> None:
    assert is_correction(text)
    assert amended(asked, text) == changed


def test_what_a_question_does_not_show_is_not_replaced() -> None:
    assert amended("Which gifts must I declare?", "no, the draft") is None


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "no that's fine",
        "No, it's not",
        "Sorry I'm new. What is a conflict of interest?",
        "no one told me about a limit",
        "And not only that, he gave me cash",
        "No, the man gave me cash in an envelope to change my vote and told me to keep it quiet",
    ],
)
def test_a_no_alone_is_no_correction_and_neither_is_a_story(text: str) -> None:
    assert not is_correction(text)
