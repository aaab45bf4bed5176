"""What kind of turn a message is, and what is asked by it."""

from __future__ import annotations

import pytest

from bot.answering import turns
from bot.answering.manners import Manner
from bot.answering.turns import Kind, Turn

GIFTS, WINE = "Which gifts must I declare?", "and if it's wine?"


@pytest.mark.parametrize(
    ("text", "kind", "about"),
    [
        ("and what if it was under $100?", Kind.FOLLOW_UP, (GIFTS, "and what if it was under $100?")),
        ("what about my partner?", Kind.FOLLOW_UP, (GIFTS, "what about my partner?")),
        ("Cheers, and how long have I got?", Kind.FOLLOW_UP, (GIFTS, "and how long have I got?")),
        ("Without giving my name?", Kind.FOLLOW_UP, (GIFTS, "Without giving my name?")),
        ("what is doxing", Kind.FRESH, ("what is doxing",)),
        ("whats the penalty", Kind.FOLLOW_UP, (GIFTS, "whats the penalty")),
        ("a koha", Kind.FOLLOW_UP, (GIFTS, "a koha")),
        ("Is hotel wifi safe?", Kind.FRESH, ("Is hotel wifi safe?",)),
        ("Thanks! When is my interests return due?", Kind.FRESH, ("When is my interests return due?",)),
        ("So what is a conflict of interest?", Kind.FRESH, ("So what is a conflict of interest?",)),
        ("Different question: who checks it?", Kind.FRESH, ("who checks it?",)),
        ("No, I meant which trips", Kind.CORRECTION, (GIFTS, "which trips")),
        ("shorter", Kind.SAME, (GIFTS,)),
        ("thanks", Kind.COURTESY, (GIFTS,)),
        ("no", Kind.NO, (GIFTS,)),
        ("No, that's fine", Kind.NO, (GIFTS,)),
        ("nah, all good thanks", Kind.NO, (GIFTS,)),
        ("no he hasn't", Kind.NO, (GIFTS,)),
        ("Yep", Kind.YES, (GIFTS,)),
        ("āe", Kind.YES, (GIFTS,)),
        ("no, he gave me cash", Kind.FOLLOW_UP, (GIFTS, "no, he gave me cash")),
    ],
)
def test_what_a_message_is_after_a_question(text: str, kind: Kind, about: tuple[str, ...]) -> None:
    turn = turns.read(text, [GIFTS])
    assert (turn.kind, turn.about) == (kind, about)


def test_a_first_message_is_a_question_whatever_its_first_word() -> None:
    assert turns.read(WINE, ()) == Turn(Kind.FRESH, Manner.WHOLE, (WINE,))


def test_a_manner_with_nothing_before_it_asks_nothing() -> None:
    assert turns.read("shorter", ()).about == ()


def test_a_question_of_its_own_remembers_the_one_before() -> None:
    turn = turns.read("Is hotel wifi safe?", [GIFTS, WINE])
    assert (turn.about, turn.before) == (("Is hotel wifi safe?",), (GIFTS, WINE))


def test_the_follow_up_of_a_follow_up_keeps_the_first_question_and_the_latest() -> None:
    thread = [GIFTS, "and from a developer?", "and from a friend?", WINE]
    assert turns.read("and under $100?", thread).about == (GIFTS, WINE, "and under $100?")


def test_manners_and_courtesies_between_two_turns_change_nothing() -> None:
    assert turns.read(WINE, [GIFTS, "shorter", "thanks", "yes"]).about == (GIFTS, WINE)


def test_the_same_answer_is_that_of_the_last_question() -> None:
    turn = turns.read("in plain words", ["Is hotel wifi safe?", GIFTS, WINE])
    assert (turn.kind, turn.manner, turn.about) == (Kind.SAME, Manner.PLAIN, (GIFTS, WINE))


def test_what_goes_on_weighs_as_much_as_what_was_said_before() -> None:
    assert turns.read(WINE, [GIFTS]).searched == f"{GIFTS}\n{WINE}\n{WINE}"
    assert turns.read(GIFTS, ()).searched == GIFTS


def test_only_a_question_of_its_own_may_still_go_on_from_the_one_before() -> None:
    assert turns.read("Is hotel wifi safe?", [GIFTS]).searched_on == (
        f"{GIFTS}\nIs hotel wifi safe?\nIs hotel wifi safe?"
    )
    assert turns.read(WINE, [GIFTS]).searched_on is None
    assert turns.read(GIFTS, ()).searched_on is None


@pytest.mark.parametrize(
    "text", ["shorter", "source?", "in plain words", "te reo please", "No, I meant the draft"]
)
def test_a_manner_and_a_correction_go_on_from_what_was_said(text: str) -> None:
    assert turns.follows_on(text)


@pytest.mark.parametrize(
    ("text", "courtesy"),
    [
        *[
            (text, True)
            for text in ("Thanks", "thank you!", "Thanks so much 👍", "ok", "OK, will do.", "Cheers mate")
        ],
        *[
            (text, True)
            for text in ("Thank you for the advice", "Noted, thanks", "Got it", "Ngā mihi nui", "Ka pai")
        ],
        *[
            (text, True)
            for text in ("Kia ora, thanks for that", "Yes, thanks", "Perfect, that's great. Thanks!")
        ],
        # One word more may be what matters.
        ("Thanks, he gave me cash", False),
        ("Thanks, but he is here again", False),
        ("ok, is that a gift?", False),
        ("Thanks. Who do I ring?", False),
        ("no thanks", False),
        ("Thanks to him I have photos", False),
        ("Thanks 111", False),
        ("ok help", False),
        # Kind, and yet no thanks.
        ("yes", False),
        ("Kia ora", False),
        ("Great", False),
        ("cool", False),
        ("help", False),
        ("👍", False),
        ("", False),
    ],
)
def test_thanks_and_not_one_word_more_is_a_courtesy(text: str, courtesy: bool) -> None:
    assert turns.is_courtesy(text) is courtesy


@pytest.mark.parametrize(
    ("text", "follows"),
    [
        ("And if it was under $100?", True),
        ("what about a koha", True),
        ("He rang again", True),
        ("He wore a hat.", True),
        ("Why?", True),
        ("May I keep a ticket?", False),
        ("What are the rules?", False),
        # It points to its own sentence.
        ("A developer paid for my dinner, is that ok?", False),
        ("A man from Zorblax Holdings says he wants my vote on the quarry next week", False),
        ("", False),
    ],
)
def test_whether_a_message_goes_on_from_the_one_before(text: str, follows: bool) -> None:
    assert turns.follows_on(text) is follows
