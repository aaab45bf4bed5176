from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering import wording
from bot.answering.claims import Place


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("5.2.1 A member enters it.", "A member enters it."),
        ("12. A member enters it.", "A member enters it."),
        ("(b) A member enters it.", "A member enters it."),
        ("Yes, a councillor can.", "a councillor can."),
        ("No, the two are separate.", "the two are separate."),
        ("3.1 No, the two are separate.", "the two are separate."),
        ("No gift is too small.", "No gift is too small."),
        ("Yes.", "Yes."),
        ("105 is the number of Police.", "105 is the number of Police."),
        ("2026 was the year.", "2026 was the year."),
        ("$75 or more is entered.", "$75 or more is entered."),
    ],
)
def test_the_number_of_a_clause_and_the_answer_to_its_heading_are_left_out(sentence: str, said: str) -> None:
    assert wording.bare(sentence) == said


def test_a_yes_stays_where_its_heading_was_asked() -> None:
    assert wording.bare("4. Yes, a councillor can.", keep_answer=True) == "Yes, a councillor can."


@given(st.text(max_size=60))
def test_what_is_left_stands_word_for_word_in_the_sentence(sentence: str) -> None:
    assert sentence.endswith(wording.bare(sentence))


@pytest.mark.parametrize(
    "question",
    [
        "Can I accept lunch?",
        "do i have to declare it",
        "koha from the marae, is that ok?",
        "wine worth 120, allowed?",
        "Must our mayor say who paid?",
        "they paid for the hotel, legal?",
        "Do small gifts add up?",
        "Kia ora. Must gifts be named",
    ],
)
def test_a_question_that_wants_a_yes_or_a_no(question: str) -> None:
    assert wording.asks_yes_or_no(question)


@pytest.mark.parametrize(
    "question",
    [
        "What is the limit?",
        "Who do I ring?",
        "how long have I got",
        "gift limit??",
        "When is it due",
        "A mate says it is banned. True?",
    ],
)
def test_a_question_that_wants_neither(question: str) -> None:
    assert not wording.asks_yes_or_no(question)


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("Ask your governance team first.", Place.STEP),
        ("If a gift arrives without a name, ask the registrar.", Place.STEP),
        ("Do not agree to anything.", Place.STEP),
        ("You need not reply at once.", Place.STEP),
        ("Your council's own limit may be lower.", Place.CHANGE),
        ("It counts unless the donor is family.", Place.CHANGE),
        ("7.2 Gifts over $250 are surrendered.", Place.CHANGE),
        ("The framework is run by NZSIS.", Place.MORE),
    ],
)
def test_where_a_sentence_belongs(sentence: str, place: Place) -> None:
    assert wording.place_of(sentence) is place


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("Over $1,500 within five working days.", {"$": {"1500"}, "day": {"5"}}),
        ("At most 15 per cent, or 20%, in 12 months.", {"%": {"15", "20"}, "month": {"12"}}),
        ("Section 54F applies to page 3.", {}),
    ],
)
def test_the_figures_of_a_sentence(sentence: str, named: dict[str, set[str]]) -> None:
    assert wording.quantities(sentence) == named


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("over $100", "over $150", True),
        ("over $100", "$100 or more", False),
        ("over $100", "within 10 days", False),
        ("within 5 working days", "within ten working days", True),
        ("over $100 within 5 days", "over $100 within 10 days", True),
    ],
)
def test_two_sentences_name_different_figures(one: str, other: str, differ: bool) -> None:
    assert wording.names_other_figures(one, other) is differ
