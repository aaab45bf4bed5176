"""Where the "Yes" or "No" that opens a section answers what was asked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.answering.relevance import read
from bot.answering.wording import answers_yes_or_no
from bot.answering.yes_no import opening_answers
from knowledge.build import Shelves, ensure_library
from knowledge.embed import MiniLm
from knowledge.index import open_index
from knowledge.retrieve import Retriever


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory, embedder: MiniLm) -> Iterator[Retriever]:
    index = tmp_path_factory.mktemp("index")
    ensure_library(index, embedder, Shelves())
    opened = open_index(index, embedder)
    yield Retriever(opened)
    opened.close()


def is_said(retriever: Retriever, question: str) -> bool:
    found = read(question, retriever.search(question), retriever.index)
    leading = max(found, key=lambda one: one.chance)
    return answers_yes_or_no(leading.lines[0][1]) and opening_answers(question, leading)


@pytest.mark.parametrize(
    "question",
    [
        "may I go to the consulate's spring reception?",
        "Is it fine to accept an invitation to an embassy reception?",
        "Do small gifts from one person add up?",
        "am I doing wrong just by having a conflict of interest?",
    ],
)
def test_what_its_heading_asks_is_answered_by_its_yes_or_no(retriever: Retriever, question: str) -> None:
    assert is_said(retriever, question)


@pytest.mark.parametrize(
    "question",
    [
        # Another act near it.
        "fine to show visitors round the sewage ponds?",
        "Can I write a visa letter for an exchange student?",
        "Is it ok if the delegation films with a drone?",
        # The other side of the act.
        "may I give a visiting mayor a gift?",
        # A duty where leave was given.
        "Do I have to tell somebody that an ambassador bought me lunch?",
        # Whether it is wrong, where leave was given.
        "Would it be rude to turn down a city that wants to be our sister city?",
        # Nothing that a yes would answer.
        "What is the total of small gifts that I describe?",
    ],
)
def test_a_yes_to_something_else_is_not_said(retriever: Retriever, question: str) -> None:
    assert not is_said(retriever, question)
