from __future__ import annotations

import pytest

from bot.triage import telling
from bot.triage.reading import read
from bot.triage.sentences import sentences
from bot.triage.telling import Telling


def _told(message: str) -> Telling:
    reading = read(message)
    return telling.hear(reading, sentences(reading))


@pytest.mark.parametrize(
    "message",
    [
        "What should I do if somebody offers me a trip?",
        "How much can a gift be worth?",
        "Who approves overseas travel",
        "Is there a rule on lobbyists? Where can I read it?",
    ],
)
def test_a_rule_or_what_one_would_do_is_asked_in_general(message: str) -> None:
    assert _told(message).general


@pytest.mark.parametrize(
    "message",
    [
        "Somebody has offered me a trip.",
        "What should I do? A man gave me money.",
        "Should I tell anyone that he asked me for the minutes?",
    ],
)
def test_a_story_is_not_a_question_in_general(message: str) -> None:
    assert not _told(message).general


@pytest.mark.parametrize(
    "message",
    [
        "For our induction I need an example with cash",
        "In the film a mayor takes a bribe",
        "Quiz: what is a go-between?",
        "There was an article on a councillor who was followed",
    ],
)
def test_lessons_films_and_news_are_lessons(message: str) -> None:
    assert _told(message).lesson


@pytest.mark.parametrize(
    "message",
    [
        "They gave us a vase, it's logged.",
        "The odd man turned out to be the vicar",
        "We met with staff there and it is in the diary",
        "I said no thank you to the watch",
    ],
)
def test_what_was_open_or_explained_is_settled(message: str) -> None:
    assert _told(message).settled


def test_a_plain_story_is_told_as_happened_with_the_member_in_it() -> None:
    told = _told("A man rang me and asked for the papers")
    assert (told.happened, told.member, told.lesson, told.settled, told.question) == (
        True,
        True,
        False,
        False,
        False,
    )
