from __future__ import annotations

import pytest

from bot.answering.claims import Place
from bot.answering.render import COUNCIL_HEADING, HEADINGS
from evals.answers.lead import contradicts, lead, leads


@pytest.mark.parametrize(
    ("answer", "first_two"),
    [
        ("Yes. [1] It is s. 54F. [1] And more. [2]", "Yes. It is s. 54F."),
        (
            f"{COUNCIL_HEADING}\nOver $100. [1]\n\n{HEADINGS[Place.MORE]}\n• Meals count. [2]\n• So does a bed. [3]",
            "Over $100. Meals count.",
        ),
        ("Ring **111** now.\nSay where you are.\nWait. [1]", "Ring **111** now. Say where you are."),
        ("", ""),
    ],
)
def test_the_lead_is_two_sentences_without_marks_and_headings(answer: str, first_two: str) -> None:
    assert lead(answer) == first_two


@pytest.mark.parametrize(
    ("facts", "led"),
    [([["$500"]], True), ([["$900"], ["a MEAL"]], True), ([["$900"]], False), ([], False)],
)
def test_one_fact_in_the_lead_is_enough(facts: list[list[str]], led: bool) -> None:
    assert leads("Over $500. [1] A meal counts. [1] Over $900 too. [2]", facts) is led


@pytest.mark.parametrize(
    ("answer", "first", "wrong"),
    [
        ("Yes, you may. [1]", ["No"], True),
        ("Yes, you may. [1]", ["Yes"], False),
        ("Yes. [1]", ["No", "Yes"], False),
        ("No, a councillor may not. [1]", ["Yes"], True),
        ("Usually yes: take time. [1]", ["No"], True),
        ("Usually yes: take time. [1]", ["Yes"], False),
        (f"{COUNCIL_HEADING}\nNo - not from a tenderer. [1]", ["Yes"], True),
        ("No detail is too small. [1]", ["Yes"], False),
        ("Nobody needs proof. [1]", ["Yes"], False),
        ("Ask your governance team. [1]", ["No"], False),
        ("Yes, you may. [1]", ["Sometimes"], False),
        ("Yes, you may. [1]", [], False),
    ],
)
def test_only_the_opposite_word_contradicts(answer: str, first: list[str], wrong: bool) -> None:
    assert contradicts(answer, first) is wrong
