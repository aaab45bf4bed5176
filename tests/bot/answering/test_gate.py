from __future__ import annotations

import pytest

from bot.answering.gate import asks_for_unheld_council


@pytest.mark.parametrize(
    "question",
    [
        "What is Napier's gift limit?",
        "whats the napier limit",
        "Is there a rule on trips in Gisborne?",
        "What does Whakatāne District Council say about koha?",
        "I'm on Rotorua, what must I declare?",
        "In Ōpōtiki, who approves a trip?",
    ],
)
def test_the_rules_of_a_council_that_we_do_not_hold_are_not_guessed(question: str) -> None:
    assert asks_for_unheld_council(question, [])


@pytest.mark.parametrize(
    "question",
    [
        "The conference is in Rotorua, do the flights go in my return?",
        "A mate drove me to Napier, do I declare it?",
        "May I travel to Gisborne to see a member of my family?",
        "What is the limit for gifts?",
    ],
)
def test_a_place_is_not_always_a_council(question: str) -> None:
    assert not asks_for_unheld_council(question, [])
