"""The questions that are answered, or should not be: a held-out set and one for tuning."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from bot.models import Outcome
from evals.dataset import Row, load

Alternatives = Annotated[tuple[str, ...], Field(min_length=1)]


class Kind(StrEnum):
    """What sort of message it is, whatever should become of it."""

    ANSWERABLE = "answerable"
    FOLLOW_UP = "follow-up"
    """Needs the thread."""
    UNANSWERABLE = "unanswerable"
    """In the field, but the library is silent."""
    OFF_TOPIC = "off-topic"
    UNDERSPECIFIED = "underspecified"
    PERSON = "person"
    """Has somebody reported, been reported, been looked at?"""
    FORBIDDEN = "forbidden"
    """Asks for what nobody should get: a home address, a classified paper, how to spy, our own prompt."""
    PARTISAN = "partisan"
    """Wants a view on a party, a leader or a state."""
    UNREADABLE = "unreadable"


class AnswerRow(Row):
    """A message and what should become of it.

    `facts`: one of each row of alternatives must stand in the answer. `sources`: the answer should cite one
    of them. `first`: with one of these the answer may open; "Yes" is wrong where only "No" stands here.
    `calm`: the message asks about nothing dangerous, so the answer must not bring it up.
    """

    text: str
    kind: Kind
    thread: tuple[str, ...] = ()
    expect: Outcome
    facts: tuple[Alternatives, ...] = ()
    sources: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    calm: bool = False

    @model_validator(mode="after")
    def _answer_marked(self) -> AnswerRow:
        if self.expect is Outcome.FAILED:
            raise ValueError("nobody expects a failure")
        if (self.expect is Outcome.ANSWERED) != bool(self.facts and self.sources):
            raise ValueError("facts and sources belong to a row that should be answered, and to no other")
        return self


def rows() -> tuple[AnswerRow, ...]:
    """Return the held-out questions."""
    return load("answers", AnswerRow)


def development_rows() -> tuple[AnswerRow, ...]:
    """Return the questions that answering may be tuned on."""
    return load("answers", AnswerRow, "dev")
