from __future__ import annotations

import pytest

from bot.answering import verify
from bot.answering.claims import Claim
from knowledge.passages import Part, Passage, PassageKind

_GIFTS = Passage(
    owner="national",
    kind=PassageKind.NOTE,
    doc="library/gifts.md",
    title="Gifts",
    section="What must I declare?",
    parts=(
        Part(text="A councillor must declare a gift over $500. Family gifts are not counted."),
        Part(text="Cash is never accepted, says “the policy”."),
    ),
)


def _check(text: str, quote: str, passage: Passage = _GIFTS, question: str = "") -> list[str]:
    claims = [Claim(text=text, quote=quote, passage=passage)]
    return [claim.text for claim in verify.check(claims, [_GIFTS], question).claims]


def test_a_sentence_of_the_passage_is_said_as_it_stands() -> None:
    sentence = "Family gifts are not counted."
    assert _check(sentence, sentence) == [sentence]


def test_other_words_of_the_same_quote_pass() -> None:
    text = "You have to disclose gifts of more than $500."
    assert _check(text, "A councillor must declare a gift over $500.") == [text]


@pytest.mark.parametrize(
    "text",
    [
        "A councillor must declare a gift over $300.",
        "A councillor must declare a gift over $500 to the Ombudsman.",
        "A councillor may declare a gift over $500.",
        "A councillor must not declare a gift over $500.",
        "A councillor must declare a gift over $500 within a week.",
    ],
)
def test_a_claim_that_says_more_or_otherwise_gives_way_to_the_quoted_sentence(text: str) -> None:
    quote = "A councillor must declare a gift over $500."
    assert _check(text, quote) == [quote]


def test_quote_marks_and_spaces_do_not_matter() -> None:
    quote = 'Cash is  never accepted, says "the policy".'
    assert _check(quote, quote) == [quote]


@pytest.mark.parametrize(
    "quote",
    ["", "A councillor must declare a gift over $300.", "not counted. Cash is never", "Invented words."],
)
def test_a_claim_without_a_verbatim_quote_is_dropped_and_counted(quote: str) -> None:
    verified = verify.check([Claim(text="Something.", quote=quote, passage=_GIFTS)], [_GIFTS], "")
    assert verified == ((), 1)


def test_a_claim_on_a_passage_that_was_not_retrieved_is_dropped() -> None:
    other = _GIFTS.model_copy(update={"doc": "library/other.md"})
    sentence = "Family gifts are not counted."
    assert _check(sentence, sentence, passage=other) == []


def test_the_words_of_the_question_may_name_the_topic_and_nothing_else() -> None:
    quote = "A councillor must declare a gift over $500."
    asked = "Must I declare a watch to the Ombudsman?"
    about = "About a watch: a councillor must declare a gift over $500."
    assert _check(about, quote, question=asked) == [about]
    assert _check("A councillor must declare a watch over $500.", quote, question=asked) == [quote]
    assert _check("A councillor must declare a gift over $500 to the Ombudsman.", quote, question=asked) == [
        quote
    ]


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("Family gifts are not counted.", "counted."),
        ("Family gifts are not counted.", "Family gifts are"),
        ("Cash is never accepted, says “the policy”.", "accepted"),
    ],
)
def test_half_a_sentence_is_no_proof(quote: str, text: str) -> None:
    assert _check(text, text) == [quote]


def test_a_quote_that_runs_over_two_sentences_stands_for_both() -> None:
    both = "A councillor must declare a gift over $500. Family gifts are not counted."
    assert _check("Family gifts over $500 are not counted.", "over $500. Family gifts are") == [both]


def test_a_claim_without_its_full_stop_gets_one() -> None:
    assert _check("you must declare a gift over $500", "A councillor must declare a gift over $500.") == [
        "You must declare a gift over $500."
    ]


def test_the_same_sentence_is_said_once() -> None:
    sentence = "Family gifts are not counted."
    claims = [Claim(text=sentence, quote=sentence, passage=_GIFTS)] * 3
    assert len(verify.check(claims, [_GIFTS], "").claims) == 1
