from __future__ import annotations

import pytest

from bot.answering.calm import Calm, asks_for_states
from bot.models import Level


@pytest.mark.parametrize(
    "text",
    [
        "Which countries interfere in New Zealand?",
        "what does Australia tell its councils",
        "What is Australia's Foreign Arrangements Scheme?",
        "how does the UK handle this",
        "What did NZSIS say about Russia?",
        "Is China interfering here?",
    ],
)
def test_a_question_about_states_may_be_answered_with_states(text: str) -> None:
    assert asks_for_states(text)


@pytest.mark.parametrize(
    "text",
    [
        "A Chinese company has applied for a consent, what are the rules?",
        "My Russian friend wants to know the law on gifts",
        "Is a Japanese sister city a good idea?",
        "Does the Iranian visitor have to sign in?",
        "Which gifts must I declare?",
    ],
)
def test_a_question_about_people_is_not_about_their_state(text: str) -> None:
    assert not asks_for_states(text)


def test_danger_words_are_said_only_where_they_were_asked_for_or_are_due() -> None:
    sentence = "NZSIS warns of interference."
    assert not Calm("When is my return due?", Level.NONE).allows(sentence)
    assert Calm("Is this interference?", Level.NONE).allows(sentence)
    assert Calm("When is my return due?", Level.ADVISE).allows(sentence)
