"""The one question back, and what is offered with it."""

from __future__ import annotations

import pytest

from bot.answering.clarify import choice, choices_for, in_words, is_choice, is_unclear_again, own_words

ASKED = "Can I take it?"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (ASKED, "gift"),
        ("Do I have to declare it?", "gift"),
        ("can I go", "trip"),
        ("Should I meet him?", "visit"),
        ("may i open it", "paper"),
        ("help", "gift"),
    ],
)
def test_the_choices_fit_the_message(text: str, first: str) -> None:
    offered = choices_for(text)
    assert offered[0].id == first
    assert 2 <= len(offered) <= 5
    assert all(len(one.label) <= 75 and choice(one.id) == one and is_choice(one.label) for one in offered)


def test_choices_read_as_the_end_of_a_question() -> None:
    assert in_words(choices_for(ASKED)) == "a gift, a ticket, a meal, or a trip"
    assert in_words(choices_for(ASKED)[:1]) == "a gift"


def test_a_choice_is_not_the_members_own_words() -> None:
    assert own_words("A gift", [ASKED]) == ("", (ASKED,))
    assert own_words("and a watch?", [ASKED, "A gift"]) == ("and a watch?", (ASKED,))


@pytest.mark.parametrize(
    ("about", "clear", "again"),
    [
        ((ASKED, "the thing"), (), True),
        ((ASKED,), (), False),
        ((ASKED, "A gift"), (), False),
        (("Which gifts must I declare?", "the thing"), ("Which gifts must I declare?",), False),
        ((ASKED, "it is wine"), (f"{ASKED}\nit is wine",), False),
    ],
)
def test_it_is_asked_once(about: tuple[str, ...], clear: tuple[str, ...], again: bool) -> None:
    assert is_unclear_again(about, lambda text: text not in clear) is again
