from __future__ import annotations

import pytest

from bot.answering.claims import Place
from bot.answering.render import HEADINGS
from evals.answers.support import Judged, cited_sentences, judge, supports, without_fixed

_QUOTE = "A councillor must describe any gift worth more than $500 in the yearly return."


@pytest.mark.parametrize(
    ("quotes", "sentence", "supported"),
    [
        ([_QUOTE], _QUOTE, True),
        ([_QUOTE], "Gifts worth more than $500 must be described.", True),
        ([_QUOTE], "Councillors must describe their gifts and their travel.", False),
        ([_QUOTE], "A gift worth more than $5,000 must be described.", False),
        ([_QUOTE], "A gift worth more than $50 must be described.", False),
        ([_QUOTE], "A councillor must not describe any gift.", False),
        (["A councillor need not declare a meal."], "A councillor need declare a meal.", False),
        (["You can't vote. You may speak."], "You may speak.", True),
        (["You can't vote. You may speak."], "You may vote.", False),
        (["Gifts under $500 are left out."], "Gifts over $500 are left out.", False),
        ([_QUOTE], "A councillor may describe any gift.", False),
        (["A councillor can ask."], "A councillor should ask.", False),
        (["Tell the kaumātua."], "Tell the kaumatua.", True),
        ([_QUOTE, "A meal counts as hospitality."], "A meal counts as a gift.", True),
        (["A councillor may speak."], "Yes, a councillor may speak.", True),
        (["No, a councillor may speak."], "A councillor may speak.", True),
        (["A councillor may speak."], "No councillor may speak.", False),
        ([], "Describe any gift.", False),
        ([""], "Describe any gift.", False),
    ],
)
def test_a_sentence_needs_its_words_numbers_and_directions(
    quotes: list[str], sentence: str, supported: bool
) -> None:
    assert supports(quotes, sentence) is supported


@pytest.mark.parametrize(
    ("answer", "parts"),
    [
        ("One. [1] Two. [2]", [("One.", (1,)), ("Two.", (2,))]),
        ("One. Two. [1] [12]", [("One.", (1, 12)), ("Two.", (1, 12))]),
        (f"One. [1]\n\n{HEADINGS[Place.MORE]}\n• Two. [2]", [("One.", (1,)), ("Two.", (2,))]),
        ("One. [1] Two.", [("One.", (1,)), ("Two.", ())]),
        ("", []),
    ],
)
def test_each_sentence_comes_with_its_marks(answer: str, parts: list[tuple[str, tuple[int, ...]]]) -> None:
    assert list(cited_sentences(answer)) == parts


def test_recall_asks_all_citations_of_a_sentence_and_precision_each() -> None:
    quotes = {1: "A meal counts.", 2: "A bed counts.", 3: "Ports matter."}
    answer = "A meal and a bed count. [1] [2] A meal counts. [1] [3] A trip counts. [1] A bed counts. A car counts."
    assert judge(answer, quotes) == [
        Judged(text="A meal and a bed count.", supported=True, useful=(True, True)),
        Judged(text="A meal counts.", supported=True, useful=(True, False)),
        Judged(text="A trip counts.", supported=False, useful=(False,)),
        Judged(text="A bed counts.", supported=False, useful=()),
        Judged(text="A car counts.", supported=False, useful=()),
    ]


def test_a_mark_without_a_quote_proves_nothing() -> None:
    assert judge("A meal counts. [7]", {}) == [
        Judged(text="A meal counts.", supported=False, useful=(False,))
    ]


def test_fixed_paragraphs_are_left_to_their_exact_match() -> None:
    assert (
        without_fixed("One. [1]\n\nFixed.\n\nTwo. [2]", lambda text: text == "Fixed.")
        == "One. [1]\n\nTwo. [2]"
    )
