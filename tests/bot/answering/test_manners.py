"""In what manner an answer is wanted."""

from __future__ import annotations

import pytest

from bot.answering.manners import Manner, Wanted, wanted


@pytest.mark.parametrize(
    ("text", "manner"),
    [
        *(
            (text, Manner.SHORT)
            for text in ("shorter", "Shorter please!", "tldr", "too long", "just the gist")
        ),
        *((text, Manner.SHORT) for text in ("can you sum that up", "in one sentence please", "poto ake koa")),
        *((text, Manner.PLAIN) for text in ("in plain words", "Plain English?", "I don't understand")),
        *(
            (text, Manner.PLAIN)
            for text in ("simpler please", "explain it like I'm ten", "what does that mean")
        ),
        *(
            (text, Manner.QUOTED)
            for text in ("source?", "where does that come from?", "says who", "are you sure?")
        ),
        *((text, Manner.MORE) for text in ("more", "tell me more", "anything else?", "go on")),
        *((text, Manner.WHOLE) for text in ("say that again", "again?", "can you repeat that", "pardon?")),
        *(
            (text, Manner.TE_REO)
            for text in ("ki te reo Māori", "i te reo", "te reo please", "Te Reo Māori koa")
        ),
    ],
)
def test_nothing_but_a_manner(text: str, manner: Manner) -> None:
    assert wanted(text) == Wanted(manner, "")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("In plain words, what is a bribe?", Wanted(Manner.PLAIN, "what is a bribe?")),
        ("What is a bribe, in short?", Wanted(Manner.SHORT, "What is a bribe ?")),
        ("He aha te koha? Ki te reo", Wanted(Manner.TE_REO, "He aha te koha?")),
    ],
)
def test_a_question_and_its_manner(text: str, found: Wanted) -> None:
    assert wanted(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Which gifts must I declare?",
        "Is there a shorter form for my return?",
        "He sent more flowers",
        "Who is the source of the story about the port?",
        "Do I need more than one quote from a supplier?",
        "He asked me again for the plans",
        "Māori wards",
        "",
    ],
)
def test_a_message_about_something_else_asks_for_no_manner(text: str) -> None:
    assert wanted(text) == Wanted(Manner.WHOLE, text)
