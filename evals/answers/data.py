"""The questions that are answered, or should not be."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from bot.models import Outcome
from evals.dataset import Row, load

Alternatives = Annotated[tuple[str, ...], Field(min_length=1)]


class AnswerRow(Row):
    """A message and what should become of it.

    `facts`: one of each row of alternatives must stand in the answer. `sources`: the answer should cite one
    of them. `calm`: the message asks about nothing dangerous, so the answer must not bring it up.
    """

    text: str
    thread: tuple[str, ...] = ()
    expect: Outcome
    facts: tuple[Alternatives, ...] = ()
    sources: tuple[str, ...] = ()
    calm: bool = False

    @model_validator(mode="after")
    def _answer_marked(self) -> AnswerRow:
        if self.expect is Outcome.FAILED:
            raise ValueError("nobody expects a failure")
        if (self.expect is Outcome.ANSWERED) != bool(self.facts and self.sources):
            raise ValueError("facts and sources belong to a row that should be answered, and to no other")
        return self


def rows() -> tuple[AnswerRow, ...]:
    """Return the questions."""
    return load("answers", AnswerRow)
